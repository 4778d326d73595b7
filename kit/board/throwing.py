"""Faults to throw at a running board, and what becomes of its requests meanwhile and after.

The event loop runs a few seconds of traffic: calm, then the fault, then calm again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import inf, nan

import numpy as np
from numpy.typing import NDArray

from kit.board.consequences import bad_model, late_labels, poisoned
from kit.board.graph import Box
from kit.board.trial import Trial
from kit.choice import Refused
from kit.words import say
from pipelines.serving import (
    Autoscale,
    Disturbance,
    Outage,
    Replayed,
    Retry,
    Room,
    Slow,
    changing_arrival_times,
    replay,
)
from pipelines.serving.formulas import backlog_growth, drain_seconds

FAULTS = {
    "kill": "Kill a box",
    "slow": "Slow a box",
    "traffic": "Traffic times",
    "poison": "Poison a feature",
    "bad_model": "Deploy a bad model",
    "late_labels": "Labels late, times",
}
BUDGET = 15_000  # requests that one throw may replay
CALM, THROWN, AFTER = 2, 3, 4  # how long each lasts, in the same unit
LONGEST_UNIT = 10.0  # seconds
BUCKETS = 45


@dataclass(frozen=True)
class Fault:
    """What is thrown: a kind of `FAULTS`, the box it hits, and how strong it is."""

    kind: str
    box: str = ""
    times: float = 3.0


@dataclass(frozen=True, eq=False)
class Thrown:
    """What a fault did. Shares of requests; the series have one entry a bucket of time.

    `recovered_s` is from the fault's end until requests are answered as before; inf if they are
    not within the run. `peaks` has the most that waited at each box.
    """

    sentence: str
    seconds: float
    begins_s: float
    ends_s: float
    failed_during: float = nan
    degraded_during: float = nan
    failed_after: float = nan
    recovered_s: float = nan
    at_s: tuple[float, ...] = ()
    failed: tuple[float, ...] = ()
    degraded: tuple[float, ...] = ()
    peaks: tuple[tuple[str, int], ...] = ()


def read_fault(text: str, trial: Trial) -> Fault:
    """`kill:model`, `slow:model:3`, `traffic:3` and the like as a fault, or a `Refused`."""
    kind, *rest = text.split(":")
    if kind not in FAULTS:
        raise Refused(f"There is no fault {kind!r:.40}: there are {', '.join(FAULTS)}.")
    box = rest.pop(0) if kind in ("kill", "slow") and rest else ""
    if kind in ("kill", "slow") and (trial.way is None or box not in trial.way.stations):
        raise Refused(f"{kind} needs a box on the way to the answer: {box!r:.40} is not.")
    try:
        times = float(rest[0]) if rest else 3.0
    except ValueError:
        times = nan
    if not 0.1 <= times <= 100:
        raise Refused(f"{rest[0]!r:.40} times cannot be thrown: it is a number from 0.1 to 100.")
    return Fault(kind, box, times)


@lru_cache(maxsize=64)
def throw(trial: Trial, fault: Fault) -> Thrown:
    """Throw a fault at a board and watch."""
    if fault.kind == "poison":
        return _told(poisoned(trial))
    if fault.kind == "bad_model":
        return _told(bad_model(trial))
    if fault.kind == "late_labels":
        return _told(late_labels(trial, fault.times))
    if trial.way is None:
        return _told("Nothing runs on the way to an answer.")
    return _replayed(trial, fault)


def _told(sentence: str) -> Thrown:
    return Thrown(sentence, 0.0, 0.0, 0.0)


def _replayed(trial: Trial, fault: Fault) -> Thrown:
    assert trial.way is not None
    times = fault.times if fault.kind == "traffic" else 1.0
    weight = trial.way.rate_per_s * (CALM + times * THROWN + AFTER)
    unit = min(BUDGET / weight, LONGEST_UNIT)
    begins, ends, until = CALM * unit, (CALM + THROWN) * unit, (CALM + THROWN + AFTER) * unit
    rate = trial.way.rate_per_s
    phases = [(begins, rate), (ends - begins, rate * times), (until - ends, rate)]
    replayed = replay(
        trial.way.path,
        changing_arrival_times(phases, seed=0),
        seed=0,
        retry=_retry(trial),
        outages=_outages(trial, fault, begins, ends),
        rooms=_rooms(trial),
        disturbances=(*_slowness(trial, fault, begins, ends), *_scaling(trial, until)),
    )
    return _read(trial, fault, replayed, begins, ends, until)


def _retry(trial: Trial) -> Retry:
    """What clients do: give up, and try again within the budget of a breaker on the way."""
    traffic = trial.wiring.traffic
    assert traffic is not None
    budgets = [box.number("budget") for box in trial.wiring.way if box.kind == "breaker"]
    return Retry(
        traffic.number("timeout"),
        int(traffic.number("retries")),
        traffic.number("backoff"),
        budget=min(budgets, default=None),
    )


def _outages(trial: Trial, fault: Fault, begins: float, ends: float) -> tuple[Outage, ...]:
    assert trial.way is not None
    names = trial.way.stations[fault.box] if fault.kind == "kill" else ()
    servers = trial.way.flow.by_name
    return tuple(Outage(name, servers[name].servers, begins, ends) for name in names)


def _slowness(trial: Trial, fault: Fault, begins: float, ends: float) -> tuple[Disturbance, ...]:
    assert trial.way is not None
    names = trial.way.stations[fault.box] if fault.kind == "slow" else ()
    return tuple(Slow(name, fault.times, begins, ends) for name in names)


def _rooms(trial: Trial) -> tuple[Room, ...]:
    assert trial.way is not None
    return tuple(
        Room(name, int(box.number("room")), str(box.values["full"]))
        for box in trial.wiring.way
        if box.capped
        for name in trial.way.stations[box.id]
    )


def _scaling(trial: Trial, until: float) -> tuple[Disturbance, ...]:
    """An autoscaler for every box that one watches."""
    assert trial.way is not None
    return tuple(
        _autoscale(trial, box, scaler, name, until)
        for scaler in trial.graph.kinds("autoscaler")
        for box in trial.wiring.sources(scaler, "watch")
        for name in trial.way.stations.get(box.id, ())
    )


def _autoscale(trial: Trial, box: Box, scaler: Box, name: str, until: float) -> Autoscale:
    least = int(scaler.number("least"))
    start_up = float(box.values.get("start_up", scaler.number("start_up")))
    most = max(int(scaler.number("most")), least)
    every = scaler.number("every")
    return Autoscale(name, scaler.number("target"), least, most, until, every, start_up)


def _read(
    trial: Trial, fault: Fault, replayed: Replayed, begins: float, ends: float, until: float
) -> Thrown:
    edges = np.linspace(0, until, BUCKETS + 1)
    place = np.clip(np.digitize(replayed.sent_ms / 1000, edges) - 1, 0, BUCKETS - 1)
    failed, degraded, p95 = (np.array(each) for each in _series(replayed, place))
    during = (replayed.sent_ms >= begins * 1000) & (replayed.sent_ms < ends * 1000)
    after = replayed.sent_ms >= ends * 1000
    recovered = _recovered(edges, failed, p95, begins, ends)
    known = Thrown(
        "",
        until,
        begins,
        ends,
        _mean(replayed.failed[during]),
        _mean(replayed.unscored[during]),
        _mean(replayed.failed[after & (replayed.sent_ms > (ends + until) * 500)]),
        recovered,
        tuple(map(float, edges[1:])),
        tuple(map(float, failed)),
        tuple(map(float, degraded)),
        _peaks(replayed, edges),
    )
    return Thrown(**{**known.__dict__, "sentence": _sentence(trial, fault, known)})


def _mean(values: NDArray) -> float:
    return float(values.mean()) if len(values) else 0.0


def _series(replayed: Replayed, place: NDArray) -> tuple[list[float], list[float], list[float]]:
    failed, degraded, p95 = [], [], []
    for bucket in range(BUCKETS):
        mine = place == bucket
        answered = replayed.latency_ms[mine & ~replayed.failed]
        failed.append(_mean(replayed.failed[mine]))
        degraded.append(_mean(replayed.unscored[mine]))
        p95.append(float(np.percentile(answered, 95)) if len(answered) else nan)
    return failed, degraded, p95


def _recovered(edges: NDArray, failed: NDArray, p95: NDArray, begins: float, ends: float) -> float:
    """Seconds from the fault's end to the last bucket that is not as before; inf if it never is."""
    before = edges[1:] <= begins
    usual = np.nanmax(p95[before]) if np.isfinite(p95[before]).any() else inf
    bad = (edges[1:] > ends) & ((failed > 0.01) | ~(p95 <= 2 * usual))
    if not bad.any():
        return 0.0
    last = int(np.flatnonzero(bad)[-1])
    return inf if last >= BUCKETS - 2 else float(edges[last + 1] - ends)


def _peaks(replayed: Replayed, edges: NDArray) -> tuple[tuple[str, int], ...]:
    every = {name: int(replayed.depth(name, edges * 1000).max()) for name in replayed.queued}
    return tuple(sorted(every.items(), key=lambda each: -each[1])[:5])


def _sentence(trial: Trial, fault: Fault, thrown: Thrown) -> str:
    what = {"kill": "{box} was down", "slow": "{box} was {times:g} times as slow"}
    name = trial.graph.by_id[fault.box].name if fault.box else ""
    said = what.get(fault.kind, "Traffic was {times:g} times as much")
    said = said.format(box=name, times=fault.times)
    failed, degraded = say(thrown.failed_during, "share"), say(thrown.degraded_during, "share")
    back = f"back to usual {say(thrown.recovered_s, 'seconds')} after it ended"
    if thrown.recovered_s == inf:
        seconds = thrown.seconds - thrown.ends_s
        back = f"not back to usual {say(seconds, 'seconds')} after it ended"
    for_s = say(thrown.ends_s - thrown.begins_s, "seconds")
    return (
        f"{said} for {for_s}: {failed} of the requests failed, {degraded} got the fallback; {back}."
    )


def recovery_s(trial: Trial) -> float:
    """Seconds after a burst until all is as before; inf if retries keep the system down.

    Without retries, as a fluid: the backlog of each box that the burst fills, worked off at what
    is spare. With retries the event loop says whether they end.
    """
    if trial.way is None or not trial.full(trial.burst):
        return 0.0
    traffic = trial.wiring.traffic
    assert traffic is not None
    if traffic.number("retries"):
        thrown = throw(trial, Fault("traffic", times=trial.burst))
        if thrown.recovered_s == inf:
            return inf
    uncapped = [b for b in trial.wiring.way if b.id in trial.way.stations and not b.capped]
    return max((_drains(trial, box) for box in uncapped), default=0.0)


def _drains(trial: Trial, box: Box) -> float:
    assert trial.way is not None and trial.wiring.traffic is not None
    station = trial.way.flow.by_name[trial.way.stations[box.id][0]]
    rate, capacity = trial.way.rate_per_s * station.share, station.capacity_per_s
    growth = float(backlog_growth(rate * trial.burst, capacity))
    return float(drain_seconds(growth * trial.wiring.traffic.number("burst_s"), rate, capacity))
