"""What a model learns as "no": items a user did not take, drawn in one way or another."""

from __future__ import annotations

import numpy as np

NEGATIVES = ("uniform", "popularity", "shown")

POWER = 0.75
"""Popularity is drawn to this power (Mikolov et al. 2013)."""


def likely(taken: np.ndarray, kind: str) -> np.ndarray:
    """The chance that each item is drawn as a negative: (items,), summing to 1.

    `taken` is (users, items). "shown" depends on the user and has no such chance: even is given.
    """
    if kind not in NEGATIVES:
        raise ValueError(f"no negatives are called {kind}; there are {', '.join(NEGATIVES)}")
    weight = np.ones(taken.shape[1])
    if kind == "popularity":
        weight = np.maximum((taken > 0).sum(axis=0), 0.5) ** POWER
    return weight / weight.sum()


def draw_negatives(
    users: np.ndarray,
    taken: np.ndarray,
    shown: np.ndarray,
    *,
    kind: str,
    ratio: int,
    seed: int,
) -> np.ndarray:
    """For each of `users` (n,) `ratio` items they did not take: (n, ratio).

    "uniform" draws any item, "popularity" one the more often the more users took it, "shown" one
    that the user was shown and left, uniformly; a user without any gets uniform ones. `taken` and
    `shown` are (users, items). A draw that was taken is drawn once more and then kept.
    """
    rng, size = np.random.default_rng(seed), (len(users), ratio)
    chance = likely(taken, kind)
    if kind == "shown":
        return _left(users, taken, shown, rng, size)
    edges = np.cumsum(chance)
    drawn = _pick(edges, rng.random(size))
    wrong = taken[users[:, None], drawn] > 0
    return np.where(wrong, _pick(edges, rng.random(size)), drawn)


def _pick(edges: np.ndarray, luck: np.ndarray) -> np.ndarray:
    return np.minimum(np.searchsorted(edges, luck), len(edges) - 1)


def _left(users, taken, shown, rng, size) -> np.ndarray:
    """Items shown to a user and not taken, uniformly."""
    owner, item = np.nonzero((shown > 0) & (taken == 0))
    count = np.bincount(owner, minlength=len(taken))
    start = np.cumsum(count) - count
    luck = rng.random(size)
    place = start[users][:, None] + (luck * count[users][:, None]).astype(int)
    if not len(item):
        return (luck * taken.shape[1]).astype(int)
    found = item[np.minimum(place, len(item) - 1)]
    return np.where(count[users][:, None] > 0, found, (luck * taken.shape[1]).astype(int))
