"""Designs to try a scenario on: random ones, the declared ones, and those that let a choice act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from kit.case import Case
from kit.choice import AUTO, Choice, Design, Dial, Range, Value

# How much data there is changes what a run costs, not what a design may be: the least will do.
SIZE = "size"


def random_designs(case: Case, n: int, seed: int = 0) -> list[Design]:
    """`n` designs that cover every option of every choice about equally often.

    Ranges give their ends, the ends of what is usual and values between; the dial stands on auto
    for half of the designs and at an end for a quarter. Worlds are drawn from a few, since a world
    costs more than a design, and the choice called `size` stands at its first option, the
    smallest. The same seed gives the same designs.
    """
    random = np.random.default_rng(seed)
    worlds = _mixed(case, [c for c in case.choices if c.world], max(3, n // 25), random)
    rest = _mixed(case, [c for c in case.choices if not c.world], n, random)
    found = []
    for i, changes in enumerate(rest):
        share = (0.0, random.random(), 1.0, random.random())[i // 2 % 4]
        dial = AUTO if i % 2 else position(case.dial, share)
        found.append(case.design(worlds[i * len(worlds) // n] | changes | {case.dial.name: dial}))
    return found


def declared_designs(case: Case) -> dict[str, Design]:
    """The designs a scenario names: the default, presets, and those of lessons and briefs."""
    named = {"default": case.design()}
    named |= {f"preset {preset.name}": case.design(preset.changes) for preset in case.presets}
    for lesson in case.lessons:
        for label, changes in lesson.designs.items():
            named[f"lesson {lesson.name}, {label}"] = case.design(changes)
    for brief in case.briefs:
        shipped = named[f"brief {brief.name}"] = case.design(brief.shipped)
        for label, changes in {**brief.fixes, **brief.decoys}.items():
            named[f"brief {brief.name}, {label}"] = case.change(shipped, changes)
    return named


def contexts(case: Case, name: str) -> Iterator[Design]:
    """Different designs under which the choice called `name` applies, the default's first.

    Where a design leaves the choice called `size` at its default, the smallest stands in.
    """
    known: set[tuple[Any, ...]] = set()
    for design in declared_designs(case).values():
        design = applying(case, smallest(case, design), name)
        settled = tuple(case.settled(design).values())
        if settled not in known:
            known.add(settled)
            yield design


def applying(case: Case, design: Design, name: str) -> Design:
    """The design with as little changed as makes the choice called `name` apply."""
    choice = next(choice for choice in case.choices if choice.name == name)
    for other, values in choice.when.items():
        design = applying(case, design, other)
        if design[other] not in values:
            design = case.change(design, {other: values[0]})
    if not case.applies(design, name) and choice.when_any:
        other, values = next(iter(choice.when_any.items()))
        design = case.change(applying(case, design, other), {other: values[0]})
    return design


def smallest(case: Case, design: Design) -> Design:
    """The design with the smallest `size`, where the case has one and the design names none."""
    sized = [c for c in case.choices if c.name == SIZE and design[SIZE] == c.default]
    return case.change(design, {SIZE: _least(sized[0])}) if sized else design


def values_to_try(choice: Choice, now: Value) -> list[Value]:
    """Legal values other than `now`, the cheap ones first: options in order, or near to far."""
    options = choice.options
    if not isinstance(options, Range):
        return [value for value in options if value != now]
    usual = options.usual or (options.low, options.high)
    near = [float(now) + options.step, float(now) - options.step]
    wanted = [*near, *usual, options.low, options.high]
    legal = [value for value in wanted if options.low <= value <= options.high]
    read = [choice.read(round(value) if options.whole else value) for value in legal]
    return [value for value in dict.fromkeys(read) if value != now]


def position(dial: Dial, share: float) -> float:
    """A value of the dial: `share` of the way along, in decades where the dial has no end."""
    if np.isfinite(dial.high):
        return dial.low + share * (dial.high - dial.low)
    return dial.low + (10 ** (8 * share - 2) if share else 0.0)


def _mixed(
    case: Case, choices: Sequence[Choice], n: int, random: np.random.Generator
) -> list[dict[str, Value]]:
    """`n` settings of some choices, each one's values spread evenly and shuffled by itself."""
    columns = {}
    for choice in choices:
        values = [_least(choice)] if choice.name == SIZE else _spread(choice, n, random)
        columns[choice.name] = random.permutation(np.resize(np.array(values, dtype=object), n))
    return [{name: column[i] for name, column in columns.items()} for i in range(n)]


def _least(choice: Choice) -> Value:
    options = choice.options
    return choice.read(options.low) if isinstance(options, Range) else next(iter(options))


def _spread(choice: Choice, n: int, random: np.random.Generator) -> list[Value]:
    options = choice.options
    if not isinstance(options, Range):
        return list(options)
    low, high = options.usual or (options.low, options.high)
    between = low + random.random(n) * (high - low)
    ends = [low, high, options.low] + ([] if choice.world else [options.high])
    chosen = [*ends, *between] if n > len(ends) else [*between]
    return [choice.read(round(value) if options.whole else float(value)) for value in chosen]
