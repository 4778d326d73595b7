"""What happens to stations while the clock runs, beside outages: slowness, and autoscaling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from pipelines.serving.bounds import not_negative, positive, whole
from pipelines.serving.station_queue import Queue

At = Callable[..., None]  # (time in ms, order, attempt, action, *arguments)
Resize = Callable[[Queue, int], None]
FIRST = 0  # of all that happens at one instant


class Disturbance(Protocol):
    """Something that befalls one station in the course of a replay."""

    @property
    def station(self) -> str: ...

    def lay(self, at: At, resize: Resize, queue: Queue) -> None:
        """Put what will happen on the clock."""
        ...


@dataclass(frozen=True)
class Slow:
    """Work that begins from one second to another takes `times` what it usually takes."""

    station: str
    times: float
    from_s: float
    until_s: float

    def __post_init__(self) -> None:
        positive(f"{self.station}: how many times as long work takes", self.times)
        not_negative(f"{self.station}: the start of the slowness in seconds", self.from_s)

    def lay(self, at: At, resize: Resize, queue: Queue) -> None:
        """Slow the station down when it begins, and let it be when it ends."""
        at(self.from_s * 1000, FIRST, -1, setattr, queue, "pace", self.times)
        at(self.until_s * 1000, FIRST, -1, setattr, queue, "pace", 1.0)


@dataclass(frozen=True)
class Autoscale:
    """Servers that follow the load, looked at every `every_s` until `until_s`.

    As the Kubernetes autoscaler does it: wanted = servers x use / `target`, where use is the share
    of the servers at work or wanted by those who wait, at most `most` and at least `least`. New
    servers work after `start_up_s`; fewer are kept only when no look in `down_window_s` wanted
    more.
    """

    station: str
    target: float
    least: int
    most: int
    until_s: float
    every_s: float = 15.0
    start_up_s: float = 30.0
    down_window_s: float = 300.0

    def __post_init__(self) -> None:
        positive(f"{self.station}: the target use", self.target)
        whole(f"{self.station}: the least servers", self.least, at_least=1)
        whole(f"{self.station}: the most servers", self.most, at_least=self.least)
        positive(f"{self.station}: the seconds between two looks", self.every_s)

    def lay(self, at: At, resize: Resize, queue: Queue) -> None:
        """Look at the station every so often and give it more servers or fewer."""
        wanted: list[tuple[float, int]] = []

        def add(count: int) -> None:
            queue.servers += count
            resize(queue, count)

        def look(now_s: float, ordered: list[int]) -> None:
            wanted.append((now_s, self.wanted(queue)))
            recent = [count for when, count in wanted if when > now_s - self.down_window_s]
            more = wanted[-1][1] - ordered[0]
            if more > 0:
                at((now_s + self.start_up_s) * 1000, FIRST, -1, add, more)
            elif max(recent) < ordered[0] and now_s >= self.down_window_s:
                more = max(recent) - ordered[0]
                add(more)
            else:
                more = 0
            ordered[0] += more

        ordered = [queue.servers]
        for step in range(1, int(self.until_s / self.every_s) + 1):
            at(step * self.every_s * 1000, FIRST, -1, look, step * self.every_s, ordered)

    def wanted(self, queue: Queue) -> int:
        """How many servers the station should have for what it holds now."""
        each = queue.batch.max_batch if queue.batch else 1
        at_work: Any = queue.servers - queue.free + len(queue.waiting) / each
        return int(min(max(-(-at_work // self.target), self.least), self.most))
