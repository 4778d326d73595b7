"""Events in words, for a list of what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kit.interview.events import Event
from kit.interview.plan import Plan

SHORT = 90  # letters of a text that a list shows

_Words = Callable[[dict[str, Any], Plan], str]


def _title(payload: dict[str, Any], plan: Plan) -> str:
    return plan.stops.get(payload["stop"], payload["stop"])


def _guess(payload: dict[str, Any], plan: Plan) -> str:
    label = plan.metrics.get(payload["metric"], {}).get("label", payload["metric"])
    return f"predicts: {label} {payload['way']}, {payload['sure']:.0%} sure"


_WORDS: dict[str, _Words] = {
    "opened": lambda p, plan: f"set up: {plan.title}, {plan.level}, {plan.minutes} minutes",
    "sealed": lambda p, plan: f"{p['title']}: {p['options'].get(p['name'], p['name'])}",
    "unsealed": lambda p, plan: "opens what was hidden",
    "joined": lambda p, plan: "joins",
    "started": lambda p, plan: "starts the clock",
    "paused": lambda p, plan: "pauses the clock",
    "resumed": lambda p, plan: "goes on",
    "ended": lambda p, plan: "ends the interview",
    "stop": lambda p, plan: f"goes to {_title(p, plan)}",
    "pick": lambda p, plan: p["said"],
    "dial": lambda p, plan: p["said"],
    "ran": lambda p, plan: p["said"] or "has run it",
    "asked": lambda p, plan: f"asks: {p['about']}",
    "committed": lambda p, plan: f"answers at {_title(p, plan)}: {p['text']}",
    "revealed": lambda p, plan: f"opens the model answer of {_title(p, plan)}",
    "predicted": _guess,
    "waived": lambda p, plan: "runs a change without a prediction",
    "measured": lambda p, plan: f"measured: {p['went']}",
    "looked": lambda p, plan: "looks at what is true",
    "hint": lambda p, plan: f"hint {p['level']} at {_title(p, plan)}: {p['text']}",
    "twist": lambda p, plan: f"twist: {p['sentence']}",
    "board": lambda p, plan: f"draws: {p['boxes']} boxes",
    "judged": lambda p, plan: f"judged: {p['good']} of {p['of']} seeds",
    "note": lambda p, plan: f"note: {p['text']}",
    "tick": lambda p, plan: f"{'said' if p['on'] else 'not said'}: {p['point']}",
    "score": lambda p, plan: f"{p['area']}: {p['level'] or 'no verdict'}",
    "drilled": lambda p, plan: f"takes a drill: {p['name']}",
}


def described(event: Event, plan: Plan, short: int = SHORT) -> str:
    """What happened, in one line of at most `short` letters.

    >>> from kit.interview.events import Event
    >>> described(Event(3, 0.0, "candidate", "looked"), None)
    'looks at what is true'
    """
    text = " ".join(_WORDS[event.kind](dict(event.payload), plan).split())
    return text if len(text) <= short else f"{text[: short - 1]}…"
