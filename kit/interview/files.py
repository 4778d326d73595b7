"""Interviews taken out of the database and brought back: rows of a list, files, logs as JSON."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any

from kit.choice import Refused
from kit.interview.debrief import debrief
from kit.interview.events import Event
from kit.interview.printed import as_html
from kit.interview.store import Store
from kit.interview.telling import as_markdown

FORMAT = "sandtable interview"
VERSION = 1
PARTS: dict[str, Any] = {
    "number": int,
    "at": (int, float),
    "who": str,
    "kind": str,
    "payload": dict,
}


def rows(store: Store) -> list[dict[str, Any]]:
    """Every interview as a row of plain values, the latest first."""
    return [
        {
            "interview": kept.interview,
            "date": time.strftime("%Y-%m-%d %H:%M", time.localtime(kept.made_at)),
            "case": kept.state.plan.case,
            "level": kept.state.plan.level,
            "minutes": kept.state.plan.minutes,
            "led": kept.state.plan.led,
            "brief": kept.state.plan.brief,
            "phase": kept.state.phase,
            "events": kept.state.length,
        }
        for kept in store.all()
    ]


def as_json(log: Sequence[Event]) -> str:
    """A log as JSON, which `read_log` reads."""
    told = {"format": FORMAT, "version": VERSION, "events": [vars(event) for event in log]}
    return json.dumps(told, indent=1, allow_nan=False)


def read_log(text: str) -> tuple[Event, ...]:
    """The log in a text of `as_json`; a `Refused` that says what is wrong with it."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("This is not an interview: it is not JSON.") from None
    events = told.get("events") if isinstance(told, dict) else None
    if not isinstance(events, list) or told.get("format") != FORMAT:
        raise Refused(f'An interview is a JSON object with "format": "{FORMAT}" and "events".')
    if told.get("version") != VERSION:
        raise Refused(f"This interview is of version {told.get('version')!s:.20}, not {VERSION}.")
    return tuple(_event(number, each) for number, each in enumerate(events, 1))


def _event(number: int, told: Any) -> Event:
    fits = isinstance(told, dict) and set(told) == set(PARTS)
    if not fits or any(not isinstance(told[name], kind) for name, kind in PARTS.items()):
        raise Refused(f"Event {number} cannot be read: it is not made of {', '.join(PARTS)}.")
    return Event(**told)


WRITERS: dict[str, Callable[[Sequence[Event]], str]] = {
    ".json": as_json,
    ".md": lambda log: as_markdown(debrief(log)),
    ".html": lambda log: as_html(debrief(log)),
}
"""What an interview is written as, by the end of the file's name."""
