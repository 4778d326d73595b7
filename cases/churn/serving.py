"""Scoring the whole base once a month: when the run ends, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass

from kit.metric import Metric
from kit.service import ARITHMETIC, SMALL_SERVER

# Milliseconds to look up and score one customer: assumed, by kind of model.
ROW_MS = {
    "constant": 0.5,
    "logistic": 1.0,
    "hazard": 1.0,
    "tree": 1.0,
    "deep": 1.2,
    "lightgbm": 2.0,
}
UPLIFT_MS = {"logistic": 0.5, "lightgbm": 2.0}
BUSY = 0.7
"""How busy a worker is kept; the rest goes to reading, writing and stragglers."""

WINDOW = 4 * 3600.0
"""Seconds from the month's data being complete to the campaign's start."""

SCORING_TIME = Metric(
    "scoring_time",
    "Monthly scoring takes",
    "seconds",
    "down",
    "Time from complete data to the last score of the whole customer base. Decides "
    "how many workers.",
    role="latency",
    exact=ARITHMETIC,
)


@dataclass(frozen=True)
class BatchRun:
    """The monthly run: rows a second of all workers, seconds to the end, $ per million scores."""

    rows_per_second: float
    seconds: float
    cost: float


def serving(
    *, model: str, targeting: str, uplift_model: str, customer_base: float, workers: int
) -> BatchRun:
    """Work out when the monthly scoring of the whole base is done, and what it costs."""
    ms = ROW_MS[model] + (UPLIFT_MS[uplift_model] if targeting.startswith("uplift") else 0.0)
    speed = workers * BUSY * 1000 / ms
    seconds = customer_base * 1e6 / speed
    return BatchRun(speed, seconds, workers * SMALL_SERVER * seconds / 3600 / customer_base)
