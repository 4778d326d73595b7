"""The sweep: all requests through one station after the other, which a feed-forward path allows.

A station's waits depend only on when its requests arrive, so no clock has to tick: the heap of
each station's free servers is enough. Retries, outages and full queues need `events`.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapreplace

import numpy as np
from numpy.typing import NDArray

from pipelines.serving.batching import batch_times
from pipelines.serving.bounds import ascending
from pipelines.serving.flow import Fallback, Flow
from pipelines.serving.path import Fork, Path, Step
from pipelines.serving.station import Station

Times = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Visits:
    """What happened at one station, one entry a visiting request, in order of arrival.

    Times in ms. `wait_ms` is start minus arrival, never a difference of later sums, so a request
    that did not wait has exactly 0. `batch_sizes` has one entry a batch, and is empty without.
    """

    request: NDArray[np.int64]
    arrival_ms: Times
    start_ms: Times
    end_ms: Times
    batch_sizes: NDArray[np.int64]

    @property
    def wait_ms(self) -> Times:
        return self.start_ms - self.arrival_ms

    @property
    def service_ms(self) -> Times:
        return self.end_ms - self.start_ms

    def depth(self, at_ms: Times) -> NDArray[np.int64]:
        """How many requests wait (are not yet in service) at each of the given times."""
        came = np.searchsorted(np.sort(self.arrival_ms), at_ms, side="right")
        return came - np.searchsorted(np.sort(self.start_ms), at_ms, side="right")


@dataclass(frozen=True, eq=False)
class Trace:
    """Every request's way through a path: when sent, when answered, and what each station saw.

    A request that came to a station that is down, and found no fallback, is answered never: inf.
    """

    sent_ms: Times
    answered_ms: Times
    degraded: NDArray[np.bool_]
    visits: dict[str, Visits]

    @property
    def latency_ms(self) -> Times:
        return self.answered_ms - self.sent_ms


def sweep(path: Path, sent_ms: Times, seed: int) -> Trace:
    """Send requests at the given ascending times (ms) through a path, unstable or not."""
    sent = np.asarray(sent_ms, dtype=float)
    ascending(sent)
    visits: dict[str, Visits] = {}
    degraded = np.zeros(len(sent), dtype=bool)
    answered = _pass(path, sent, seed, visits, degraded)
    return Trace(sent, answered, degraded, visits)


def _pass(
    step: Step, at: Times, seed: int, visits: dict[str, Visits], degraded: NDArray[np.bool_]
) -> Times:
    """When each request leaves a step it enters at `at`; fills `visits` and `degraded`."""
    if isinstance(step, Fork):
        legs = [_pass(leg, at, seed, visits, degraded) for leg in step.legs]
        return np.maximum.reduce(legs)
    if isinstance(step, Path):
        for part in step.steps:
            at = _pass(part, at, seed, visits, degraded)
        return at
    if isinstance(step, Flow):
        return _through(step, at, seed, visits, degraded)
    seen = visits[step.name] = _visit(step, at, seed)
    leave = at.copy()
    leave[seen.request] = seen.end_ms
    if step.timeout_ms is not None:
        late = leave > at + step.timeout_ms
        degraded |= late
        leave = np.where(late, at + step.timeout_ms, leave)
    return leave


def _through(
    flow: Flow, at: Times, seed: int, visits: dict[str, Visits], degraded: NDArray[np.bool_]
) -> Times:
    """When each request is answered by a flow: each station once all its callers are done."""
    came: dict[str, Times] = {}
    left: dict[str, Times] = {}
    settled: dict[str, Times] = {}  # when it was known how a request leaves a station
    # a part is over when its last station is: the innermost of several is then the first
    open_parts = sorted(flow.fallbacks, key=lambda each: len(flow.part(each)))
    for name in flow.order:
        came[name] = np.maximum.reduce([left[caller] for caller in flow.callers[name]] or [at])
        left[name] = _pass(flow.by_name[name], came[name], seed, visits, degraded)
        if name in flow.down:
            left[name][visits[name].request] = np.inf
        settled[name] = left[name]
        for fallback in [each for each in open_parts if flow.part(each) <= left.keys()]:
            open_parts.remove(fallback)
            degraded |= _stand_in(flow, fallback, came[fallback.entry], left, settled)
    return np.maximum.reduce([left[name] for name in flow.ends])


def _stand_in(
    flow: Flow, fallback: Fallback, came: Times, left: dict[str, Times], settled: dict[str, Times]
) -> NDArray[np.bool_]:
    """Let the requests whose part is late go on from it degraded; returns which they are."""
    patience = came + fallback.after_ms
    late = np.zeros(len(came), dtype=bool)
    for name in flow.leaving(fallback):
        missing = settled[name] > patience
        settled[name] = np.where(missing, patience, settled[name])
        left[name] = np.where(missing, patience + fallback.time_ms, left[name])
        late |= missing
    return late


def _visit(station: Station, at: Times, seed: int) -> Visits:
    """Serve the requests that come to a station, in order of arrival (ties by request)."""
    work = station.work(seed)
    times = work.times(len(at))
    comes = np.flatnonzero(work.visits(len(at)) & np.isfinite(at))
    request = comes[np.argsort(at[comes], kind="stable")]
    arrival = at[request]
    if station.batch is not None:
        start, end, sizes = batch_times(arrival, station.batch, station.servers, times)
        return Visits(request, arrival, start, end, sizes)
    service = times[request]
    start = start_times(arrival, service, station.servers)
    return Visits(request, arrival, start, start + service, np.zeros(0, dtype=np.int64))


def start_times(arrival_ms: Times, service_ms: Times, servers: int) -> Times:
    """When each request's service starts: first come, first served, at the first free server.

    `arrival_ms` ascends. The recursion is run as it stands rather than through cumulative sums,
    whose rounding would turn some zero waits into tiny ones.
    """
    if servers == 1:
        return _one_server(arrival_ms, service_ms)
    free = [0.0] * servers
    starts = []
    for came, service in zip(arrival_ms.tolist(), service_ms.tolist(), strict=True):
        start = came if came > free[0] else free[0]
        heapreplace(free, start + service)
        starts.append(start)
    return np.array(starts)


def _one_server(arrival_ms: Times, service_ms: Times) -> Times:
    free, starts = 0.0, []
    for came, service in zip(arrival_ms.tolist(), service_ms.tolist(), strict=True):
        start = came if came > free else free
        free = start + service
        starts.append(start)
    return np.array(starts)
