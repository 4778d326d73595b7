"""Precision over recall, and ROC: how well scores order rows, whatever the threshold."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kit.figure import Absent, Chart
from kit.panels.along import Curve, along
from pipelines.evaluation.decisions import Ordered
from pipelines.evaluation.scores import hits_and_alerts

POINTS = 70


def precision_recall(
    curves: Mapping[str, Curve],
    *,
    recall: str,
    precision: str,
    caption: str,
    now: tuple[float, float] | None = None,
) -> Chart | Absent:
    """Precision over recall at every threshold: how much better could any model be?

    `curves` maps a name in the legend to its `precision_recall_points`. `recall` and `precision`
    are the axis titles, both shares; `now` is the (recall, precision) at which the design stands.
    """
    return _drawn(curves, recall, precision, caption, now, log="")


def precision_recall_points(scores: np.ndarray, labels: np.ndarray) -> Curve:
    """(recall, precision) at thresholds spread over the scores; empty without a positive.

    Rows with a higher score are acted on first, equal scores together, so the order of rows does
    not matter; labels are 0 or 1. It sorts all rows: keep it by `run.still`, for no point moves
    with the dial.

    >>> recall, precision = precision_recall_points(np.array([3, 2, 2]), np.array([1, 0, 1]))
    >>> recall.tolist(), precision.round(2).tolist()
    ([0.5, 1.0], [1.0, 0.67])
    """
    hits, alerts = hits_and_alerts(labels, Ordered.by(scores))
    if not hits[-1]:
        return np.zeros(0), np.zeros(0)
    at = _spread(alerts)
    return hits[at] / hits[-1], hits[at] / alerts[at]


def roc(
    curves: Mapping[str, Curve],
    *,
    wrong: str,
    caught: str,
    caption: str,
    now: tuple[float, float] | None = None,
) -> Chart | Absent:
    """Positives caught over negatives caught, where a false alarm costs much.

    `curves` maps a name in the legend to its `roc_points`. The axis of negatives caught (`wrong`)
    is logarithmic, since what matters lies at a thousandth. `wrong` and `caught` are the axis
    titles, both shares; `now` is the (wrong, caught) at which the design stands.
    """
    return _drawn(curves, wrong, caught, caption, now, log="x")


def roc_points(scores: np.ndarray, labels: np.ndarray) -> Curve:
    """(share of negatives caught, share of positives caught), from the first negative caught on.

    As `precision_recall_points`; empty unless both classes are there.
    """
    hits, alerts = hits_and_alerts(labels, Ordered.by(scores))
    wrong = alerts - hits
    if not (hits[-1] and wrong[-1]):
        return np.zeros(0), np.zeros(0)
    at = _spread(wrong)
    return wrong[at] / wrong[-1], hits[at] / hits[-1]


def _drawn(
    curves: Mapping[str, Curve],
    x: str,
    y: str,
    caption: str,
    now: tuple[float, float] | None,
    log: str,
) -> Chart | Absent:
    marks = {"now": now} if now else {}
    return along(curves, x=x, y=y, caption=caption, marks=marks, log=log, y_range=(0.0, 1.0))


def _spread(counts: np.ndarray) -> np.ndarray:
    """Places of rising counts, from the first above 0 to the last, evenly on a log scale.

    Of equal counts the last place: the most that is caught at that price.
    """
    above = counts[counts > 0]
    wanted = np.geomspace(above[0], above[-1], POINTS)
    reached = counts[np.searchsorted(counts, wanted - 1e-9).clip(max=len(counts) - 1)]
    return np.unique(np.searchsorted(counts, reached, side="right") - 1)
