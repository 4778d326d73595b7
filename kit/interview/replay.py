"""A log from elsewhere, checked before it is believed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kit.choice import Refused
from kit.interview.events import Event, read
from kit.interview.rules import refusal
from kit.interview.state import State, fold

LATEST = 32_503_680_000.0  # the year 3000, in seconds since 1970: later times are a mistake


def replayed(log: Sequence[Event]) -> Iterator[Event]:
    """A log checked event by event, as if it happened now; a `Refused` where it could not have."""
    state: State | None = None
    for number, event in enumerate(log, 1):
        payload = read(event.kind, event.payload)
        sentence = refusal(state, event.who, event.kind, payload)
        if event.number != number or not (state.at if state else 0) <= event.at < LATEST:
            sentence = "Events are numbered from 1, in order of time."
        if sentence:
            raise Refused(f"Event {number} cannot be read: {sentence}")
        checked = Event(number, event.at, event.who, event.kind, payload)
        state = fold([checked], state)
        yield checked
