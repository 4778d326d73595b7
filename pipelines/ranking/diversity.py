"""Diversity of a page: fewer posts by one author, no more than so many on one topic.

Scores have shape (rows, candidates) with -inf where there is none, and may be negative: a factor
below one must not raise what is negative, so it divides there.

>>> demoted(np.array([4.0, -4.0]), np.array([0.5, 0.5])).tolist()
[2.0, -8.0]
"""

from __future__ import annotations

import numpy as np

FAR_BELOW = 1e6


def earlier_alike(groups: np.ndarray) -> np.ndarray:
    """How many before it in its row are of the same group: integers, shape (rows, n).

    >>> earlier_alike(np.array([[7, 3, 7, 7]])).tolist()
    [[0, 0, 1, 2]]
    """
    count = np.zeros(groups.shape, dtype=np.int16)
    for apart in range(1, groups.shape[1]):
        count[:, apart:] += groups[:, apart:] == groups[:, :-apart]
    return count


def demoted(
    scores: np.ndarray, factor: np.ndarray | np.float32, *, careful: bool = True
) -> np.ndarray:
    """Scores times a factor from 0 to 1, never raised by it: negative ones are divided instead.

    With `careful` False negative scores are multiplied too, and rise: the classic mistake.
    """
    if not careful:
        return scores * factor
    return np.where(scores >= 0, scores * factor, scores / np.maximum(factor, 1e-6))


def author_factor(earlier: np.ndarray, decay: float, floor: float) -> np.ndarray:
    """What an author's n-th post counts: (1 - floor) decay^n + floor, with n = `earlier`.

    Twitter's published heuristic has decay 0.5 and floor 0.25. Decay 1 changes nothing.
    """
    return (1 - floor) * np.float32(decay) ** earlier + floor


def spread_out(
    scores: np.ndarray,
    authors: np.ndarray,
    topics: np.ndarray,
    *,
    decay: float = 1.0,
    floor: float = 0.0,
    most: int | None = None,
    careful: bool = True,
) -> tuple[np.ndarray, np.ndarray]:
    """Places of all candidates, best first, once authors decay and topics are capped; and scores.

    Both have shape (rows, n), the scores in the order of the places. In a row's order by score
    each author's later posts are demoted, then sorted again; of a topic the first `most` stay and
    the others go behind everything else.
    """
    order = np.argsort(-scores, axis=1, kind="stable")
    level = np.take_along_axis(scores, order, axis=1)
    if decay < 1:
        earlier = earlier_alike(np.take_along_axis(authors, order, axis=1))
        there = np.isfinite(level)
        level = np.where(there, demoted(
            np.where(there, level, 0), author_factor(earlier, decay, floor), careful=careful
        ), level)  # fmt: skip
        order, level = _sorted_again(order, level)
    if most is not None:
        over = earlier_alike(np.take_along_axis(topics, order, axis=1)) >= most
        order, level = _sorted_again(order, np.where(over, level - FAR_BELOW, level))
    return order, level


def _sorted_again(order: np.ndarray, level: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    again = np.argsort(-level, axis=1, kind="stable")
    return np.take_along_axis(order, again, axis=1), np.take_along_axis(level, again, axis=1)
