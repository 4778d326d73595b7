"""Models that score a candidate for a request: pointwise probabilities, and a listwise ranker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from pipelines.learning.calibration import calibrator
from pipelines.learning.resampling import undo_undersampling
from pipelines.learning.training import standard

Predict = Callable[[np.ndarray], np.ndarray]
KINDS = ("logistic", "lightgbm", "leaves", "mlp", "lambdarank")
RECALIBRATIONS = ("none", "formula", "sigmoid", "isotonic")

TREES = {
    "num_leaves": 15,
    "learning_rate": 0.1,
    "min_data_in_leaf": 40,
    "lambda_l2": 1.0,
    "max_bin": 63,
    "num_threads": 1,
    "verbosity": -1,
    "deterministic": True,
    "force_row_wise": True,
}


@dataclass(frozen=True, eq=False)
class Ranker:
    """A fitted scorer: a feature matrix (rows, columns) in, a number from 0 to 1 a row out.

    What `lambdarank` hands out orders rows within a request and promises nothing else.
    """

    score: Predict
    rows: int
    positives: float
    importance: np.ndarray | None = None
    nbytes: int = field(default=2_000_000)

    def predict(self, features: np.ndarray) -> np.ndarray:
        """The score of each row; none of no rows, which libraries refuse to score."""
        return self.score(features) if len(features) else np.zeros(0)


def fit_ranker(
    features: np.ndarray,
    labels: np.ndarray,
    *,
    kind: str,
    weights: np.ndarray | None = None,
    groups: np.ndarray | None = None,
    trees: int = 50,
    seed: int = 0,
) -> Ranker:
    """Fit one of KINDS to labels 0 and 1, or to grades; the base rate where all labels are one.

    `weights` are per row. `groups` are the requests of the rows, which `lambdarank` needs.
    """
    if kind not in KINDS:
        raise ValueError(f"no ranker is called {kind}; there are {', '.join(KINDS)}")
    positives = float(labels.sum())
    if not len(labels) or labels.min() == labels.max():
        rate = min(positives / len(labels), 1.0) if len(labels) else 0.0
        return Ranker(lambda rows: np.full(len(rows), rate), len(labels), positives)
    if kind == "lambdarank":
        predict, importance = _lambdarank(features, labels, groups, trees, seed)
    elif kind == "lightgbm":
        predict, importance = _boosted(features, labels, weights, trees, seed)
    elif kind == "leaves":
        predict, importance = _leaves(features, labels, weights, trees, seed)
    elif kind == "mlp":
        predict, importance = _network(features, labels, weights, seed)
    else:
        predict, importance = linear(features, labels, weights)
    return Ranker(predict, len(labels), positives, importance)


def down_sample(labels: np.ndarray, keep: float, draws: np.ndarray) -> np.ndarray:
    """Rows left when all positives and a share `keep` of the negatives stay: a boolean array.

    `draws` are uniform numbers, one a row, so that a smaller share keeps a part of a larger.
    """
    if not 0 < keep <= 1:
        raise ValueError(f"the share of negatives kept is {keep}; it is above 0 and at most 1")
    return (labels > 0) | (draws < keep)


def recalibration(method: str, *, keep: float, scores: np.ndarray, labels: np.ndarray) -> Predict:
    """A map from a down-sampled model's score to a probability; never NaN, 0 stays 0 and 1 stays 1.

    "formula" undoes a share `keep` of negatives, q = p / (p + (1 - p) / w) (He et al. 2014);
    "sigmoid" and "isotonic" are fitted on `scores` and `labels` of rows at their natural rate.
    """
    if method == "none":
        return lambda given: given
    if method == "formula":
        return lambda given: undo_undersampling(given, keep)
    if method not in RECALIBRATIONS:
        raise ValueError(f"no recalibration is called {method}; of {', '.join(RECALIBRATIONS)}")
    if not len(labels):
        return lambda given: given
    adjust = calibrator(scores, labels, method=method)
    return lambda given: np.clip(adjust(given), 0.0, 1.0)


def linear(
    features: np.ndarray, labels: np.ndarray, weights: np.ndarray | None = None
) -> tuple[Predict, np.ndarray]:
    """Logistic regression on standardised columns; `labels` from 0 to 1 (distilling)."""
    from scipy.special import expit
    from sklearn.linear_model import LogisticRegression

    centre, scale = standard(features)
    scaled = (features - centre) / scale
    amount = np.ones(len(labels)) if weights is None else weights
    soft = (labels > 0) & (labels < 1)
    if soft.any():
        rows = np.r_[scaled, scaled]
        target = np.r_[np.ones(len(labels)), np.zeros(len(labels))]
        amount = np.r_[amount * labels, amount * (1 - labels)]
    else:
        rows, target = scaled, labels
    model = LogisticRegression(max_iter=200, tol=1e-3).fit(rows, target, sample_weight=amount)
    slope, level = model.coef_[0] / scale, model.intercept_[0]
    # The centre first: what lies far from 0 and varies little has no digits left for a product.
    return lambda given: expit((given - centre) @ slope + level), np.abs(model.coef_[0])


def _boosted(features, labels, weights, trees: int, seed: int):
    booster = _train({"objective": "binary"}, features, labels, trees, seed, weight=weights)
    return booster.predict, booster.feature_importance("gain")


def _lambdarank(features, labels, groups, trees: int, seed: int):
    """Order within a request (Burges 2010), squashed to 0..1: higher is better, no more."""
    from scipy.special import expit

    if groups is None:
        raise ValueError("lambdarank needs the request of each row")
    order = np.argsort(groups, kind="stable")
    sizes = np.unique(groups, return_counts=True)[1]
    goal = {"objective": "lambdarank", "lambdarank_truncation_level": 4}
    booster = _train(goal, features[order], labels[order].astype(int), trees, seed, group=sizes)
    return lambda rows: expit(booster.predict(rows)), booster.feature_importance("gain")


def _leaves(features, labels, weights, trees: int, seed: int):
    """Boosted trees' leaves as inputs to logistic regression (He et al. 2014), on later rows.

    The trees learn from the first half and the regression from the second, so that no leaf's
    weight is fitted on rows that grew it.
    """
    from scipy.special import expit
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import OneHotEncoder

    half = len(labels) // 2
    early, late = slice(0, half), slice(half, None)
    if min(labels[early].sum(), labels[late].sum()) < 1:
        return _boosted(features, labels, weights, trees, seed)
    parts = [None if weights is None else weights[part] for part in (early, late)]
    goal = {"objective": "binary"}
    booster = _train(goal, features[early], labels[early], trees, seed, weight=parts[0])
    coder = OneHotEncoder(handle_unknown="ignore", dtype=np.float32)
    leaves = coder.fit_transform(booster.predict(features[late], pred_leaf=True))
    model = LogisticRegression(C=0.05, max_iter=100, tol=1e-3)
    model.fit(leaves, labels[late], sample_weight=parts[1])
    table, level = _leaf_table(coder, model.coef_[0], int(TREES["num_leaves"])), model.intercept_[0]

    def predict(rows: np.ndarray) -> np.ndarray:
        met = booster.predict(rows, pred_leaf=True)
        odds = table[np.arange(met.shape[1]), met].sum(axis=1) + level
        return expit(odds)

    return predict, booster.feature_importance("gain")


def _leaf_table(coder, weights: np.ndarray, leaves: int) -> np.ndarray:
    """The regression's weight of each tree's leaf: shape (trees, leaves), 0 for leaves not met."""
    table, start = np.zeros((len(coder.categories_), leaves)), 0
    for tree, met in enumerate(coder.categories_):
        table[tree, met.astype(int)] = weights[start : start + len(met)]
        start += len(met)
    return table


def _network(features, labels, weights, seed: int):
    """A small network, (32, 16) rectified units, few passes over the rows."""
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    centre, scale = standard(features)
    model = MLPClassifier(
        (32, 16), alpha=1e-3, max_iter=12, batch_size=min(256, len(labels)), random_state=seed
    )
    with warnings.catch_warnings():
        # Few passes are meant: the warning that more would fit better is expected.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit((features - centre) / scale, labels, sample_weight=weights)
    return (lambda rows: model.predict_proba((rows - centre) / scale)[:, 1]), None


def _train(goal: dict, features, labels, trees: int, seed: int, **data):
    import lightgbm

    parameters = TREES | goal | {"seed": seed}
    rows = lightgbm.Dataset(features, labels, params=parameters, **data)
    return lightgbm.train(parameters, rows, num_boost_round=trees)
