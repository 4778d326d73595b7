"""How good a model is right now: what its own probabilities promise, and what labels say."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from pipelines.evaluation.scores import roc_auc


def expected_auc(
    probabilities: np.ndarray, adjust: Callable[[np.ndarray], np.ndarray] | None = None
) -> float:
    """The ROC AUC to expect if every probability is right: confidence-based estimation (CBPE).

    Each row counts as p of a positive and 1 - p of a negative, so no label is needed; no row is
    compared with itself. Right while only inputs move; blind when the meaning of inputs changes,
    and wrong by as much as scores are no probabilities: `adjust` maps those of a reweighted or
    uncalibrated model to chances (a calibrator of held-back rows, as NannyML has one). NaN where
    all rows are promised alike to be certain.
    """
    chance = np.clip(probabilities if adjust is None else adjust(probabilities), 0.0, 1.0)
    ups, own = float(chance.sum()), float((chance * (1 - chance)).sum())
    pairs = ups * (len(chance) - ups)
    if not pairs - own > 1e-12:
        return math.nan
    return (roc_auc(chance, probabilities) * pairs - own / 2) / (pairs - own)


def expected_rate(probabilities: np.ndarray) -> float:
    """The share of positives to expect if every probability is right; NaN without rows."""
    return float(np.mean(probabilities)) if len(probabilities) else math.nan


def known_auc(labels: np.ndarray, scores: np.ndarray, known: np.ndarray) -> float:
    """The realised ROC AUC of the rows whose label has come in (`known`); NaN with one class."""
    return roc_auc(labels[known], scores[known]) if known.any() else math.nan
