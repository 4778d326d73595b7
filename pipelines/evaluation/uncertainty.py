"""How sure we are: resampling whole entities, the same way for every design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.world import stream


@dataclass(frozen=True, eq=False)
class Resamples:
    """Poisson bootstrap weights, one per entity and resample: shape (resamples, entities).

    Rows of one entity (a card, a user) stand or fall together. Two designs on the same world and
    seed share these weights, so the difference of their resampled readings is paired.
    """

    weights: np.ndarray
    name: str

    @classmethod
    def draw(cls, entities: int, *, seed: int, world: str, resamples: int = 200) -> Resamples:
        """Draw weights; `world` names what is resampled, so that only like is paired with like."""
        rng = stream(seed, "bootstrap")
        weights = rng.poisson(1.0, size=(resamples, entities)).astype(np.float32)
        return cls(weights, f"{world}:{entities}:{seed}")

    def sums(self, entity: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Resampled totals of per-row `values`: shape (resamples,)."""
        totals = np.bincount(entity, values, self.weights.shape[1])
        return self.weights @ totals

    def sums_from(
        self, entity: np.ndarray, position: np.ndarray, values: np.ndarray, positions: int
    ) -> np.ndarray:
        """Resampled totals of the rows acted on at each threshold: shape (resamples, positions).

        `position` is the highest position at which a row is still acted on (-1 for never).
        """
        acted = position >= 0
        cells = entity[acted] * positions + position[acted]
        size = self.weights.shape[1] * positions
        table = np.bincount(cells, values[acted], size).reshape(-1, positions)
        return self.weights @ table[:, ::-1].cumsum(axis=1)[:, ::-1].astype(np.float32)


def interval(draws: np.ndarray, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """The central interval of resampled readings, along the first axis.

    A position where a resample has no value (nothing acted on) has no interval: NaN.
    """
    tail = (1 - level) / 2
    # Infinite where a resample holds nothing to divide by: no value either.
    draws = np.where(np.isfinite(draws), draws, np.nan)
    low, high = np.quantile(np.atleast_2d(draws.T).T, [tail, 1 - tail], axis=0)
    return np.atleast_1d(low), np.atleast_1d(high)


def between(values: np.ndarray, kept: np.ndarray, positions: int) -> np.ndarray:
    """Draws known at the `kept` positions (rising), at every position, on straight lines between.

    >>> between(np.array([[0.0, 4.0]]), np.array([0, 4]), 5).tolist()
    [[0.0, 1.0, 2.0, 3.0, 4.0]]
    """
    right = np.clip(np.searchsorted(kept, np.arange(positions)), min(1, len(kept) - 1), None)
    right = np.minimum(right, len(kept) - 1)
    left = np.maximum(right - 1, 0)
    part = (np.arange(positions) - kept[left]) / np.maximum(kept[right] - kept[left], 1)
    return (values[:, left] * (1 - part) + values[:, right] * part).astype(np.float32)


def middle(draws: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    """The ends of the middle `share` of each column, linear between draws; NaN draws are left out.

    One sort for all columns; `numpy.nanquantile` gives the same, one column at a time.
    """
    ordered = np.sort(draws, axis=0)
    last = np.count_nonzero(~np.isnan(ordered), axis=0) - 1
    column = np.arange(ordered.shape[1])

    def quantile(at: float) -> np.ndarray:
        rank = np.maximum(at * last, 0)
        below = rank.astype(int)
        above = np.minimum(below + 1, np.maximum(last, 0))
        start = ordered[below, column]
        return start + (rank - below) * (ordered[above, column] - start)

    return quantile((1 - share) / 2), quantile((1 + share) / 2)
