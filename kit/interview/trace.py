"""A log as it is read afterwards: every event with what the clock showed and how things stood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kit.choice import Refused
from kit.interview.events import Event
from kit.interview.plan import PHASES, Plan, phase_of_stop
from kit.interview.state import State, fold


@dataclass(frozen=True)
class Moment:
    """One event in its place: the clock (seconds), and the state before it and after it."""

    event: Event
    clock: float
    before: State
    after: State


@dataclass(frozen=True)
class Trace:
    """A whole log, event by event after the first."""

    moments: tuple[Moment, ...]
    end: State

    @property
    def plan(self) -> Plan:
        """How the interview was set up."""
        return self.end.plan

    @property
    def seconds(self) -> float:
        """How long it took by the clock; to the last event, where it has not ended."""
        return self.end.elapsed(self.end.at)

    def of(self, *kinds: str) -> tuple[Moment, ...]:
        """The moments of some kinds, in order."""
        return tuple(moment for moment in self.moments if moment.event.kind in kinds)

    def clock_of(self, number: int) -> float:
        """What the clock showed at an event (seconds)."""
        return next((m.clock for m in self.moments if m.event.number == number), 0.0)

    @cached_property
    def visits(self) -> tuple[tuple[str, float, float, int], ...]:
        """Where the candidate was: the place, from and to which second, and the event that ended
        the visit (0 for the last)."""
        found: list[tuple[str, float, float, int]] = []
        here, since = self._first, 0.0
        for moment in self.of("stop"):
            if moment.after.here != here:
                found.append((here, since, moment.clock, moment.event.number))
                here, since = moment.after.here, moment.clock
        return (*found, (here, since, self.seconds, 0))

    @property
    def _first(self) -> str:
        return self.moments[0].before.here if self.moments else self.end.here

    @cached_property
    def by_stop(self) -> dict[str, float]:
        """Seconds of the clock at each stop, and elsewhere under its own name."""
        spent: dict[str, float] = {}
        for place, since, until, _ in self.visits:
            spent[place] = spent.get(place, 0.0) + until - since
        return spent

    @property
    def by_phase(self) -> dict[str, tuple[float, float]]:
        """Seconds spent at the stops of each phase, and those planned for it."""
        spent = {phase.name: 0.0 for phase in PHASES}
        for place, seconds in self.by_stop.items():
            if name := phase_of_stop(self.plan, place):
                spent[name] += seconds
        return {p.name: (spent[p.name], p.time * self.plan.seconds) for p in PHASES}


def trace(log: Iterable[Event]) -> Trace:
    """Read a log."""
    events = tuple(log)
    if not events:
        raise Refused("There is no such interview.")
    state, moments = fold(events[:1]), []
    for event in events[1:]:
        after = state.after(event)
        moments.append(Moment(event, state.elapsed(event.at), state, after))
        state = after
    return Trace(tuple(moments), state)


def reading(ran: Event | None, name: str, part: str = "true") -> float | None:
    """One number of a `ran` event; None where there is none."""
    if ran is None:
        return None
    readings: dict[str, dict[str, Any]] = ran.payload["readings"]
    value = readings.get(name, {}).get(part)
    return None if value is None else float(value)


def first_ran(read: Trace) -> Event | None:
    """The first run that was measured."""
    found: Sequence[Moment] = read.of("ran")
    return found[0].event if found else None
