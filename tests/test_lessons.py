"""Every lesson holds on seeds it was not made with; and a lesson that is wrong is found out."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from cases import ALL
from kit.case import Expected
from kit.verdicts import LESSON_SEEDS, check_lesson, check_twist
from tests.lamps import CASE as TOY

LESSON = TOY.lessons[0]
OF_ALL = [
    pytest.param(
        case,
        lesson,
        marks=pytest.mark.xdist_group(case.slug),
        id=f"{case.slug}-{lesson.name}",
    )
    for case in ALL
    for lesson in case.lessons
]


@pytest.mark.slow
@pytest.mark.parametrize(("case", "lesson"), OF_ALL)
def test_lesson_holds(case, lesson):
    verdict = check_lesson(case, lesson)
    assert verdict.holds, f"effects {verdict.effects} are not all in {lesson.band}"


TWISTS = [
    pytest.param(
        case,
        twist,
        marks=pytest.mark.xdist_group(case.slug),
        id=f"{case.slug}-{twist.name}",
    )
    for case in ALL
    for twist in case.twists
]


@pytest.mark.slow
@pytest.mark.parametrize(("case", "twist"), TWISTS)
def test_twist_does_what_it_says(case, twist):
    verdict = check_twist(case, twist)
    assert verdict.holds, f"{verdict.changes}: not as said are {verdict.wrong}"


def test_a_twist_that_does_otherwise_is_found_out():
    worn = TOY.twists[0]
    assert check_twist(TOY, worn).holds
    assert not check_twist(TOY, replace(worn, expects=(Expected("cost", "falls"),))).holds


def test_the_toy_lesson_holds_with_its_interval():
    verdict = check_lesson(TOY, LESSON)
    assert verdict.holds
    assert verdict.seeds == LESSON_SEEDS and len(set(verdict.effects)) == 3
    assert verdict.low < verdict.mean < verdict.high
    run = TOY.run({"bins": 1000, "judged": "same", "share": 0.1, "seed": 808})
    recall = run.reading("recall")
    assert verdict.effects[1] == recall.seen - recall.true


def test_a_wrong_lesson_fails():
    assert not check_lesson(TOY, replace(LESSON, band=(-1.0, 0.0))).holds


def test_one_seed_outside_the_band_is_enough_to_fail():
    effects = check_lesson(TOY, LESSON).effects
    most = replace(LESSON, band=(0.1, sum(sorted(effects)[1:]) / 2))
    verdict = check_lesson(TOY, most)
    assert sum(effect <= most.band[1] for effect in effects) == 2
    assert not verdict.holds


def test_an_effect_that_is_not_available_fails():
    lost = replace(LESSON, measure=lambda run: math.nan, band=(-math.inf, math.inf))
    assert not check_lesson(TOY, lost).holds


def test_the_lesson_flips_where_it_says():
    few = replace(LESSON, designs={"same": {"bins": 10, "judged": "same", "share": 0.1}})
    assert max(check_lesson(TOY, few).effects) < LESSON.band[0]


def test_designs_are_measured_in_their_order():
    two = replace(
        LESSON,
        designs={"few": {"share": 0.1}, "many": {"share": 0.5}},
        measure=lambda few, many: many.reading("recall").true - few.reading("recall").true,
    )
    assert check_lesson(TOY, two, seeds=(5,)).effects[0] > 0.1
