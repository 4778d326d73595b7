"""One way to a reading: one formula on the true rows, the team's, the best, and each resample."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from kit.metric import Metric
from pipelines.evaluation.tally import Draws, Tally
from pipelines.evaluation.uncertainty import interval
from pipelines.readout import Number, Track, track


@dataclass(frozen=True, eq=False)
class Evidence:
    """What readings are made of: sums over the rows as they are, and under every resample of them;
    over the rows the team judges itself by (None where it has none); over what the best attainable
    design would do. The last two may lack sums: what needs them is not seen, or has no ceiling."""

    true: Tally
    draws: Draws | None = None
    seen: Tally | None = None
    best: Tally | None = None


def tracks(
    metrics: Iterable[Metric],
    evidence: Evidence,
    *,
    ceilings: Mapping[str, Number | None] | None = None,
    budgets: Mapping[str, float | None] | None = None,
    why: Mapping[str, str] | str = "",
    centred: Collection[str] = (),
) -> dict[str, Track]:
    """A track for each metric that has a formula.

    `ceilings` replaces what the formula gives on the best design, by metric (None for none).
    `budgets` are limits to keep. `why` is the reason for which a reading may be missing, by metric
    or the same for all. The draws of `centred` metrics, which are worked out coarsely, are moved so
    that their mean is the reading.
    """
    limits, kept = ceilings or {}, budgets or {}
    found = {}
    for metric in (metric for metric in metrics if metric.formula):
        name, true = metric.name, read(metric, evidence.true)
        draws = read(metric, evidence.draws) if evidence.draws else None
        if draws is not None and name in centred:
            draws = centred_on(draws, true)
        if draws is not None:
            draws = widened(draws, true, metric.spread.level)
        low, high = bounds(draws, true, metric.unit) if draws is not None else (None, None)
        found[name] = track(
            true,
            seen=_read_if_known(metric, evidence.seen),
            low=low,
            high=high,
            ceiling=limits.get(name, _read_if_known(metric, evidence.best)),
            draws=draws,
            budget=kept.get(name),
            why=why if isinstance(why, str) else why.get(name, ""),
        )
    return found


def read(metric: Metric, sums: Tally | Draws) -> np.ndarray:
    """A metric's formula on some sums: (positions,), or (resamples, positions) on draws."""
    assert metric.formula is not None, f"{metric.name} has no formula"
    return sums.read(metric.formula)


def _read_if_known(metric: Metric, sums: Tally | None) -> np.ndarray | None:
    """A metric's formula on sums that may lack some it needs: then there is no such reading."""
    try:
        return None if sums is None else read(metric, sums)
    except KeyError:
        return None


def widened(draws: np.ndarray, value: np.ndarray, factor: float) -> np.ndarray:
    """Draws (resamples, positions) as many times as far from the reading as they are."""
    return draws if factor == 1.0 else value + factor * (draws - value)


def spread_out(track: Track, metric: Metric) -> Track:
    """A track without draws, its interval widened by what the metric's spread says."""
    if track.low is None or track.high is None:
        return track
    low, high = (
        track.true + metric.spread.level * (end - track.true) for end in (track.low, track.high)
    )
    return replace(track, low=np.maximum(low, 0.0), high=high)


def bounds(draws: np.ndarray, value: np.ndarray, unit: str) -> tuple[np.ndarray, np.ndarray]:
    """The ends of the 95 % interval of draws, inside what a unit allows: shares from 0 to 1."""
    low, high = interval(draws)
    if unit != "money" and (value[np.isfinite(value)] >= 0).all():
        low = np.maximum(low, 0.0)
    if unit == "share" and (value[np.isfinite(value)] <= 1).all():
        high = np.minimum(high, 1.0)
    return low, high


def centred_on(draws: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Draws (resamples, positions) moved so that their mean is the reading itself."""
    known = np.isfinite(draws)
    count = known.sum(axis=0)
    total = np.where(known, draws, 0.0).sum(axis=0)
    mean = np.divide(total, count, out=np.zeros(len(count)), where=count > 0)
    return np.where(known, draws, np.nan) + np.where(count > 0, value - mean, 0.0)
