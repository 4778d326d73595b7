"""Models of text: naive Bayes, linear models and boosted trees, all giving log odds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipelines.learning.training import BOOSTING
from pipelines.text.features import Matrix

TEXT_MODELS = ("nb", "complement", "logistic", "svm", "svm_calibrated", "lightgbm", "online")
LINEAR = ("nb", "complement", "logistic", "svm", "online")
UPDATED = ("nb", "complement", "online")
"""Models that new labels can update without the old ones (partial_fit)."""

PASSES = 5  # over the history when an online model is first fitted
TREES = 60

Score = Callable[[Matrix], np.ndarray]


@dataclass(frozen=True, eq=False)
class TextModel:
    """A fitted model: from columns to log odds of spam.

    `weights` has a value a column for linear models; `keep` is the library's own model where it
    can be updated.
    """

    log_odds: Score
    weights: np.ndarray | None = None
    keep: Any = None
    nbytes: int = 2_000_000


def fit_text(
    matrix: Matrix,
    labels: np.ndarray,
    *,
    model: str,
    weights: np.ndarray | None = None,
    limit: float | None = None,
    strength: float = 1.0,
    seed: int = 0,
) -> TextModel:
    """Fit a model on rows with labels 0 and 1; the constant where one class is missing.

    `limit` holds each weight of a linear model within plus or minus it. `strength` is the inverse
    of a linear model's penalty: rows scaled to length 1 need larger weights than counts do.
    """
    positives = float(labels.sum())
    if positives in (0.0, float(len(labels))):
        return constant(positives / max(1, len(labels)))
    if model in LINEAR:
        return _linear(_MAKERS[model](matrix, labels, weights, strength, seed), limit)
    return TextModel(_MAKERS[model](matrix, labels, weights, strength, seed))


def update(model: TextModel, matrix: Matrix, labels: np.ndarray, limit: float | None) -> TextModel:
    """The model after one pass over newly labelled rows; itself where there are none."""
    if model.keep is None or not len(labels):
        return model
    from copy import deepcopy

    kept = deepcopy(model.keep)
    kept.partial_fit(_not_negative(kept, matrix), labels)
    return _linear(kept, limit)


def constant(rate: float) -> TextModel:
    """A model that says the same of every message."""
    inside = min(max(rate, 1e-4), 1 - 1e-4)
    said = float(np.log(inside / (1 - inside)))
    return TextModel(lambda rows: np.full(rows.shape[0], said))


def _linear(fitted: Any, limit: float | None) -> TextModel:
    coefficients, base = _coefficients(fitted)
    if limit is not None:
        coefficients = np.clip(coefficients, -limit, limit)

    def log_odds(rows: Matrix) -> np.ndarray:
        return np.asarray(_not_negative(fitted, rows) @ coefficients).ravel() + base

    return TextModel(log_odds, coefficients, fitted if hasattr(fitted, "partial_fit") else None)


def _coefficients(fitted: Any) -> tuple[np.ndarray, float]:
    """Weights and intercept of a linear model's log odds (naive Bayes is one too)."""
    from sklearn.naive_bayes import ComplementNB, MultinomialNB

    if isinstance(fitted, MultinomialNB | ComplementNB):
        logs, prior = fitted.feature_log_prob_, fitted.class_log_prior_
        base = prior[1] - prior[0] if isinstance(fitted, MultinomialNB) else 0.0
        return logs[1] - logs[0], float(base)
    return fitted.coef_[0].copy(), float(fitted.intercept_[0])


def _not_negative(fitted: Any, rows: Matrix) -> Matrix:
    """Columns as naive Bayes can count them: an embedding's negative side is cut off."""
    if isinstance(rows, np.ndarray) and hasattr(fitted, "feature_log_prob_"):
        return np.maximum(rows, 0.0)
    return rows


def _nb(matrix, labels, weights, strength, seed):
    from sklearn.naive_bayes import MultinomialNB

    rows = np.maximum(matrix, 0.0) if isinstance(matrix, np.ndarray) else matrix
    return MultinomialNB().partial_fit(rows, labels, classes=[0, 1], sample_weight=weights)


def _complement(matrix, labels, weights, strength, seed):
    from sklearn.naive_bayes import ComplementNB

    rows = np.maximum(matrix, 0.0) if isinstance(matrix, np.ndarray) else matrix
    return ComplementNB().partial_fit(rows, labels, classes=[0, 1], sample_weight=weights)


def _logistic(matrix, labels, weights, strength, seed):
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, max_iter=200, tol=1e-3)
    return model.fit(matrix, labels, sample_weight=weights)


def _svm(matrix, labels, weights, strength, seed):
    from sklearn.svm import LinearSVC

    model = LinearSVC(C=0.05 * strength, max_iter=1000, tol=1e-2, random_state=seed)
    return model.fit(matrix, labels, sample_weight=weights)


def _svm_calibrated(matrix, labels, weights, strength, seed):
    """The same machine inside scikit-learn's three-fold sigmoid calibration."""
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.svm import LinearSVC

    if min(labels.sum(), len(labels) - labels.sum()) < 3:
        return constant(float(labels.mean())).log_odds
    machine = LinearSVC(C=0.05 * strength, max_iter=1000, tol=1e-2, random_state=seed)
    model = CalibratedClassifierCV(machine, method="sigmoid", cv=3)
    model.fit(matrix, labels, sample_weight=weights)
    return lambda rows: _logit(model.predict_proba(rows)[:, 1]) if rows.shape[0] else np.empty(0)


def _online(matrix, labels, weights, strength, seed):
    from sklearn.linear_model import SGDClassifier

    model = SGDClassifier(loss="log_loss", alpha=1e-4, random_state=seed, average=True)
    for _ in range(PASSES):
        model.partial_fit(matrix, labels, classes=[0, 1], sample_weight=weights)
    return model


def _lightgbm(matrix, labels, weights, strength, seed):
    import lightgbm

    settings = BOOSTING | {"seed": seed, "min_data_in_leaf": 20, "lambda_l2": 1.0}
    settings |= {"learning_rate": 0.15}
    data = lightgbm.Dataset(matrix, labels, weight=weights, params=settings)
    booster = lightgbm.train(settings, data, num_boost_round=TREES)

    def log_odds(rows: np.ndarray) -> np.ndarray:
        return np.asarray(booster.predict(rows, raw_score=True)) if len(rows) else np.empty(0)

    return log_odds


def _logit(probability: np.ndarray) -> np.ndarray:
    inside = np.clip(probability, 1e-12, 1 - 1e-12)
    return np.log(inside / (1 - inside))


_MAKERS = {
    "nb": _nb,
    "complement": _complement,
    "logistic": _logistic,
    "svm": _svm,
    "svm_calibrated": _svm_calibrated,
    "online": _online,
    "lightgbm": _lightgbm,
}
