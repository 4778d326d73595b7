"""Mapping scores to probabilities that mean what they say."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd


def calibrator(
    scores: np.ndarray, labels: np.ndarray, *, method: str
) -> Callable[[np.ndarray], np.ndarray]:
    """A map from score to probability fitted on held-back rows: "sigmoid" (Platt) or "isotonic".

    Hands scores back as they are where the rows hold one class only.
    """
    if labels.min() == labels.max():
        return lambda scores: scores
    if method == "sigmoid":
        return _sigmoid(scores, labels)
    if method == "isotonic":
        from sklearn.isotonic import IsotonicRegression

        model = IsotonicRegression(out_of_bounds="clip").fit(scores, labels)
        return model.predict
    raise ValueError(f"no calibration is called {method}; there are sigmoid, isotonic")


def reliability(scores: np.ndarray, labels: np.ndarray, bins: int = 12) -> pd.DataFrame:
    """Mean score and share of positives in bins of equal count: columns said, happened, rows."""
    order = np.argsort(scores, kind="stable")
    groups = np.array_split(order, min(bins, max(1, len(order))))
    rows = [(scores[g].mean(), labels[g].mean(), len(g)) for g in groups if len(g)]
    return pd.DataFrame(rows, columns=["said", "happened", "rows"])


def logit(probability: np.ndarray) -> np.ndarray:
    """Log odds, with 0 and 1 held a hair inside."""
    inside = np.clip(probability, 1e-9, 1 - 1e-9)
    return np.log(inside / (1 - inside))


def _sigmoid(scores: np.ndarray, labels: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e6).fit(logit(scores)[:, None], labels)
    return lambda scores: model.predict_proba(logit(scores)[:, None])[:, 1]
