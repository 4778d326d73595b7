"""Lessons and briefs are experiments: run over seeds and judged."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kit.case import Brief, Case, Expected, Goal, Lesson, Twist
from kit.choice import Design
from kit.metric import Difference
from pipelines.watching import Watch

# Not the seeds any scenario was built with.
LESSON_SEEDS = (707, 808, 909)
BRIEF_SEEDS = (11, 22, 33, 44, 55)
PASSING = 0.8  # share of the seeds on which every goal must be met: four of five


@dataclass(frozen=True)
class LessonVerdict:
    """What a lesson measured: one effect a seed, their mean and its 95 % interval, and whether
    every effect lies in the lesson's band."""

    lesson: Lesson
    seeds: tuple[int, ...]
    effects: tuple[float, ...]
    mean: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether the effect lies in the band on every seed; one not available does not."""
        low, high = self.lesson.band
        return all(low <= effect <= high for effect in self.effects)


@dataclass(frozen=True)
class Judgement:
    """How one design did on a brief's goals: `values` and `met` have a row a seed."""

    kind: str
    name: str
    design: Design
    seeds: tuple[int, ...]
    values: tuple[tuple[float, ...], ...]
    met: tuple[tuple[bool, ...], ...]

    @property
    def good_seeds(self) -> int:
        """On how many seeds every goal was met."""
        return sum(all(goals) for goals in self.met)

    @property
    def passes(self) -> bool:
        """Whether every goal was met on four seeds of five (or that share of other counts)."""
        return self.good_seeds >= math.ceil(PASSING * len(self.seeds))

    def missed(self, goals: Sequence[Goal]) -> tuple[tuple[Goal, int, float], ...]:
        """Each goal that some seed misses: on how many it is met, and its middle value."""
        columns = zip(
            goals, zip(*self.met, strict=True), zip(*self.values, strict=True), strict=True
        )
        found = ((goal, sum(met), float(np.median(values))) for goal, met, values in columns)
        return tuple(each for each in found if each[1] < len(self.seeds))

    @property
    def as_meant(self) -> bool:
        """Whether the design does what the brief says of it: fixes pass, nothing else does."""
        return self.passes == (self.kind == "fix")


@dataclass(frozen=True)
class BriefVerdict:
    """A brief's shipped design, fixes, decoys and degenerate designs, each judged."""

    brief: Brief
    judgements: tuple[Judgement, ...]

    @property
    def holds(self) -> bool:
        """Whether every fix passes and nothing else does."""
        return all(judgement.as_meant for judgement in self.judgements)


def lesson_seeds(count: int) -> tuple[int, ...]:
    """`count` seeds to judge lessons on, those of the tests first.

    >>> lesson_seeds(3) == LESSON_SEEDS
    True
    """
    return tuple(707 + 101 * i for i in range(count))


def check_lesson(
    case: Case,
    lesson: Lesson,
    seeds: Sequence[int] = LESSON_SEEDS,
    watch: Watch | None = None,
) -> LessonVerdict:
    """Run a lesson's designs on each seed and measure its effect.

    A case without a choice called `seed` is run once.
    """
    designs = [case.design(changes) for changes in lesson.designs.values()]
    used = _seeds(case, seeds)
    effects = []
    for seed in used:
        runs = [case.run(_on(case, design, seed), watch) for design in designs]
        effects.append(float(lesson.measure(*runs)))
    return LessonVerdict(lesson, used, tuple(effects), *mean_interval(effects))


def check_brief(
    case: Case,
    brief: Brief,
    seeds: Sequence[int] = BRIEF_SEEDS,
    watch: Watch | None = None,
    until_sure: bool = False,
) -> BriefVerdict:
    """Judge everything a brief declares: shipped, fixes, decoys and degenerate designs.

    With `until_sure` a design is run on no more seeds than it takes to know its verdict: one that
    misses two of five cannot pass, one that meets four cannot fail.
    """
    shipped = case.design(brief.shipped)
    kinds: dict[str, Mapping[str, Mapping[str, Any]]] = {
        "shipped": {"shipped": {}},
        "fix": brief.fixes,
        "decoy": brief.decoys,
        "degenerate": brief.degenerate,
    }
    variants = [
        (kind, name, case.change(shipped, changes))
        for kind, designs in kinds.items()
        for name, changes in designs.items()
    ]
    used = _seeds(case, seeds)
    table: list[list[list[tuple[float, bool]]]] = [[] for _ in variants]
    # Seed by seed, so that the designs of one world are run while it is remembered.
    for seed in used:
        for (_, _, design), rows in zip(variants, table, strict=True):
            if not (until_sure and _sure(rows, len(used))):
                rows.append(_judged(case, brief, design, seed, watch))
    judgements = (
        _judgement(*variant, used[: len(rows)], rows)
        for variant, rows in zip(variants, table, strict=True)
    )
    return BriefVerdict(brief, tuple(judgements))


def _sure(rows: Sequence[list[tuple[float, bool]]], seeds: int) -> bool:
    """Whether further seeds cannot change if a design passes."""
    good, needed = sum(all(met for _, met in row) for row in rows), math.ceil(PASSING * seeds)
    return good >= needed or len(rows) - good > seeds - needed


@dataclass(frozen=True)
class TwistVerdict:
    """What a twist did to each reading it speaks of: the changes by seed, and whether as said.

    `rises` and `falls` are judged by sign: they hold when the change goes that way on every seed.
    `stays` holds when no change is beyond its noise.
    """

    twist: Twist
    seeds: tuple[int, ...]
    changes: dict[str, tuple[float, ...]]
    wrong: tuple[Expected, ...]

    @property
    def holds(self) -> bool:
        """Whether every reading goes as the twist says, on every seed."""
        return not self.wrong


def check_twist(
    case: Case,
    twist: Twist,
    seeds: Sequence[int] = LESSON_SEEDS,
    watch: Watch | None = None,
) -> TwistVerdict:
    """Throw a twist at the default design, with what it needs, on each seed."""
    start = case.design(twist.needs)
    used = _seeds(case, seeds)
    pairs = [
        tuple(
            case.run(_on(case, design, seed), watch)
            for design in (start, case.change(start, twist.changes))
        )
        for seed in used
    ]
    moved = {
        effect: [after.against(before, effect.metric) for before, after in pairs]
        for effect in twist.expects
    }
    changes = {effect.metric: tuple(d.change for d in found) for effect, found in moved.items()}
    wrong = tuple(effect for effect, found in moved.items() if not _goes(effect.goes, found))
    return TwistVerdict(twist, used, changes, wrong)


def _goes(way: str, found: Sequence[Difference]) -> bool:
    """Whether the change goes up, or down, on every seed; or is within noise on every seed."""
    if way == "stays":
        return not any(difference.real for difference in found)
    sign = 1 if way == "rises" else -1
    return all(sign * difference.change > 0 for difference in found)


def judge(
    case: Case,
    brief: Brief,
    design: Design,
    seeds: Sequence[int] = BRIEF_SEEDS,
    kind: str = "own",
    name: str = "own",
    watch: Watch | None = None,
) -> Judgement:
    """Run one design on each seed against a brief's goals."""
    used = _seeds(case, seeds)
    rows = [_judged(case, brief, design, seed, watch) for seed in used]
    return _judgement(kind, name, design, used, rows)


def mean_interval(effects: Sequence[float]) -> tuple[float, float, float]:
    """Mean and Student's 95 % interval of it; no interval for a single value."""
    mean = float(np.mean(effects))
    if len(effects) < 2:
        return mean, math.nan, math.nan
    from scipy.special import stdtrit

    half = stdtrit(len(effects) - 1, 0.975) * np.std(effects, ddof=1) / math.sqrt(len(effects))
    return mean, mean - float(half), mean + float(half)


def _judged(
    case: Case, brief: Brief, design: Design, seed: int, watch: Watch | None
) -> list[tuple[float, bool]]:
    """Each goal's value and whether it is met, in one run."""
    run = case.run(_on(case, design, seed), watch)
    return [(goal.value_in(run), goal.met(run)) for goal in brief.goals]


def _judgement(
    kind: str,
    name: str,
    design: Design,
    seeds: tuple[int, ...],
    rows: Sequence[list[tuple[float, bool]]],
) -> Judgement:
    values = tuple(tuple(value for value, _ in row) for row in rows)
    met = tuple(tuple(reached for _, reached in row) for row in rows)
    return Judgement(kind, name, design, seeds, values, met)


def _seeds(case: Case, seeds: Sequence[int]) -> tuple[int, ...]:
    seeded = any(choice.name == "seed" for choice in case.choices)
    return tuple(seeds) if seeded else tuple(seeds[:1])


def _on(case: Case, design: Design, seed: int) -> Design:
    """The design with another seed, where the case has one."""
    return case.change(design, {"seed": seed}) if "seed" in design else design
