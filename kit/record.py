"""A run as a plain record, and the two ways to get the same run again outside the page."""

from __future__ import annotations

import math
import shlex
from typing import Any

from kit.case import Case
from kit.choice import Choice, Range, as_text
from kit.metric import Reading
from kit.run import VERSION, Run
from kit.verdicts import BriefVerdict, Judgement, LessonVerdict

PARTS = ("seen", "true", "low", "high", "ceiling")


def record(run: Run) -> dict[str, Any]:
    """A run as plain values that JSON can hold; what is not available or not finite is None.

    Keys: case, version, choices, applies (the choices that have an effect), dial (name, position,
    value, unit), leaks (sentences), readings by metric (seen, true, low, high, ceiling, unit,
    better, budget, why) and seconds by stage.
    """
    case, dial = run.case, run.case.dial
    at = run.position
    value = _plain(run.readout.axis[at])
    return {
        "case": case.slug,
        "version": VERSION,
        "choices": dict(run.design.chosen),
        "applies": [c.name for c in case.choices if case.applies(run.design, c.name)],
        "dial": {"name": dial.name, "position": at, "value": value, "unit": dial.unit},
        "leaks": list(case.leaks(run.design)),
        "readings": {name: _reading(reading) for name, reading in run.readings().items()},
        "seconds": {stage: round(seconds, 4) for stage, seconds in run.seconds.items()},
    }


def row(run: Run) -> dict[str, Any]:
    """A run as one row of a table: each choice, the dial's value, then metric.part columns.

    What is not available is NaN, so that a column of readings stays numeric.
    """
    dial = run.case.dial.name
    # the dial as text: "auto" beside numbers would make a column of two kinds
    cells: dict[str, Any] = dict(run.design.chosen) | {dial: as_text(run.design[dial])}
    cells = {"case": run.case.slug, **cells}
    cells[f"{dial}.value"] = float(run.readout.axis[run.position])
    for name, reading in run.readings().items():
        cells |= {f"{name}.{part}": getattr(reading, part) for part in PARTS}
    return cells


def command(run: Run) -> str:
    """The command line that gives these readings: the choices that are not at their default."""
    usual = run.case.design()
    changed = run.design.differs_from(usual)
    words = [f"{name}={as_text(value)}" for name, (_, value) in changed.items()]
    return shlex.join(["sandtable", "run", run.case.slug, *words])


def script(run: Run) -> str:
    """A short Python script that gives these readings, every choice written out."""
    choices = "".join(f"    {name!r}: {value!r},\n" for name, value in run.design.chosen)
    return (
        f"# {run.case.title}: every reading of one design, as it is and as the team sees it.\n"
        "from cases import ALL\n\n"
        f"case = ALL.load({run.case.slug!r})\n"
        f"design = {{\n{choices}}}\n"
        "for name, reading in case.run(design).readings().items():\n"
        "    print(name, 'true', reading.true, 'seen', reading.seen)\n"
    )


def declaration(case: Case) -> dict[str, Any]:
    """What may be chosen in a scenario and what is read off it, as plain values."""
    dial = case.dial
    return {
        "case": case.slug,
        "version": VERSION,
        "title": case.title,
        "situation": case.situation,
        "choices": [_choice(choice) for choice in case.choices],
        "dial": {
            "name": dial.name,
            "label": dial.label,
            "allowed": dial.allowed,
            "help": dial.help,
        },
        "metrics": [
            {"name": m.name, "label": m.label, "unit": m.unit, "better": m.better, "help": m.help}
            for m in case.metrics
        ],
        "presets": {preset.name: dict(preset.changes) for preset in case.presets},
    }


def lesson_record(case: Case, verdict: LessonVerdict) -> dict[str, Any]:
    """A lesson's verdict as plain values."""
    lesson = verdict.lesson
    return {
        "case": case.slug,
        "lesson": lesson.name,
        "claim": lesson.sentence,
        "effect": lesson.effect,
        "unit": lesson.unit,
        "seeds": list(verdict.seeds),
        "effects": [_plain(effect) for effect in verdict.effects],
        "mean": _plain(verdict.mean),
        "interval": [_plain(verdict.low), _plain(verdict.high)],
        "band": [_plain(end) for end in lesson.band],
        "holds": verdict.holds,
        "flips": lesson.flips,
        "source": lesson.source,
    }


def brief_record(case: Case, verdict: BriefVerdict) -> dict[str, Any]:
    """A brief's verdict as plain values: its goals, and how each design did on each seed."""
    brief = verdict.brief
    return {
        "case": case.slug,
        "brief": brief.name,
        "goals": [f"{g.metric} ({g.of}) {g.bound} {g.value:g}" for g in brief.goals],
        "designs": [_judgement(case, judgement) for judgement in verdict.judgements],
        "holds": verdict.holds,
    }


def _judgement(case: Case, judgement: Judgement) -> dict[str, Any]:
    changed = judgement.design.differs_from(case.design())
    return {
        "kind": judgement.kind,
        "name": judgement.name,
        "choices": {name: value for name, (_, value) in changed.items()},
        "seeds": list(judgement.seeds),
        "values": [[_plain(value) for value in values] for values in judgement.values],
        "met": [list(goals) for goals in judgement.met],
        "passes": judgement.passes,
        "as_meant": judgement.as_meant,
    }


def _choice(choice: Choice) -> dict[str, Any]:
    within = choice.options
    legal: dict[str, Any] = (
        {"low": within.low, "high": within.high, "whole": within.whole, "usual": within.usual}
        if isinstance(within, Range)
        else {"options": dict(within)}
    )
    rest = {"default": choice.default, "help": choice.help, "group": choice.group}
    when, when_any = (
        {name: list(values) for name, values in one.items()}
        for one in (choice.when, choice.when_any)
    )
    named = {"name": choice.name, "label": choice.label}
    return named | legal | rest | {"when": when, "when_any": when_any, "world": choice.world}


def _reading(reading: Reading) -> dict[str, Any]:
    parts: dict[str, Any] = {part: _plain(getattr(reading, part)) for part in PARTS}
    metric = reading.metric
    budget = None if reading.budget is None else _plain(reading.budget)
    known = math.isfinite(reading.true) and math.isfinite(reading.seen)
    why = "" if known else reading.why
    return parts | {"unit": metric.unit, "better": metric.better, "budget": budget, "why": why}


def _plain(value: float) -> float | None:
    """A number JSON can hold; None for one that is not finite."""
    return float(value) if math.isfinite(value) else None
