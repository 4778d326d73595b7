"""Every brief can be failed and can be passed; and one that is not as it says is found out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases import ALL
from kit.case import Goal
from kit.verdicts import BRIEF_SEEDS, check_brief, judge
from tests.lamps import CASE as TOY

BRIEF = TOY.briefs[0]
OF_ALL = [
    pytest.param(
        case,
        brief,
        marks=pytest.mark.xdist_group(case.slug),
        id=f"{case.slug}-{brief.name}",
    )
    for case in ALL
    for brief in case.briefs
]


@pytest.mark.slow
@pytest.mark.parametrize(("case", "brief"), OF_ALL)
def test_brief_is_as_it_says(case, brief):
    wrong = [
        f"{j.kind} {j.name} meets its goals on {j.good_seeds} of {len(j.seeds)} seeds: {j.values}"
        for j in check_brief(case, brief, until_sure=True).judgements
        if not j.as_meant
    ]
    assert wrong == []


@pytest.mark.parametrize("case", tuple(ALL), ids=lambda case: case.slug)
def test_every_brief_has_a_fix_a_decoy_and_a_degenerate_design(case):
    for brief in case.briefs:
        assert brief.goals and brief.fixes and brief.decoys and brief.degenerate, brief.name


def test_the_toy_brief_is_as_it_says():
    verdict = check_brief(TOY, BRIEF)
    assert verdict.holds
    kinds = [judgement.kind for judgement in verdict.judgements]
    assert kinds == ["shipped", "fix", "fix", "decoy", "degenerate", "degenerate"]
    assert [j.passes for j in verdict.judgements] == [False, True, True, False, False, False]


def test_a_verdict_is_the_same_with_no_more_seeds_than_it_takes():
    whole, short = check_brief(TOY, BRIEF), check_brief(TOY, BRIEF, until_sure=True)
    for j, k in zip(whole.judgements, short.judgements, strict=True):
        assert j.passes == k.passes and len(k.seeds) == (4 if k.passes else 2)


def test_variants_differ_from_the_shipped_design():
    finer = check_brief(TOY, BRIEF).judgements[3].design
    assert finer == TOY.design({"bins": 900, "judged": "same"})


@pytest.mark.parametrize(
    "changes",
    [
        {"fixes": {"no fix": {"bins": 950}}},
        {"decoys": {"works": {"bins": 10}}},
        {"degenerate": {"works": {"method": "reading"}}},
        {"shipped": {"bins": 10}},
        {"goals": (Goal("recall", "at least", 1.1),)},
    ],
)
def test_a_brief_that_is_not_as_it_says_fails(changes):
    assert not check_brief(TOY, replace(BRIEF, **changes)).holds


def test_four_seeds_of_five_pass_and_three_do_not():
    design = TOY.design({"bins": 10})
    values = sorted(v for (v, *_) in judge(TOY, BRIEF, design).values)
    for missed, passes in ((1, True), (2, False)):
        goal = Goal("recall", "at least", (values[missed - 1] + values[missed]) / 2)
        judged = judge(TOY, replace(BRIEF, goals=(goal,)), design)
        assert judged.seeds == BRIEF_SEEDS
        assert (judged.good_seeds, judged.passes) == (5 - missed, passes)


def test_every_goal_must_be_met_on_the_same_seed():
    design = TOY.design({"share": 1.0})
    judged = judge(TOY, BRIEF, design)
    assert all(met == (True, False) for met in judged.met)
    assert not judged.passes


def test_a_goal_on_a_missing_value_is_not_met():
    run = TOY.run({"share": 0.0})
    for bound in ("at least", "at most"):
        assert not Goal("precision", bound, 0.5).met(run)
    assert Goal("cost", "at most", 5.0).met(run)
    assert Goal("recall", "at most", 0.0, of="seen").met(run)
