"""The request path of a design: stations, forks that join at the slowest leg, and their load.

A design draws a `Path` once; the closed forms, the sweep and the event loop all read it. What no
nesting of forks can say is drawn as a `Flow` (`flow`), one more kind of step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.serving.flow import Flow
from pipelines.serving.station import Station


@dataclass(frozen=True)
class Fork:
    """Calls made at the same time; the request goes on when the slowest leg has answered."""

    legs: tuple[Step, ...]

    def __init__(self, *legs: Step) -> None:
        if len(legs) < 2:
            raise ValueError(f"a fork of {len(legs)} legs: it needs at least 2")
        object.__setattr__(self, "legs", legs)


@dataclass(frozen=True)
class Path:
    """The synchronous calls of one request, in order; a leg of a fork may be a path itself."""

    steps: tuple[Step, ...]

    def __init__(self, *steps: Step) -> None:
        if not steps:
            raise ValueError("an empty path: it needs at least one station")
        object.__setattr__(self, "steps", steps)
        names = [station.name for station in self.stations]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two stations are named {', '.join(twice)}: names must differ")

    @property
    def stations(self) -> tuple[Station, ...]:
        """Every station on the path, in order, the legs of a fork one after the other."""
        return tuple(stations_of(self.steps))

    def __getitem__(self, name: str) -> Station:
        for station in self.stations:
            if station.name == name:
                return station
        known = ", ".join(station.name for station in self.stations)
        raise ValueError(f"no station is named {name!r}: the path has {known}")


Step = Station | Fork | Path | Flow


def stations_of(steps: Sequence[Step]) -> Iterator[Station]:
    """The stations inside a sequence of steps, in order."""
    for step in steps:
        if isinstance(step, Station):
            yield step
        elif isinstance(step, Flow):
            yield from step.stations
        else:
            yield from stations_of(step.legs if isinstance(step, Fork) else step.steps)
