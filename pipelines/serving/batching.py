"""Dynamic batching: which requests leave together, and when."""

from __future__ import annotations

from bisect import bisect_right
from heapq import heapreplace
from math import inf

import numpy as np
from numpy.typing import NDArray

from pipelines.serving.service import Batch


def batch_times(
    arrival_ms: NDArray[np.float64],
    batch: Batch,
    servers: int,
    factors: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Start and end in ms of each request's batch, and the batches' sizes.

    `arrival_ms` ascends. Whenever a replica is idle, a full batch leaves at once, a smaller one
    when its oldest request has waited `max_delay_ms`. Batch k takes its mean time times
    `factors[k]`.
    """
    came, noise = arrival_ms.tolist(), factors.tolist()
    free = [0.0] * servers
    starts: list[float] = []
    ends: list[float] = []
    sizes: list[int] = []
    first = 0
    while first < len(came):
        full = first + batch.max_batch - 1
        ready = min(came[full] if full < len(came) else inf, came[first] + batch.max_delay_ms)
        start = max(free[0], ready)
        after = min(bisect_right(came, start, first), first + batch.max_batch)
        end = start + batch.time_ms(after - first) * noise[len(sizes)]
        heapreplace(free, end)
        starts.append(start)
        ends.append(end)
        sizes.append(after - first)
        first = after
    size = np.array(sizes, dtype=np.int64)
    return np.repeat(starts, size), np.repeat(ends, size), size
