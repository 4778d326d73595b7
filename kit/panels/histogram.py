"""Scores of both classes: how far apart they lie, and what the thresholds cut off."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kit.figure import Absent, Chart, lines
from kit.overlay import with_rules

BINS = 60


def score_histogram(
    scores: np.ndarray,
    positive: np.ndarray,
    *,
    score: str,
    classes: tuple[str, str],
    thresholds: Mapping[str, float],
    caption: str,
    within: tuple[float, float] | None = None,
) -> Chart | Absent:
    """Scores of positives and of negatives: how far apart does the model pull them?

    `scores` and `positive` (true where the row is a positive) have one row each; each curve is the
    share of its own class in a sixtieth of the range, so a rare class can be seen beside a common
    one. `score` is the axis title, `classes` are the names of (negatives, positives), `thresholds`
    maps a text to the score at which its line stands. What lies outside `within` is counted at its
    ends; by default all scores are inside.
    """
    positive = np.asarray(positive, dtype=bool)
    if positive.all() or not positive.any():
        only = classes[int(positive.any())] if len(positive) else "no"
        return Absent(f"There are no two classes to compare: {only} rows alone have a score.")
    low, high = within or (scores.min() - 0.01, scores.max() + 0.01)
    edges = np.linspace(low, high, BINS + 1)
    parts = zip(classes, (scores[~positive], scores[positive]), strict=True)
    chart = lines(
        pd.concat([_shares(own.clip(low, high), edges, name) for name, own in parts]),
        x=("x", score),
        y=("y", "share of the class in a sixtieth of the range"),
        by="curve",
        colours=dict(zip(classes, ("one", "two"), strict=True)),
        caption=caption,
    )
    at = np.clip(list(thresholds.values()), low, high)
    return with_rules(chart, pd.DataFrame({"x": at, "text": list(thresholds), "colour": "current"}))


def _shares(scores: np.ndarray, edges: np.ndarray, name: str) -> pd.DataFrame:
    share = np.histogram(scores, edges)[0] / len(scores)
    return pd.DataFrame({"x": (edges[1:] + edges[:-1]) / 2, "y": share, "curve": name})
