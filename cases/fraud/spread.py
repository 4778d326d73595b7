"""The readings under each resample of cards: how sure we are."""

from __future__ import annotations

import numpy as np

from cases.fraud.judged import Judged, slipped_at
from pipelines.evaluation.decisions import threshold_axis
from pipelines.evaluation.uncertainty import Resamples, between

COARSE = 128


def moving_draws(true: Judged, axis: np.ndarray, resamples: Resamples) -> dict[str, np.ndarray]:
    """The moving readings under each resample of cards: shape (resamples, positions).

    Worked out at a subset of the positions, and on straight lines between them.
    """
    kept = np.unique(np.linspace(0, len(axis) - 1, COARSE).round().astype(int))
    coarse = _draws_at(true, axis[kept], resamples)
    return {name: between(values, kept, len(axis)) for name, values in coarse.items()}


def _draws_at(true: Judged, axis: np.ndarray, resamples: Resamples) -> dict[str, np.ndarray]:
    ones, size = np.ones(len(true.fraud)), len(axis)
    raised = np.searchsorted(axis, true.score, side="right") - 1
    handled = np.searchsorted(axis, true.acted, side="right") - 1

    def total(values: np.ndarray) -> np.ndarray:
        return resamples.sums(true.card, values)[:, None]

    def moving(position: np.ndarray, values: np.ndarray) -> np.ndarray:
        return resamples.sums_from(true.card, position, values, size)

    lost = true.fraud * true.amount
    alerts, hits, frauds = moving(raised, ones), moving(raised, true.fraud), total(true.fraud)
    acted, stopped = moving(handled, ones), moving(handled, true.fraud)
    reached, rows = slipped_at(true)
    hit = np.zeros(resamples.weights.shape[1])
    hit[np.unique(true.card[rows])] = 1.0
    caught_by = np.searchsorted(axis, reached, side="right") - 1
    caught = resamples.sums_from(true.card[rows], caught_by, np.ones(len(rows)), size)
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "precision": hits / alerts,
            "recall": stopped / frauds,
            "money_recall": moving(handled, lost) / total(lost),
            "net_savings": 1e4 * moving(handled, true.earned) / total(ones),
            "insults": (acted - stopped) / (total(ones) - frauds),
            "slipped": (frauds - caught) / (resamples.weights @ hit)[:, None],
        }


def standing_draws(
    true: Judged, actual: dict[str, float], resamples: Resamples
) -> dict[str, np.ndarray]:
    """The standing readings under each resample of cards: shape (resamples, 1).

    The two areas are taken over some hundred thresholds and moved by what that leaves out.
    """
    ones = np.ones(len(true.fraud))
    axis = threshold_axis(true.ordering, positions=2 * COARSE)
    position = np.maximum(np.searchsorted(axis, true.ordering, side="right") - 1, 0)
    hits = resamples.sums_from(true.card, position, true.fraud, len(axis))[:, ::-1]
    alerts = resamples.sums_from(true.card, position, ones, len(axis))[:, ::-1]
    error = (true.probability - true.fraud) ** 2
    cards = true.cards
    top = cards.rank <= true.capacity
    with np.errstate(invalid="ignore", divide="ignore"):
        draws = {
            "average_precision": _area(hits, alerts),
            "roc_auc": _roc(hits, alerts),
            "card_precision": resamples.sums(cards.card[top].astype(int), cards.fraud[top])
            / resamples.sums(cards.card[top].astype(int), np.ones(top.sum())),
            "calibration": resamples.sums(true.card, true.probability)
            / resamples.sums(true.card, true.fraud),
            "brier": resamples.sums(true.card, error) / resamples.sums(true.card, ones),
        }
    for name in ("average_precision", "roc_auc", "card_precision"):
        there = draws[name][~np.isnan(draws[name])]
        draws[name] = draws[name] + (actual[name] - (there.mean() if len(there) else 0.0))
    return {name: values[:, None] for name, values in draws.items()}


def _area(hits: np.ndarray, alerts: np.ndarray) -> np.ndarray:
    """Average precision from running totals along rising recall."""
    gained = np.diff(hits, axis=1, prepend=0.0)
    precision = hits / np.maximum(alerts, 1e-9)
    return (gained * precision).sum(axis=1) / hits[:, -1]


def _roc(hits: np.ndarray, alerts: np.ndarray) -> np.ndarray:
    """Area under the ROC curve from running totals, by the trapezoid rule."""
    recall = hits / hits[:, -1:]
    wrong = (alerts - hits) / np.maximum(alerts - hits, 1e-9)[:, -1:]
    return np.trapezoid(recall, wrong, axis=1) + 0.5 * recall[:, 0] * wrong[:, 0]
