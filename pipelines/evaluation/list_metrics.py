"""What lists look like together: how much of the catalogue they use, how alike they are."""

from __future__ import annotations

import math

import numpy as np

from pipelines.ranking.retrieval import NOBODY


def exposure(lists: np.ndarray, items: int, weights: np.ndarray | None = None) -> np.ndarray:
    """How often each item is shown: (items,). `lists` (rows, k) hold items, NOBODY where empty.

    `weights` (k,) count a slot for less, as where fewer people look that far.
    """
    shown = lists != NOBODY
    amount = None
    if weights is not None:
        amount = np.broadcast_to(weights, lists.shape)[shown]
    return np.bincount(lists[shown], amount, items).astype(float)


def coverage(lists: np.ndarray, available: np.ndarray) -> float:
    """The share of available items (boolean) that stands in at least one list; NaN without any."""
    if not available.any():
        return math.nan
    return float(((exposure(lists, len(available)) > 0) & available).sum() / available.sum())


def homogeneity(lists: np.ndarray, pairs: int = 10_000) -> float:
    """Mean Jaccard similarity of two lists, over pairs of rows; NaN for fewer than two."""
    one, other = pairs_of(lists, pairs)
    return float(jaccard(lists[one], lists[other]).mean()) if len(one) else math.nan


def pairs_of(lists: np.ndarray, pairs: int = 10_000) -> tuple[np.ndarray, np.ndarray]:
    """All pairs of rows of `lists` (rows, k) or, where they are more, about so many.

    Each row is met equally often, and which rows meet follows from what the lists hold, not from
    the order in which they stand.
    """
    rows = len(lists)
    if rows < 2:
        return np.empty(0, dtype=int), np.empty(0, dtype=int)
    apart = np.arange(1, rows)
    if rows * (rows - 1) > pairs:
        apart = np.unique(np.linspace(1, (rows - 1) // 2, max(1, pairs // rows)).astype(int))
    known = np.lexsort(lists.T)[np.random.default_rng(0).permutation(rows)]
    return np.tile(known, len(apart)), np.concatenate([np.roll(known, step) for step in apart])


def diversity(lists: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Intra-list diversity of each row: 1 - mean cosine of the pairs within it; NaN under two.

    `vectors` (items, d) describe the items. With unit vectors u the pairs' cosines sum to
    (|sum u|^2 - n) / 2.
    """
    norm = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    unit = np.vstack([vectors / norm, np.zeros(vectors.shape[1])])
    rows = unit[np.where(lists == NOBODY, len(vectors), lists)]
    count = (lists != NOBODY).sum(axis=1)
    total = rows.sum(axis=1)
    same = (rows * rows).sum(axis=(1, 2))
    pairs = count * (count - 1)
    cosine = np.divide((total * total).sum(axis=1) - same, pairs, where=pairs > 0,
                       out=np.full(len(lists), math.nan))  # fmt: skip
    return 1 - cosine


def novelty(lists: np.ndarray, popularity: np.ndarray) -> np.ndarray:
    """Mean self-information, in bits, of each row's items; NaN for an empty row.

    An item that a share p of the users took carries -log2 p (Zhou et al. 2010); `popularity` are
    those shares, each at least that of half a user.
    """
    bits = np.append(-np.log2(np.clip(popularity, 1e-9, 1.0)), 0.0)
    count = (lists != NOBODY).sum(axis=1)
    total = bits[lists].sum(axis=1)
    return np.divide(total, count, out=np.full(len(lists), math.nan), where=count > 0)


def jaccard(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Items that two lists have in common over those in either: (rows, k) twice to (rows,)."""
    alike = (one[:, :, None] == other[:, None, :]) & (one != NOBODY)[:, :, None]
    both = alike.sum(axis=(1, 2))
    either = (one != NOBODY).sum(axis=1) + (other != NOBODY).sum(axis=1) - both
    return np.divide(both, either, out=np.zeros(len(one)), where=either > 0)
