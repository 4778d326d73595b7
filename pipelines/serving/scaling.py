"""A day with an autoscaler, as a fluid: what comes, what can be served, how far behind it is.

`replay` runs the same autoscaler request by request; over a day of hundreds of thousands of
requests a minute only the fluid is quick enough. Both look, wait and count alike, and agree where
there is nothing but averages (a test).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.serving.bounds import not_negative, positive, whole
from pipelines.serving.disturbances import Autoscale
from pipelines.serving.stream import Fluid, Numbers


@dataclass(frozen=True)
class WarmPool:
    """Servers that have started and wait: the first `servers` that are ordered work after
    `ready_s`; the pool fills up again after the usual start-up."""

    servers: int = 0
    ready_s: float = 5.0

    def __post_init__(self) -> None:
        whole("the servers in the warm pool", self.servers, at_least=0)
        not_negative("the seconds until a warm server works", self.ready_s)


@dataclass(frozen=True, eq=False)
class Scaled:
    """A station through a day: its servers at work in each step, those paid for (at work, starting
    or warm), and what became of the work."""

    servers: Numbers
    paid: Numbers
    fluid: Fluid
    step: float

    @property
    def short_seconds(self) -> float:
        """Seconds during which more came than could be served."""
        capacity = self.servers * self.fluid.capacity
        return float((self.fluid.arriving > capacity).sum() * self.step)

    @property
    def server_hours(self) -> float:
        """Hours of servers paid for, over the day."""
        return float(self.paid.sum() * self.step / 3600)


def scaled(
    arriving: Numbers,
    each_per_s: float,
    servers: int,
    *,
    autoscale: Autoscale | None = None,
    warm: WarmPool | None = None,
    together: int = 1,
    room: float = np.inf,
    step: float = 5.0,
) -> Scaled:
    """Work off `arriving` requests a second with servers that serve `each_per_s` of them.

    Starts with `servers`; with `autoscale` their number follows the load as `Autoscale` says, each
    of its waits rounded to whole steps. A server holds `together` at a time. Beyond `room` waiting
    requests the rest is turned away.
    """
    positive("the requests a server serves per second", each_per_s)
    whole("the servers at the start", servers, at_least=1)
    scaler = _Scaler(servers, autoscale, warm or WarmPool(), step)
    backlog, away, at_work, paid, waiting = [], [], [], [], 0.0
    for index, rate in enumerate(arriving.tolist()):
        now = scaler.at(index)
        wanted = max(0.0, waiting + (rate - now * each_per_s) * step)
        waiting = min(wanted, room)
        backlog.append(waiting)
        away.append((wanted - waiting) / step)
        at_work.append(now)
        paid.append(max(scaler.ordered, now) + scaler.warm.servers)
        scaler.look(index, min(now, rate / each_per_s) + waiting / together)
    held, count = np.array(backlog), np.array(at_work, dtype=float)
    turned = np.minimum(np.array(away), arriving)
    before = np.concatenate([[0.0], held[:-1]])
    passed = np.maximum(arriving - turned - (held - before) / step, 0.0)
    wait = held / (count * each_per_s)
    fluid = Fluid(arriving, held, wait, passed, turned, each_per_s)
    return Scaled(count, np.array(paid, dtype=float), fluid, step)


class _Scaler:
    """The servers of one station: those at work, those ordered, and when the warm ones are back."""

    def __init__(self, servers: int, rule: Autoscale | None, warm: WarmPool, step: float) -> None:
        self.rule, self.warm, self.step = rule, warm, step
        self.working = self.ordered = servers
        self.coming: list[tuple[int, int]] = []  # (step, servers)
        self.refilled: list[tuple[int, int]] = [(0, warm.servers)]
        self.wanted: list[tuple[float, int]] = []

    def at(self, index: int) -> int:
        """The servers at work in a step, once those that are ready have joined."""
        self.working += sum(count for ready, count in self.coming if ready <= index)
        self.coming = [each for each in self.coming if each[0] > index]
        return self.working

    def look(self, index: int, at_work: float) -> None:
        """What the autoscaler does at the end of a step, given the servers' worth of work."""
        rule = self.rule
        now_s = (index + 1) * self.step
        if rule is None or now_s % rule.every_s >= self.step:
            return
        wanted = int(min(max(-(-at_work // rule.target), rule.least), rule.most))
        self.wanted = [each for each in self.wanted if each[0] > now_s - rule.down_window_s]
        self.wanted.append((now_s, wanted))
        recent = max(count for _, count in self.wanted)
        if wanted > self.ordered:
            self._order(wanted - self.ordered, index)
            self.ordered = wanted
        elif recent < self.ordered and now_s >= rule.down_window_s:
            self.working -= self.ordered - recent
            self.ordered = recent

    def _order(self, count: int, index: int) -> None:
        """Order servers: the warm ones come soon, the others after they have started."""
        assert self.rule is not None
        start = max(1, round(self.rule.start_up_s / self.step))
        soon = max(1, round(self.warm.ready_s / self.step))
        left = count
        for place, (ready, held) in enumerate(self.refilled):
            used = min(left, held) if ready <= index else 0
            self.refilled[place] = (ready, held - used)
            left -= used
        warm = count - left
        self.refilled = [each for each in self.refilled if each[1]]
        if warm:
            self.coming.append((index + soon, warm))
            self.refilled.append((index + start, warm))
        if left:
            self.coming.append((index + start, left))
