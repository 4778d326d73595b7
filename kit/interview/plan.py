"""How an interview is set up: its scenario, level, time and situation, and what follows of them."""

from __future__ import annotations

import random
from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from kit.case import Brief, Case, Goal, Twist
from kit.choice import Refused, Value
from kit.explain import leading
from kit.run import VERSION

MINUTES = (20, 45, 60)
LAST_THIRD = 2 / 3


@dataclass(frozen=True)
class Level:
    """What a level asks of a candidate.

    `hints` may be had at each stop. `twists` change the situation, a second one on top of the
    first. With `seen_first`, what is true is withheld until it is asked for; `looks` at it, and
    `changes` of the design, are the budget: more are allowed and count against one at the end.
    With `warned`, the page says when an evaluation leaks. A brief's goals are moved the share
    `tighter` of the way to what its first fix reaches on the interview's seed: more is asked, and
    still of all goals at once, and it can be done.
    """

    label: str
    hints: int
    twists: int
    seen_first: bool
    warned: bool
    looks: int | None
    changes: int | None
    tighter: float


LEVELS = {
    "mid": Level("Mid", 3, 1, False, True, None, None, 0.0),
    "senior": Level("Senior", 2, 1, True, False, 8, 24, 0.25),
    "staff": Level("Staff", 1, 2, True, False, 4, 16, 0.5),
}


@dataclass(frozen=True)
class Phase:
    """A part of an interview: the share of the stops it holds, and of the time."""

    name: str
    stops: float
    time: float


PHASES = (
    Phase("Understand", 0.2, 0.15),
    Phase("Design", 0.4, 0.35),
    Phase("Decide and serve", 0.2, LAST_THIRD - 0.5),
    Phase("Over time", 0.2, 1 - LAST_THIRD),
)


@dataclass(frozen=True)
class Plan:
    """An interview as it was set up: the payload of its first event, which needs no scenario to be
    read again.

    `start` is what differs from the scenario's default design, `stops` names to titles,
    `metrics` the headline readings and `lead` the one the scenario is decided by; `facts` counts
    what may be asked. `situation` is the brief's, or the scenario's own; `goals` are the brief's as
    the level tightens them, none where it does not.
    """

    case: str
    title: str
    version: int
    level: str
    minutes: int
    seed: int
    led: bool
    brief: str
    situation: str
    start: Mapping[str, Value]
    stops: Mapping[str, str]
    metrics: Mapping[str, Mapping[str, str]]
    lead: str
    facts: int = 0
    goals: Sequence[Mapping[str, Any]] = ()

    @property
    def asks(self) -> Level:
        """What its level asks."""
        return LEVELS[self.level]

    @property
    def seconds(self) -> float:
        """How long it is meant to take."""
        return 60.0 * self.minutes

    @property
    def twists_due(self) -> tuple[float, ...]:
        """When each twist comes by itself, in seconds of the clock: within the last third."""
        count = self.asks.twists
        return tuple(
            self.seconds * (LAST_THIRD + at * (1 - LAST_THIRD) / (count + 1)) for at in range(count)
        )

    def as_payload(self) -> dict[str, Any]:
        """The plan as the payload of the event that opens an interview."""
        return asdict(self)


def plan(
    case: Case,
    *,
    level: str = "mid",
    minutes: int = 45,
    seed: int = 1,
    led: bool = False,
    brief: str = "",
) -> Plan:
    """The plan of an interview on a scenario, or a `Refused`."""
    if level not in LEVELS:
        raise Refused(f"level cannot be {level:.40}: it is one of {', '.join(LEVELS)}.")
    if minutes not in MINUTES:
        raise Refused(f"minutes cannot be {minutes}: it is one of {', '.join(map(str, MINUTES))}.")
    found = brief_called(case, brief)
    start = dict(found.shipped) if found else {}
    if any(choice.name == "seed" for choice in case.choices):
        start["seed"] = case.choice("seed").read(seed)
    heads = [metric for metric in case.metrics if metric.headline]
    return Plan(
        case=case.slug,
        title=case.title,
        version=VERSION,
        level=level,
        minutes=minutes,
        seed=int(seed),
        led=led,
        brief=brief,
        situation=found.situation if found else case.situation,
        start=start,
        stops={step.name: step.title for step in case.steps},
        metrics={m.name: {"label": m.label, "unit": m.unit, "better": m.better} for m in heads},
        lead=leading(case).name,
        goals=[asdict(goal) for goal in tightened(case, found, start, LEVELS[level].tighter)],
    )


def tightened(
    case: Case, brief: Brief | None, start: Mapping[str, Value], share: float
) -> tuple[Goal, ...]:
    """A brief's goals moved a share of the way to what its first fix reaches from `start`; as they
    are where that fix does not meet them there. None without a brief, or with nothing to move."""
    if brief is None or not share:
        return ()
    fixed = case.run(case.change(case.design(start), next(iter(brief.fixes.values()))))
    return tuple(
        replace(goal, value=goal.value + share * (goal.value_in(fixed) - goal.value))
        if goal.met(fixed)
        else goal
        for goal in brief.goals
    )


def brief_called(case: Case, name: str) -> Brief | None:
    """The brief an interview is about; none for an open one, a `Refused` for one not there."""
    if not name:
        return None
    for brief in case.briefs:
        if brief.name == name:
            return brief
    raise Refused(f"{case.slug} has no brief called {name:.80}.")


def sealing(case: Case, made: Plan, name: str = "") -> dict[str, Any] | None:
    """The payload of the event that hides something from the candidate: what is called `name`, or
    what the seed draws. None where the scenario hides nothing, or a brief says what is wrong."""
    hidden = case.hidden
    if hidden is None or made.brief:
        return None
    if name and name not in hidden.options:
        raise Refused(f"{case.slug} hides no {name:.40}: there are {', '.join(hidden.options)}.")
    found, changes = hidden.seal(name, made.seed)
    return {
        "title": hidden.label,
        "name": found,
        "options": dict(hidden.options),
        "answer": hidden.answer,
        "changes": dict(changes),
        "opens": dict(hidden.opens),
    }


def deck(case: Case, made: Plan, kept: Container[str] = ()) -> tuple[Twist, ...]:
    """The twists of an interview in the order they come: a shuffle its seed settles.

    One that would change a choice that is `kept` from the candidate is left out.
    """
    twists = [twist for twist in case.twists if _acts(case, made, twist)]
    twists = [t for t in twists if not any(name in kept for name in (*t.needs, *t.changes))]
    random.Random(f"{made.case} {made.seed} {made.brief}").shuffle(twists)
    return tuple(twists)


def _acts(case: Case, made: Plan, twist: Twist) -> bool:
    """Whether a twist changes anything of the situation the interview starts in."""
    start = case.change(case.design(made.start), twist.needs)
    return case.change(start, twist.changes) != start


def phase_of_stop(made: Plan, stop: str) -> str:
    """The phase a stop belongs to; the lab and other places belong to none."""
    names = list(made.stops)
    if stop not in names:
        return ""
    share, ends = 0.0, []
    for phase in PHASES:
        share += phase.stops
        ends.append(round(len(names) * share))
    at = names.index(stop)
    return next(p.name for p, end in zip(PHASES, ends, strict=True) if at < end)


def phase_at(made: Plan, elapsed: float) -> tuple[Phase, float]:
    """The phase that the clock is in, and at which second it ends; the last one never ends."""
    end = 0.0
    for phase in PHASES:
        end += phase.time * made.seconds
        if elapsed < end - 1e-9:
            return phase, end
    return PHASES[-1], made.seconds
