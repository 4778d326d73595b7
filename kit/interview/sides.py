"""What each side of an interview may see: of its log, and of where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kit.interview.events import CANDIDATE, INTERVIEWER, KINDS, Event
from kit.interview.state import State


def seen_by(side: str, led: bool, log: Iterable[Event]) -> tuple[Event, ...]:
    """The part of a log that one side may see: notes, points and scores are the interviewer's, and
    so is what is hidden, until it is opened or the interview is over."""
    events, mine = tuple(log), not led or side == INTERVIEWER
    told = side == INTERVIEWER or any(event.kind in ("unsealed", "ended") for event in events)
    kinds = {n for n, k in KINDS.items() if (mine or not k.hidden) and (told or not k.secret)}
    return tuple(event for event in events if event.kind in kinds)


def for_candidate(state: State) -> State:
    """The state as a candidate may see it: without what is hidden, and where one is led without
    notes, points and scores."""
    if state.sealed is not None and state.shut:
        blank = {**state.sealed.payload, "name": "", "options": {}, "opens": {}}
        state = replace(state, sealed=replace(state.sealed, payload=blank))
    if not state.plan.led:
        return state
    stops = {name: replace(stop, points=frozenset()) for name, stop in state.stops.items()}
    return replace(state, notes=(), scores={}, stops=stops)


def for_side(state: State, side: str) -> State:
    """The state as one side may see it."""
    return for_candidate(state) if side == CANDIDATE else state
