"""A web of calls: stations joined by arrows in any order that does not turn in a circle.

`Fork` and `Path` nest, so they cannot draw a station that waits for one leg of a fork but not for
the other. A `Flow` can: a request enters at every station that nothing calls, goes on from a
station to all that it calls, and a station begins when all that call it have answered. The answer
is there when every station that calls nothing is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from pipelines.serving.bounds import not_negative, positive
from pipelines.serving.station import Station


@dataclass(frozen=True)
class Fallback:
    """What answers when a part of a flow does not, or not in time.

    The part begins at `entry` and ends before the stations of `back` (with none, it is all that
    follows). A request whose part is not done `after_ms` after it came to `entry` goes on to
    `back` (or is answered) `time_ms` later, degraded; the stations still do their work. What
    stands in is held in memory, so it has no queue.
    """

    entry: str
    after_ms: float
    time_ms: float = 0.0
    back: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        positive(f"the fallback of {self.entry}: its patience in ms", self.after_ms)
        not_negative(f"the fallback of {self.entry}: its own time in ms", self.time_ms)


@dataclass(frozen=True)
class Flow:
    """Stations, the calls between them as pairs of names, fallbacks, and stations that are down.

    A station in `down` never answers: requests that come to it are lost, but for a fallback.
    """

    stations: tuple[Station, ...]
    calls: tuple[tuple[str, str], ...] = ()
    fallbacks: tuple[Fallback, ...] = ()
    down: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.stations:
            raise ValueError("an empty flow: it needs at least one station")
        backs = [(each.entry, *each.back) for each in self.fallbacks]
        for name in [n for group in (*self.calls, *backs, self.down) for n in group]:
            if name not in self.by_name:
                raise ValueError(f"no station is named {name!r}: the flow has {self._names}")
        try:
            self.order  # noqa: B018  (it is worked out once, and a circle is found here)
        except CycleError as circle:
            turn = " > ".join(circle.args[1][::-1])
            raise ValueError(f"the calls go round in a circle: {turn}") from None

    @property
    def _names(self) -> str:
        return ", ".join(self.by_name)

    @cached_property
    def by_name(self) -> dict[str, Station]:
        """The stations by their names."""
        return {station.name: station for station in self.stations}

    @cached_property
    def callers(self) -> dict[str, tuple[str, ...]]:
        """Who calls each station."""
        return {name: tuple(a for a, b in self.calls if b == name) for name in self.by_name}

    @cached_property
    def called(self) -> dict[str, tuple[str, ...]]:
        """Whom each station calls."""
        return {name: tuple(b for a, b in self.calls if a == name) for name in self.by_name}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The stations, callers first, and what a fallback covers before what it goes on to."""
        before = {name: set(callers) for name, callers in self.callers.items()}
        for fallback in self.fallbacks:
            for name in fallback.back:
                before[name] |= self.part(fallback)
        return tuple(TopologicalSorter(before).static_order())

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """The stations that call nothing: when all are done, the request is answered."""
        return tuple(name for name in self.by_name if not self.called[name])

    def part(self, fallback: Fallback) -> frozenset[str]:
        """The stations that a fallback stands in for."""
        beyond = self.after(fallback.back)
        return self.after((fallback.entry,)) - beyond

    def after(self, names: tuple[str, ...]) -> frozenset[str]:
        """Some stations and all that is called because of them."""
        found: set[str] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += self.called[name]
        return frozenset(found)

    def leaving(self, fallback: Fallback) -> tuple[str, ...]:
        """The stations by which a request leaves a fallback's part."""
        part = self.part(fallback)
        goes_on = {name for name in part if not self.called[name] or set(self.called[name]) - part}
        return tuple(name for name in self.order if name in goes_on)
