"""A board, run: the closed forms of every box at once, and the sweep when it is asked for.

>>> from kit.board.graph import box, drawn
>>> graph = drawn({"t": box("traffic"), "m": box("model"), "a": box("answer")}, call="t > m > a")
>>> trial = Trial(graph)
>>> round(trial.figures["m"].load, 3), trial.percentile(99).value < 20
(0.214, True)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import inf, nan

import numpy as np

from kit.board.ages import DAY, Ages, job_hours
from kit.board.compiling import Way, compile_way, stations_of
from kit.board.figures import Figure, estimated_latency, on_the_way, sojourns
from kit.board.graph import Box, Graph
from kit.board.wiring import Wiring, remarks
from pipelines.serving import Overload, Served, arrival_times, overloads, simulate, sweep
from pipelines.serving.formulas import backlog_growth, drain_seconds

REQUESTS = 8000
KILL_REQUESTS = 2000
SEEDS = (0, 1, 2)


@dataclass(frozen=True)
class Spread:
    """A reading over several seeds: its mean, and the lowest and highest of them."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Hint:
    """Percentiles of the latency in ms by closed forms."""

    p50: float
    p95: float
    p99: float


@dataclass(frozen=True)
class Killed:
    """What happens while a box is down: shares of the requests, and the tail of the others."""

    box: Box
    failed: float
    degraded: float
    p99_ms: float
    full: tuple[Overload, ...]


class Trial:
    """One board and all that is known of it; what takes longer is worked out when asked for."""

    def __init__(
        self, graph: Graph, *, requests: int = REQUESTS, seeds: tuple[int, ...] = SEEDS
    ) -> None:
        self.graph, self.requests, self.seeds = graph, requests, seeds
        self.wiring = Wiring(graph)
        self.way: Way | None = compile_way(self.wiring)
        self._served: dict[float, tuple[Served, ...]] = {}
        self._killed: dict[str, Killed] = {}

    @property
    def remarks(self) -> tuple[str, ...]:
        """What keeps the board from running, or parts of it from counting."""
        return remarks(self.graph)

    @cached_property
    def rates(self) -> dict[str, float]:
        """Requests or events a second that come to each box that gets any."""
        found: dict[str, float] = {}
        if self.wiring.traffic is None:
            return found
        rate = self.wiring.traffic.number("rate")
        if self.way is not None:
            found = {
                id: rate * self.way.flow.by_name[names[0]].share
                for id, names in self.way.stations.items()
            }
        found |= {box.id: rate for box in self.wiring.way if box.id not in found}
        found[self.wiring.traffic.id] = rate
        for box in self.wiring.after(self.wiring.way or (self.wiring.traffic,), "publish"):
            if box.id not in found:
                senders = self.wiring.sources(box, "publish")
                found[box.id] = sum(found.get(each.id, 0.0) for each in senders)
        return found

    @cached_property
    def loads(self) -> dict[str, float]:
        """The load of every box that works on requests, events or items."""
        found = {}
        for box in self.graph.boxes:
            rate = self.rates.get(box.id)
            if rate is not None and box.of.work:
                found[box.id] = rate / self._capacity(box)
            elif rate is not None and box.kind == "review":
                room = box.number("reviewers") * box.number("pace") / 3600
                found[box.id] = rate * box.number("share") / room
            elif box.kind == "scorer" and box.id in self.wiring.connected:
                found[box.id] = job_hours(box) / box.number("window")
        return found

    def _capacity(self, box: Box) -> float:
        """What a box can work off in a second; of a box on the way, as it was compiled."""
        if self.way is not None and (names := self.way.stations.get(box.id)):
            return self.way.flow.by_name[names[0]].capacity_per_s
        return stations_of(box, self.wiring, 1.0)[0].capacity_per_s

    @cached_property
    def ages(self) -> Ages:
        """How old features, labels and models are."""
        return Ages(self.wiring, self.loads)

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """What stands on each connected box, in closed form."""
        found = on_the_way(self.way, self._sojourns) if self.way is not None else {}
        for box in self.graph.boxes:
            if box.id in self.wiring.connected:
                known = found.get(box.id) or self._beside(box)
                age = self._age(box)
                found[box.id] = replace(known, age_s=age, per_hour=self._price(box))
        return found

    @cached_property
    def _sojourns(self):
        assert self.way is not None
        return sojourns(self.way)

    def _beside(self, box: Box) -> Figure:
        """The figure of a box that answers nobody: its rate and load."""
        rate, load = self.rates.get(box.id), self.loads.get(box.id)
        if load is None or rate is None or not box.of.work:
            return Figure(rate, load)
        capacity = self._capacity(box)
        return Figure(rate, load, None, None, max(rate - capacity, 0.0), capacity)

    def _age(self, box: Box) -> float | None:
        if box.of.learnt:
            chain = next((c for c in self.ages.chains if c.server is box), None)
            age = self.ages.model_age_days(chain) * DAY if chain else nan
        elif box.kind in ("labels", "review"):
            age = self.ages.outcome_days(box) * DAY
        elif box.kind in ("features", "table", "vector", "source", "stream", "batch"):
            age = self.ages.feature_age(box)
        else:
            return None
        return age if age == age else None

    def _price(self, box: Box) -> float:
        if "price" not in box.values:
            return 0.0
        count = box.number("servers") if "servers" in box.values else 1.0
        return count * box.number("price") * float(box.values.get("shards", 1))

    @property
    def per_hour(self) -> float:
        """USD an hour of all that is connected."""
        return sum(figure.per_hour for figure in self.figures.values())

    @property
    def cost_per_million(self) -> float:
        """USD per million requests that are answered; nan without traffic, inf if one is full."""
        if self.wiring.traffic is None or self.way is None:
            return nan
        return inf if self.full(1.0) else self.per_hour / self.way.rate_per_s / 3600 * 1e6

    @cached_property
    def estimate(self) -> Hint | None:
        """The latency by closed forms, a hint at once; None if a box is full."""
        if self.way is None or self.full(1.0):
            return None
        drawn = estimated_latency(self.way, self._sojourns)
        return None if drawn is None else Hint(*map(float, np.percentile(drawn, (50, 95, 99))))

    def full(self, times: float) -> tuple[Overload, ...]:
        """The boxes on the way that get more than they can serve at `times` the traffic."""
        if self.way is None:
            return ()
        return overloads(self.way.path, self.way.rate_per_s * times)

    def served(self, times: float = 1.0) -> tuple[Served, ...]:
        """The way under `times` the traffic, swept once a seed."""
        assert self.way is not None
        if times not in self._served:
            way, rate = self.way, self.way.rate_per_s * times
            self._served[times] = tuple(
                simulate(way.path, rate, requests=self.requests, seed=s, arrivals=way.arrivals)
                for s in self.seeds
            )
        return self._served[times]

    def percentile(self, percent: float, times: float = 1.0) -> Spread | None:
        """A percentile of the latency in ms over the seeds; None where a box is full."""
        if self.way is None or self.full(times):
            return None
        read = [each.percentile(percent) for each in self.served(times)]
        values = [each.value for each in read if each is not None]
        return Spread(float(np.mean(values)), min(values), max(values))

    def killed(self, box: Box) -> Killed:
        """What happens while a box is down, worked out once."""
        if box.id not in self._killed:
            self._killed[box.id] = self._kill(box)
        return self._killed[box.id]

    def _kill(self, box: Box) -> Killed:
        """The way while a box is down; without a cache, every call goes through."""
        way = compile_way(self.wiring, without=box) if box.kind == "cache" else None
        way = way or self._down(box)
        over = () if box.kind != "cache" else overloads(way.path, way.rate_per_s)
        if over:
            return Killed(box, 1 - min(1 / each.load for each in over), 0.0, nan, over)
        sent = arrival_times(way.rate_per_s, KILL_REQUESTS, 0, arrivals=way.arrivals)
        trace = sweep(way.path, sent, 0)
        patience = self.wiring.traffic.number("timeout") if self.wiring.traffic else inf
        failed = trace.latency_ms > patience
        tail = float(np.percentile(trace.latency_ms[~failed], 99)) if (~failed).any() else nan
        return Killed(box, float(failed.mean()), float(trace.degraded.mean()), tail, ())

    def _down(self, box: Box) -> Way:
        assert self.way is not None
        return self.way.with_down(box)

    @property
    def burst(self) -> float:
        """How many times the usual traffic a burst brings."""
        return self.wiring.traffic.number("burst") if self.wiring.traffic else 1.0

    def drain(self) -> tuple[Box | None, float, float]:
        """After a burst: the stream's box that is behind longest, events waiting, seconds to drain.

        As a fluid: what comes in the burst less what can be served, worked off at what is spare.
        """
        traffic = self.wiring.traffic
        if traffic is None:
            return None, 0.0, 0.0
        worst: tuple[Box | None, float, float] = (None, 0.0, 0.0)
        for box in self._eventful():
            rate, capacity = self.rates[box.id], self._capacity(box)
            growth = backlog_growth(rate * traffic.number("burst"), capacity)
            waiting = float(growth) * traffic.number("burst_s")
            seconds = float(drain_seconds(waiting, rate, capacity))
            if worst[0] is None or seconds > worst[2]:
                worst = (box, waiting, seconds)
        return worst

    def _eventful(self) -> tuple[Box, ...]:
        """The boxes that work events off: fed by a log or a stream, on the way or beside it."""
        after = self.wiring.after(self.graph.kinds("log"), "publish", "call")
        behind = {box.id for box in after} if self.wiring.streamed else set()
        return tuple(
            box
            for box in self.graph.boxes
            if box.of.work and box.id in self.rates and box.kind != "log"
            and (box.kind == "stream" or box.id in behind)
        )  # fmt: skip


def trial_of(graph: Graph) -> Trial:
    """The trial of a board, kept for those looked at last; where boxes stand does not count."""
    boxes = tuple(replace(box, at=(0.0, 0.0)) for box in graph.boxes)
    return _kept(Graph(boxes, graph.arrows))


@lru_cache(maxsize=128)
def _kept(graph: Graph) -> Trial:
    return Trial(graph)
