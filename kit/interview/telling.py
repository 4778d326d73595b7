"""A debrief as text: markdown for people, plain values for JSON."""

from __future__ import annotations

import time
from typing import Any

from kit.interview.checks import Check, Lost
from kit.interview.debrief import Debrief
from kit.interview.events import Event
from kit.words import say

SIDES = {"outcome": "Outcome", "process": "Process"}


def as_markdown(found: Debrief, *, escape=lambda text: text) -> str:
    """The debrief as markdown; `escape` makes text of people letter for letter."""
    plan = found.read.plan
    lines = [f"# Debrief: {escape(plan.title)}", "", _about(found)]
    lines += ["", "## Work on this first", ""]
    lines += [
        f"{n}. **{c.label}.** {escape(c.sentence)} {c.to_do}"
        for n, c in enumerate(found.work_on, 1)
    ]
    for side, label in SIDES.items():
        score = found.score(side)
        points = "n/a" if score is None else say(score, "share")
        lines += ["", f"## {label}: {points}", ""]
        for check in found.of(side):
            lines += _check(check, escape)
    return (
        "\n".join([*lines, *_times(found), *_predictions(found, escape), *_private(found, escape)])
        + "\n"
    )


def _about(found: Debrief) -> str:
    plan = found.read.plan
    led = "led by an interviewer" if plan.led else "alone"
    task = f"brief {plan.brief}" if plan.brief else "open"
    took = minutes(found.read.seconds)
    time_ = f"{plan.minutes} minutes ({took} used)"
    return f"{plan.asks.label} level, {time_}, {task}, {led}, seed {plan.seed}."


def _check(check: Check, escape) -> list[str]:
    points = "n/a" if check.share is None else f"{check.points:.1f} of 10"
    lines = [f"- **{check.label}** ({points}): {escape(check.sentence)}"]
    return lines + [f"  - {_lost(each, escape)}" for each in check.lost]


def _lost(lost: Lost, escape) -> str:
    return f"{minutes(lost.clock)} (event {lost.event}): {escape(lost.sentence)}"


def _times(found: Debrief) -> list[str]:
    rows = [
        f"| {name} | {minutes(spent)} | {minutes(planned)} |"
        for name, (spent, planned) in found.read.by_phase.items()
    ]
    return ["", "## Time by phase", "", "| Phase | spent | planned |", "| --- | --- | --- |", *rows]


def _predictions(found: Debrief, escape) -> list[str]:
    if not found.predictions:
        return []
    marks = {True: "right", False: "wrong", None: "unknown"}
    rows = [
        f"- {minutes(p.clock)} {escape(p.said)}; measured: {escape(p.measured)}: {marks[p.hit]}"
        for p in found.predictions
    ]
    score = "" if found.brier is None else f" Brier score {found.brier:.2f}."
    return ["", f"## Predictions.{score}", "", *rows]


def _private(found: Debrief, escape) -> list[str]:
    """Scores and notes, where the log that was read has them."""
    end, lines = found.read.end, []
    scores = [event for event in end.scores.values() if event.payload["level"]]
    if scores:
        lines += ["", "## Judgement", ""]
        lines += [
            f"- {e.payload['area'].capitalize()}: {e.payload['level']}" + _evidence(e)
            for e in scores
        ]
    if end.notes:
        lines += ["", "## Notes", ""]
        lines += [
            f"- {time.strftime('%H:%M', time.localtime(e.at))} {escape(e.payload['text'])}"
            for e in end.notes
        ]
    return lines


def _evidence(event: Event) -> str:
    numbers = ", ".join(str(number) for number in event.payload["evidence"])
    return f" (events {numbers})" if numbers else ""


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
        "seconds": round(read.seconds, 3),
        "outcome": found.score("outcome"),
        "process": found.score("process"),
        "checks": [_plain(check) for check in found.checks],
        "work_on": [check.name for check in found.work_on],
        "brier": found.brier,
        "predictions": [vars(each) for each in found.predictions],
        "phases": {name: {"spent": s, "planned": p} for name, (s, p) in read.by_phase.items()},
        "notes": [{"at": e.at, "text": e.payload["text"]} for e in read.end.notes],
        "scores": {area: dict(e.payload) for area, e in read.end.scores.items()},
    }


def _plain(check: Check) -> dict[str, Any]:
    parts = {name: getattr(check, name) for name in ("name", "side", "label", "share", "sentence")}
    return parts | {"to_do": check.to_do, "lost": [vars(each) for each in check.lost]}
