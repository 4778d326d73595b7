"""Fitting a classifier on tabular rows, from a constant to boosted trees, on one thread."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pipelines.learning.binning import bins_of, cuts
from pipelines.learning.calibration import calibrator, logit
from pipelines.learning.focal import FocalLoss
from pipelines.learning.resampling import (
    RESAMPLERS,
    UNTOUCHED,
    Resampling,
    balanced_weights,
    rebalance,
    undo_undersampling,
)

Predict = Callable[[np.ndarray], np.ndarray]
MODELS = (
    "constant",
    "amount",
    "logistic",
    "shallow_tree",
    "tree",
    "lightgbm",
    "histogram",
    "isolation",
    "forest",
)

ROUNDS = 40
BOOSTING = {
    "objective": "binary",
    "num_leaves": 15,
    "learning_rate": 0.1,
    "min_data_in_leaf": 100,
    "lambda_l2": 5.0,
    "max_bin": 63,
    # The edges of bins from some of the rows: a tenth less time, and as good.
    "bin_construct_sample_cnt": 50_000,
    "num_threads": 1,
    "verbosity": -1,
    "deterministic": True,
    "force_row_wise": True,
}
"""Parameters of LightGBM for tables with few positives, on one thread."""


@dataclass(frozen=True)
class Recipe:
    """How a model is made: its kind, what is done about imbalance, and how it is calibrated.

    `depth` is that of the shallow tree.
    """

    model: str
    resampling: Resampling = UNTOUCHED
    calibration: str = "none"
    seed: int = 0
    depth: int = 2


@dataclass(frozen=True, eq=False)
class Fitted:
    """A model that turns a feature matrix of shape (rows, columns) into probabilities."""

    predict: Predict
    rows: int
    positives: int
    importance: np.ndarray | None = None
    nbytes: int = 2_000_000


Scale = tuple[np.ndarray, np.ndarray]


def fit(
    features: np.ndarray, labels: np.ndarray, recipe: Recipe, *, scale: Scale | None = None
) -> Fitted:
    """Fit by the recipe on rows in order of time; the constant where one class is missing.

    `scale` are column means and spreads a linear model is to use; by default those of its rows.

    With calibration, the last quarter of the rows is kept from the model and given, as it is, to
    the calibrator.
    """
    if recipe.calibration == "none" or len(labels) < 40:
        return _fit_balanced(features, labels, recipe, scale)
    cut = int(0.75 * len(labels))
    base = _fit_balanced(features[:cut], labels[:cut], recipe, scale)
    adjust = calibrator(base.predict(features[cut:]), labels[cut:], method=recipe.calibration)
    return Fitted(
        lambda rows: adjust(base.predict(rows)),
        len(labels),
        int(labels.sum()),
        base.importance,
    )


def _fit_balanced(
    features: np.ndarray, labels: np.ndarray, recipe: Recipe, scale: Scale | None
) -> Fitted:
    asked = recipe.resampling
    if asked.method == "focal":
        return _fit_focal(features, labels, recipe, scale)
    kept, weights, rows, target = 1.0, None, features, labels
    if asked.method in RESAMPLERS:
        balanced = rebalance(
            features, labels, method=asked.method, ratio=asked.ratio, seed=recipe.seed
        )
        rows, target, kept = balanced.features, balanced.labels, balanced.kept
    elif asked.method == "weights":
        weights = balanced_weights(labels, asked.ratio)
    fitted = _fit_plain(rows, target, recipe, weights, scale)
    if asked.corrected:
        return Fitted(
            lambda new: undo_undersampling(fitted.predict(new), kept),
            fitted.rows,
            fitted.positives,
            fitted.importance,
        )
    return fitted


def _fit_focal(
    features: np.ndarray, labels: np.ndarray, recipe: Recipe, scale: Scale | None
) -> Fitted:
    """By focal loss instead of log loss.

    What descends a loss descends this one; a model whose groups of rows (bins, leaves) say their
    rate says what costs least at that rate, which leaves its order as it is.
    """
    loss = FocalLoss()
    if recipe.model in _DESCEND:
        return _fit_plain(features, labels, recipe, None, scale, loss)
    plain = _fit_plain(features, labels, recipe, None, scale)
    if 0 < plain.positives < plain.rows and recipe.model != "isolation":
        return replace(plain, predict=lambda rows: loss.cheapest(plain.predict(rows)))
    return plain


def _fit_plain(
    features: np.ndarray,
    labels: np.ndarray,
    recipe: Recipe,
    weights: np.ndarray | None,
    scale: Scale | None,
    loss: FocalLoss | None = None,
) -> Fitted:
    positives = int(labels.sum())
    one_class = positives in (0, len(labels))
    maker: Callable[..., Any] = _constant if one_class else _MAKERS[recipe.model]
    if maker is _logistic:
        maker = functools.partial(_logistic, scale=scale)
    elif recipe.model == "shallow_tree" and not one_class:
        maker = _tree_of(recipe.depth)
    if loss is not None and not one_class:
        maker = functools.partial(maker, loss=loss)
    predict, importance = maker(features, labels, weights, recipe.seed)
    return Fitted(predict, len(labels), positives, importance)


def _constant(features, labels, weights, seed):
    rate = float(labels.mean()) if len(labels) else 0.0
    return (lambda rows: np.full(len(rows), rate)), None


def _amount(features, labels, weights, seed):
    """The share of positives in each twentieth of the first feature (the amount)."""
    at, weight = cuts(features[:, 0], 20), np.ones(len(labels)) if weights is None else weights
    bins, size = bins_of(features[:, 0], at), len(at) + 1
    rows, hits = np.bincount(bins, weight, size), np.bincount(bins, weight * labels, size)
    # What no row was like is as likely as any.
    rate = np.where(rows > 0, hits / np.maximum(rows, 1e-12), hits.sum() / rows.sum())
    return (lambda rows: rate[bins_of(rows[:, 0], at)]), None


def standard(features: np.ndarray) -> Scale:
    """Column means and spreads; a column that varies by no more than rounding is left at its size.

    A later row that differs there would otherwise be millions of spreads away.
    """
    mean, spread = features.mean(axis=0, dtype=float), features.std(axis=0, dtype=float)
    rounding = 4 * np.finfo(np.result_type(features.dtype, np.float32)).eps * np.abs(mean)
    return mean, np.where(spread > rounding, spread, 1.0)


def _logistic(features, labels, weights, seed, scale=None, loss=None):
    from scipy.special import expit
    from sklearn.linear_model import LogisticRegression

    mean, spread = scale or standard(features)

    def scaled(rows: np.ndarray) -> np.ndarray:
        centred = rows - mean
        return np.divide(centred, spread, out=centred)

    if loss is not None:
        slope, level = loss.fit_linear(scaled(features), labels)
        return lambda rows: expit(scaled(rows) @ slope + level), np.abs(slope)
    model = LogisticRegression(max_iter=200, tol=1e-3)
    model.fit(scaled(features), labels, sample_weight=weights)
    return lambda rows: model.predict_proba(scaled(rows))[:, 1], np.abs(model.coef_[0])


def _tree_of(depth: int | None):
    def make(features, labels, weights, seed):
        from sklearn.tree import DecisionTreeClassifier

        model = DecisionTreeClassifier(max_depth=depth, random_state=seed)
        model.fit(features, labels, sample_weight=weights)
        return (lambda rows: model.predict_proba(rows)[:, 1]), model.feature_importances_

    return make


def _lightgbm(features, labels, weights, seed, loss=None):
    import lightgbm
    from scipy.special import expit

    parameters, start = BOOSTING | {"seed": seed}, None
    if loss is not None:
        parameters["objective"] = lambda said, data: loss.slopes(data.get_label(), said)
        # With an objective of one's own, LightGBM starts from 0 and not from the best constant.
        start = np.full(len(labels), logit(loss.cheapest(labels.mean())))
    data = lightgbm.Dataset(features, labels, weight=weights, init_score=start, params=parameters)
    booster = lightgbm.train(parameters, data, num_boost_round=ROUNDS)
    importance = booster.feature_importance("gain")
    if start is None:
        return booster.predict, importance
    return lambda rows: expit(booster.predict(rows) + start[0]), importance


def _histogram(features, labels, weights, seed, loss=None):
    from sklearn.ensemble import HistGradientBoostingClassifier

    # Early stopping would hold rows back and end too soon to be compared with LightGBM.
    model = HistGradientBoostingClassifier(
        max_iter=60,
        max_leaf_nodes=15,
        learning_rate=0.1,
        min_samples_leaf=100,
        l2_regularization=5.0,
        max_bins=63,
        early_stopping=False,
        random_state=seed,
        loss="log_loss" if loss is None else loss.for_scikit_learn(),
    )
    model.fit(features, labels, sample_weight=weights)
    return (lambda rows: model.predict_proba(rows)[:, 1]), None


def _isolation(features, labels, weights, seed):
    """How isolated a row is among the training rows, labels unread; a score, not a probability."""
    from sklearn.ensemble import IsolationForest

    rows = min(2048, len(features))
    model = IsolationForest(n_estimators=50, max_samples=rows, random_state=seed).fit(features)
    return (lambda rows: np.clip(-model.score_samples(rows), 0.0, 1.0)), None


def _forest(features, labels, weights, seed):
    from sklearn.ensemble import RandomForestClassifier

    model = RandomForestClassifier(
        n_estimators=30,
        max_depth=10,
        max_samples=min(1.0, 20_000 / len(labels)),
        n_jobs=1,
        random_state=seed,
    )
    model.fit(features, labels, sample_weight=weights)
    return (lambda rows: model.predict_proba(rows)[:, 1]), model.feature_importances_


_MAKERS = {
    "constant": _constant,
    "amount": _amount,
    "logistic": _logistic,
    "shallow_tree": _tree_of(Recipe.depth),
    "tree": _tree_of(None),
    "lightgbm": _lightgbm,
    "histogram": _histogram,
    "isolation": _isolation,
    "forest": _forest,
}
_DESCEND = ("logistic", "lightgbm", "histogram")
"""Models fitted by going down the slope of a loss."""
