"""A debrief as text: sections of rows, which markdown, a printed page and the screen are made of;
and plain values for JSON."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kit.interview.checks import Check, Lost
from kit.interview.debrief import Debrief
from kit.interview.describing import described
from kit.interview.events import Event
from kit.words import say

SIDES = {"outcome": "Outcome", "process": "Process"}
MARKS = {True: "right", False: "wrong", None: "unknown"}


@dataclass(frozen=True)
class Row:
    """One line: what it is about, what is said of it, and lines below it with their events; one
    without lines below may itself be of an event."""

    head: str
    text: str
    below: tuple[str, ...] = ()
    events: tuple[int, ...] = ()


Section = tuple[str, tuple[Row, ...]]


def sections(found: Debrief) -> tuple[Section, ...]:
    """The debrief in the order it is read: what to work on, outcome, process, time, predictions;
    judgement and notes where the log that was read has them."""
    parts: list[Section] = [("", (Row("", about(found)),)), ("Work on this first", _first(found))]
    for side, label in SIDES.items():
        score = found.score(side)
        points = "n/a" if score is None else say(score, "share")
        parts.append((f"{label}: {points}", tuple(_row(check) for check in found.of(side))))
    parts += [("Time by phase", _times(found)), ("Predictions", _predictions(found))]
    parts += [("Judgement", _judgement(found)), ("Notes", _notes(found))]
    return tuple((heading, rows) for heading, rows in parts if rows)


def about(found: Debrief) -> str:
    """How the interview was set up, in one sentence."""
    plan = found.read.plan
    led = "led by an interviewer" if plan.led else "alone"
    task = f"brief {plan.brief}" if plan.brief else "open"
    used = f"{plan.minutes} minutes ({minutes(found.read.seconds)} used)"
    return f"{plan.asks.label} level, {used}, {task}, {led}, seed {plan.seed}."


def _first(found: Debrief) -> tuple[Row, ...]:
    return tuple(
        Row(f"{check.label}.", f"{check.sentence} {check.to_do}") for check in found.work_on
    )


def _row(check: Check) -> Row:
    points = "n/a" if check.share is None else f"{check.points:.1f} of 10"
    below = tuple(_lost(each) for each in check.lost)
    events = tuple(each.event for each in check.lost)
    return Row(f"{check.label} ({points}):", check.sentence, below, events)


def _lost(lost: Lost) -> str:
    return f"{minutes(lost.clock)} (event {lost.event}): {lost.sentence}"


def _times(found: Debrief) -> tuple[Row, ...]:
    return tuple(
        Row(f"{name}:", f"{minutes(spent)} of {minutes(planned)} planned")
        for name, (spent, planned) in found.read.by_phase.items()
    )


def _predictions(found: Debrief) -> tuple[Row, ...]:
    rows = tuple(
        Row(f"{minutes(p.clock)} {MARKS[p.hit]}:", f"{p.said}; measured: {p.measured}.",
            events=(p.number,))
        for p in found.predictions
    )  # fmt: skip
    if found.brier is None:
        return rows
    return (Row("Brier score:", f"{found.brier:.2f} (0 is perfect, 0.25 is a coin)."), *rows)


def _judgement(found: Debrief) -> tuple[Row, ...]:
    scores = [event for event in found.read.end.scores.values() if event.payload["level"]]
    return tuple(
        Row(f"{event.payload['area'].capitalize()}:", event.payload["level"],
            _evidence(found, event), tuple(event.payload["evidence"]))
        for event in scores
    )  # fmt: skip


def _evidence(found: Debrief, score: Event) -> tuple[str, ...]:
    """What a verdict rests on: each event with its clock, in words."""
    events = {moment.event.number: moment.event for moment in found.read.moments}
    return tuple(
        f"{minutes(found.read.clock_of(number))} (event {number}): "
        + (described(events[number], found.read.plan) if number in events else "the set-up")
        for number in score.payload["evidence"]
    )


def _notes(found: Debrief) -> tuple[Row, ...]:
    return tuple(
        Row(f"{minutes(found.read.clock_of(note.number))}", note.payload["text"],
            events=(note.number,))
        for note in found.read.end.notes
    )  # fmt: skip


def as_markdown(found: Debrief, *, escape: Callable[[str], str] = str) -> str:
    """The debrief as markdown; `escape` makes text of people letter for letter."""
    lines = [f"# Debrief: {escape(found.read.plan.title)}"]
    for heading, rows in sections(found):
        lines += ["", f"## {heading}", ""] if heading else [""]
        for row in rows:
            lines += _lines(row, escape)
    return "\n".join(lines) + "\n"


def _lines(row: Row, escape: Callable[[str], str]) -> list[str]:
    head = f"**{escape(row.head)}** " if row.head else ""
    return [f"- {head}{escape(row.text)}", *(f"  - {escape(line)}" for line in row.below)]


def minutes(seconds: float) -> str:
    """Seconds as minutes and seconds.

    >>> minutes(61.4)
    '1:01'
    """
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def as_record(found: Debrief) -> dict[str, Any]:
    """The debrief as plain values that JSON can hold."""
    read = found.read
    return {
        "plan": read.plan.as_payload(),
        "started": read.end.started,
        "seconds": round(read.seconds, 3),
        "outcome": found.score("outcome"),
        "process": found.score("process"),
        "checks": [_plain(check) for check in found.checks],
        "work_on": [check.name for check in found.work_on],
        "brier": found.brier,
        "predictions": [vars(each) for each in found.predictions],
        "phases": {name: {"spent": s, "planned": p} for name, (s, p) in read.by_phase.items()},
        "notes": [
            {"at": read.clock_of(e.number), "event": e.number, "text": e.payload["text"]}
            for e in read.end.notes
        ],
        "scores": {area: dict(event.payload) for area, event in read.end.scores.items()},
    }


def _plain(check: Check) -> dict[str, Any]:
    parts = {name: getattr(check, name) for name in ("name", "side", "label", "share", "sentence")}
    return parts | {"to_do": check.to_do, "lost": [vars(each) for each in check.lost]}


def when(at: float) -> str:
    """A time of the server as people read it, in the server's zone."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at))
