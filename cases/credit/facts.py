"""What an interviewer would answer when asked, and whether a gap and a profit go together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cases.credit.decide import GAIN, break_even
from cases.credit.rivals import frontier
from cases.credit.world import GROUPS
from kit.feasibility import Answer, Ask, Feasibility
from kit.run import Run
from kit.words import say

NOTE = "This page teaches. It is no legal advice: what the law asks differs by country and product."


def facts(run: Run) -> Mapping[str, str]:
    """Traffic, base rates, delay, the cost of errors, and whose outcome is seen."""
    live, past, design = run["live"], run["past"], run.settings
    rates = [live.default[live.group == g] for g in range(len(GROUPS))]
    granted = (past.seen["approved"] == 1).mean()
    return {
        "Traffic": f"1,000 applications a day; {design['traffic']:,} requests for a quote a "
        f"second at peak; here {len(live.seen):,} applications stand for the year",
        "Groups": f"{say(float(live.group.mean()), 'share')} of applicants belong to group B, the "
        "attribute that the law protects",
        "Defaults": "; ".join(
            f"group {name} {say(float(rate.mean()), 'share') if len(rate) else 'nobody'}"
            for name, rate in zip(GROUPS, rates, strict=True)
        )
        + " if everybody were given a loan",
        "Money": f"a repaid loan earns {say(GAIN, 'money')}, a default costs "
        f"{say(GAIN * design['loss'], 'money')}: break-even at a chance of "
        f"{say(break_even(design['loss']), 'share')}",
        "Labels": f"known {design['delay']} months after the loan, and only of the "
        f"{say(float(granted), 'share')} that the old policy approved",
        "Deadline": say(design["deadline"], "ms"),
        "Note": NOTE,
    }


Z = 1.96


@dataclass(frozen=True, eq=False)
class Ground:
    """What the design reaches at the dial, and `frontier`: the most that whoever knows the exact
    chances earns at each gap allowed (columns gap and profit, $ per 1,000)."""

    approval: float
    bad_rate: float
    gap: float
    profit: float
    loss: float
    frontier: pd.DataFrame


def ground(run: Run) -> Ground:
    """Read the design, and work out what anybody could trade."""
    read = {name: run.reading(name).true for name in ("approval", "bad_rate", "accept_gap")}
    loss = float(run.settings["loss"])
    found = frontier(run["live"], loss)
    best = found.assign(profit=1000 * GAIN * found["profit"])
    if best.empty:  # of one group alone: no gap, and the best there is
        best = pd.DataFrame({"gap": [0.0], "profit": [run.reading("profit").ceiling]})
    gap = float(np.nan_to_num(read["accept_gap"]))
    profit = float(run.reading("profit").true)
    return Ground(read["approval"], read["bad_rate"], gap, profit, loss, best)


def asks(ground: Ground) -> tuple[Ask, ...]:
    """What somebody may ask for or state of a lender."""
    wanted = round(0.8 * max(float(ground.frontier["profit"].max()), 0.0), -2)
    return (
        Ask("gap", "Acceptance gap allowed", "share", 0.05, 0.001, 1.0),
        Ask("profit", "Profit per 1,000 asked for ($)", "money", wanted, -1e6, 1e6),
        Ask("volume", "Applications a day", "count", 1000.0, 1.0, 1e8),
        Ask("people", "People of each group in an audit", "count", 100.0, 2.0, 1e7),
    )


def answer(ground: Ground, given: Mapping[str, float]) -> Answer:
    """The loans and defaults it means, what an audit can see, and whether both go together."""
    granted = given["volume"] * ground.approval
    told = Z * np.sqrt(2 * 0.25 / given["people"])
    implied = {
        "Break-even chance of default": say(break_even(ground.loss), "share"),
        "Loans granted a day": say(granted, "count"),
        "Defaults a day, in the end": say(float(np.nan_to_num(granted * ground.bad_rate)), "count"),
        "Smallest gap such an audit can tell from none": say(float(told), "share"),
        "People of each group to see the gap allowed": say(0.5 * (Z / given["gap"]) ** 2, "count"),
    }
    wanted = f"{say(given['profit'], 'money')} within a gap of {say(given['gap'], 'share')}"
    if ground.gap <= given["gap"] and ground.profit >= given["profit"]:
        return Answer(implied, "yes", f"This design earns {wanted}.")
    within = ground.frontier["gap"] <= given["gap"] + 1e-9
    best = float(ground.frontier.loc[within, "profit"].max()) if within.any() else -np.inf
    if best >= given["profit"]:
        return Answer(implied, "maybe", f"This design does not earn {wanted}; another may.")
    most = f"the most is {say(best, 'money')}" if within.any() else "no cut-offs come so close"
    return Answer(implied, "no", f"Nobody earns {wanted}, not even by the exact chances: {most}.")


FEASIBILITY = Feasibility(ground, asks, answer)
