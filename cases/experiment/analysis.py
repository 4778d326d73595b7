"""From sums to what a team reads each day: an effect, its standard error, and a z value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.experiment.world import INFLATION
from data.world import stream
from pipelines.experiments.estimates import (
    Pair,
    Sums,
    adjusted_difference,
    as_if_independent,
    control_level,
    difference_of_means,
    difference_of_ratios,
    pooled_difference,
    preference,
    stratified_difference,
)

RESAMPLES = 200


@dataclass(frozen=True, eq=False)
class Paths:
    """What the team reads of each test on each day, each (ideas, days).

    `effect` is relative to the control, `error` its standard error (infinite where nothing can be
    said), `z` what is compared with a bound: their ratio, but where ranks are tested or several
    metrics read.
    """

    effect: np.ndarray
    error: np.ndarray
    z: np.ndarray


def paths(
    sums: Sums,
    ranks: Sums | None,
    preferred: Sums | None,
    *,
    metric: str,
    unit: str,
    analysis: str,
    test: str,
    variance: str,
    reach: float,
    seed: int,
) -> Paths:
    """Estimate each idea's effect with all days so far, and how sure the team takes it to be."""
    if preferred is not None:
        effect, error = preference(preferred.so_far)
        return Paths(effect, error, effect / error)
    matched = analysis == "matched"
    so_far = sums.so_far
    pair = _compared(sums, so_far, metric, matched, test, variance)
    effect, error = _relative(pair, control_level(so_far))
    error = error * _wider(unit, matched, test, seed, len(effect))
    if variance == "triggered":
        effect, error = effect * reach, error * reach
    z = effect / error
    if ranks is not None and variance == "none":
        difference, noise = difference_of_means(ranks.so_far)
        z = difference / noise / _wider(unit, matched, test, seed, len(effect))
    return Paths(effect, error, z)


def _compared(
    daily: Sums, so_far: Sums, metric: str, matched: bool, test: str, variance: str
) -> Pair:
    """Difference of the arms and its error, by what was asked for."""
    if metric == "ctr":
        return (difference_of_ratios if matched else as_if_independent)(so_far)
    if variance in ("cuped", "after"):
        return adjusted_difference(so_far)
    if variance == "days":
        return stratified_difference(daily)
    return (pooled_difference if test == "pooled" else difference_of_means)(so_far)


def _wider(unit: str, matched: bool, test: str, seed: int, ideas: int) -> np.ndarray:
    """What errors are multiplied by: for units that vary together, and a bootstrap's own noise.

    The standard deviation of B resamples is off by a share of one over the root of 2 B.
    """
    together = np.sqrt(INFLATION.get(unit, 1.0)) if matched else 1.0
    if test != "bootstrap":
        return np.full((1, 1), together)
    off = stream(seed, "bootstrap of tests").chisquare(RESAMPLES - 1, (ideas, 1))
    return together * np.sqrt(off / (RESAMPLES - 1))


def _relative(pair: Pair, level: np.ndarray) -> Pair:
    """A difference and its error as shares of the control's level; nothing known where it is 0."""
    known = np.isfinite(level)
    safe = np.where(known, level, 1.0)
    return np.where(known, pair[0] / safe, 0.0), np.where(known, pair[1] / safe, np.inf)
