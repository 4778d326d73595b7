"""Scores of windows by learned detectors: the higher, the more unusual (or the likelier labelled).

Each is scikit-learn's or river's own, fitted on at most so many windows that a page can wait for
it; scores agree with what the library gives for the same call.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Score = Callable[[np.ndarray], np.ndarray]
MOST = {"ocsvm": 1200, "lof": 2000, "autoencoder": 3000}
"""Windows a detector is fitted on at most, evenly spread over time."""


@dataclass(frozen=True, eq=False)
class Outliers:
    """A fitted detector: `score` of windows (windows, columns), and its `model`."""

    model: object
    score: Score


def fitted(kind: str, x: np.ndarray, *, seed: int) -> Outliers:
    """Fit "pca", "isolation", "ocsvm", "lof" or "autoencoder" on windows of scaled columns."""
    kept = x[thinned(len(x), MOST.get(kind, len(x)))]
    return {
        "pca": _pca,
        "isolation": _isolation,
        "ocsvm": _one_class,
        "lof": _neighbours,
        "autoencoder": _autoencoder,
    }[kind](kept, seed)


def thinned(rows: int, most: int) -> np.ndarray:
    """At most `most` of the rows, evenly spread."""
    return np.unique(np.linspace(0, rows - 1, min(rows, most)).round().astype(int))


def _pca(x: np.ndarray, seed: int) -> Outliers:
    """Squared error of what few components restore: nine tenths of the variance."""
    from sklearn.decomposition import PCA

    model = PCA(0.9, svd_solver="full").fit(x)
    return Outliers(
        model, lambda own: ((own - model.inverse_transform(model.transform(own))) ** 2).sum(axis=1)
    )


def _isolation(x: np.ndarray, seed: int) -> Outliers:
    from sklearn.ensemble import IsolationForest

    model = IsolationForest(n_estimators=60, random_state=seed).fit(x)
    return Outliers(model, lambda own: -model.score_samples(own))


def _one_class(x: np.ndarray, seed: int) -> Outliers:
    from sklearn.svm import OneClassSVM

    model = OneClassSVM(nu=0.05).fit(x)
    return Outliers(model, lambda own: -model.decision_function(own))


def _neighbours(x: np.ndarray, seed: int) -> Outliers:
    from sklearn.neighbors import LocalOutlierFactor

    model = LocalOutlierFactor(n_neighbors=min(20, max(1, len(x) - 1)), novelty=True).fit(x)
    return Outliers(model, lambda own: -model.score_samples(own))


def _autoencoder(x: np.ndarray, seed: int) -> Outliers:
    """Squared error of a network that has to pass everything through six units."""
    from sklearn.neural_network import MLPRegressor

    model = MLPRegressor(
        hidden_layer_sizes=(6,), activation="tanh", max_iter=40, random_state=seed, tol=0.0
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It stops after 40 rounds, on purpose.
        model.fit(x, x)
    return Outliers(model, lambda own: ((own - model.predict(own)) ** 2).sum(axis=1))


def supervised(kind: str, x: np.ndarray, labels: np.ndarray, *, seed: int) -> Outliers:
    """The chance of a label, by "logistic" regression or "boosted" trees; 0 where no label is."""
    if labels.all() or not labels.any():
        return Outliers(None, lambda own: np.zeros(len(own)))
    model = _classifier(kind, seed).fit(x, labels)
    return Outliers(model, lambda own: model.predict_proba(own)[:, 1])


def _classifier(kind: str, seed: int):  # type: ignore[no-untyped-def]
    if kind == "logistic":
        from sklearn.linear_model import LogisticRegression

        return LogisticRegression(C=0.1, max_iter=300)
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        max_iter=50, max_leaf_nodes=15, early_stopping=False, random_state=seed
    )


def half_space_trees(x: np.ndarray, *, seed: int) -> np.ndarray:
    """Score each window, then learn it: river's half-space trees on a stream, shape (windows,).

    Columns are expected between 0 and 1 (see `squeezed`).
    """
    from river.anomaly import HalfSpaceTrees

    model = HalfSpaceTrees(n_trees=8, height=6, window_size=250, seed=seed)
    found = np.empty(len(x))
    for at, row in enumerate(x):
        window = dict(enumerate(row.tolist()))
        found[at] = model.score_one(window)
        model.learn_one(window)
    return found


def squeezed(deviations: np.ndarray) -> np.ndarray:
    """Deviations between 0 and 1: half where there is none, by a logistic curve."""
    return 1 / (1 + np.exp(-np.clip(deviations, -20, 20)))
