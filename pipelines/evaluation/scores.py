"""How well scores order rows and how far they can be believed.

Point values are scikit-learn's where it has the measure, from one sort for all of them; what is
here and not there is written so that an exported table lets anybody recompute it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from pipelines.evaluation.decisions import Ordered
from pipelines.evaluation.ties import Standing, standing


def average_precision(
    labels: np.ndarray, scores: np.ndarray, ordered: Ordered | None = None
) -> float:
    """Average precision (scikit-learn's definition); NaN without a positive.

    The sum over falling scores of precision times the recall gained. `ordered` are the rows by
    score where they are sorted already.
    """
    hits, alerts = hits_and_alerts(labels, ordered or Ordered.by(scores))
    return float(precision_area(hits, alerts)[0]) if labels.any() else math.nan


def roc_auc(labels: np.ndarray, scores: np.ndarray, ordered: Ordered | None = None) -> float:
    """Area under the ROC curve by the trapezoid rule; NaN unless both classes are there.

    `ordered` are the rows by score where they are sorted already.
    """
    if not 0 < labels.sum() < len(labels):
        return math.nan
    return float(roc_area(*hits_and_alerts(labels, ordered or Ordered.by(scores)))[0])


def precision_area(hits: np.ndarray, alerts: np.ndarray) -> np.ndarray:
    """Average precision of running totals by falling score, shape (..., scores): shape (..., 1).

    `hits` are the positives at each score and above, `alerts` the rows; weighted ones will do.
    """
    hits = hits.astype(float)
    gained = np.diff(hits, axis=-1, prepend=0.0)
    parts = gained * hits / np.maximum(alerts, 1e-9)
    return parts.sum(axis=-1, keepdims=True) / hits[..., -1:]


def roc_area(hits: np.ndarray, alerts: np.ndarray) -> np.ndarray:
    """Area under the ROC curve of the same running totals, by the trapezoid rule: (..., 1)."""
    hits = hits.astype(float)
    wrong = alerts - hits
    area = np.trapezoid(hits, wrong, axis=-1) + 0.5 * hits[..., 0] * wrong[..., 0]
    return (area / hits[..., -1] / wrong[..., -1])[..., None]


def recall_within(hits: np.ndarray, alerts: np.ndarray, rate: float) -> np.ndarray:
    """The most positives any threshold catches while at most `rate` of the negatives are caught.

    Of the same running totals as `precision_area`: shape (..., 1). Equal scores stand or fall
    together. NaN without both classes.
    """
    wrong = alerts - hits
    inside = wrong / wrong[..., -1:] <= rate
    most = np.where(inside, hits / hits[..., -1:], 0.0).max(axis=-1, keepdims=True)
    return np.where((wrong[..., -1:] > 0) & (hits[..., -1:] > 0), most, np.nan)


def recall_at(labels: np.ndarray, scores: np.ndarray, rate: float) -> float:
    """Recall at a false-positive rate: the highest point of the ROC curve at `rate` or left of it.

    >>> round(recall_at(np.array([1, 1, 0, 1]), np.array([0.9, 0.8, 0.7, 0.6]), 0.5), 3)
    0.667
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        hits, alerts = hits_and_alerts(labels, Ordered.by(scores))
        return float(recall_within(hits, alerts, rate)[0])


def brier(labels: np.ndarray, scores: np.ndarray) -> float:
    """Mean squared distance of score and outcome; NaN without rows."""
    return float(np.mean((scores - labels) ** 2)) if len(labels) else math.nan


@dataclass(frozen=True, eq=False)
class CardDays:
    """One row for each card and day on which it paid: its best score, and whether it held fraud.

    `rank` counts from 1 within the day, best score first (ties by card number): whom analysts call.
    `standing` has ties as ties, for what is measured. `of_payment` is the row of each payment's
    card-day.
    """

    day: np.ndarray
    card: np.ndarray
    score: np.ndarray
    fraud: np.ndarray
    rank: np.ndarray
    standing: Standing
    of_payment: np.ndarray

    @classmethod
    def of(
        cls, day: np.ndarray, card: np.ndarray, labels: np.ndarray, scores: np.ndarray
    ) -> CardDays:
        """Group payments into card-days and rank them within each day; cards count from 0."""
        stride, first = int(card.max(initial=0)) + 1, int(day.min(initial=0))
        cells = ((day - first) * stride + card).astype(np.int64)
        paid = np.bincount(cells) > 0
        keys, of_payment = np.flatnonzero(paid), (np.cumsum(paid) - 1)[cells]
        best = np.full(len(keys), -np.inf)
        np.maximum.at(best, of_payment, scores)
        fraud = np.bincount(of_payment, labels, len(keys)) > 0
        days, fraud = keys // stride, fraud.astype(float)
        rank, place = rank_within(days, best), standing(best, days)
        return cls(days + first, keys % stride, best, fraud, rank, place, of_payment)

    def reaching(self, thresholds: np.ndarray) -> np.ndarray:
        """How many card-days score at least each threshold."""
        return len(self.score) - np.searchsorted(np.sort(self.score), thresholds)

    def hits_at(self, k: np.ndarray | float) -> np.ndarray:
        """Fraudulent cards among the first k of each day, over all days.

        Of the card that a broken k reaches in part, that part counts: a sample of a quarter of
        the cards has a quarter of the calls. Of cards that tie each is as likely to be called.
        """
        fraud = self.fraud > 0
        above, alike = self.standing.above[fraud], self.standing.alike[fraud]
        # Each counts from `above` on, in full `alike` calls later: a sum of ramps.
        return _ramps(k, above, 1 / alike) - _ramps(k, above + alike, 1 / alike)

    def precision_at(self, k: float) -> float:
        """Mean over days of the share of fraud among the k cards alerted first that day."""
        days = len(np.unique(self.day))
        return float(self.hits_at(k) / (days * k)) if days and k else math.nan

    def best_precision_at(self, k: float) -> float:
        """What nobody can exceed: the mean over days of min(1, fraudulent cards / k)."""
        if not len(self.day) or not k:
            return math.nan
        _, index = np.unique(self.day, return_inverse=True)
        cards = np.bincount(index, self.fraud)
        return float(np.minimum(cards, k).mean() / k)


def _ramps(at: np.ndarray | float, starts: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    """The sum of lines that rise from 0 at `starts` with `slopes`, at some points."""
    order = np.argsort(starts)
    slope, level = (np.r_[0.0, np.cumsum(each[order])] for each in (slopes, slopes * starts))
    passed = np.searchsorted(starts[order], at)
    return slope[passed] * at - level[passed]


def hits_and_alerts(labels: np.ndarray, ordered: Ordered) -> tuple[np.ndarray, np.ndarray]:
    """Positives and rows at each score and above, by falling score, from nothing acted on.

    Equal scores are acted on together: one value for each distinct score, after a leading 0.

    >>> labels, scores = np.array([1, 0, 1]), np.array([0.9, 0.3, 0.3])
    >>> [each.tolist() for each in hits_and_alerts(labels, Ordered.by(scores))]
    [[0.0, 1.0, 2.0], [0.0, 1.0, 3.0]]
    """
    ends = ordered.last_of_ties
    hits = np.cumsum(labels[ordered.order], dtype=float)[ends]
    return np.r_[0.0, hits], np.r_[0.0, ends + 1.0]


def rank_within(
    groups: np.ndarray, scores: np.ndarray, luck: np.ndarray | None = None
) -> np.ndarray:
    """The place of each row within its group, from 1, best score first.

    Ties go by falling `luck`, a random number of the row's own; without it in row order.

    >>> rank_within(np.array([0, 0, 1, 0]), np.array([0.1, 0.9, 0.5, 0.5])).tolist()
    [3, 1, 1, 2]
    """
    ties = () if luck is None else (-luck,)
    order = np.lexsort((*ties, -scores, groups))
    sorted_groups = groups[order]
    starts = np.flatnonzero(np.r_[True, sorted_groups[1:] != sorted_groups[:-1]][: len(groups)])
    sizes = np.diff(np.r_[starts, len(groups)])
    ranks = np.empty(len(groups), dtype=np.int64)
    ranks[order] = np.arange(len(groups)) - np.repeat(starts, sizes) + 1
    return ranks
