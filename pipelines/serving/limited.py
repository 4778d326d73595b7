"""A path whose queues have an end or whose clients try again: what is answered, late or lost.

As `simulate`, event by event. A queue with an end turns work away and so keeps a latency for the
rest even when more comes than can be served; without one there is none, whatever clients do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.serving.arrivals import ARRIVAL_SCV, arrival_times
from pipelines.serving.events import Replayed, Retry, Room
from pipelines.serving.load import relaxation
from pipelines.serving.path import Path
from pipelines.serving.replay import replay
from pipelines.serving.served import (
    GROUPS,
    WARM_UP,
    Estimate,
    StationServed,
    in_groups,
    share_estimate,
    station_served,
    time_estimate,
)


@dataclass(frozen=True, eq=False)
class Limited:
    """What became of the requests of a replay, the first tenth left out.

    `latency_ms` from first sending to answer, nan where none came; `unscored` which went by without
    a full station; `attempts` a request on average; `memory` as in `Served`.
    """

    latency_ms: NDArray[np.float64]
    unscored: NDArray[np.bool_]
    attempts: float
    stations: tuple[StationServed, ...]
    memory: float

    def percentile(self, percent: float) -> Estimate | None:
        """Latency in ms of the requests that were answered; None where hardly any is."""
        parts = [group[np.isfinite(group)] for group in in_groups(self.latency_ms)]
        if min(map(len, parts)) < 2 * GROUPS:
            return None
        groups = np.array([np.percentile(part, percent) for part in parts])
        value = float(np.nanpercentile(self.latency_ms, percent))
        return time_estimate(value, groups, self._widened(1 - percent / 100))

    @property
    def dropped(self) -> Estimate:
        """Share of the requests that were never answered."""
        return self._share(np.isnan(self.latency_ms))

    @property
    def passed_by(self) -> Estimate:
        """Share of the requests that were answered without a full station."""
        return self._share(self.unscored & np.isfinite(self.latency_ms))

    def missed(self, deadline_ms: float) -> Estimate:
        """Share of the requests not answered by the deadline."""
        return self._share(~(self.latency_ms <= deadline_ms))

    def _share(self, which: NDArray[np.bool_]) -> Estimate:
        value = float(which.mean())
        beyond = max(min(value, 1 - value), 1 / len(which))
        return share_estimate(value, in_groups(which).mean(axis=1), self._widened(beyond))

    def _widened(self, beyond: float) -> float:
        memories = len(self.latency_ms) / max(self.memory, 1.0)
        return 1 + 1 / float(np.sqrt(max(memories * beyond, 1e-3)))


def limited(
    path: Path,
    rate_per_s: float,
    *,
    rooms: tuple[Room, ...] = (),
    retry: Retry | None = None,
    requests: int = 3_000,
    seed: int = 0,
    arrivals: str = "poisson",
) -> Limited:
    """Send `requests` through a path event by event and read off what became of them."""
    sent = arrival_times(rate_per_s, requests, seed, arrivals=arrivals)
    told = replay(path, sent, seed, rooms=rooms, retry=retry)
    settled = int(requests * WARM_UP)
    # A queue with an end forgets at the latest when what it holds has been served.
    memory = min(
        relaxation(path, rate_per_s, arrival_scv=ARRIVAL_SCV[arrivals]), requests / (2 * GROUPS)
    )
    return Limited(
        told.latency_ms[settled:],
        told.unscored[settled:],
        told.attempts_per_request,
        _stations(path, told, rate_per_s, settled),
        memory,
    )


def _stations(
    path: Path, told: Replayed, rate_per_s: float, settled: int
) -> tuple[StationServed, ...]:
    return tuple(
        station_served(each, told.visits[each.name], rate_per_s, settled) for each in path.stations
    )
