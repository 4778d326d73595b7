"""What is shipped, on what, and what the team then claims of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cases.experiment.analysis import Paths
from cases.experiment.health import Health
from cases.experiment.stopping import Plan, Stopped
from cases.experiment.world import INFLATION, Entered
from data.experiments import Shop
from data.experiments.people import DAYS
from data.world import World, stream
from pipelines.experiments.power import standard_errors

YEAR = 365.0
HELD, HELD_DAYS = 0.05, 182  # of a long hold-out: share of users, days
ONE_SIDED = 1.645


def money(*, traffic: int, tail: float) -> float:
    """Work out what the company earns in a year ($)."""
    return traffic / 7 * YEAR * Shop(tail=tail).money


@dataclass(frozen=True, eq=False)
class Guarded:
    """The guardrail of each test and day: estimated relative effect on returning users, and its
    standard error; each (ideas, days)."""

    effect: np.ndarray
    error: np.ndarray


def guarded(programme: World, entered: Entered, *, unit: str, seed: int) -> Guarded:
    """Estimate what each idea does to the share of users who come back, day by day."""
    rate, guard = Shop().returning, programme.truth["guard"].to_numpy()[:, None]
    so_far = np.maximum(np.cumsum(entered.units, axis=2), 1.0)
    inflation = INFLATION.get(unit, 1.0)
    error = np.sqrt((1 - rate) / rate * inflation * (1 / so_far).sum(axis=1))
    rng = stream(seed, "guardrail noise")
    weight = entered.units.sum(axis=1)
    walk = np.cumsum(np.sqrt(weight) * rng.standard_normal((len(guard), DAYS)), axis=1)
    walk /= np.sqrt(np.maximum(np.cumsum(weight, axis=1), 1.0))
    return Guarded(guard + error * walk, error)


@dataclass(frozen=True, eq=False)
class Decided:
    """What became of each idea, by day of the dial: (ideas, days).

    `shipped` went live, `kept` stayed after the hold-out was read. `claimed` is the relative effect
    told of it; `low` and `high` the interval of the test. `day` is when the decision fell.
    """

    shipped: np.ndarray
    kept: np.ndarray
    claimed: np.ndarray
    low: np.ndarray
    high: np.ndarray
    day: np.ndarray


def decided(
    paths: Paths,
    read: Paths,
    plan: Plan,
    stopped: Stopped,
    health: Health,
    guarded: Guarded,
    launched: pd.DataFrame,
    entered: Entered,
    money: float,
    *,
    ship: str,
    ship_margin: float,
    prior: float,
    upkeep: int,
    guardrail: str,
    margin: float,
    alpha: float,
    holdout: str,
    seed: int,
) -> Decided:
    """Ship or hold each idea by its test, its guardrail and its health; read hold-outs later."""
    effect, error = stopped.of(read.effect), stopped.of(read.error)
    half = np.where(np.isfinite(error), error, 0.0) * plan.width[stopped.at]
    unknown = ~np.isfinite(error)
    low, high = (np.where(unknown, end, effect + side * half)
                 for end, side in ((-np.inf, -1), (np.inf, 1)))  # fmt: skip
    claimed = effect
    if ship == "expected":
        claimed = effect * prior**2 / (prior**2 + np.where(unknown, 1e9, error) ** 2)
        wins = claimed * money > upkeep
    else:
        wins = (stopped.called > 0) if ship == "significant" else low > ship_margin
    safe = _safe(stopped, guarded, guardrail, margin, alpha)
    shipped = wins & safe & ~stopped.of(health.flagged)
    kept, told = shipped, claimed
    if holdout == "half_year":
        later = read_later(paths, launched, entered, seed)[:, None]
        kept, told = shipped & (later * money > upkeep), np.broadcast_to(later, claimed.shape)
    day = np.minimum(stopped.at + 1 + health.days, YEAR)
    return Decided(shipped, kept, told, low, high, day)


def _safe(
    stopped: Stopped, guarded: Guarded, guardrail: str, margin: float, alpha: float
) -> np.ndarray:
    """Whether the guardrail lets an idea pass: (ideas, days)."""
    effect, error = stopped.of(guarded.effect), stopped.of(guarded.error)
    if guardrail == "significant":
        return effect / error > -standard_errors(alpha, 0.5)
    if guardrail == "margin":
        return effect - ONE_SIDED * error > -margin
    return np.ones(effect.shape, bool)


def read_later(paths: Paths, launched: pd.DataFrame, entered: Entered, seed: int) -> np.ndarray:
    """The lasting effect of each idea as a hold-out of half a year estimates it: (ideas,)."""
    month = 27
    so_far = np.maximum(np.cumsum(entered.units, axis=2)[:, :, month], 1.0)
    users = entered.days.sum() / DAYS * HELD_DAYS
    arms = (1 / (HELD * users) + 1 / ((1 - HELD) * users)) / (1 / so_far).sum(axis=1)
    error = np.where(np.isfinite(paths.error[:, month]), paths.error[:, month], 1.0) * np.sqrt(arms)
    luck = stream(seed, "hold-out").standard_normal(len(error))
    return launched["metric"].to_numpy() + error * luck
