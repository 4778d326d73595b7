"""From what is seen of an applicant to the chance of default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

Estimator = Callable[[np.ndarray], np.ndarray]
"""From a feature matrix (rows, columns) to one number a row."""

COLUMNS = {
    "used": ("bureau", "income", "district", "group"),
    "dropped": ("bureau", "income", "district"),
    "proxy_dropped": ("bureau", "income"),
}
ATTRIBUTE = "group"


@dataclass(frozen=True, eq=False)
class Examples:
    """Rows to learn from: features, repaid (1) or not, group, and how much each row counts."""

    features: np.ndarray
    repaid: np.ndarray
    group: np.ndarray
    weight: np.ndarray

    @property
    def teach(self) -> bool:
        """Whether both outcomes are there to be told apart."""
        return 0 < self.repaid.sum() < len(self.repaid)


@dataclass(frozen=True, eq=False)
class Model:
    """A fitted model: which columns it reads, and the chance of default it promises."""

    columns: tuple[str, ...]
    chance: Estimator
    importance: np.ndarray | None = None

    def promises(self, seen: pd.DataFrame) -> np.ndarray:
        """The chance of default of each applicant: (rows,)."""
        return self.chance(matrix(seen, self.columns))


def columns(attribute: str) -> tuple[str, ...]:
    """The columns that a model may read."""
    return COLUMNS[attribute]


def matrix(seen: pd.DataFrame, names: tuple[str, ...]) -> np.ndarray:
    """The columns as numbers: (rows, columns)."""
    return seen[list(names)].to_numpy(float)


def plain(examples: Examples, *, model: str, attribute: str, seed: int) -> Model:
    """Train the model that no fairness method has touched."""
    estimator = fitted(model, examples.features, examples.repaid, examples.weight, seed)
    return Model(columns(attribute), chance_of(estimator), _importance(estimator))


def fitted(
    kind: str, features: np.ndarray, repaid: np.ndarray, weight: np.ndarray | None, seed: int
) -> Any:
    """A classifier of repayment fitted to some rows; a constant without both outcomes."""
    if len(np.unique(repaid)) < 2:
        return Constant(float(repaid.mean()) if len(repaid) else 1.0)
    return unfitted(kind, seed).fit(features, repaid.astype(int), sample_weight=weight)


def unfitted(kind: str, seed: int) -> Any:
    """A classifier of the kind, on one thread, the same for every method."""
    if kind == "lightgbm":
        from lightgbm import LGBMClassifier

        return LGBMClassifier(
            n_estimators=60,
            num_leaves=7,
            min_child_samples=60,
            reg_lambda=5.0,
            max_bin=63,
            random_state=seed,
            n_jobs=1,
            deterministic=True,
            force_row_wise=True,
            verbosity=-1,
        )
    if kind == "tree":
        from sklearn.tree import DecisionTreeClassifier

        return DecisionTreeClassifier(max_depth=5, min_samples_leaf=60, random_state=seed)
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(max_iter=200, tol=1e-4)


@dataclass(frozen=True)
class Constant:
    """Says the same of everybody: what is left where only one outcome was ever seen."""

    repaid: float

    def predict_proba(self, features: np.ndarray) -> np.ndarray:
        """(rows, 2), as scikit-learn's classifiers."""
        return np.tile([1 - self.repaid, self.repaid], (len(features), 1))


def repays(estimator: Any, features: np.ndarray) -> np.ndarray:
    """The chance that a classifier gives to class 1, also where it has met one class alone."""
    if not len(features):
        return np.zeros(0)
    said = estimator.predict_proba(features)
    if said.shape[1] > 1:
        return said[:, 1]
    return np.full(len(features), float(estimator.classes_[0]))


def chance_of(estimator: Any) -> Estimator:
    """The chance of default by a classifier of repayment."""
    return lambda features: 1.0 - repays(estimator, features)


def _importance(estimator: Any) -> np.ndarray | None:
    if hasattr(estimator, "coef_"):
        return np.abs(estimator.coef_[0])
    return getattr(estimator, "feature_importances_", None)
