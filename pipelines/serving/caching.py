"""What a cache finds again: the hit rate of every size at once.

A cache that keeps what was used last (LRU) finds a request again exactly when fewer different
things than it holds were asked for in between: the stack distance (Mattson et al. 1970). So one
pass over a stream gives the hit rate of caches of all sizes.
"""

from __future__ import annotations

from bisect import bisect_right, insort

import numpy as np
from numpy.typing import NDArray

NEVER = np.iinfo(np.int64).max
"""The stack distance of what was not asked for before."""


def stack_distances(asked: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many different things were asked for since the same one was, itself included.

    >>> stack_distances(np.array([1, 2, 1, 1]))[2:].tolist()
    [2, 1]
    """
    last: dict[int, int] = {}
    standing: list[int] = []  # when each thing was asked for last, in order
    found = np.full(len(asked), NEVER, dtype=np.int64)
    for now, thing in enumerate(asked.tolist()):
        before = last.get(thing)
        if before is not None:
            place = bisect_right(standing, before) - 1
            found[now] = len(standing) - place
            del standing[place]
        insort(standing, now)
        last[thing] = now
    return found


def hit_rate(distances: NDArray[np.int64], size: int, *, settled: int = 0) -> float:
    """Share of the requests (from number `settled` on) that a cache of `size` things answers."""
    return float((distances[settled:] <= size).mean())
