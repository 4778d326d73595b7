"""One station while the clock of the event loop runs."""

from __future__ import annotations

from collections import deque
from math import inf

import numpy as np

from pipelines.serving.events import Room
from pipelines.serving.station import Station
from pipelines.serving.sweep import Visits
from pipelines.serving.wiring import Next, Rescue, Wires


class Queue:
    """Who waits at a station, which servers are free, what was recorded."""

    def __init__(self, station: Station, seed: int, n: int, room: Room | None, wires: Wires):
        self.station, self.batch = station, station.batch
        self.after: Next = wires.after[station.name]
        self.rescues: list[Rescue] = wires.rescues.get(station.name, [])
        self.pace = 1.0  # what work takes now, times what it usually takes
        self.shared, self.limited = station.share < 1, room is not None
        self.waits_at_most = inf if room is None else room.waiting
        self.when_full = "" if room is None else room.when_full
        self.free = self.servers = station.servers
        self.waiting: deque[tuple[int, float]] = deque()
        self.held: deque[tuple[Queue, tuple[int, ...]]] = deque()  # finished before a full room
        self.came: list[float] = []
        self.left: list[float] = []
        self.served: list[tuple[int, float, float, float]] = []
        self.batch_sizes: list[int] = []
        self._work, self._n = station.work(seed), n
        self._times: list[float] = []
        self._visits: list[bool] = []

    def time(self, number: int) -> float:
        """The service time of an attempt, or the factor of a batch, by its number."""
        while number >= len(self._times):
            self._times += self._work.times(self._n).tolist()
        return self._times[number] * self.pace

    def visited_by(self, attempt: int) -> bool:
        while attempt >= len(self._visits):
            self._visits += self._work.visits(self._n).tolist()
        return self._visits[attempt]

    @property
    def full(self) -> bool:
        """Whether nobody more may wait; what an idle server takes at once does not wait."""
        at_once = self.free * (self.batch.max_batch if self.batch else 1)
        return len(self.waiting) >= self.waits_at_most + max(at_once, 0)

    @property
    def shut(self) -> bool:
        """Whether whoever has finished before it must hold on to what they have."""
        return self.when_full == "hold" and self.full

    def visits(self, request_of: list[int]) -> Visits:
        attempt, arrival, start, end = np.array(self.served, dtype=float).reshape(-1, 4).T
        request = np.array(request_of, dtype=np.int64)[attempt.astype(np.int64)]
        sizes = np.array(self.batch_sizes, dtype=np.int64)
        return Visits(request, arrival, start, end, sizes)
