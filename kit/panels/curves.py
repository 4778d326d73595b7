"""Precision over recall, and ROC: how well scores order rows, whatever the threshold."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kit.figure import Absent, Chart
from kit.panels.along import Curve, along
from pipelines.evaluation.decisions import Ordered
from pipelines.evaluation.scores import hits_and_alerts

POINTS = 70
Scored = tuple[np.ndarray, np.ndarray]
"""Scores (higher is acted on first; -inf never scored) and labels (0 or 1), one row each."""


def precision_recall(
    curves: Mapping[str, Scored],
    *,
    recall: str,
    precision: str,
    caption: str,
    now: tuple[float, float] | None = None,
) -> Chart | Absent:
    """Precision over recall at every threshold: how much better could any model be?

    `curves` maps a name in the legend to (scores, labels); one without a positive is left out.
    Equal scores are acted on together, so the order of rows does not matter. `recall` and
    `precision` are the axis titles, both shares; `now` is the (recall, precision) at which the
    design stands.
    """
    points = {name: _precision_recall(*scored) for name, scored in curves.items()}
    return _drawn(points, recall, precision, caption, now, log="")


def roc(
    curves: Mapping[str, Scored],
    *,
    wrong: str,
    caught: str,
    caption: str,
    now: tuple[float, float] | None = None,
) -> Chart | Absent:
    """Positives caught over negatives caught, for problems in which a false alarm is dear.

    As `precision_recall`, with a logarithmic axis of negatives caught (`wrong`), since what
    matters lies at a thousandth; thresholds that catch no negative have no place on it. Curves
    that lack one of the classes are left out.
    """
    points = {name: _roc(*scored) for name, scored in curves.items()}
    return _drawn(points, wrong, caught, caption, now, log="x")


def _drawn(
    points: Mapping[str, Curve],
    x: str,
    y: str,
    caption: str,
    now: tuple[float, float] | None,
    log: str,
) -> Chart | Absent:
    marks = {"now": now} if now else {}
    return along(points, x=x, y=y, caption=caption, marks=marks, log=log, y_range=(0.0, 1.0))


def _precision_recall(scores: np.ndarray, labels: np.ndarray) -> Curve:
    hits, alerts = hits_and_alerts(labels, Ordered.by(scores))
    if not hits[-1]:
        return np.zeros(0), np.zeros(0)
    at = _spread(alerts)
    return hits[at] / hits[-1], hits[at] / alerts[at]


def _roc(scores: np.ndarray, labels: np.ndarray) -> Curve:
    hits, alerts = hits_and_alerts(labels, Ordered.by(scores))
    wrong = alerts - hits
    if not (hits[-1] and wrong[-1]):
        return np.zeros(0), np.zeros(0)
    at = _spread(wrong)
    return wrong[at] / wrong[-1], hits[at] / hits[-1]


def _spread(counts: np.ndarray) -> np.ndarray:
    """Places of rising counts, from the first above 0 to the last, evenly on a log scale.

    Of equal counts the last place: the most that is caught at that price.
    """
    above = counts[counts > 0]
    wanted = np.geomspace(above[0], above[-1], POINTS)
    reached = counts[np.searchsorted(counts, wanted - 1e-9).clip(max=len(counts) - 1)]
    return np.unique(np.searchsorted(counts, reached, side="right") - 1)
