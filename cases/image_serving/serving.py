"""The service along the load: at each number of uploads a second, how long, how many, at what cost.

Where queues have no end the sweep answers, and a station that is overloaded has no latency. Where
they have one, or clients try again, the event loop does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from heapq import heapreplace

import numpy as np

from cases.image_serving.machines import Machines
from kit.service import NO_LATENCY
from pipelines.serving import (
    Estimate,
    Path,
    Retry,
    Room,
    StationServed,
    arrival_times,
    busiest,
    cost_per_hour,
    headroom,
    overloads,
    simulate,
    sweep,
)
from pipelines.serving.limited import limited
from pipelines.serving.served import WARM_UP, missed_under_any_load
from pipelines.serving.sweep import Visits

TIMES = (0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 10, 12, 16)
"""Positions of the dial, in times of the traffic at night."""

BUSIEST = 3.0
"""Traffic of the busiest hour over that of the quietest."""

SWEPT, REPLAYED = 4_000, 2_000
NOTHING = Estimate(0.0, 0.0, 0.0)


@dataclass(frozen=True, eq=False)
class AtRate:
    """The service at one rate of uploads.

    `missed` is the share not answered by the deadline (what was dropped included), `dropped` never
    answered, `passed_by` answered by the small network for a full queue. `why` says why there is
    no latency, where there is none.
    """

    rate: float
    path: Path
    p50: Estimate
    p95: Estimate
    p99: Estimate
    missed: Estimate
    dropped: Estimate
    passed_by: Estimate
    attempts: float
    stations: tuple[StationServed, ...]
    why: str = ""
    latency_ms: np.ndarray = field(default_factory=lambda: np.zeros(0))

    @property
    def load(self) -> float:
        """Load of the busiest station."""
        return busiest(self.path, self.rate)[1]

    @property
    def capacity(self) -> float:
        """Uploads a second at which the narrowest station is full."""
        return self.rate * headroom(self.path, self.rate, busy=1.0)

    @property
    def cost_per_hour(self) -> float:
        """Dollars an hour for all machines."""
        return cost_per_hour(self.path)


@dataclass(frozen=True, eq=False)
class Serving:
    """The service at every position of the dial, and alone: the times (ms) of pictures that wait
    for nothing. `limits` says that queues have an end or clients try again: then the answered are
    a selection, which may be quicker than work alone is on average."""

    rates: np.ndarray
    at: tuple[AtRate, ...]
    alone: np.ndarray
    limits: bool

    def values(self, name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """An estimate at every position: value, low and high."""
        found = [getattr(one, name) for one in self.at]
        return (
            np.array([each.value for each in found]),
            np.array([each.low for each in found]),
            np.array([each.high for each in found]),
        )


@dataclass(frozen=True)
class Rules:
    """What happens when it gets tight: room before the model, and what clients do."""

    overflow: str
    queue_limit: int
    retry: Retry | None

    @property
    def limits(self) -> bool:
        """Whether anything but waiting can happen."""
        return self.overflow != "wait" or self.retry is not None

    @property
    def endless(self) -> bool:
        """Whether work piles up without end once more comes than can be done."""
        return self.overflow == "wait" and not (self.retry and self.retry.drop_stale)

    def rooms(self, machines: Machines) -> tuple[Room, ...]:
        """The room before each crew."""
        if self.overflow == "wait":
            return ()
        full = "drop" if self.overflow == "drop" else "unscored"
        return tuple(Room(crew.name, self.queue_limit, full) for crew in machines.crews)


def serving(
    machines: Machines,
    *,
    traffic: int,
    sale: float,
    arrivals: str,
    overflow: str,
    queue_limit: int,
    retries: int,
    timeout: int,
    stale: str,
    deadline: int,
    seed: int,
) -> Serving:
    """Send uploads through the machines at every rate of the dial, and time them."""
    retry = Retry(timeout, retries, drop_stale=stale == "dropped") if retries else None
    rules = Rules(overflow, queue_limit, retry)
    rates = traffic * np.union1d(TIMES, [sale])
    found = [at_rate(machines, rules, float(rate), deadline, arrivals, seed) for rate in rates]
    alone = simulate(machines.alone(), 1e-3, requests=SWEPT, seed=seed).latency_ms
    return Serving(rates, tuple(found), alone, rules.limits)


def at_rate(
    machines: Machines, rules: Rules, rate: float, deadline: float, arrivals: str, seed: int
) -> AtRate:
    """The service at one rate."""
    path = machines.path(rate)
    rooms = rules.rooms(machines)
    ended = {room.station for room in rooms}
    endless = [each for each in overloads(path, rate) if each.station not in ended]
    if endless:
        return _overloaded(path, rate, deadline, str(endless[0]), arrivals, seed)
    if rules.limits:
        return _limited(path, rate, deadline, rules, rooms, arrivals, seed)
    served = simulate(path, rate, requests=SWEPT, seed=seed, arrivals=arrivals)
    p50, p95, p99 = (each or NO_LATENCY for each in (served.p50, served.p95, served.p99))
    missed = served.missed(deadline) or NOTHING
    return AtRate(
        rate, path, p50, p95, p99, missed, NOTHING, NOTHING, 1.0, served.stations,
        latency_ms=served.latency_ms,
    )  # fmt: skip


def for_company(one: AtRate, *, arrivals: str, seed: int) -> dict[str, float]:
    """Of the mean wait (ms) before each station, what its replicas waited for a fuller batch.

    By the sweep that gave the latencies, where queues have no end.
    """
    trace = sweep(one.path, arrival_times(one.rate, SWEPT, seed, arrivals=arrivals), seed)
    found = {}
    for station in one.path.stations:
        visits = trace.visits[station.name]
        kept = visits.request >= int(SWEPT * WARM_UP)
        company = visits.start_ms - np.maximum(visits.arrival_ms, _idle(visits, station.servers))
        found[station.name] = float(company[kept].mean()) if station.batch and kept.any() else 0.0
    return found


def _idle(visits: Visits, servers: int) -> np.ndarray:
    """When the replica that took each request had become idle (ms)."""
    free, idle, first = [0.0] * servers, [], 0
    for size in visits.batch_sizes.tolist():
        idle.append(free[0])
        heapreplace(free, float(visits.end_ms[first]))
        first += size
    return np.repeat(idle, visits.batch_sizes) if idle else visits.start_ms


def _overloaded(
    path: Path, rate: float, deadline: float, why: str, arrivals: str, seed: int
) -> AtRate:
    """More comes than an endless queue can ever work off: no latency, and what is missed."""
    missed = missed_under_any_load(
        path, rate, deadline, requests=SWEPT, seed=seed, arrivals=arrivals
    )
    none = NO_LATENCY
    return AtRate(rate, path, none, none, none, missed, NOTHING, NOTHING, 1.0, (), f"{why}.")


def _limited(
    path: Path,
    rate: float,
    deadline: float,
    rules: Rules,
    rooms: tuple[Room, ...],
    arrivals: str,
    seed: int,
) -> AtRate:
    """Event by event: queues have an end, or clients try again."""
    told = limited(
        path,
        rate,
        rooms=rooms,
        retry=rules.retry,
        requests=REPLAYED,
        seed=seed,
        arrivals=arrivals,
    )
    p50, p95, p99 = (told.percentile(each) or NO_LATENCY for each in (50, 95, 99))
    why = "" if math.isfinite(p50.value) else "Hardly any upload is answered."
    if rules.endless and overloads(path, rate * told.attempts):
        p50 = p95 = p99 = NO_LATENCY
        why = f"Retries overload it: {told.attempts:.2g} attempts an upload."
    return AtRate(
        rate,
        path,
        p50,
        p95,
        p99,
        told.missed(deadline),
        told.dropped,
        told.passed_by,
        told.attempts,
        told.stations,
        why,
        told.latency_ms,
    )
