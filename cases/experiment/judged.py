"""What the ideas of a programme brought, and the best that could have been made of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cases.experiment.decide import HELD, HELD_DAYS, YEAR, Decided
from cases.experiment.stopping import Stopped
from cases.experiment.world import Entered
from data.experiments import Shop
from data.experiments.ideas import IDEAS_A_YEAR
from data.world import stream

CONSIDERED = (1, 3, 7, 14, 21, 28, 42, 56)  # days after which the best rule may decide
PRIOR_IDEAS = 200  # that stand for what is known of ideas before any test


@dataclass(frozen=True, eq=False)
class Gains:
    """Money of each idea in the year that begins with its test ($), by day of the dial.

    `true` and `claimed` are (ideas, days); `worth` (ideas,) is what a whole year of it live would
    bring, less its upkeep; `good` whether that is more than nothing.
    """

    true: np.ndarray
    claimed: np.ndarray
    worth: np.ndarray
    good: np.ndarray


def gains(
    decided: Decided,
    stopped: Stopped,
    launched: pd.DataFrame,
    entered: Entered,
    money: float,
    *,
    upkeep: int,
    exposure: float,
    holdout: str,
) -> Gains:
    """Add up what each idea brought in its year: during its test, and live after the decision."""
    lift = launched["lift"].to_numpy()[:, None]
    so_far = np.cumsum(entered.planned, axis=1) * exposure / YEAR
    during = np.take_along_axis(so_far, stopped.at, axis=1) * lift * money
    left = 1 - decided.day / YEAR
    first = np.minimum(left, HELD_DAYS / YEAR) if holdout == "half_year" else 0.0 * left
    share = 1 - HELD if holdout == "half_year" else 1.0
    live = first * (share * lift * money - upkeep)
    live = decided.shipped * live + decided.kept * (left - first) * (lift * money - upkeep)
    told = decided.claimed * money - upkeep
    claimed = decided.kept * left * told
    worth = lift[:, 0] * money - upkeep
    return Gains(during + live, claimed, worth, worth > 0)


@dataclass(frozen=True)
class Ceilings:
    """The best that a year of ideas can bring ($): knowing what each does, or by tests alone.

    `day` is when the best rule decides.
    """

    clairvoyant: float
    attainable: float
    day: int


def ceilings(
    launched: pd.DataFrame,
    money: float,
    *,
    traffic: int,
    rho: float,
    tail: float,
    upkeep: int,
    seed: int,
) -> Ceilings:
    """Ship what is worth it on day one; or what is worth it by all that a sound test can tell.

    The test assigns half of all users by login, measures buyers, baskets and returning users with
    the noise that the month before leaves, knows what kinds of ideas there are, and decides for
    each by its posterior mean on the one day that brings most.
    """
    lift = launched["lift"].to_numpy()
    worth = lift * money - upkeep
    found = {
        day: _tested(launched, worth, lift * money, _noise(day, traffic, rho, tail), day, seed)
        for day in CONSIDERED
    }
    best = max(found, key=lambda day: found[day])
    a_year = IDEAS_A_YEAR / len(lift)
    return Ceilings(float(np.maximum(worth, 0).sum()) * a_year, found[best] * a_year, best)


def _noise(day: int, traffic: int, rho: float, tail: float) -> np.ndarray:
    """Standard errors of the effects on conversion, basket and guardrail after some days."""
    shop, arm = Shop(tail=tail), max(traffic / 7 * day / 2, 1.0)
    left = 1 - rho**2
    bought, back = shop.conversion, shop.returning
    a_user = np.array([(1 - bought) / bought, tail**2 / bought, (1 - back) / back])
    return np.sqrt(2 * a_user * left / arm)


def _tested(
    launched: pd.DataFrame,
    worth: np.ndarray,
    live: np.ndarray,
    noise: np.ndarray,
    day: int,
    seed: int,
) -> float:
    """Money of all ideas in a year when each is decided by its posterior mean after some days."""
    true = launched[["conversion", "basket", "guard"]].to_numpy()
    seen = (true + noise * stream(seed, "best test").standard_normal(true.shape)) / noise
    some = np.unique(np.linspace(0, len(true) - 1, PRIOR_IDEAS).astype(int))
    kinds = true[some] / noise
    fit = seen @ kinds.T - 0.5 * (kinds**2).sum(axis=1)
    weight = np.exp(fit - fit.max(axis=1, keepdims=True))
    believed = weight @ worth[some] / weight.sum(axis=1)
    return float(((believed > 0) * worth * (1 - day / YEAR) + 0.5 * live * day / YEAR).sum())
