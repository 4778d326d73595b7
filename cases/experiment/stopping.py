"""The planned day, the looks before it, and when each test stops."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.experiment.analysis import Paths
from cases.experiment.many import count_of
from cases.experiment.places import Spill
from cases.experiment.world import PREFERENCE, Entered
from data.experiments.people import DAYS
from pipelines.experiments.looks import constant, first_outside, sequence_bound, shape
from pipelines.experiments.power import standard_errors

BELIEVED = 0.95  # posterior probability at which a Bayesian test stops
WEEK = 7
NEARLY = 1.2816  # standard errors (p of .2) from which a test gets the week that nobody planned

ONE_LOOK = ("fixed", "extend")


@dataclass(frozen=True, eq=False)
class Plan:
    """The planned last day (1 is the first), how many looks until then, and the bounds.

    `bounds` (days,) are in standard errors, infinite on days when nobody looks; `width` (days,) is
    what an interval's half width is told as, in standard errors. `day` counts from 1.
    """

    day: int
    looks: int
    bounds: np.ndarray
    width: np.ndarray


def plan(
    paths: Paths,
    entered: Entered,
    *,
    duration: str,
    weeks: int,
    mde: float,
    alpha: float,
    power: float,
    stopping: str,
    looks: int,
    tuning: int,
    prior: float,
) -> Plan:
    """Set the planned day, the days of the looks, and how far a result must be from nothing."""
    typical = np.median(paths.error, axis=0)
    day = WEEK * weeks
    if duration == "power":
        day = _powered(typical, mde, standard_errors(alpha, power))
    single = standard_errors(alpha, 0.5)
    if stopping in ONE_LOOK:
        return Plan(day, 1, np.full(DAYS, single), np.full(DAYS, single))
    count = min(looks, day)
    when = np.ceil(day * np.arange(1, DAYS * count // day + 1) / count).astype(int) - 1
    found = _bounds(stopping, count, len(when), alpha)
    every = np.full(DAYS, np.inf)
    every[when] = found
    width = np.full(DAYS, single)
    if stopping == "sequence":
        users = np.cumsum(np.median(entered.units.sum(axis=1), axis=0))
        width = sequence_bound(users, alpha, tuning)
        every[when] = width[when]
    if stopping == "posterior":
        every[when] *= np.sqrt(1 + (typical[when] / prior) ** 2)
    return Plan(day, count, every, width)


def _powered(typical: np.ndarray, mde: float, noticed: float) -> int:
    """The end of the first week by which the effect looked for would be noticed; at most all."""
    enough = np.flatnonzero(noticed * typical <= mde)
    first = int(enough[0]) + 1 if len(enough) else DAYS
    return WEEK * -(-first // WEEK)


def _bounds(stopping: str, planned: int, looks: int, alpha: float) -> np.ndarray:
    """Bounds at each look, those after the planned ones included."""
    if stopping in ("pocock", "obrien_fleming"):
        form = shape(stopping, looks, planned)
        return constant(stopping, planned, round(alpha, 12)) * form
    level = 2 * (1 - BELIEVED) if stopping == "posterior" else alpha
    return np.full(looks, standard_errors(level, 0.5))


@dataclass(frozen=True, eq=False)
class Stopped:
    """Each test when it is read on each day of the dial, (ideas, days).

    `at` is the day whose result counts (0 is the first): the dial's or the one on which the rule
    stopped. `called` is 1 for a win, -1 for a loss, 0 where nothing was called.
    """

    at: np.ndarray
    called: np.ndarray

    def of(self, values: np.ndarray) -> np.ndarray:
        """The entries of a table by day that count: (ideas, days) to (ideas, days)."""
        return np.take_along_axis(values, self.at, axis=1)


def stopped(read: Paths, plan: Plan, *, stopping: str) -> Stopped:
    """Find the day on which each test stops, for every day on which the last look may be."""
    return stops(read.z, plan.bounds, stopping)


def stops(z: np.ndarray, bounds: np.ndarray, stopping: str) -> Stopped:
    """When tests with z values (tests, days) stop; with one look only on the dial's own day.

    "extend" gives a test that is nearly significant on that day one more week.
    """
    days = np.arange(z.shape[1])
    if stopping in ONE_LOOK:
        at = np.broadcast_to(days, z.shape)
        if stopping == "extend":
            nearly = (np.abs(z) >= NEARLY) & (np.abs(z) < bounds)
            at = np.where(nearly, np.minimum(at + WEEK, z.shape[1] - 1), at)
        last = np.take_along_axis(z, at, axis=1)
        return Stopped(at, (np.sign(last) * (np.abs(last) >= bounds[at])).astype(np.int8))
    first = first_outside(z, bounds)[:, None]
    at = np.minimum(first, days)
    sign = np.sign(np.take_along_axis(z, at, axis=1))
    return Stopped(at, (sign * (first <= days)).astype(np.int8))


def noticed(
    paths: Paths,
    plan: Plan,
    spill: Spill,
    *,
    stopping: str,
    method: str,
    mde: float,
    metrics: int,
    segments: str,
    correction: str,
) -> np.ndarray:
    """What each test would call were its effect larger by the one looked for: (ideas, days).

    Boolean: whether it is called a win. Of several metrics or groups the first metric over all
    users alone is counted, with the bound that a correction leaves for a single effect.
    """
    shown = spill.measured * (PREFERENCE if method == "interleave" else 1.0)
    z = paths.z + shown * mde / paths.error
    share, count = plan.bounds, count_of(metrics, segments)
    if count > 1 and correction != "none":
        from scipy.special import ndtr, ndtri

        share = -ndtri(np.maximum(ndtr(-plan.bounds) / count, 1e-300))
    return stops(z, share, stopping).called > 0
