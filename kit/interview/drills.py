"""What to practise next: a lesson, a brief or another scenario, chosen by what was weakest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kit.case import Brief, Case, Lesson
from kit.choice import Value
from kit.interview.checks import Check
from kit.interview.debrief import Debrief
from kit.interview.events import Event


@dataclass(frozen=True)
class Drill:
    """One thing to do next, and why: a lesson or a brief of a scenario, or the scenario itself."""

    kind: str
    case: str
    name: str
    label: str
    why: str


def next_drill(case: Case, found: Debrief, others: Iterable[str] = ()) -> Drill:
    """The drill for the check that lost most; another scenario where nothing did, or nothing fits.

    `others` are the slugs of further scenarios.
    """
    for check in found.work_on:
        for drill in (_lesson(case, found, check), _brief(case, found, check)):
            if drill:
                return drill
    slug = next((slug for slug in others if slug != case.slug), case.slug)
    why = "Nothing was lost here: take a situation that you do not know yet."
    if found.work_on:
        why = f"Practise this in another situation: {found.work_on[0].label.lower()}."
    return Drill("scenario", slug, slug, "Another scenario", why)


def _lesson(case: Case, found: Debrief, check: Check) -> Drill | None:
    """The lesson about a choice whose effect was misjudged, or that leaks or was left as it was."""
    if check.name not in ("directions", "sureness", "leaks", "ceiling", "one"):
        return None
    touched = _touched(case, found, check)
    about = {lesson.name: len(touched & _varied(lesson)) for lesson in case.lessons}
    lesson = max(case.lessons, key=lambda each: about[each.name], default=None)
    if lesson is None or not about[lesson.name]:
        return None
    return Drill("lesson", case.slug, lesson.name, lesson.sentence, _why(check))


def _touched(case: Case, found: Debrief, check: Check) -> set[str]:
    """The choices that the lost points of a check are about."""
    if check.name == "leaks":
        return {choice.name for choice in case.choices if choice.leaks}
    numbers = {lost.event for lost in check.lost}
    names: set[str] = set()
    for moment in found.read.moments:
        change = moment.after.change
        near = moment.event.number in numbers or moment.event.number - 1 in numbers
        if near and change is not None:
            names |= set(_changes(change))
    return names


def _changes(event: Event) -> Mapping[str, Value]:
    return event.payload["changes"]


def _varied(lesson: Lesson) -> set[str]:
    """The choices in which a lesson's designs differ from each other."""
    designs = list(lesson.designs.values())
    names = {name for design in designs for name in design}
    apart = {name for name in names if len({str(each.get(name)) for each in designs}) > 1}
    return apart or names


def _brief(case: Case, found: Debrief, check: Check) -> Drill | None:
    """A brief not taken yet, where a goal was missed or the stops were not reached."""
    mine = found.read.plan.brief
    again = [brief for brief in case.briefs if brief.name == mine and check.name == "goals"]
    rest: list[Brief] = again or [brief for brief in case.briefs if brief.name != mine]
    if not rest or check.name in ("directions", "sureness"):
        return None
    return Drill("brief", case.slug, rest[0].name, rest[0].title, _why(check))


def _why(check: Check) -> str:
    return f"For: {check.label.lower()}."
