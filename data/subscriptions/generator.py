"""Customers of a subscription, month by month: who shows what, who leaves, and why in truth."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from data.drift import Schedule
from data.subscriptions.constants import (
    DRIFTS,
    HISTORY,
    LIVE,
    PRESETS,
    RESPONSES,
    SHAPES,
    SIGNS,
    TAIL,
    SubscriptionConstants,
)
from data.world import World, stream

MISSING = ("random", "engagement")
TRUTH = ("engagement", "personal", "sensitivity", "hazard", "left")


@dataclass(frozen=True, eq=False)
class Moves:
    """What changes from month to month: the hazard's base and weights, and engagement's level."""

    base: np.ndarray
    engagement: np.ndarray
    price: np.ndarray
    shift: np.ndarray


def subscriptions(
    *,
    preset: str = "streaming",
    customers: int = 4000,
    drift: str = "none",
    shape: str = "sudden",
    start: int = 8,
    severity: float = 1.0,
    missing: str = "random",
    noise: float = 1.0,
    response: str = "misaligned",
    seed: int = 0,
) -> World:
    """A panel of `customers` places over history, live months and a tail; who leaves is replaced.

    `drift` names what moves, `shape` how, `start` when (months after launch; before it where
    negative), `severity` (0 to 2) how much. Surveys are missing at random, or more often where
    engagement is low. `noise` (0 to 3) multiplies the noise of what is observed. `response` names
    how customers take a contact. Raises ValueError for a value outside its options or range.

    Rows are sorted by month, then place. `seen`: month, place, customer, start (its first month
    in the panel), tenure, annual, minutes, logins, tickets, calls, promo, survey, downgrade, bill,
    total, page (visits of the cancel page until the snapshot). `truth`: engagement,
    personal, sensitivity, hazard, left (whether the customer leaves at the month's end).
    """
    _check(preset, drift, shape, missing, response)
    for name, value, low, high in (
        ("customers", customers, 1, 10**6),
        ("severity", severity, 0, 2),
        ("noise", noise, 0, 3),
        ("start", start, -HISTORY, LIVE),
        ("seed", seed, 0, 2**63),
    ):
        if not low <= value <= high:
            raise ValueError(f"{name} is {value}: it lies between {low} and {high}")
    constants, months = PRESETS[preset], HISTORY + LIVE + TAIL
    moves = moved(constants, schedule_of(drift, shape, start, severity), months)
    lives = _live(constants, moves, (months, customers), seed)
    seen = _observed(constants, lives, missing, noise, seed)
    truth = {name: lives[name] for name in TRUTH}
    about = {"preset": preset, "drift": drift, "shape": shape, "severity": severity, "seed": seed}
    about |= {"missing": missing, "noise": noise, "response": response, "moves": asdict(moves)}
    about |= {"customers": customers, "months": months, "launch": HISTORY, "live": LIVE}
    about["changed"] = changed(drift, shape, start, severity, months)
    return World(_rows(seen), _rows(truth), about)


def schedule_of(drift: str, shape: str, start: int, severity: float) -> Schedule:
    """The drift as a schedule over months counted from the panel's first."""
    begin = float(HISTORY + start)
    if drift in ("none", "campaign") or not severity:
        return Schedule(drift, "none")
    if drift == "competitor":
        return Schedule(drift, "gradual", begin, length=12, size=severity)
    if drift == "season" or shape == "recurring":
        return Schedule(drift, "recurring", begin, length=2, period=12, size=severity)
    return Schedule(drift, shape, begin, length=8, size=severity)


def moved(constants: SubscriptionConstants, schedule: Schedule, months: int) -> Moves:
    """What the schedule does to the hazard's weights and to engagement, month by month.

    A price rise more than triples the weight of price, takes most of engagement's and adds 0.2 to
    the log odds; a competitor does so slowly; a new base level (prior) adds 0.8 to them; inputs
    (covariate) lower engagement by 0.8; a season takes 0.7 of engagement and adds 0.2 to the log
    odds while it lasts.
    """
    month = np.arange(months)
    level = schedule.levels(month)
    effect = dict.fromkeys(("base", "engagement", "price", "shift"), np.zeros(months))
    if schedule.what in ("price", "competitor"):
        effect |= {"base": 0.2 * level, "engagement": 0.9 * level, "price": 1.3 * level}
    effects = {"prior": {"base": 0.8}, "covariate": {"shift": -0.8}}
    effects["season"] = {"shift": -0.7, "base": 0.2}
    effect |= {name: by * level for name, by in effects.get(schedule.what, {}).items()}
    season = constants.season * np.cos(2 * np.pi * (month - constants.peak) / 12)
    usage = constants.usage_season * np.cos(2 * np.pi * (month - constants.usage_peak) / 12)
    return Moves(
        constants.base + season + effect["base"],
        constants.engagement + effect["engagement"],
        constants.price + effect["price"],
        usage + effect["shift"],
    )


def changed(drift: str, shape: str, start: int, severity: float, months: int) -> np.ndarray:
    """Whether each month's world is other than at launch; what comes every year is no change."""
    if drift == "season" or shape == "recurring":
        return np.zeros(months, dtype=bool)
    levels = schedule_of(drift, shape, start, severity).levels(np.arange(months))
    return levels > levels[HISTORY - 1] + 0.2 * severity if severity else levels > 1.0


def _live(
    constants: SubscriptionConstants, moves: Moves, size: tuple[int, int], seed: int
) -> dict[str, np.ndarray]:
    """Let customers live: arrays of shape (months, places)."""
    new = _newcomers(constants, size, seed)
    luck = {name: stream(seed, name).random(size) for name in ("tickets", "leaving")}
    wander = stream(seed, "engagement").normal(size=size)
    first = stream(seed, "tenure").geometric(1 / constants.mean_tenure, size[1]) - 1
    now: dict[str, np.ndarray] = {name: values[0].copy() for name, values in new.items()}
    now |= {"deviation": constants.engagement_sd * wander[0], "tenure": first.astype(float)}
    now |= {"customer": np.arange(size[1]), "start": np.zeros(size[1], dtype=int)}
    kept: dict[str, list[np.ndarray]] = {}
    for month in range(size[0]):
        if month:
            now = _next(constants, now, {name: v[month] for name, v in new.items()}, month)
            spread = np.where(now["tenure"] == 0, 1.0, np.sqrt(1 - constants.phi**2))
            now["deviation"] = now["deviation"] + constants.engagement_sd * spread * wander[month]
        row = _month(constants, moves, now, {name: u[month] for name, u in luck.items()}, month)
        now["left"] = row["left"]
        for name, values in row.items():
            kept.setdefault(name, []).append(values)
    return {name: np.stack(values) for name, values in kept.items()}


def _newcomers(
    constants: SubscriptionConstants, size: tuple[int, int], seed: int
) -> dict[str, np.ndarray]:
    """Who would take each place in each month, if it were free."""
    return {
        "personal": constants.personal_sd * stream(seed, "personal").normal(size=size),
        "sensitivity": stream(seed, "sensitivity").normal(size=size),
        "annual": (stream(seed, "contract").random(size) < constants.annual_share).astype(float),
        "plan": np.exp(constants.bill_sd * stream(seed, "plan").normal(size=size)),
    }


def _next(
    constants: SubscriptionConstants,
    now: dict[str, np.ndarray],
    new: dict[str, np.ndarray],
    month: int,
) -> dict[str, np.ndarray]:
    """The places a month on: whoever left is replaced by somebody new."""
    left = now["left"]
    following = {name: np.where(left, new[name], now[name]) for name in new}
    following["deviation"] = np.where(left, 0.0, constants.phi * now["deviation"])
    following["tenure"] = np.where(left, 0.0, now["tenure"] + 1)
    following["start"] = np.where(left, month, now["start"])
    # A number of its own for every newcomer, whoever else comes.
    following["customer"] = np.where(
        left, month * len(left) + np.arange(len(left)), now["customer"]
    )
    return following


def _month(
    constants: SubscriptionConstants,
    moves: Moves,
    now: dict[str, np.ndarray],
    luck: dict[str, np.ndarray],
    month: int,
) -> dict[str, np.ndarray]:
    """One month: engagement, tickets, the chance to leave, and who does."""
    engagement = now["personal"] + now["deviation"] + moves.shift[month]
    tickets = poisson_by(
        luck["tickets"], np.exp(constants.ticket_rate + constants.ticket_slope * engagement)
    )
    index = moves.base[month] + moves.engagement[month] * engagement
    index = index + moves.price[month] * now["sensitivity"] + constants.tickets * tickets
    index += constants.annual * now["annual"] + constants.tenure * np.log1p(now["tenure"])
    hazard = 1 / (1 + np.exp(-index))
    kept = ("personal", "sensitivity", "annual", "plan", "tenure", "start", "customer")
    own = {"engagement": engagement, "tickets": tickets, "hazard": hazard}
    return own | {name: now[name] for name in kept} | {"left": luck["leaving"] < hazard}


def _observed(
    constants: SubscriptionConstants,
    lives: dict[str, np.ndarray],
    missing: str,
    noise: float,
    seed: int,
) -> dict[str, np.ndarray]:
    """What the company sees of each customer in each month."""
    size, e = lives["hazard"].shape, lives["engagement"]
    normal = {n: stream(seed, n).normal(size=size) for n in ("minutes", "survey", "promo")}
    luck = {
        name: stream(seed, name).random(size)
        for name in ("logins", "calls", "downgrade", "answered", "meter", "lost", "page")
    }
    signs = replace(SIGNS, glitches=SIGNS.glitches if noise else 0.0)
    log_minutes = 4 + e + noise * signs.minutes_sd * normal["minutes"]
    log_minutes = log_minutes + signs.glitch * (luck["meter"] < signs.glitches)
    downgrade = signs.downgrade[0] - signs.downgrade[1] * e + 0.5 * lives["sensitivity"]
    survey = e + noise * signs.survey_sd * normal["survey"]
    bill = constants.bill * lives["plan"]
    answered = luck["answered"] < answering(e, missing)
    return {
        "customer": lives["customer"],
        "start": lives["start"],
        "tenure": lives["tenure"],
        "annual": lives["annual"],
        "minutes": np.where(luck["lost"] < signs.lost_minutes, np.nan, np.exp(log_minutes)),
        "logins": poisson_by(luck["logins"], np.exp(signs.logins[0] + signs.logins[1] * e)),
        "tickets": lives["tickets"],
        "calls": poisson_by(luck["calls"], np.exp(signs.calls[0] + signs.calls[1] * e)),
        "promo": lives["sensitivity"] + noise * signs.promo_sd * normal["promo"],
        "survey": np.where(answered, survey, np.nan),
        "downgrade": (luck["downgrade"] < 1 / (1 + np.exp(-downgrade))).astype(float),
        "bill": bill,
        "total": np.where(lives["tenure"] > 0, bill * lives["tenure"], np.nan),
        "page": (luck["page"] < 0.02).astype(float),
    }


def answering(engagement: np.ndarray, missing: str) -> np.ndarray:
    """The chance that a survey is answered: the same for all, or higher for the engaged."""
    if missing == "random":
        return np.full_like(engagement, SIGNS.answered)
    return 1 / (1 + np.exp(-SIGNS.answer_slope * engagement))


def poisson_by(luck: np.ndarray, rate: np.ndarray, most: int = 12) -> np.ndarray:
    """Poisson counts by inversion of uniform `luck`, so that a count moves only with its rate.

    Counts end at `most`; where the rate is above about 5 that cuts the tail.
    """
    term = np.exp(-rate)
    below, count = term.copy(), np.zeros_like(rate)
    for k in range(1, most + 1):
        count += luck >= below
        term = term * rate / k
        below += term
    return count


def _rows(columns: dict[str, Any]) -> pd.DataFrame:
    """Arrays of shape (months, places) as columns of one row a month and place."""
    months, places = next(iter(columns.values())).shape
    frame = {name: np.ascontiguousarray(values).ravel() for name, values in columns.items()}
    if "customer" in columns:
        frame = {
            "month": np.repeat(np.arange(months), places),
            "place": np.tile(np.arange(places), months),
        } | frame
    return pd.DataFrame(frame, copy=False)


def _check(preset: str, drift: str, shape: str, missing: str, response: str) -> None:
    given = (
        ("preset", preset, tuple(PRESETS)),
        ("drift", drift, DRIFTS),
        ("shape", shape, SHAPES),
        ("missing", missing, MISSING),
        ("response", response, RESPONSES),
    )
    for name, value, allowed in given:
        if value not in allowed:
            raise ValueError(f"{name} is {value!r}: it is one of {', '.join(allowed)}")
