"""Choices, dials and designs: what is legal comes back the same, the rest is refused in words."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.case import Goal
from kit.checks import checked
from kit.choice import AUTO, Choice, Dial, Range, Refused, as_text
from tests.lamps import CASE

WHOLE = Choice("rows", "Rows", Range(10, 2_000_000, 10), 100, "How many.", "world")
SHARE = Choice(
    "share", "Share", Range(0, 1, 0.1, whole=False, usual=(0.2, 0.5)), 0.25, "?", "world"
)
KIND = Choice("kind", "Kind", {"1": "One", "two": "Two"}, "two", "Which.", "world")
DIAL = Dial("cut", "Cut", "Where to cut.", low=0.5)


@pytest.mark.parametrize(
    ("choice", "given", "value"),
    [
        (WHOLE, "10", 10),
        (WHOLE, 20.0, 20),
        (WHOLE, "2e6", 2_000_000),
        (SHARE, "0.3", 0.3),
        (SHARE, 1, 1.0),
        (KIND, "1", "1"),
        (KIND, 1, "1"),
        (DIAL, "auto", AUTO),
        (DIAL, "3", 3.0),
    ],
)
def test_legal_values_are_read(choice, given, value):
    assert choice.read(given) == value
    assert type(choice.read(given)) is type(value)


@pytest.mark.parametrize(
    "given",
    ["", "abc", "9", "2000001", "10.5", "nan", "inf", None, True, [10], {}, 10**400, "1" * 5000],
)
def test_a_range_refuses_in_words(given):
    with pytest.raises(Refused) as refusal:
        WHOLE.read(given)
    text = str(refusal.value)
    assert text.startswith("rows cannot be ") and len(text) < 200
    assert text.endswith(": it is a whole number from 10 to 2000000.")


@pytest.mark.parametrize("given", ["0.4", "", "nan", "inf", None, False, 10**400, "Auto"])
def test_a_dial_refuses_in_words(given):
    with pytest.raises(Refused, match=r"^cut cannot be .*: it is auto, or a number from 0.5 up\.$"):
        DIAL.read(given)


@pytest.mark.parametrize("given", ["One", "", None, True, 1.0, "TWO", "x" * 999])
def test_options_refuse_in_words(given):
    with pytest.raises(Refused) as refusal:
        KIND.read(given)
    assert str(refusal.value).endswith(": it is one of 1, two.")
    assert len(str(refusal.value)) < 200


@given(st.floats(0, 1))
def test_a_share_comes_back_from_text(share):
    value = SHARE.read(share)
    assert SHARE.read(as_text(value)) == value == share


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none(), st.binary()))
def test_anything_is_read_or_refused(given):
    for choice in (WHOLE, SHARE, KIND, DIAL):
        try:
            value = choice.read(given)
        except Refused:
            continue
        assert choice.read(value) == value == choice.read(as_text(value))


def test_labels_show_large_numbers_in_full():
    assert WHOLE.label_of(1_234_560) == "1234560"
    assert KIND.label_of("1") == "One"


def test_unusual_values_are_those_outside_the_usual_part():
    assert [SHARE.unusual(value) for value in (0.1, 0.2, 0.5, 0.6)] == [True, False, False, True]
    assert not WHOLE.unusual(10)
    assert not KIND.unusual("1")


def test_a_choice_needs_help_and_a_legal_default():
    with pytest.raises(ValueError, match="choice rows has no help"):
        replace(WHOLE, help="")
    with pytest.raises(Refused, match="rows cannot be 5"):
        replace(WHOLE, default=5)


designs = st.fixed_dictionaries(
    {},
    optional={
        "seed": st.integers(0, 9999),
        "noise": st.floats(0, 5),
        "method": st.sampled_from(["bins", "reading"]),
        "bins": st.integers(2, 1000),
        "judged": st.sampled_from(["later", "same"]),
        "share": st.one_of(st.just(AUTO), st.floats(0, 1)),
    },
)


@given(designs)
def test_a_design_comes_back_from_its_address_and_from_json(changes):
    design = CASE.design(changes)
    query = dict(parse_qsl(design.query(3)))
    assert query.pop("v") == "3"
    assert set(query) == set(design)
    for again in (CASE.design(query), CASE.from_json(CASE.to_json(design)), CASE.design(design)):
        assert again == design and hash(again) == hash(design)


@given(designs, designs)
def test_designs_differ_exactly_where_they_differ(one, other):
    a, b = CASE.design(one), CASE.design(other)
    assert (a == b) == (not a.differs_from(b))
    assert CASE.change(b, {name: new for name, (_, new) in a.differs_from(b).items()}) == a


@given(designs)
def test_what_does_not_apply_is_set_aside(changes):
    design = CASE.design(changes)
    settled = CASE.settled(design)
    applies = design["method"] == "bins"
    assert CASE.applies(design, "bins") == applies
    assert settled["bins"] == (design["bins"] if applies else 20)
    assert CASE.run(design)["learned"] is None or applies


def test_a_leak_is_told_with_its_sentence():
    assert CASE.leaks(CASE.design()) == ()
    told = CASE.leaks(CASE.design({"judged": "same"}))
    assert told == ("The score has met the lamps it is judged on.",)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "JSON object"),
        ('{"case": "lamps"}', "JSON object"),
        ('{"case": "loans", "choices": {}}', "for loans, not for lamps"),
        ('{"case": "lamps", "choices": {"bin": 3}}', "no choice called bin: there are seed, noise"),
        ('{"case": "lamps", "choices": {"bins": null}}', "bins cannot be None"),
        ('{"case": "lamps", "choices": {"bins": 1e999}}', "bins cannot be inf"),
        (json.dumps({"case": "lamps", "choices": {"bins": 10**400}}), "bins cannot be 1000"),
        ('{"case": "lamps", "version": 2, "choices": {}}', "of version 2: this is version 1"),
        ('{"case": "lamps", "version": true, "choices": {}}', "of version true: this is"),
        ('{"case": "lamps", "version": "1", "choices": {}}', 'of version "1": this is'),
    ],
)
def test_a_saved_design_that_cannot_be_read_says_why(text, sentence):
    with pytest.raises(Refused, match=sentence):
        CASE.from_json(text)


def test_an_old_name_still_reads():
    renamed = replace(CASE, aliases={"buckets": "bins"})
    assert renamed.design({"buckets": "7"})["bins"] == 7


MODEL, JUDGE = CASE.steps


@pytest.mark.parametrize(
    ("part", "wrong", "sentence"),
    [
        ("choices", CASE.choices[:-1], "stages read undeclared judged"),
        ("choices", (*CASE.choices, WHOLE), "no stage reads rows"),
        ("choices", (*CASE.choices, CASE.choices[0]), "two choices are called seed"),
        ("choices", (CASE.choices[3], *CASE.choices[:3], CASE.choices[4]), "no earlier choice"),
        ("groups", {"world": "World"}, "no group called model"),
        ("final", "nowhere", "no stage is called nowhere"),
        ("metrics", CASE.metrics[1:], "no metric called recall"),
        ("metrics", tuple(replace(m, headline=False) for m in CASE.metrics), "no metric is a head"),
        (
            "metrics",
            (replace(CASE.metrics[0], unit="furlong"), *CASE.metrics[1:]),
            "called furlong",
        ),
        ("panels", CASE.panels[1:], "no panel called shares"),
        ("presets", (replace(CASE.presets[0], changes={"bins": 1}),), "bins cannot be 1"),
        ("presets", (replace(CASE.presets[0], help=""),), "fine says nothing in its help"),
        ("briefs", (replace(CASE.briefs[0], fixes={"x": {"bin": 3}}),), "no choice called bin"),
        (
            "briefs",
            (replace(CASE.briefs[0], goals=(Goal("recall", "atleast", 0.5),)),),
            "no goal is 'atleast'",
        ),
        ("rubric", CASE.rubric[1:], "not each area once"),
        ("rubric", (*CASE.rubric[1:], CASE.rubric[1]), "not each area once"),
        ("steps", (replace(MODEL, hints=()), JUDGE), "model needs three hints"),
        ("steps", (MODEL, replace(JUDGE, points=())), "judge needs three hints and some points"),
        ("steps", (MODEL, replace(JUDGE, points=("No full stop",))), "not a sentence: 'No full"),
        ("steps", (MODEL, replace(JUDGE, points=("Word " * 40 + ".",))), "judge has a long point"),
        ("steps", (MODEL, replace(JUDGE, hints=MODEL.hints)), "said twice"),
    ],
)
def test_a_case_whose_parts_do_not_fit_is_refused(part, wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        checked(replace(CASE, **{part: wrong}))


def test_a_case_without_a_rubric_owes_no_hints():
    bare = tuple(replace(step, hints=(), points=()) for step in CASE.steps)
    assert checked(replace(CASE, rubric=(), steps=bare)).steps == bare


def test_positions_beyond_the_dial_are_refused_and_infinity_is_none():
    open_end = Dial("cut", "Cut", "Where.")
    assert open_end.read("1e300") == 1e300
    with pytest.raises(Refused):
        open_end.read(math.inf)
    with pytest.raises(Refused, match="from 0 to 1"):
        CASE.dial.read(1.01)


def test_a_choice_may_apply_under_any_of_several_others():
    either = {"model": ("tree",), "split": ("random",)}
    choice = Choice("depth", "Depth", Range(1, 9), 3, "How deep.", "model", when_any=either)
    assert choice.applies({"model": "tree", "split": "time"})
    assert choice.applies({"model": "linear", "split": "random"})
    assert not choice.applies({"model": "linear", "split": "time"})
