"""Re-ranking: what a list has to be beyond a sequence of high scores.

Everything works on many rows at once. `scores` has shape (rows, items) or, for those that build a
list slot by slot, (rows, candidates), with -inf where there is none; lists come back as places in
a row, best first, NOBODY where a row has no more. A list of length k is the start of the longer
one, so a dial over k needs one call.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pipelines.ranking.retrieval import NOBODY, best

TINY = 1e-12


def hide(scores: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """Scores with hidden items out of reach: the filter for what a user has seen or may not see.

    `hidden` is boolean and broadcasts against `scores`. A row with everything hidden stays empty
    rather than being filled with what was hidden.
    """
    return np.where(hidden, -np.inf, scores)


def scaled(scores: np.ndarray) -> np.ndarray:
    """Each row's finite scores stretched to 0..1 (0.5 where all are alike); -inf stays."""
    there = np.isfinite(scores)
    low = np.where(there, scores, np.inf).min(axis=1, keepdims=True, initial=np.inf)
    high = np.where(there, scores, -np.inf).max(axis=1, keepdims=True, initial=-np.inf)
    width = np.where(high > low, high - low, 1.0)
    level = np.where(high > low, (scores - np.where(there, low, 0.0)) / width, 0.5)
    return np.where(there, level, -np.inf)


def discounted(scores: np.ndarray, popularity: np.ndarray, strength: float) -> np.ndarray:
    """Scores less a penalty for what everybody gets: (1 - s) score - s popularity percentile.

    Scores are first stretched to 0..1 within the row. `popularity` (items,) or the shape of
    `scores`; only its order counts. `strength` s is from 0 to 1.
    """
    level = np.asarray(popularity, dtype=float)
    known = np.sort(level, axis=None)
    percentile = np.searchsorted(known, level, side="right") / max(known.size, 1)
    there = np.isfinite(scores)
    level = (1 - strength) * np.where(there, scaled(scores), 0)
    return np.where(there, level - strength * percentile, -np.inf)


def mmr(scores: np.ndarray, vectors: np.ndarray, *, strength: float, count: int) -> np.ndarray:
    """Maximal marginal relevance (Carbonell and Goldstein 1998): (rows, count) places.

    Each slot takes the candidate with the largest (1 - s) relevance - s similarity, similarity
    being the cosine to the nearest item already in the list. Relevance is the score stretched to
    0..1 within the row. `vectors` (rows, candidates, d) describe the candidates.
    """
    norm = np.linalg.norm(vectors, axis=2, keepdims=True)
    unit = (vectors / np.maximum(norm, TINY)).astype(np.float32)
    level = np.where(np.isfinite(scores), scaled(scores), 0.0)
    relevance = level.astype(np.float32) * np.float32(1 - strength)
    nearest = np.zeros(scores.shape, dtype=np.float32)

    def worth(first: bool) -> np.ndarray:
        return relevance if first else relevance - np.float32(strength) * nearest

    def took(rows: np.ndarray, place: np.ndarray, first: bool) -> None:
        closeness = np.matmul(unit, unit[rows, place][:, :, None])[:, :, 0]
        np.copyto(nearest, closeness if first else np.maximum(nearest, closeness))

    return _slot_by_slot(worth, took, np.isfinite(scores), count)


def calibrated(
    scores: np.ndarray,
    genres: np.ndarray,
    wanted: np.ndarray,
    *,
    strength: float,
    count: int,
    smoothing: float = 0.01,
) -> np.ndarray:
    """Lists whose mix of genres follows a user's (Steck 2018): (rows, count) places.

    Each slot takes the candidate with the largest (1 - s) sum of relevance - s KL(p || q), where
    p is the user's mix `wanted` (rows, g) and q the list's, smoothed by `smoothing` of p.
    `genres` (rows, candidates, g) are the candidates' mixes; relevance is stretched to 0..1.
    """
    relevance = np.where(np.isfinite(scores), scaled(scores), 0.0) * (1 - strength)
    held = np.zeros(wanted.shape)
    size = np.zeros(1)
    # KL(p || q) = sum p log p - sum p log q, of which only the second part differs.
    share = (1 - smoothing) * np.asarray(genres, dtype=np.float32)

    def worth(first: bool) -> np.ndarray:
        mix = (1 - smoothing) * held[:, None, :] + share
        level = mix / (size[0] + 1) + smoothing * wanted[:, None, :]
        log_level = np.log(np.maximum(level, TINY))
        return relevance + strength * np.matmul(log_level, wanted[:, :, None])[:, :, 0]

    def took(rows: np.ndarray, place: np.ndarray, first: bool) -> None:
        held[...] += genres[rows, place]
        size[0] += 1

    return _slot_by_slot(worth, took, np.isfinite(scores), count)


def with_quota(
    lists: np.ndarray, marked: np.ndarray, share: float, count: int | None = None
) -> np.ndarray:
    """Lists in which at least floor(share x n) of the first n are marked, while there are any.

    `lists` (rows, n) hold places, NOBODY at the end; `marked` (rows, candidates) says which
    candidates count. Marked items are drawn forward and keep their order, as do the others. Only
    the first `count` places are filled, where that is given.
    """
    count = lists.shape[1] if count is None else min(count, lists.shape[1])
    if not share or not lists.size:
        return lists[:, :count]
    free = lists != NOBODY
    counts = np.take_along_axis(marked, np.maximum(lists, 0), axis=1) & free
    rows, drawn = np.arange(len(lists)), np.full_like(lists[:, :count], NOBODY)
    have = np.zeros(len(lists))
    for slot in range(count):
        due = have < np.floor(share * (slot + 1) + 1e-9)
        urgent = counts & free
        open_to = np.where((due & urgent.any(axis=1))[:, None], urgent, free)
        place = np.argmax(open_to, axis=1)
        found = open_to[rows, place]
        drawn[found, slot] = lists[rows, place][found]
        have += counts[rows, place] & found
        free[rows, place] = False
    return drawn


def by_score(scores: np.ndarray, count: int) -> np.ndarray:
    """Lists in order of score alone."""
    return best(scores, count)


def _slot_by_slot(
    worth: Callable[[bool], np.ndarray],
    took: Callable[[np.ndarray, np.ndarray, bool], None],
    there: np.ndarray,
    count: int,
) -> np.ndarray:
    """Fill slot after slot of every row with the free candidate worth most; ties to the first."""
    rows, free = np.arange(len(there)), there.copy()
    lists = np.full((len(there), count), NOBODY, dtype=np.intp)
    for slot in range(min(count, there.shape[1])):
        place = np.argmax(np.where(free, worth(slot == 0), -np.inf), axis=1)
        found = free[rows, place]
        lists[found, slot] = place[found]
        free[rows, place] = False
        took(rows, place, slot == 0)
    return lists
