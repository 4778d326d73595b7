"""Sums under weights: what a reading is a formula of.

A reading is written once, as arithmetic on named sums over rows: precision is hits over alerts.
A `Tally` makes those sums for the rows as they are, shape (positions,), or under every resample of
their entities, shape (resamples, positions); the same formula serves both, and the ceiling's rows.

>>> score, fraud, card = np.array([0.9, 0.8, 0.1]), np.array([1.0, 0.0, 1.0]), np.array([0, 1, 1])
>>> parts = {
...     "hits": Summand(fraud, card, Ordered.by(score)),
...     "alerts": Summand(np.ones(3), card, Ordered.by(score)),
... }
>>> def precision(sums): return sums["hits"] / sums["alerts"]
>>> precision(Tally(parts, axis=np.array([0.0, 0.5, 0.85]))).round(2).tolist()
[0.67, 0.5, 1.0]
>>> twice_and_never = Resamples(np.array([[2.0, 0.0]], np.float32), "card 0 twice, card 1 never")
>>> precision(Tally(parts, np.array([0.0, 0.85]), twice_and_never)).tolist()
[[1.0, 1.0]]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pipelines.evaluation.decisions import Ordered
from pipelines.evaluation.uncertainty import Resamples, between

Formula = Callable[[Mapping[str, np.ndarray]], np.ndarray]


class Part(Protocol):
    """Something that can be summed along an axis, under weights or without."""

    def total(self, axis: np.ndarray, resamples: Resamples | None) -> np.ndarray:
        """Sums of shape (positions,) or (1,); under resamples (resamples, positions) or (.., 1)."""
        ...


@dataclass(frozen=True, eq=False)
class Summand:
    """A number for each row: `values` (rows,), of the entity that is resampled as a whole.

    With `ordered` (the rows by score) a row counts at every position of the dial that its score
    reaches; rows that `ordered` leaves out never count. Without it every row counts everywhere.
    """

    values: np.ndarray
    entity: np.ndarray
    ordered: Ordered | None = None

    def total(self, axis: np.ndarray, resamples: Resamples | None) -> np.ndarray:
        """The sum over the rows that reach each position of `axis`."""
        if self.ordered is None:
            if resamples is None:
                return np.atleast_1d(self.values.sum(dtype=float))
            return resamples.sums(self.entity, self.values)[:, None]
        if resamples is None:
            return self.ordered.sums_at(self.values, axis)
        place = self.ordered.positions_on(axis, len(self.values))
        return resamples.sums_from(self.entity, place, self.values, len(axis))


@dataclass(frozen=True, eq=False)
class Reached:
    """A number for each row, counted from a value of the dial on: who is among the share contacted,
    what is among the first k.

    `at` is that value for each row; rows at infinity are never reached.
    """

    values: np.ndarray
    entity: np.ndarray
    at: np.ndarray

    def total(self, axis: np.ndarray, resamples: Resamples | None) -> np.ndarray:
        """The sum over the rows reached at each position of a rising `axis`."""
        first, size = np.searchsorted(axis, self.at), len(axis)
        if resamples is None:
            return np.cumsum(np.bincount(first, self.values, size + 1)[:size])
        return resamples.sums_from(self.entity, size - 1 - first, self.values, size)[:, ::-1]


@dataclass(frozen=True)
class Fixed:
    """A number, or a row of them, that no resample changes: days, calls a day, an axis."""

    value: float | np.ndarray

    def total(self, axis: np.ndarray, resamples: Resamples | None) -> np.ndarray:
        """The number itself."""
        return np.array([self.value]) if resamples is None else np.array([[self.value]])


@dataclass(frozen=True, eq=False)
class Grid:
    """A number for each row and position of the dial: `values` (rows, positions), or (rows, 1)."""

    values: np.ndarray
    entity: np.ndarray

    def total(self, axis: np.ndarray, resamples: Resamples | None) -> np.ndarray:
        """The sum over rows at each position."""
        if resamples is None:
            return self.values.sum(axis=0, dtype=float)
        if len(self.values) == resamples.weights.shape[1] and _counts_up(self.entity):
            return resamples.weights @ self.values
        return resamples.weights[:, self.entity] @ self.values


@dataclass(frozen=True, eq=False)
class Curve:
    """`values` along falling scores, whatever the dial: what areas under curves are made of.

    One sum for each different score, highest first; under resamples for some `knots` scores.
    """

    values: np.ndarray
    entity: np.ndarray
    ordered: Ordered
    knots: np.ndarray

    def total(self, axis: np.ndarray, resamples: Resamples | None) -> np.ndarray:
        """Running sums by falling score: (scores,), or (resamples, knots)."""
        if not len(self.ordered.scores):
            return np.zeros(1) if resamples is None else np.zeros((len(resamples.weights), 1))
        if resamples is None:
            return self.ordered.sums_at(self.values, -np.unique(self.ordered.scores))
        knots = np.unique(self.knots)
        place = self.ordered.positions_on(knots, len(self.values))
        place = np.where(place < 0, 0, place)
        return resamples.sums_from(self.entity, place, self.values, len(knots))[:, ::-1]


class Tally(Mapping[str, np.ndarray]):
    """The sums of named parts along an axis, each made when a formula first asks for it."""

    def __init__(
        self, parts: Mapping[str, Part], axis: np.ndarray, resamples: Resamples | None = None
    ) -> None:
        self.parts, self.axis, self.resamples = parts, axis, resamples
        self._made: dict[str, np.ndarray] = {}

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self._made:
            self._made[name] = self.parts[name].total(self.axis, self.resamples)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.parts)

    def __len__(self) -> int:
        return len(self.parts)

    def read(self, formula: Formula) -> np.ndarray:
        """What a formula gives on these sums; NaN, without a warning, where it divides by 0."""
        with np.errstate(invalid="ignore", divide="ignore"):
            values = np.atleast_1d(formula(self))
        return np.where(np.isinf(values), np.nan, values)


@dataclass(frozen=True, eq=False)
class Draws:
    """Readings under every resample, worked out at some positions and on straight lines between."""

    tally: Tally
    kept: np.ndarray
    positions: int

    @classmethod
    def of(
        cls,
        parts: Mapping[str, Part],
        axis: np.ndarray,
        resamples: Resamples,
        *,
        at_most: int = 128,
    ) -> Draws:
        """Draws of any formula on `parts` along `axis`, exact at `at_most` of its positions."""
        kept = np.unique(np.linspace(0, len(axis) - 1, at_most).round().astype(int))
        return cls(Tally(parts, axis[kept], resamples), kept, len(axis))

    def read(self, formula: Formula) -> np.ndarray:
        """The formula under each resample: (resamples, positions), or (resamples, 1)."""
        values = self.tally.read(formula)
        return values if values.shape[1] == 1 else between(values, self.kept, self.positions)


def _counts_up(entity: np.ndarray) -> bool:
    return bool(np.array_equal(entity, np.arange(len(entity))))
