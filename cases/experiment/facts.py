"""What an interviewer would answer when asked, and whether an effect can be found in time."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from data.experiments import Shop
from kit.feasibility import Answer, Ask, Feasibility
from kit.run import Run
from kit.words import say
from pipelines.experiments.power import smallest_change, standard_errors, units_needed


def facts(run: Run) -> Mapping[str, str]:
    """Traffic, money, rates, ideas, the wait for outcomes and the cost of errors."""
    design, shop = run.settings, Shop(tail=float(run.settings["tail"]))
    worth = run["gains"].worth
    good = worth[run["gains"].good]
    return {
        "Users": f"{design['traffic']:,} a week; each enters a test once",
        "A user": f"buys with a chance of {say(shop.conversion, 'share')} and brings "
        f"{say(shop.money, 'money')} on average; {shop.sessions:g} sessions, unevenly",
        "The company": f"earns {say(run['money'], 'money')} a year",
        "Ideas": f"ten a month; {say(float(design['good']), 'share')} help, by "
        f"{say(float(design['lift']), 'share')} of conversion on average",
        "A good idea": "is worth "
        + (say(float(good.mean()), "money") if len(good) else "nothing, for there is none")
        + f" a year; keeping any costs {say(float(design['upkeep']), 'money')}",
        "Outcomes": "are known on the day; money of the last days comes late to both arms alike",
        "Returning users": f"{say(shop.returning, 'share')}; an idea that drives them away costs "
        "as much as it takes of them, later",
        "Tests at fault": f"{say(float(design['faulty']), 'share')}, as far as anybody knows",
    }


def asks(ground: Mapping[str, float]) -> tuple[Ask, ...]:
    """What somebody may ask for or state of a test."""
    return (
        Ask("rate", "Conversion", "share", ground["rate"], 1e-5, 0.99),
        Ask("effect", "Relative effect to notice", "share", ground["effect"], 1e-4, 5.0),
        Ask("users", "Users a week", "count", ground["users"], 1.0, 1e10),
        Ask("weeks", "Weeks at most", "count", ground["weeks"], 1.0, 104.0),
        Ask("power", "Power", "share", ground["power"], 0.5, 0.999),
    )


def ground(run: Run) -> Mapping[str, float]:
    """The figures of the design that a requirement is compared with."""
    design = run.settings
    return {
        "rate": Shop().conversion,
        "effect": float(design["mde"]),
        "users": float(design["traffic"]) * float(design["exposure"]),
        "weeks": math.ceil(run["plan"].day / 7),
        "power": float(design["power"]),
        "alpha": float(design["alpha"]),
        "left": 1 - run["setting"].correlation ** 2,
    }


def answer(ground: Mapping[str, float], given: Mapping[str, float]) -> Answer:
    """How many users and weeks it takes; whether it fits, as it is or with CUPED."""
    noticed = standard_errors(ground["alpha"], given["power"])
    error = math.sqrt((1 - given["rate"]) / given["rate"])
    needed = units_needed(error, 1, given["effect"], noticed=noticed)
    weeks = 2 * needed / given["users"]
    half = given["users"] * given["weeks"] / 2
    least = float(smallest_change(error, 1, np.array(half), noticed=noticed))
    implied = {
        "Users in each arm": say(needed, "count"),
        "Weeks": say(weeks, "count"),
        "Smallest effect noticed in time": say(least, "share"),
        "Weeks with CUPED": say(weeks * ground["left"], "count"),
    }
    wanted = f"{say(given['effect'], 'share')} in {say(given['weeks'], 'count')} weeks"
    if weeks <= given["weeks"]:
        return Answer(implied, "yes", f"A test of these users notices {wanted}.")
    if weeks * ground["left"] <= given["weeks"]:
        return Answer(implied, "maybe", f"It notices {wanted} if the month before is used (CUPED).")
    return Answer(
        implied,
        "no",
        f"No test of these users notices {wanted}: look for more, wait, or take a metric that "
        "varies less.",
    )


FEASIBILITY = Feasibility(ground, asks, answer)
