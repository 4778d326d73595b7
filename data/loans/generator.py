"""Draws loan applications: people, what the bureau measures, and which outcomes were seen.

Each row is an application. What is true of it: creditworthiness z, the chance to default, and
whether it would default if approved, also where nobody ever lent. So the ceiling follows: the
posterior of z given all that is observed is a mixture of normals, and the best possible chance is
its expectation (`data.loans.ceilings`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.loans.ceilings import logistic
from data.loans.constants import (
    GAMED,
    GAMING_SHARE,
    INCOME_NOISE,
    MIX,
    MONTHS_BEFORE,
    MONTHS_LIVE,
    OFFICER_NOISE,
    RECESSION,
    SEASON,
    YOUNG_SHARE,
    LoanConstants,
)
from data.world import World, stream

HISTORIES = ("score", "officer", "biased")
DRIFTS = ("none", "recession", "mix", "gaming", "season")


def loans(
    *,
    past: int,
    live: int,
    constants: LoanConstants,
    history: str,
    past_approval: float,
    biased_by: float,
    label_bias: float,
    drift: str,
    severity: float,
    delay: int,
    seed: int,
) -> World:
    """Draw `past` applications that an old policy decided and `live` ones to be decided.

    `history` is the old policy: by score, by an officer who knows more than is recorded, or by a
    score with a cut-off `biased_by` higher for group B; it approved a share `past_approval`. Of
    repaid loans of group B a share `label_bias` is recorded as defaulted. `drift` moves the live
    year by `severity`. A default is known within `delay` months, a repayment after them.

    Columns seen: month (from -36; live from 0), group (1 is B), young, bureau, income, district,
    approved (-1: not decided yet), recorded, label_month; true: merit, gamed, odds, chance,
    default.
    """
    month = np.r_[_spread(past, -MONTHS_BEFORE, 0), _spread(live, 0, MONTHS_LIVE)]
    after = np.where(month >= 0, float(severity), 0.0)
    group = _groups(seed, constants.group_share + MIX * after * (drift == "mix"))
    young = stream(seed, "age").random(len(month)) < YOUNG_SHARE
    merit = constants.mean_merit(group, young) + stream(seed, "merit").normal(size=len(month))
    gamed = _gamers(seed, after * (drift == "gaming"))
    truth = _truth(constants, seed, merit, gamed, constants.base + _worse_odds(drift, month, after))
    seen = pd.DataFrame(
        {
            "month": month,
            "group": group.astype(np.int8),
            "young": young.astype(np.int8),
            **_measured(constants, seed, merit, group, gamed),
            "district": _districts(constants, seed, group),
        }
    )
    seen["approved"] = _decided(seen, merit, history, past_approval, biased_by, seed)
    default = truth["default"].to_numpy() == 1
    seen["recorded"] = _recorded(seed, group, default, label_bias)
    seen["label_month"] = month + _wait(seed, seen["recorded"].to_numpy() == 1, delay)
    about = {"constants": constants, "past": past, "drift": drift, "severity": severity}
    return World(seen, truth, about)


def gaming_share(drift: str, severity: float) -> float:
    """The share of live applicants who state an income too high."""
    return min(1.0, GAMING_SHARE * severity) if drift == "gaming" else 0.0


def live_share(constants: LoanConstants, drift: str, severity: float) -> float:
    """The share of live applicants in group B."""
    return _within(constants.group_share + MIX * severity * (drift == "mix"))


def remeasured(
    constants: LoanConstants, merit: np.ndarray, group: np.ndarray, seed: int, year: int
) -> tuple[np.ndarray, np.ndarray]:
    """What bureau and income say of the same people in a later year: fresh noise, as in the first.

    `merit` has shape (people,) or (people, ...); noise is a person's own and the same for all of
    the person's columns.
    """
    shape = (len(merit),) + (1,) * (merit.ndim - 1)
    first, second = (
        stream(seed, f"{name} of year {year}").normal(size=len(merit)).reshape(shape)
        for name in ("bureau", "income")
    )
    spread = constants.bureau_noise(group).reshape(shape)
    return merit + spread * first, merit + INCOME_NOISE * second


def _spread(rows: int, start: int, end: int) -> np.ndarray:
    """Months from `start` to `end`, equally many applications in each, in order of time."""
    return start + np.arange(rows) * (end - start) // max(1, rows)


def _groups(seed: int, share: np.ndarray) -> np.ndarray:
    return (stream(seed, "groups").random(len(share)) < _within(share)).astype(int)


def _within(share):
    return np.where(share > 0, np.minimum(share, 0.95), 0.0)[()]


def _gamers(seed: int, level: np.ndarray) -> np.ndarray:
    return stream(seed, "gaming").random(len(level)) < np.minimum(1.0, GAMING_SHARE * level)


def _worse_odds(drift: str, month: np.ndarray, level: np.ndarray) -> np.ndarray:
    """What a recession, or a season that comes every year, adds to the log odds of default."""
    if drift == "recession":
        return RECESSION * level
    if drift == "season":
        return RECESSION * level.max(initial=0.0) * np.isin(month % 12, SEASON)
    return np.zeros(len(month))


def _truth(
    constants: LoanConstants, seed: int, merit: np.ndarray, gamed: np.ndarray, odds: np.ndarray
) -> pd.DataFrame:
    """What no lender sees: how likely each would default, `odds` at z = 0, and whether it would."""
    chance = logistic(odds - constants.slope * merit)
    default = stream(seed, "defaults").random(len(merit)) < chance
    return pd.DataFrame(
        {
            "merit": merit,
            "gamed": gamed.astype(np.int8),
            "odds": odds,
            "chance": chance,
            "default": default.astype(np.int8),
        }
    )


def _recorded(seed: int, group: np.ndarray, default: np.ndarray, label_bias: float) -> np.ndarray:
    """What the books will say, 1 for a default: they mistake a share `label_bias` of B's repaid."""
    mistaken = (stream(seed, "mistaken labels").random(len(group)) < label_bias) & (group == 1)
    return (default | mistaken).astype(np.int8)


def _wait(seed: int, default: np.ndarray, delay: int) -> np.ndarray:
    """Months until an outcome is known: all of them for a repayment, some for a default."""
    early = np.ceil(delay * stream(seed, "label delay").random(len(default))).astype(int)
    return np.where(default, early, delay)


def _measured(
    constants: LoanConstants, seed: int, merit: np.ndarray, group: np.ndarray, gamed: np.ndarray
) -> dict[str, np.ndarray]:
    bureau, income = remeasured(constants, merit, group, seed, 1)
    return {"bureau": bureau, "income": income + GAMED * gamed}


def _districts(constants: LoanConstants, seed: int, group: np.ndarray) -> np.ndarray:
    return (stream(seed, "districts").random(len(group)) < constants.in_district_1(group)).astype(
        np.int8
    )


def _decided(
    seen: pd.DataFrame,
    merit: np.ndarray,
    history: str,
    past_approval: float,
    biased_by: float,
    seed: int,
) -> np.ndarray:
    """Whom the old policy approved: 1 or 0, and -1 for applications not decided yet."""
    old = seen["bureau"].to_numpy() + 0.5 * seen["income"].to_numpy()
    if history == "biased":
        old = old - biased_by * seen["group"].to_numpy()
    if history == "officer":
        old = merit + OFFICER_NOISE * stream(seed, "officer").normal(size=len(merit))
    before = seen["month"].to_numpy() < 0
    cut = np.quantile(old[before], 1 - past_approval) if before.any() else 0.0
    return np.where(before, old >= cut, -1).astype(np.int8)
