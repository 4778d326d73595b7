"""What can happen in an interview: one event each, with a payload that is checked by its kind."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kit.choice import Refused

Payload = Mapping[str, Any]
Check = Callable[[str, Any], Any]

CANDIDATE, INTERVIEWER, ROOM = "candidate", "interviewer", "room"
SIDES = (CANDIDATE, INTERVIEWER)
WAYS = ("rises", "falls", "stays")
LONGEST_TEXT = 20_000  # letters of an answer or a note: pages of it
MOST_PARTS = 2_000


@dataclass(frozen=True)
class Event:
    """One thing that happened: its place in the log (from 1), the server's time (seconds since
    1970), who did it, what kind of thing it was, and what belongs to it."""

    number: int
    at: float
    who: str
    kind: str
    payload: Payload = field(default_factory=dict)


def text(name: str, given: Any) -> str:
    """A text, letter for letter; refused where it is none, or longer than anybody types."""
    if not isinstance(given, str) or len(given) > LONGEST_TEXT:
        raise Refused(f"{name} is not a text of at most {LONGEST_TEXT:,} letters.")
    try:
        given.encode("utf-8")
    except UnicodeEncodeError:
        raise Refused(f"{name} holds half a character.") from None
    return given


def filled(name: str, given: Any) -> str:
    """A text that says something."""
    if not text(name, given).strip():
        raise Refused(f"{name} is empty.")
    return given


def flag(name: str, given: Any) -> bool:
    """True or false."""
    if not isinstance(given, bool):
        raise Refused(f"{name} is neither true nor false.")
    return given


def whole(name: str, given: Any) -> int:
    """A whole number from 0 to a billion."""
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= 10**9:
        raise Refused(f"{name} is not a whole number from 0 up.")
    return given


def number(name: str, given: Any) -> float | None:
    """A finite number, or None where there is none."""
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        raise Refused(f"{name} is not a number.")
    return given


def chance(name: str, given: Any) -> float:
    """A probability."""
    found = number(name, given)
    if found is None or not 0 <= found <= 1:
        raise Refused(f"{name} is not a chance from 0 to 1.")
    return found


def one_of(*allowed: str) -> Check:
    """One of some words."""

    def check(name: str, given: Any) -> str:
        if given not in allowed:
            raise Refused(f"{name} cannot be {given!s:.80}: it is one of {', '.join(allowed)}.")
        return str(given)

    return check


def listed(part: Check) -> Check:
    """A list of parts, each checked."""

    def check(name: str, given: Any) -> list[Any]:
        if not isinstance(given, list | tuple) or len(given) > MOST_PARTS:
            raise Refused(f"{name} is not a list.")
        return [part(name, each) for each in given]

    return check


def mapped(part: Check) -> Check:
    """A value for each name, each checked."""

    def check(name: str, given: Any) -> dict[str, Any]:
        if not isinstance(given, Mapping) or len(given) > MOST_PARTS:
            raise Refused(f"{name} is not a table of names and values.")
        return {text(name, key): part(f"{name}.{key}", each) for key, each in given.items()}

    return check


def record(**parts: Check) -> Check:
    """A record with just these parts."""

    def check(name: str, given: Any) -> dict[str, Any]:
        if not isinstance(given, Mapping) or set(given) != set(parts):
            raise Refused(f"{name} is not made of {', '.join(parts)}.")
        return {each: part(f"{name}.{each}", given[each]) for each, part in parts.items()}

    return check


def value(name: str, given: Any) -> str | float | None:
    """The value of a choice: a word or a number."""
    return text(name, given) if isinstance(given, str) else number(name, given)


READING = record(true=number, seen=number, low=number, high=number, ceiling=number, budget=number)
METRIC = record(label=text, unit=text, better=text)
GOAL = record(metric=filled, bound=one_of("at least", "at most"), value=number, of=text)
PLAN: dict[str, Check] = {
    "case": filled,
    "title": text,
    "version": whole,
    "level": one_of("mid", "senior", "staff"),
    "minutes": whole,
    "seed": whole,
    "led": flag,
    "brief": text,
    "situation": text,
    "start": mapped(value),
    "stops": mapped(text),
    "metrics": mapped(METRIC),
    "lead": text,
    "facts": whole,
    "goals": listed(GOAL),
}
LATER: dict[str, Payload] = {"opened": {"goals": []}}
"""Parts that events of an earlier version lack, and what they stand for."""


@dataclass(frozen=True)
class Kind:
    """A kind of event: who may say it in an interview that is led and in one held alone, what its
    payload is made of, whether it is `hidden` from a candidate who is led, and whether it is
    `secret`: kept from any candidate until it is opened or the interview is over."""

    led: tuple[str, ...]
    alone: tuple[str, ...]
    payload: dict[str, Check] = field(default_factory=dict)
    hidden: bool = False
    secret: bool = False
    after_end: bool = False


_MINE = ((CANDIDATE,), (CANDIDATE,))
_THEIRS = ((INTERVIEWER,), (CANDIDATE,))
_EITHER = (SIDES, (CANDIDATE,))
_CHANGE: dict[str, Check] = {"changes": mapped(value), "said": text}
_TWIST: dict[str, Check] = {
    "name": filled,
    "kind": text,
    "sentence": text,
    "question": text,
    "needs": mapped(value),
    "changes": mapped(value),
}
_GUESS: dict[str, Check] = {
    "metric": filled,
    "way": one_of(*WAYS),
    "by": number,
    "sure": chance,
    "of": one_of("true", "seen"),
    "said": text,
}
_OUTCOME: dict[str, Check] = {
    "prediction": whole,
    "change": number,
    "low": number,
    "high": number,
    "went": one_of(*WAYS, "unknown"),
}
_SEALED: dict[str, Check] = {
    "title": text,
    "name": filled,
    "options": mapped(text),
    "answer": text,
    "changes": mapped(value),
    "opens": mapped(value),
}
_RAN: dict[str, Check] = {
    "said": text,
    "readings": mapped(READING),
    "leaks": listed(text),
    "goals": listed(record(said=text, met=flag, value=text)),
}

KINDS: dict[str, Kind] = {
    "opened": Kind((ROOM,), (ROOM,), PLAN),
    "sealed": Kind((ROOM,), (ROOM,), _SEALED, secret=True),
    "unsealed": Kind(*_THEIRS),
    "joined": Kind(*_EITHER, after_end=True),
    "started": Kind(*_EITHER),
    "paused": Kind((), (CANDIDATE,)),
    "resumed": Kind((), (CANDIDATE,)),
    "ended": Kind(*_EITHER),
    "stop": Kind(*_EITHER, {"stop": filled}),
    "pick": Kind(*_MINE, _CHANGE),
    "dial": Kind(*_MINE, _CHANGE),
    "ran": Kind(*_MINE, _RAN),
    "asked": Kind(*_MINE, {"about": filled, "answer": text}),
    "committed": Kind(*_MINE, {"stop": filled, "text": filled}),
    "revealed": Kind(*_THEIRS, {"stop": filled}),
    "predicted": Kind(*_MINE, _GUESS),
    "waived": Kind(*_MINE, {"said": text}),
    "measured": Kind(*_MINE, _OUTCOME),
    "looked": Kind(*_MINE),
    "hint": Kind(*_THEIRS, {"stop": filled, "level": whole, "text": filled}),
    "twist": Kind((INTERVIEWER, ROOM), (CANDIDATE, ROOM), _TWIST),
    "board": Kind(*_MINE, {"link": text, "boxes": whole}),
    "judged": Kind(*_MINE, {"good": whole, "of": whole, "passes": flag}),
    "note": Kind(*_THEIRS, {"text": filled}, hidden=True, after_end=True),
    "tick": Kind(
        *_THEIRS, {"stop": filled, "point": text, "on": flag}, hidden=True, after_end=True
    ),
    "score": Kind(
        *_THEIRS,
        {"area": filled, "level": text, "evidence": listed(whole)},
        hidden=True,
        after_end=True,
    ),
    "drilled": Kind(*_MINE, {"kind": text, "case": text, "name": text}, after_end=True),
}


def read(kind: str, payload: Payload) -> dict[str, Any]:
    """The payload of an event, checked; a `Refused` that says what is wrong with it."""
    if kind not in KINDS:
        raise Refused(f"Nothing of the kind {kind!s:.40} happens in an interview.")
    if isinstance(payload, Mapping):
        payload = {**LATER.get(kind, {}), **payload}
    return record(**KINDS[kind].payload)(kind, payload)
