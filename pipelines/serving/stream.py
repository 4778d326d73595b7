"""A stream as a system: a day of messages from an event log through workers, in closed form.

Over a day there are hundreds of millions of messages, so what builds up is worked out as a fluid:
what arrives less what can be served, step by step. What a message waits while nothing builds up
comes from the queue itself (`served.simulate`), at the rate of that hour. A stage that is
overloaded at its usual peak has no latency: it is unstable, and its backlog grows by so much a
second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.serving.bounds import not_negative, one_of, positive
from pipelines.serving.events import WHEN_FULL
from pipelines.serving.load import Overload
from pipelines.serving.path import Path

DAY = 86_400
STEP = 10.0  # seconds
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Burst:
    """Traffic `times` its usual rate for `seconds`, from second `start` of the day."""

    times: float = 1.0
    seconds: float = 600.0
    start: float = 14 * 3600.0

    def __post_init__(self) -> None:
        positive("how many times the usual rate a burst brings", self.times)
        not_negative("the length of a burst in seconds", self.seconds)


def day_of_rates(
    peak_per_s: float, burst: Burst, *, swing: float = 0.7, step: float = STEP
) -> Numbers:
    """Messages a second in each step of a day: shape (8640,) in steps of ten seconds.

    A cosine around the early afternoon, `peak_per_s` at its highest; with `swing` 0 it is flat.
    """
    positive("the peak rate per second", peak_per_s)
    at = np.arange(0, DAY, step)
    wave = 1 - swing * np.cos(2 * np.pi * (at / 3600 - 2) / 24)
    rate = peak_per_s * wave / (1 + swing)
    inside = (at >= burst.start) & (at < burst.start + burst.seconds)
    return np.where(inside, rate * burst.times, rate)


@dataclass(frozen=True, eq=False)
class Fluid:
    """A stage over the steps of a day.

    `backlog` (messages waiting at the end of each step), `wait` (seconds a message that comes then
    waits for those before it), `passed` (messages a second that leave it served) and `excess`
    (messages a second turned away because there is no room).
    """

    arriving: Numbers
    backlog: Numbers
    wait: Numbers
    passed: Numbers
    excess: Numbers
    capacity: float

    @property
    def peak_backlog(self) -> float:
        """The most messages that wait at any time of the day."""
        return float(self.backlog.max(initial=0.0))

    @property
    def drain_seconds(self) -> float:
        """How long after its height the backlog is gone; infinite if the day ends before."""
        if not self.peak_backlog:
            return 0.0
        top = int(np.argmax(self.backlog))
        gone = np.flatnonzero(self.backlog[top:] <= 0)
        return float(gone[0] * STEP) if len(gone) else float("inf")

    @property
    def turned_away(self) -> float:
        """Share of the day's messages for which there was no room."""
        return float(self.excess.sum() / max(self.arriving.sum(), 1e-12))


def flow(
    arriving: Numbers, capacity_per_s: float, *, room: float, when_full: str, step: float = STEP
) -> Fluid:
    """Work off `arriving` messages a second at `capacity_per_s`, first come, first served.

    At most `room` messages wait; of the rest, "delay" lets them wait all the same, "drop" and
    "unscored" turn them away. The backlog is B' = max(0, B + (arriving - capacity) step), held at
    `room` where messages are turned away (Lindley's recursion, for a fluid).
    """
    positive("the capacity per second", capacity_per_s)
    one_of("what happens when full", when_full, WHEN_FULL)
    limit = np.inf if when_full == "delay" else room
    change = ((arriving - capacity_per_s) * step).tolist()
    backlog, excess, waiting = [], [], 0.0
    for gain in change:
        wanted = max(0.0, waiting + gain)
        waiting = min(wanted, limit)
        backlog.append(waiting)
        excess.append((wanted - waiting) / step)
    held = np.array(backlog)
    away = np.minimum(np.array(excess), arriving)
    before = np.concatenate([[0.0], held[:-1]])
    passed = np.maximum(arriving - away - (held - before) / step, 0.0)
    return Fluid(arriving, held, held / capacity_per_s, passed, away, capacity_per_s)


def unstable(name: str, usual: Numbers, capacity_per_s: float) -> Overload | None:
    """The overload of a stage whose usual peak (no burst) is more than it can serve, or None."""
    peak = float(usual.max(initial=0.0))
    if peak < capacity_per_s:
        return None
    return Overload(name, peak / capacity_per_s, peak - capacity_per_s)


@dataclass(frozen=True, eq=False)
class Day:
    """A day of traffic through the stages of a path, one after the other.

    `rates` are the messages a second that come in each step, `stages` what becomes of them at each
    station, by its name.
    """

    rates: Numbers
    stages: Mapping[str, Fluid]

    @property
    def away(self) -> Numbers:
        """The share of each step's messages that some stage has no room for."""
        return np.sum([stage.excess for stage in self.stages.values()], axis=0) / self.rates

    @property
    def turned_away(self) -> float:
        """The share of the day's messages that some stage has no room for."""
        return float((self.away * self.rates).sum() / self.rates.sum())

    @property
    def peak_backlog(self) -> float:
        """The most messages that wait: each stage at its height."""
        return sum(stage.peak_backlog for stage in self.stages.values())

    @property
    def drain_seconds(self) -> float:
        """Seconds from the height of the slowest backlog until it is gone; infinite if never."""
        return max(stage.drain_seconds for stage in self.stages.values())


def through(path: Path, rates: Numbers, *, room: float, when_full: str) -> Day:
    """A day of `rates` through the stations of a path: each is fed by what leaves the one before.

    `room` and `when_full` are as in `flow`, the same at every station.
    """
    stages, rate = {}, rates
    for station in path.stations:
        capacity = station.capacity_per_s
        stages[station.name] = flow(rate * station.share, capacity, room=room, when_full=when_full)
        rate = stages[station.name].passed
    return Day(rates, stages)


@dataclass(frozen=True, eq=False)
class Times:
    """Times to decision over a day's messages: `ms` rise, `share` are decided by then."""

    ms: Numbers
    share: Numbers

    def percentile(self, percent: float) -> float:
        """The time (ms) that `percent` (0 to 100) of the messages do not exceed."""
        place = int(np.searchsorted(self.share, percent / 100 - 1e-12))
        return float(self.ms[min(place, len(self.ms) - 1)])

    def later_than(self, deadline_ms: float) -> float:
        """The share of the messages decided after the deadline."""
        before = int(np.searchsorted(self.ms, deadline_ms, side="right"))
        return float(1.0 - self.share[before - 1]) if before else 1.0


def day_times(
    waits: Sequence[Numbers],
    latencies: Sequence[Numbers],
    weights: Numbers,
    visiting: Sequence[float] | None = None,
) -> Times:
    """How long a day's messages take to be decided.

    `waits` are the stages' waits for a backlog in each step (seconds) and `visiting` the shares of
    the messages that come by each stage (all, unless said); `latencies` what the queues themselves
    take: a sample (ms) for each level of traffic, from the quietest hours of the day to the
    busiest; `weights` are the messages of each step.
    """
    behind, share = _behind(waits, visiting or np.ones(len(waits)))
    rank = np.argsort(np.argsort(weights, kind="stable"), kind="stable")
    level = np.tile(rank * len(latencies) // max(len(weights), 1), len(share))
    # Most steps have no backlog: those of one level are alike and count together.
    met = np.stack([level, behind.ravel()])
    (levels, waited), place = np.unique(met, axis=1, return_inverse=True)
    heavy = np.bincount(place.ravel(), (share[:, None] * weights).ravel())
    points = np.linspace(0.5, 99.5, 25)
    spread = np.stack([np.percentile(sample, points) for sample in latencies])
    times = (waited[:, None] + spread[levels.astype(int)]).ravel()
    order = np.argsort(times, kind="stable")
    running = np.cumsum(np.repeat(heavy, len(points))[order])
    return Times(times[order], running / running[-1])


def _behind(
    waits: Sequence[Numbers], visiting: Sequence[float] | Numbers
) -> tuple[Numbers, Numbers]:
    """What messages wait in each step (ms) by which stages they visit: (kinds, steps), shares."""
    behind, share = np.zeros((1, len(waits[0]))), np.ones(1)
    for wait, part in zip(waits, visiting, strict=True):
        behind = np.concatenate([behind, behind + 1000 * wait])
        share = np.r_[share * (1 - part), share * part]
    return behind[share > 0], share[share > 0]
