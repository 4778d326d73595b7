"""How loaded a path is at a rate: what overflows, and how much more it could take."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipelines.serving.bounds import not_negative, positive
from pipelines.serving.flow import Flow
from pipelines.serving.path import Fork, Path, Step
from pipelines.serving.station import Station

BUSY = 0.9  # the load up to which a station counts as having room


@dataclass(frozen=True)
class Overload:
    """A station that gets more than it can serve: it has a backlog, not a latency."""

    station: str
    load: float
    backlog_growth_per_s: float

    def __str__(self) -> str:
        return (
            f"{self.station} is unstable: load {self.load:.2f}, "
            f"backlog +{self.backlog_growth_per_s:.0f}/s"
        )


def overloads(path: Path, rate_per_s: float) -> tuple[Overload, ...]:
    """The stations whose load reaches 1, in order; an overloaded one shields those after it."""
    not_negative("the rate per second", rate_per_s)
    found: list[Overload] = []
    _flow(path, rate_per_s, found)
    return tuple(found)


def unserved_share(path: Path, rate_per_s: float) -> float:
    """The share of the requests that an overloaded path can never answer: 0 where all is stable.

    What leaves the narrowest station is all there is, whichever stands first.
    """
    positive("the rate per second", rate_per_s)
    return 1.0 - _flow(path, rate_per_s, []) / rate_per_s


def _flow(step: Step, rate: float, found: list[Overload]) -> float:
    """The rate that leaves a step which `rate` enters, noting what overflows on the way."""
    if isinstance(step, Fork):
        return min(_flow(leg, rate, found) for leg in step.legs)
    if isinstance(step, Path):
        for part in step.steps:
            rate = _flow(part, rate, found)
        return rate
    if isinstance(step, Flow):
        return _through(step, rate, found)
    growth = rate * step.share - step.capacity_per_s
    if step.load(rate) < 1:
        return rate
    found.append(Overload(step.name, step.load(rate), max(growth, 0.0)))
    return rate if step.timeout_ms is not None else rate - max(growth, 0.0)


def _through(flow: Flow, rate: float, found: list[Overload]) -> float:
    """The rate that leaves a flow; where a fallback stands in, all of it goes on."""
    passed: dict[str, float] = {}
    backs = {name for fallback in flow.fallbacks for name in fallback.back}
    for name in flow.order:
        callers = () if name in backs else flow.callers[name]
        came = min((passed[caller] for caller in callers), default=rate)
        passed[name] = 0.0 if name in flow.down else _flow(flow.by_name[name], came, found)
    return min(passed[name] for name in flow.ends)


def busiest(path: Path, rate_per_s: float) -> tuple[Station, float]:
    """The station with the highest load at a rate, and that load (1 and above: unstable)."""
    not_negative("the rate per second", rate_per_s)
    station = max(path.stations, key=lambda each: each.load(rate_per_s))
    return station, station.load(rate_per_s)


def headroom(path: Path, rate_per_s: float, *, busy: float = BUSY) -> float:
    """How many times `rate_per_s` the path takes until its busiest station is `busy` loaded.

    Below 1 there is too little already: capacity must grow by its inverse.
    """
    positive("the rate per second", rate_per_s)
    positive("the load that counts as busy", busy)
    return busy / busiest(path, rate_per_s)[1]


def brink(path: Path, rate_per_s: float) -> float:
    """The rate per second just below which a station of the path is overloaded."""
    return rate_per_s * headroom(path, rate_per_s, busy=1 - 1e-6)


def relaxation(path: Path, rate_per_s: float, *, arrival_scv: float = 1.0) -> float:
    """How many requests come until a path has forgotten how long its queues were.

    2 rho (ca2 + cs2) / (1 - rho)^2 at the station that forgets most slowly, with its load rho and
    the squared coefficients of variation of arrivals and service: about the relaxation time of a
    queue, in requests (for M/M/1 it is rho / (1 - sqrt(rho))^2). Infinite under overload.

    >>> from pipelines.serving.service import Exponential
    >>> path = Path(Station("model", 1, Exponential(1.0)))
    >>> [round(relaxation(path, rate)) for rate in (500, 900, 950)]
    [8, 360, 1520]
    """
    return max(_memory(each, each.load(rate_per_s), arrival_scv) for each in path.stations)


def _memory(station: Station, load: float, arrival_scv: float) -> float:
    if load >= 1:
        return math.inf
    together = station.batch.max_batch if station.batch else 1
    scv = station.service.scv if station.service else station.batch.cv**2 if station.batch else 0.0
    return 2 * load * (arrival_scv + scv) / (1 - load) ** 2 * together / station.share
