"""Windows: what was counted over a few minutes, and what a detector sees of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cases.log_anomalies.orders import Orders
from cases.log_anomalies.parsing import Counted, Parsed, replayed
from data.logs import DAY
from data.world import World

PHASES = 48
"""Hours of a weekday and hours of a weekend day."""


@dataclass(frozen=True, eq=False)
class Windows:
    """What was counted in each window, from minute `start` to `end` (not included).

    `counts` (windows, groups) and `replayed`, the same with the texts of the next release; `log_ms`
    and `timed` sum the log milliseconds and how many there were; `paid` payments began, `flagged`
    of them look strange. `live` marks windows after launch.
    """

    start: np.ndarray
    end: np.ndarray
    counts: np.ndarray
    replayed: np.ndarray
    log_ms: np.ndarray
    timed: np.ndarray
    paid: np.ndarray
    flagged: np.ndarray
    live: np.ndarray
    step: int
    steady: bool

    @property
    def phase(self) -> np.ndarray:
        """The hour of the day in which a window begins; 24 more at weekends."""
        weekend = self.start // DAY % 7 >= 5
        return self.start % DAY // 60 + 24 * weekend

    @property
    def a_day(self) -> float:
        """Windows a day."""
        return DAY / self.step

    def inside(self, found: pd.DataFrame, *, least: float = 0.5) -> np.ndarray:
        """Whether at least that share of a window lies in one of some incidents (0: any of it)."""
        minutes = np.zeros(int(self.end.max(initial=0)) + 1)
        for start, end in zip(found["start"], found["end"], strict=True):
            minutes[start:end] = 1
        total = np.concatenate([[0.0], np.cumsum(minutes)])
        own = total[self.end] - total[self.start]
        return (own >= least * (self.end - self.start)) & (own > 0)


def windows(
    logs: World, parsed: Parsed, counted: Counted, orders: Orders, *, window: str, step: str
) -> Windows:
    """Add up minutes to windows."""
    minutes, width = len(logs), int(window)
    every = 1 if step == "sliding" else width
    start = np.arange(0, minutes - width + 1, every)
    end, first = start + width, logs.about["live_from"]
    kept = (start >= first) | (end <= first)
    start, end = start[kept], end[kept]

    def added(values: np.ndarray) -> np.ndarray:
        total = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)])
        return total[end] - total[start]

    release = logs.about["change"] == "deploy"
    counts = added(counted.groups.astype(float))
    return Windows(
        start,
        end,
        counts,
        added(replayed(counted, parsed)) if release else counts,
        added(logs.seen["log_ms"].to_numpy(float)),
        added(logs.seen["timed"].to_numpy(float)),
        added(np.bincount(orders.minute, minlength=minutes).astype(float)),
        added(np.bincount(orders.minute, orders.flagged, minutes)),
        start >= first,
        every,
        parsed.steady,
    )


def transformed(counts: np.ndarray, features: str, document: np.ndarray) -> np.ndarray:
    """Counts as features: as they are, their logarithms, or tf-idf (windows, columns).

    `document` is the share of training windows that hold each column.
    """
    if features == "log":
        return np.log1p(np.maximum(counts, 0))
    if features == "tfidf":
        part = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        return part * np.log(1 / np.clip(document, 1e-3, 1.0) + 1)
    return counts
