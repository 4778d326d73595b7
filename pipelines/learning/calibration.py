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
        return _isotonic(scores, labels)
    raise ValueError(f"no calibration is called {method}; there are sigmoid, isotonic")


def _isotonic(scores: np.ndarray, labels: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Steps that rise, straight lines between them. Between its steps scikit-learn may fall by a
    rounding error in single precision; here it is rounded afterwards, so that order stays."""
    from sklearn.isotonic import IsotonicRegression

    model = IsotonicRegression(out_of_bounds="clip").fit(scores.astype(float), labels)
    at, chance = model.X_thresholds_, model.y_thresholds_
    return lambda scores: np.interp(scores, at, chance).astype(np.float32)


def reliability(
    scores: np.ndarray, labels: np.ndarray, bins: int = 12, *, halving: bool = False
) -> pd.DataFrame:
    """Mean score and share of positives in groups of rows by score: columns said, happened, rows.

    Groups hold equally many rows or, if `halving`, each half of the rows still left, from the
    lowest scores up, down to 25 rows. Equal scores share a group, whatever the order of rows, so
    groups may be larger, and fewer.

    >>> reliability(np.full(4, 0.3), np.array([1, 0, 1, 0])).to_numpy().tolist()
    [[0.3, 0.5, 4.0]]
    """
    order = np.argsort(scores, kind="stable")
    ordered, count = scores[order], len(scores)
    ends = count - _halves(count) if halving else np.arange(1, bins + 1) * count // bins
    last = ordered[ends[ends > 0] - 1]
    cuts = np.unique(np.searchsorted(ordered, last, side="right"))[:-1]
    groups = np.split(order, cuts) if count else []
    rows = [(scores[g].mean(), labels[g].mean(), len(g)) for g in groups]
    return pd.DataFrame(rows, columns=["said", "happened", "rows"])


def _halves(count: int) -> np.ndarray:
    """How many rows are left after each halving, to 25 rows, and none in the end."""
    left = count * 0.5 ** np.arange(1, 64)
    return np.r_[left[left >= 25].astype(int), 0]


def logit(probability: np.ndarray) -> np.ndarray:
    """Log odds, with 0 and 1 held a hair inside."""
    inside = np.clip(probability, 1e-9, 1 - 1e-9)
    return np.log(inside / (1 - inside))


def _sigmoid(scores: np.ndarray, labels: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Platt's map: a logistic curve of the log odds, fitted to targets a little inside 0 and 1.

    With n rows of a class its target is (n + 1) / (n + 2), or one less that (Platt 1999): what few
    rows part cleanly is not therefore certain.
    """
    from sklearn.linear_model import LogisticRegression

    ups, downs = (labels == 1).sum(), (labels != 1).sum()
    target = np.where(labels == 1, (ups + 1) / (ups + 2), 1 / (downs + 2))
    odds, sides = np.tile(logit(scores), 2)[:, None], np.repeat([1, 0], len(labels))
    weights = np.concatenate([target, 1 - target])
    model = LogisticRegression(C=1e6).fit(odds, sides, sample_weight=weights)
    return lambda scores: model.predict_proba(logit(scores)[:, None])[:, 1]
