"""The first stages of a funnel: which few of very many are looked at more closely."""

from __future__ import annotations

import numpy as np

NOBODY = -1


def posting_lists(members: np.ndarray, merit: np.ndarray, *, cap: int) -> np.ndarray:
    """For each list the `cap` members of most merit, best first, padded with NOBODY.

    `members` says who may stand in which list: a boolean array (lists, items). Ties go to the
    lower item. What a search index keeps ready, so that a request only looks its list up.
    """
    order = np.argsort(-merit, kind="stable")
    lists = np.full((len(members), cap), NOBODY, dtype=np.intp)
    for row, allowed in enumerate(members[:, order]):
        found = order[allowed][:cap]
        lists[row, : len(found)] = found
    return lists


def nearest(queries: np.ndarray, items: np.ndarray, allowed: np.ndarray, *, cap: int) -> np.ndarray:
    """For each query the `cap` allowed items of largest inner product, best first, padded.

    Exact, by brute force: `queries` (n, d), `items` (m, d), `allowed` (n, m).
    """
    closeness = queries @ items.T
    closeness[~allowed] = -np.inf
    return best(closeness, cap)


def best(scores: np.ndarray, count: int) -> np.ndarray:
    """Places of the `count` largest of each row, largest first, ties in order; NOBODY for -inf.

    >>> best(np.array([[1.0, 3.0, -np.inf, 3.0]]), 3).tolist()
    [[1, 3, 0]]
    """
    count = min(count, scores.shape[1])
    if count < scores.shape[1] // 2:
        picked = np.argpartition(-scores, count - 1, axis=1)[:, :count]
        picked.sort(axis=1)
    else:
        picked = np.broadcast_to(np.arange(scores.shape[1]), scores.shape)
    values = np.take_along_axis(scores, picked, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")[:, :count]
    chosen = np.take_along_axis(picked, order, axis=1)
    return np.where(np.isneginf(np.take_along_axis(values, order, axis=1)), NOBODY, chosen)
