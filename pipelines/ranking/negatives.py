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

    "uniform" draws any of them, "popularity" one the more often the more users took it, "shown" one
    that the user was shown and left, uniformly; a user without any gets uniform ones. `taken` and
    `shown` are (users, items). Only of a user who took everything are takes drawn.
    """
    chance, left = likely(taken, kind), taken == 0
    if kind == "shown":
        offered = left & (shown > 0)
        left = np.where(offered.any(axis=1)[:, None], offered, left)
    luck = np.random.default_rng(seed).random((len(users), ratio))
    return drawn_from(left, users, luck, chance)


def drawn_from(
    allowed: np.ndarray, users: np.ndarray, luck: np.ndarray, chance: np.ndarray | None = None
) -> np.ndarray:
    """One allowed item for each number of `luck` (n, m), for `users` (n,): as `luck`, integers.

    `allowed` (users, items) is boolean; `luck` are uniform numbers, `chance` (items,) how likely
    items are beside each other, by default alike. A user who is allowed nothing gets any.

    >>> allowed = np.array([[True, False, True, True], [False, True, False, False]])
    >>> drawn_from(allowed, np.array([0, 1]), np.array([[0.1, 0.5, 0.9], [0.1, 0.5, 0.9]])).tolist()
    [[0, 2, 3], [1, 1, 1]]
    """
    some = allowed | ~np.any(allowed, axis=1, keepdims=True)
    edges = np.cumsum(some if chance is None else some * chance, axis=1, dtype=float)
    edges /= edges[:, -1:]
    # One search for all: the edges of user u lie between u and u + 1.
    places = np.searchsorted(
        (edges + np.arange(len(edges))[:, None]).ravel(),
        users[:, None] + np.minimum(luck, 1 - 1e-9),
        side="right",
    )
    return places - users[:, None] * allowed.shape[1]
