"""What a design's request path delivers at a rate: percentiles with intervals, station by station.

`simulate` is what a page calls; it sweeps one run and reads it off.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipelines.serving.arrivals import ARRIVAL_SCV, arrival_times
from pipelines.serving.bounds import positive, whole
from pipelines.serving.load import (
    Overload,
    brink,
    headroom,
    overloads,
    relaxation,
    unserved_share,
)
from pipelines.serving.path import Path
from pipelines.serving.station import Station
from pipelines.serving.sweep import Visits, sweep

WARM_UP = 0.1  # share of the requests left out of every reading: the queues start empty
GROUPS = 5  # batch means: few and long, so that neighbouring groups are nearly independent


@dataclass(frozen=True)
class Estimate:
    """A measured value and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class StationServed:
    """How one station fared. Times in ms; `load` is computed, `utilisation` was measured.

    `load` is the rate over the capacity (batches full); `utilisation` the share of the servers'
    time in use, which small batches make larger than the load.
    """

    name: str
    load: float
    utilisation: float
    mean_wait_ms: float
    p99_wait_ms: float
    waiting_share: float
    mean_service_ms: float
    p99_service_ms: float
    mean_batch: float


@dataclass(frozen=True, eq=False)
class Served:
    """A path under a rate: latencies when it is stable, the overloaded stations when it is not.

    `unstable` names the stations whose load reaches 1; then there is no latency to speak of and
    `percentile`, `mean`, `missed`, `degraded` are None, `stations` empty. `headroom` is how many
    times the rate fits until the busiest station is 90 % loaded. `memory` is how many requests
    come until the queues have forgotten how long they were: the run is worth its length over that.
    """

    rate_per_s: float
    unstable: tuple[Overload, ...]
    headroom: float
    latency_ms: NDArray[np.float64]
    degraded_requests: NDArray[np.bool_]
    stations: tuple[StationServed, ...]
    memory: float = 0.0

    def percentile(self, percent: float) -> Estimate | None:
        """End-to-end latency in ms that `percent` (0 to 100) of the requests do not exceed."""
        if self.unstable:
            return None
        if not 0 <= percent <= 100:
            raise ValueError(f"the percentile is {percent}: it must lie between 0 and 100")
        groups = np.percentile(in_groups(self.latency_ms), percent, axis=1)
        value = float(np.percentile(self.latency_ms, percent))
        return time_estimate(value, groups, self.widened(1 - percent / 100))

    @cached_property
    def p50(self) -> Estimate | None:
        return self.percentile(50)

    @cached_property
    def p95(self) -> Estimate | None:
        return self.percentile(95)

    @cached_property
    def p99(self) -> Estimate | None:
        return self.percentile(99)

    @cached_property
    def mean(self) -> Estimate | None:
        """Mean end-to-end latency in ms."""
        if self.unstable:
            return None
        groups = in_groups(self.latency_ms).mean(axis=1)
        return time_estimate(float(self.latency_ms.mean()), groups, self.widened(0.5))

    @cached_property
    def degraded(self) -> Estimate | None:
        """Share of requests that went on without a station that timed out."""
        return self._share(self.degraded_requests)

    def missed(self, deadline_ms: float) -> Estimate | None:
        """Share of requests not answered by the deadline: their decision is the fallback's."""
        positive("the deadline in ms", deadline_ms)
        return self._share(self.latency_ms > deadline_ms)

    def widened(self, beyond: float) -> float:
        """What the half width of a reading is multiplied by, since neighbouring groups are alike.

        1 + 1 / sqrt(n), n being how many of the run's memories fall in the share `beyond` what is
        read: a busy queue's worst times come in few long spells. The form was found by measuring:
        with it intervals cover what they say up to a load of .95 and beyond (the tests' coverage).
        """
        memories = len(self.latency_ms) / max(self.memory, 1.0)
        return 1 + 1 / math.sqrt(max(memories * beyond, 1e-3))

    def __getitem__(self, name: str) -> StationServed:
        for station in self.stations:
            if station.name == name:
                return station
        raise ValueError(f"no station named {name!r} was served")

    def _share(self, which: NDArray[np.bool_]) -> Estimate | None:
        if self.unstable:
            return None
        value = float(which.mean())
        widened = self.widened(max(min(value, 1 - value), 1 / len(which)))
        return share_estimate(value, in_groups(which).mean(axis=1), widened)


def simulate(
    path: Path,
    rate_per_s: float,
    *,
    requests: int = 20_000,
    seed: int = 0,
    arrivals: str = "poisson",
) -> Served:
    """Send `requests` requests at a mean rate through a path and read off how it fares.

    One run; the first tenth is warm-up, the rest is cut into five consecutive groups whose spread
    gives each reading's interval (batch means, on the logarithm of times). A busy path remembers
    its queues for long: neighbouring groups are alike and a run misses the rarest queues, so that
    percentiles come out low. Intervals are widened for it (`Served.widened`); more requests narrow
    them again.
    """
    positive("the rate per second", rate_per_s)
    whole("the number of requests", requests, at_least=200)
    sent = arrival_times(rate_per_s, requests, seed, arrivals=arrivals)
    unstable, room = overloads(path, rate_per_s), headroom(path, rate_per_s)
    if unstable:
        return Served(rate_per_s, unstable, room, np.zeros(0), np.zeros(0, dtype=bool), ())
    trace = sweep(path, sent, seed)
    settled = int(requests * WARM_UP)
    return Served(
        rate_per_s,
        (),
        room,
        trace.latency_ms[settled:],
        trace.degraded[settled:],
        tuple(
            station_served(each, trace.visits[each.name], rate_per_s, settled)
            for each in path.stations
        ),
        relaxation(path, rate_per_s, arrival_scv=ARRIVAL_SCV[arrivals]),
    )


def missed_under_any_load(
    path: Path,
    rate_per_s: float,
    deadline_ms: float,
    *,
    requests: int = 20_000,
    seed: int = 0,
    arrivals: str = "poisson",
) -> Estimate:
    """The share of requests not answered by the deadline, also where a station is overloaded.

    What an overloaded path can never answer is missed; and no less than at the brink of overload,
    where queues are as long as they get before they never end. So more load never helps.
    """
    served = simulate(path, rate_per_s, requests=requests, seed=seed, arrivals=arrivals)
    missed = served.missed(deadline_ms)
    if missed is not None:
        return missed
    edge = brink(path, rate_per_s)
    at_brink = simulate(path, edge, requests=requests, seed=seed, arrivals=arrivals)
    least, lost = at_brink.missed(deadline_ms), unserved_share(path, rate_per_s)
    assert least is not None
    return Estimate(*(max(lost, each) for each in (least.value, least.low, least.high)))


def station_served(
    station: Station, visits: Visits, rate_per_s: float, settled: int
) -> StationServed:
    """Read one station off its visits, leaving out the requests before number `settled`."""
    kept = visits.request >= settled
    wait, service = visits.wait_ms[kept], visits.service_ms[kept]
    if not kept.any():
        wait = service = np.zeros(1)
    return StationServed(
        name=station.name,
        load=station.load(rate_per_s),
        utilisation=_utilisation(station, visits),
        mean_wait_ms=float(wait.mean()),
        p99_wait_ms=float(np.percentile(wait, 99)),
        waiting_share=float((wait > 0).mean()),
        mean_service_ms=float(service.mean()),
        p99_service_ms=float(np.percentile(service, 99)),
        mean_batch=float(visits.batch_sizes.mean()) if len(visits.batch_sizes) else 1.0,
    )


def _utilisation(station: Station, visits: Visits) -> float:
    """Share of the servers' time in use, from the first arrival to the last."""
    if len(visits.request) < 2:
        return 0.0
    first, last = visits.arrival_ms[0], visits.arrival_ms[-1]
    one_each = np.ones(len(visits.request))
    if len(visits.batch_sizes):
        one_each = 1 / np.repeat(visits.batch_sizes, visits.batch_sizes)
    inside = np.minimum(visits.end_ms, last) - np.minimum(visits.start_ms, last)
    return float((inside * one_each).sum() / (station.servers * (last - first)))


def in_groups(values: NDArray) -> NDArray:
    """Consecutive equal groups, one a row; a remainder at the start is left out."""
    return values[len(values) % GROUPS :].reshape(GROUPS, -1)


def _half_width(groups: NDArray[np.float64]) -> float:
    """Half a 95 % interval for the mean of independent groups (Student's t)."""
    from scipy.special import stdtrit

    return float(stdtrit(GROUPS - 1, 0.975) * groups.std(ddof=1) / np.sqrt(GROUPS))


def time_estimate(value: float, groups: NDArray[np.float64], widened: float = 1.0) -> Estimate:
    """A time (ms) with its interval, from the same reading of GROUPS groups, on the logarithm."""
    factor = float(np.exp(_half_width(np.log(groups)) * widened))
    return Estimate(value, value / factor, value * factor)


def share_estimate(value: float, groups: NDArray[np.float64], widened: float = 1.0) -> Estimate:
    """A share with its interval, within 0 and 1, from the same reading of GROUPS groups."""
    half = _half_width(groups) * widened
    return Estimate(value, max(value - half, 0.0), min(value + half, 1.0))
