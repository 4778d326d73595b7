"""The readings under each resample of customers' places: how sure we are."""

from __future__ import annotations

import numpy as np

from cases.churn.decide import SHARES
from cases.churn.judged import Campaign, Judged, Months
from pipelines.evaluation.uncertainty import Resamples

RESAMPLES = 100


def area_draws(months: Months, resamples: Resamples) -> dict[str, np.ndarray]:
    """AUC and average precision of each month under each resample: shape (resamples, months).

    Rows are sorted once a month; a resample only weighs them anew.
    """
    auc, precision = [], []
    for scores, leaves in zip(months.scores, months.leaves, strict=True):
        order = np.argsort(-scores, kind="stable")
        weights = resamples.weights[:, order]
        hit = weights * leaves[order].astype(np.float32)
        hits, alerts = np.cumsum(hit, axis=1), np.cumsum(weights, axis=1)
        all_hits, wrong = hits[:, -1], alerts[:, -1] - hits[:, -1]
        with np.errstate(invalid="ignore", divide="ignore"):
            precision.append((hit * hits / np.maximum(alerts, 1)).sum(axis=1) / all_hits)
            below = hits - 0.5 * hit
            auc.append(((weights - hit) * below).sum(axis=1) / all_hits / wrong)
    return {"auc": np.stack(auc, axis=1), "precision": np.stack(precision, axis=1)}


def centred(draws: np.ndarray, value: float) -> np.ndarray:
    """Draws moved so that their mean is the reading itself: shape (resamples, 1)."""
    known = draws[np.isfinite(draws)]
    shift = value - known.mean() if len(known) else 0.0
    return (np.where(np.isfinite(draws), draws, np.nan) + shift)[:, None]


def mean_over(values: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """The mean over the chosen months that have a value, along the last axis; NaN without any."""
    part = values[..., chosen]
    known = np.isfinite(part)
    count = known.sum(axis=-1)
    total = np.where(known, part, 0.0).sum(axis=-1)
    return np.divide(total, count, out=np.full(np.shape(total), np.nan), where=count > 0)


def totals(campaign: Campaign, values: np.ndarray, resamples: Resamples) -> np.ndarray:
    """Totals over who is contacted, by resample and position: shape (resamples, positions)."""
    last = len(SHARES) - 1
    found = resamples.sums_from(campaign.place, last - campaign.position, values, len(SHARES))
    return found[:, ::-1]


def ratio_draws(
    months: Months, over: np.ndarray, under: np.ndarray, resamples: Resamples
) -> np.ndarray:
    """A ratio of two totals over all months, under each resample: shape (resamples,)."""
    place = np.tile(np.arange(months.scores.shape[1]), len(months.scores))
    with np.errstate(invalid="ignore", divide="ignore"):
        return resamples.sums(place, over.ravel()) / resamples.sums(place, under.ravel())


def qini_draws(judged: Judged, ideal: np.ndarray, resamples: Resamples) -> np.ndarray:
    """The Qini coefficient under each resample, ranks as they are: shape (resamples,)."""
    campaign = judged.campaign
    areas = [
        resamples.sums(campaign.place, campaign.saved * (place - 0.5))
        for place in (judged.rank, ideal)
    ]
    with np.errstate(invalid="ignore", divide="ignore"):
        return areas[0] / areas[1]
