"""Generators that need no factors: popularity, neighbours, and the linear model EASE.

`taken` is (users, items): how much each user took of each item, 0 for nothing. Each gives scores
of the same shape; -inf never occurs, and an item nobody took scores 0 or the least.
"""

from __future__ import annotations

import numpy as np

TINY = 1e-9


def by_popularity(amount: np.ndarray, users: int) -> np.ndarray:
    """Everybody gets the same order: `amount` (items,) for each of `users`."""
    return np.broadcast_to(amount.astype(np.float32), (users, len(amount)))


def item_neighbours(taken: np.ndarray, *, shrinkage: float = 10.0) -> np.ndarray:
    """Cosine between items, shrunk where few users took both, summed over what a user took."""
    both = taken.T @ taken
    norm = np.sqrt(np.maximum(np.diag(both), TINY))
    alike = both / (norm[:, None] * norm[None, :] + shrinkage)
    np.fill_diagonal(alike, 0.0)
    return taken @ alike


def user_neighbours(taken: np.ndarray, *, neighbours: int = 60) -> np.ndarray:
    """What the users with the most similar takes (cosine) took, weighed by that similarity."""
    norm = np.maximum(np.linalg.norm(taken, axis=1, keepdims=True), TINY)
    unit = taken / norm
    alike = unit @ unit.T
    np.fill_diagonal(alike, 0.0)
    if neighbours < len(alike):
        least = -np.partition(-alike, neighbours - 1, axis=1)[:, neighbours - 1 : neighbours]
        alike = np.where(alike >= np.maximum(least, TINY), alike, 0.0)
    return alike.astype(np.float32) @ taken


def ease(taken: np.ndarray, *, penalty: float = 100.0) -> np.ndarray:
    """EASE (Steck 2019): a linear item-item model in closed form, B = I - P diag(1 / P_ii).

    P is the inverse of the items' Gram matrix plus `penalty` on its diagonal.
    """
    gram = (taken.T @ taken).astype(np.float64)
    gram[np.diag_indices_from(gram)] += penalty
    inverse = np.linalg.inv(gram)
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return taken @ weights.astype(np.float32)


def by_content(taken: np.ndarray, described: np.ndarray) -> np.ndarray:
    """Cosine of an item's description (items, d) and the mean description of what a user took."""
    unit = described / np.maximum(np.linalg.norm(described, axis=1, keepdims=True), TINY)
    profile = taken @ unit
    profile /= np.maximum(np.linalg.norm(profile, axis=1, keepdims=True), TINY)
    return (profile @ unit.T).astype(np.float32)
