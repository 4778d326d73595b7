"""Does an interval cover what it says? Measured over worlds drawn with seeds nobody looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from kit.run import Run, System

COLUMNS = ["metric", "mean", "covered", "factor", "worlds"]
NOMINAL = 0.95


def of_readings(
    case: System, changes: Mapping[str, Any], seeds: Sequence[int], metrics: Iterable[str]
) -> pd.DataFrame:
    """How often a reading's interval holds the mean reading over all the worlds drawn.

    One row a metric: the mean over worlds, the share of worlds whose interval covers it, and the
    factor by which intervals would have to be wider to cover it in 95 of 100 (1 is right; what
    `Metric.spread.level` is to be multiplied by). A metric without an interval is left out.
    """
    runs = [case.run({**changes, "seed": seed}) for seed in seeds]
    return _table(metrics, lambda name: [_reading(run, name) for run in runs])


def of_differences(
    case: System,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    seeds: Sequence[int],
    metrics: Iterable[str],
) -> pd.DataFrame:
    """The same for the change of a reading from one design to another on the same world.

    The factor is what `Metric.spread.difference` is to be multiplied by.
    """
    pairs = [
        (case.run({**before, "seed": seed}), case.run({**after, "seed": seed})) for seed in seeds
    ]
    return _table(metrics, lambda name: [_difference(*pair, name) for pair in pairs])


def _table(
    metrics: Iterable[str], read: Callable[[str], list[tuple[float, float, float]]]
) -> pd.DataFrame:
    rows = []
    for name in metrics:
        found = np.array(read(name))
        known = found[np.isfinite(found).all(axis=1)]
        if len(known):
            rows.append((name, *_covered(known)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _reading(run: Run, name: str) -> tuple[float, float, float]:
    reading = run.reading(name)
    return reading.true, reading.low, reading.high


def _difference(before: Run, after: Run, name: str) -> tuple[float, float, float]:
    found = after.against(before, name)
    return found.change, found.low, found.high


def _covered(found: np.ndarray) -> tuple[float, float, float, int]:
    """Mean, share covered, factor, worlds; of rows (value, low, high)."""
    value, low, high = found.T
    mean = value.mean()
    inside = (low <= mean) & (mean <= high)
    # How far the mean lies from the value, over the arm of the interval on that side.
    arm = np.where(mean < value, value - low, high - value)
    far = np.abs(mean - value)
    needed = np.divide(far, arm, out=np.where(far > 0, np.inf, 0.0), where=arm > 0)
    factor = float(np.quantile(needed, NOMINAL, method="higher"))
    return float(mean), float(inside.mean()), factor, len(value)
