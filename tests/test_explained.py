"""The sentence on a change, over every change that is declared: lessons, briefs, twists, presets.

What it says is compared with the paired differences of the two runs, worked out here anew.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import pytest

from kit.case import Case, Goal
from kit.choice import Design
from kit.explain import Move, explain, explanation, leading
from kit.run import Run
from kit.verdicts import BRIEF_SEEDS, LESSON_SEEDS
from kit.words import say_change
from tests.scenarios import EVERY

Pair = tuple[str, Design, Design, Sequence[Goal]]


def declared(case: Case) -> Iterator[Pair]:
    """Each declared change: its name, the designs before and after, and the goals it is about."""
    lesson, brief = ({"seed": seeds[0]} for seeds in (LESSON_SEEDS, BRIEF_SEEDS))
    for each in case.lessons:
        designs = [case.design({**changes, **lesson}) for changes in each.designs.values()]
        yield from ((f"lesson {each.name}", *pair, ()) for pair in pairwise(designs))
    for twist in case.twists:
        start = case.design({**twist.needs, **lesson})
        yield f"twist {twist.name}", start, case.change(start, twist.changes), ()
    for preset in case.presets:
        yield f"preset {preset.name}", case.design(), case.design(preset.changes), ()
    for each in case.briefs:
        shipped = case.design({**each.shipped, **brief})
        for kind in (each.fixes, each.decoys, each.degenerate):
            for name, changes in kind.items():
                after = case.change(shipped, changes)
                yield f"brief {each.name}, {name}", shipped, after, each.goals


def direction(run: Run, before: Run, name: str) -> str:
    """Where a reading really went, by its paired difference: better, worse, moved or nowhere."""
    found = run.against(before, name)
    known = not math.isnan(found.low)
    beyond = found.low > 0 or found.high < 0 if known else found.change not in (0.0, math.nan)
    if math.isnan(found.change) or not beyond:
        return "nowhere"
    better = run.case.metric(name).better
    if better == "none":
        return "moved"
    if better == "one":
        old, new = (max(each.reading(name).true, 1e-12) for each in (before, run))
        return "better" if abs(math.log(new)) < abs(math.log(old)) else "worse"
    return "better" if (found.change > 0) == (better == "up") else "worse"


def wrong_in(case: Case, pair: Pair) -> list[str]:
    """What the sentence on a change says that its differences do not."""
    name, *designs, goals = pair
    before, after = map(case.run, designs)
    found = explanation(case, before, after, goals)
    if found is None:
        return [] if designs[0] == designs[1] else [f"{name}: nothing is said"]
    went = {metric.name: direction(after, before, metric.name) for metric in case.metrics}
    said: dict[str, Move | None] = {
        "better": found.gained,
        "worse": found.paid,
        "moved": found.moved,
    }
    text = explain(case, before, after, goals)
    problems = [
        f"{name}: {move.metric.name} is called {way} and went {went[move.metric.name]}"
        for way, move in said.items()
        if move and went[move.metric.name] != way
    ]
    rest = {metric for metric in went if metric != found.lead.metric.name}
    for way in ("better", "worse"):
        if said[way] is None and any(went[metric] == way for metric in rest):
            problems.append(f"{name}: something went {way} and is not named")
    lead = leading(case)
    if found.lead.metric is not lead or lead.label not in text:
        problems.append(f"{name}: {lead.label} is not named")
    if (found.lead.size > 0) != (went[lead.name] != "nowhere"):
        problems.append(f"{name}: {lead.label} is said to move, or not to, and is otherwise")
    for move in (found.lead, *said.values()):
        change = after.against(before, move.metric.name).change if move else math.nan
        if move and change and say_change(change, move.metric.unit) not in text:
            problems.append(f"{name}: the change of {move.metric.label} is not the paired one")
    for goal in found.goals_met + found.goals_lost:
        if goal.met(after) == goal.met(before):
            problems.append(f"{name}: a goal is said to turn and does not")
    return problems


def params() -> list[Any]:
    """Every scenario; those of the list are slow."""
    return [
        pytest.param(
            slug,
            marks=() if slug == "lamps" else (pytest.mark.slow, pytest.mark.xdist_group(slug)),
        )
        for slug in EVERY.slugs
    ]


@pytest.mark.parametrize("slug", params())
def test_the_sentence_on_every_declared_change_is_true(slug: str) -> None:
    case = EVERY.load(slug)
    assert not [problem for pair in declared(case) for problem in wrong_in(case, pair)]
