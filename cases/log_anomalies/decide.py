"""Where the level is, and which alarms become pages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.log_anomalies.features import Windows
from cases.log_anomalies.live import Scored
from pipelines.detection.paging import Paging

AXIS = np.geomspace(0.001, 1440, 121)
"""Alarming windows a day that a level promises: the positions of the dial."""


@dataclass(frozen=True)
class Rules:
    """How alarms become pages, how soon one is wanted (minutes), and what errors cost ($)."""

    paging: Paging
    deadline: float
    page_cost: float
    minute_cost: float
    miss_cost: float
    budget: float


def rules(
    *,
    alarming: int,
    among: int,
    release: float,
    quiet: int,
    deadline: int,
    page_cost: int,
    minute_cost: int,
    miss_cost: int,
    budget: float,
) -> Rules:
    """Fix how alarms become pages, and what errors cost."""
    paging = Paging(alarming, max(alarming, among), release, quiet)
    return Rules(
        paging, deadline / 60, float(page_cost), float(minute_cost), float(miss_cost), budget
    )


def levels(windows: Windows) -> np.ndarray:
    """The surprise that each position of the dial asks for: rising promises, falling levels."""
    return np.log10(windows.a_day / AXIS)


def promised(
    windows: Windows,
    history: Scored,
    *,
    level: str,
    quantile: float,
    contamination: float,
    correction: str,
) -> float:
    """Alarming windows a day that the rule's level promises; NaN for rules that look at pages."""
    if level == "quantile":
        return windows.a_day * (1 - quantile)
    if level == "contamination":
        return windows.a_day * 10 ** -float(np.quantile(history.surprise, 1 - contamination))
    if level == "sigma":
        return windows.a_day * 10 ** -float(_sigma(history, correction, windows.counts.shape[1]))
    return float("nan")


def _sigma(history: Scored, correction: str, columns: int) -> float:
    """The surprise at three standard deviations of the first detector."""
    from scipy.stats import norm

    first = history.launch[0]
    wide = norm.isf(norm.sf(3.0) / max(columns, 1)) / 3.0 if correction == "bonferroni" else 1.0
    return float(first.tail.surprise(np.array([first.three_sigma * wide]))[0])
