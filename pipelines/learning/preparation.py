"""Making a table ready for a model: what is missing, and what is far out.

Everything that is learnt (fillings, limits) is learnt from the rows given to `fit`, and applied as
it is to whatever comes later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

MISSING = ("drop", "mean", "median", "model", "indicator", "native")
OUTLIERS = ("keep", "winsorise", "log")
TAIL = 0.01
"""The share of rows at each end that winsorising pulls in."""

ENOUGH = 20_000  # rows an imputation model is fitted on

Fill = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False)
class Preparation:
    """A fitted preparation of a table with `columns` columns.

    `marked` are the columns that get a second one saying where they were missing.
    """

    tame: Fill
    fill: Fill
    marked: tuple[int, ...]
    drops: bool
    nbytes: int = 100_000

    def apply(self, table: np.ndarray) -> np.ndarray:
        """The prepared table: shape (rows, columns + marked)."""
        tamed = self.tame(table)
        marks = np.isnan(tamed[:, list(self.marked)]).astype(float)
        return np.hstack([self.fill(tamed), marks])

    def usable(self, table: np.ndarray) -> np.ndarray:
        """Which rows may be trained on: all, or the complete ones where gaps mean dropping."""
        return ~np.isnan(table).any(axis=1) if self.drops else np.ones(len(table), dtype=bool)


def prepare(
    table: np.ndarray, *, missing: str, outliers: str, skewed: Sequence[int] = ()
) -> Preparation:
    """Fit a preparation on a table of numbers in which NaN is missing: shape (rows, columns).

    `missing`: "drop" trains on complete rows only and fills the others by the mean when they have
    to be scored; "mean", "median" and "model" (linear regression on the other columns) fill;
    "indicator" fills by the mean and adds a column that says so; "native" leaves gaps to the model.
    `outliers`: "keep"; "winsorise" pulls the outermost hundredth at each end in; "log" takes the
    signed log(1 + |x|) of the `skewed` columns. Raises ValueError for another word.
    """
    if missing not in MISSING or outliers not in OUTLIERS:
        raise ValueError(f"no preparation is called {missing}, {outliers}")
    tame = _taming(table, outliers, tuple(skewed))
    tamed = tame(table)
    gaps = np.flatnonzero(np.isnan(tamed).any(axis=0))
    marked = tuple(gaps.tolist()) if missing == "indicator" else ()
    return Preparation(tame, _filling(tamed, missing, gaps), marked, missing == "drop")


def _taming(table: np.ndarray, outliers: str, skewed: tuple[int, ...]) -> Fill:
    if outliers == "keep" or not len(table):
        return np.array
    if outliers == "log":
        return lambda rows: _logged(rows, skewed)
    some = table[:: max(1, len(table) // ENOUGH)]
    empty = np.isnan(some).all(axis=0)
    filled = np.where(empty, 0.0, some)
    low, high = np.nanquantile(filled, [TAIL, 1 - TAIL], axis=0)
    # Of a flag that is rarely up both limits are 0: pulled in, it would say nothing any more.
    alike = low == high
    low, high = np.where(alike, -np.inf, low), np.where(alike, np.inf, high)
    return lambda rows: np.clip(rows, low, high)


def _logged(rows: np.ndarray, skewed: tuple[int, ...]) -> np.ndarray:
    table = np.array(rows)
    part = table[:, list(skewed)]
    table[:, list(skewed)] = np.sign(part) * np.log1p(np.abs(part))
    return table


def _filling(table: np.ndarray, missing: str, gaps: np.ndarray) -> Fill:
    if missing == "native":
        return np.array
    if missing == "model" and len(gaps) and len(table):
        return _modelled(table)
    middle = _middles(table, np.nanmedian if missing == "median" else np.nanmean)
    return lambda rows: np.where(np.isnan(rows), middle, rows)


def _middles(table: np.ndarray, of: Callable[..., np.ndarray]) -> np.ndarray:
    """A value for each column; 0 for one that is never there."""
    there = ~np.isnan(table).all(axis=0) if len(table) else np.zeros(table.shape[1], dtype=bool)
    middle = np.zeros(table.shape[1])
    if there.any():
        middle[there] = of(table[:, there], axis=0)
    return middle


def _modelled(table: np.ndarray) -> Fill:
    from sklearn.experimental import enable_iterative_imputer  # noqa: F401
    from sklearn.impute import IterativeImputer
    from sklearn.linear_model import LinearRegression

    # One turn: the columns with gaps do not lean on each other enough to need a second.
    imputer = IterativeImputer(
        LinearRegression(), max_iter=1, tol=1e9, keep_empty_features=True, random_state=0
    )
    imputer.fit(table[:: max(1, len(table) // ENOUGH)])
    return imputer.transform
