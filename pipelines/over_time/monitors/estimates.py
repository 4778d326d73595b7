"""How good a model is right now: what its own probabilities promise, and what labels say."""

from __future__ import annotations

import math

import numpy as np

from pipelines.evaluation.scores import roc_auc


def expected_auc(probabilities: np.ndarray) -> float:
    """The ROC AUC to expect if every probability is right: confidence-based estimation (CBPE).

    Each row counts as p of a positive and 1 - p of a negative, so no label is needed. Right while
    only inputs move; blind when the meaning of inputs changes. See NannyML's documentation. NaN
    where all rows are promised alike to be certain.
    """
    inside = np.clip(probabilities, 0.0, 1.0)
    return roc_auc(inside, inside)


def expected_rate(probabilities: np.ndarray) -> float:
    """The share of positives to expect if every probability is right; NaN without rows."""
    return float(np.mean(probabilities)) if len(probabilities) else math.nan


def known_auc(labels: np.ndarray, scores: np.ndarray, known: np.ndarray) -> float:
    """The realised ROC AUC of the rows whose label has come in (`known`); NaN with one class."""
    return roc_auc(labels[known], scores[known]) if known.any() else math.nan
