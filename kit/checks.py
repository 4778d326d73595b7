"""What makes a declaration whole: refused when it is built, before any run."""

from __future__ import annotations

from kit.case import QUALIFIERS, Case
from kit.rubric import AREAS
from kit.words import UNITS

# What an address says beside the design, and the places beside the walkthrough's steps.
PINS = ("pin1", "pin2", "pin3", "pin4")
RESERVED = {
    "choice": ("v", "view", "show", "truth", "brief", "twist", *PINS, "against", "board", "seat"),
    "step": ("lab", "compare", "briefs", "board"),
}
LONGEST_POINT = 120  # letters; an interviewer reads it while someone speaks


def checked(case: Case) -> Case:
    """The case; refused where its parts name choices, stages, metrics or panels not there."""
    _names_are_free(case)
    _names_are_new(case)
    _choices_and_stages_agree(case)
    _names_are_known(case)
    _values_are_legal(case)
    _words_are_there(case)
    _room_is_furnished(case)
    return case


def _names_are_free(case: Case) -> None:
    """Refuse names that an address keeps for itself."""
    asked = {
        "choice": ([choice.name for choice in case.choices] + [case.dial.name, *case.aliases]),
        "step": [step.name for step in case.steps],
    }
    for kind, names in asked.items():
        if taken := sorted(set(names) & set(RESERVED[kind])):
            raise ValueError(f"{case.slug}: no {kind} may be called {', '.join(taken)}")


def _names_are_new(case: Case) -> None:
    named = {
        "choices": [*(choice.name for choice in case.choices), case.dial.name, *case.aliases],
        "metrics": [metric.name for metric in case.metrics],
        "panels": [panel.name for panel in case.panels],
        "steps": [step.name for step in case.steps],
        "presets": [preset.name for preset in case.presets],
        "lessons": [lesson.name for lesson in case.lessons],
        "briefs": [brief.name for brief in case.briefs],
        "twists": [twist.name for twist in case.twists],
    }
    for kind, names in named.items():
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"{case.slug}: two {kind} are called {name}")


def _choices_and_stages_agree(case: Case) -> None:
    declared = {choice.name for choice in case.choices}
    read = set(case.pipeline.choices)
    if unread := sorted(declared - read):
        raise ValueError(f"{case.slug}: no stage reads {', '.join(unread)}")
    if unknown := sorted(read - declared):
        raise ValueError(f"{case.slug}: stages read undeclared {', '.join(unknown)}")
    if case.final not in case.pipeline.stages:
        raise ValueError(f"{case.slug}: no stage is called {case.final}")


def _names_are_known(case: Case) -> None:
    choices = {choice.name for choice in case.choices} | {case.dial.name}
    known = {
        "choice": choices,
        "panel": {panel.name for panel in case.panels},
        "metric": {metric.name for metric in case.metrics},
        "group": set(case.groups),
        "unit": set(UNITS),
        "better": {"up", "down", "one", "none"},
        "stage": set(case.pipeline.stages),
        "way": {"rises", "falls", "stays"},
        "kind": {"world", "order"},
    }
    uses = [("choice", n) for choice in case.choices for n in (*choice.when, *choice.when_any)]
    uses += [("group", choice.group) for choice in case.choices]
    uses += [("choice", name) for step in case.steps for name in step.choices]
    uses += [("stage", panel.waits_for) for panel in case.panels if panel.waits_for]
    uses += [("panel", name) for step in case.steps for name in step.panels]
    uses += [("metric", goal.metric) for brief in case.briefs for goal in brief.goals]
    uses += [("metric", name) for curve in case.curves for name in curve[:1]]
    uses += [("metric", effect.metric) for twist in case.twists for effect in twist.expects]
    uses += [("way", effect.goes) for twist in case.twists for effect in twist.expects]
    uses += [("kind", twist.kind) for twist in case.twists]
    uses += [("unit", metric.unit) for metric in case.metrics]
    uses += [("better", metric.better) for metric in case.metrics]
    uses += [("unit", lesson.unit) for lesson in case.lessons]
    for kind, name in uses:
        if name not in known[kind]:
            raise ValueError(f"{case.slug}: there is no {kind} called {name}")


def _values_are_legal(case: Case) -> None:
    earlier: set[str] = set()
    for choice in case.choices:
        for name, values in (*choice.when.items(), *choice.when_any.items()):
            if name not in earlier:
                raise ValueError(f"{case.slug}: {choice.name} applies by {name}, no earlier choice")
            for value in values:
                if case.choice(name).read(value) != value:
                    raise ValueError(f"{case.slug}: {name} is never {value!r}")
        earlier.add(choice.name)
    for goal in (goal for brief in case.briefs for goal in brief.goals):
        if goal.bound not in ("at least", "at most") or goal.of not in QUALIFIERS:
            raise ValueError(f"{case.slug}: no goal is {goal.bound!r} of {goal.of!r}")
    designs = [preset.changes for preset in case.presets]
    designs += [{**twist.needs, **twist.changes} for twist in case.twists]
    designs += [changes for lesson in case.lessons for changes in lesson.designs.values()]
    for brief in case.briefs:
        variants = (brief.fixes, brief.decoys, brief.degenerate)
        designs.append(brief.shipped)
        designs += [changes for kind in variants for changes in kind.values()]
    for changes in designs:
        case.design(changes)


def _words_are_there(case: Case) -> None:
    helps = {choice.name: choice.help for choice in case.choices}
    helps |= {metric.name: metric.help for metric in case.metrics}
    helps |= {panel.name: panel.help for panel in case.panels}
    helps |= {preset.name: preset.help for preset in case.presets}
    helps[case.dial.name] = case.dial.help
    for name, text in helps.items():
        if not text:
            raise ValueError(f"{case.slug}: {name} says nothing in its help")
    if not any(metric.headline for metric in case.metrics):
        raise ValueError(f"{case.slug}: no metric is a headline")


def _room_is_furnished(case: Case) -> None:
    """Refuse half of what the practice room needs; a case without a rubric needs none of it."""
    if not case.rubric:
        return
    if sorted(area.name for area in case.rubric) != sorted(AREAS):
        raise ValueError(f"{case.slug}: its rubric has not each area once: {', '.join(AREAS)}")
    texts = [text for area in case.rubric for text in (area.mid, area.senior, area.staff)]
    for step in case.steps:
        if len(step.hints) != 3 or not step.points:
            raise ValueError(f"{case.slug}: {step.name} needs three hints and some points")
        if long := [point for point in step.points if len(point) > LONGEST_POINT]:
            raise ValueError(f"{case.slug}: {step.name} has a long point: {long[0]}")
        texts += [*step.hints, *step.points]
    for text in texts:
        if not text.endswith((".", "?", "!")) or texts.count(text) > 1:
            raise ValueError(f"{case.slug}: said twice, or not a sentence: {text!r}")
