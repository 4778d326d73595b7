"""Thresholds found by one sort against searches that try them all; prices against the formulas."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from pipelines.evaluation.decisions import (
    Action,
    Costs,
    Ordered,
    best_f1_threshold,
    best_value_threshold,
    expected_return,
    gains,
    threshold_axis,
)

# Few distinct scores, so that ties are common; -inf stands for rows that were never scored.
SCORES = st.lists(st.sampled_from([-np.inf, 0.0, 0.1, 0.1 + 1e-12, 0.5, 0.9, 1.0]), min_size=1)
FINITE = st.lists(st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.9, 1.0, 7.5]), min_size=1, max_size=40)
COSTS = Costs(loss_share=0.8, review=5.0, insult=13.0)
CALL = Action(stops=1.0, handling=5.0, turned_away=0.0, staffed=True)
DECLINE = Action(stops=1.0, handling=0.0, turned_away=1.0)
CHALLENGE = Action(stops=0.85, handling=0.1, turned_away=0.05)
ACTIONS = pytest.mark.parametrize("action", [CALL, DECLINE, CHALLENGE])


@given(SCORES, st.randoms())
@settings(deadline=None)
def test_ordered_is_a_comparison_row_by_row(scores, random):
    scores = np.array(scores)
    values = np.array([random.randint(-5, 9) for _ in scores], dtype=float)
    kept = np.array([random.random() < 0.6 for _ in scores])
    asked = np.array([-1.0, 0.0, 0.1, 0.1 + 1e-12, 0.2, 0.9, 1.0, 2.0])
    ordered = Ordered.by(scores)
    some = ordered.among(kept)
    for threshold, rows, total, few, part in zip(
        asked,
        ordered.rows_at(asked),
        ordered.sums_at(values, asked),
        some.rows_at(asked),
        some.sums_at(values, asked),
        strict=True,
    ):
        acted = scores >= threshold
        assert (rows, total) == (acted.sum(), values[acted].sum())
        assert (few, part) == ((acted & kept).sum(), values[acted & kept].sum())


@given(st.lists(st.floats(0, 1), max_size=60), st.integers(5, 40))
@settings(deadline=None)
def test_the_axis_rises_from_everybody_to_nobody(scores, positions):
    scores = np.array(scores)
    always = (0.25, 1.5, math.inf, math.nan)
    axis = threshold_axis(scores, positions=positions, always=always)
    assert (np.diff(axis) > 0).all() and len(axis) <= positions
    assert {0.25, 1.5} <= set(axis) and np.isfinite(axis).all()
    acted = [(scores >= threshold).sum() for threshold in axis]
    assert max(acted) == len(scores) and min(acted) == 0


def test_without_specials_every_value_of_the_axis_is_a_score_or_above_all():
    scores = np.random.default_rng(1).random(50_000)
    axis = threshold_axis(scores)
    assert axis[0] == scores.min() and axis[-1] == np.nextafter(scores.max(), 1)
    assert set(axis[:-1]) <= set(scores)
    counts = np.array([(scores >= threshold).sum() for threshold in axis[:-1]])
    assert (counts[counts <= 30] == np.arange(30, 0, -1)).all(), "the first alerts one by one"
    assert (counts[:-1] / counts[1:])[counts[1:] > 1000].max() < 1.03, "then by equal factors"
    assert len(axis) <= 1001


@given(FINITE, st.randoms())
@settings(max_examples=40, deadline=None)
def test_best_f1_is_that_of_an_exhaustive_search(scores, random):
    scores = np.array(scores)
    labels = np.array([random.randint(0, 1) for _ in scores])
    found = best_f1_threshold(labels, scores)
    tried = [f1_score(labels, scores >= cut, zero_division=0.0) for cut in np.unique(scores)]
    assert f1_score(labels, scores >= found, zero_division=0.0) == pytest.approx(max(tried))


@given(FINITE, st.randoms())
@settings(deadline=None)
def test_best_value_is_that_of_an_exhaustive_search(scores, random):
    scores = np.array(scores)
    values = np.array([random.randint(-9, 9) for _ in scores], dtype=float)
    found = best_value_threshold(values, scores)
    earned = values[scores >= found].sum()
    tried = [values[scores >= cut].sum() for cut in [*np.unique(scores), np.inf]]
    assert earned == max(tried)
    assert (scores < found).all() == (max(tried) <= 0), "act on nothing rather than on a loss"


def test_nothing_to_choose_from_leaves_the_line_at_one():
    none = np.empty(0)
    assert best_f1_threshold(none, none) == best_value_threshold(none, none) == 1.0


@ACTIONS
def test_gains_are_what_happens_to_each_payment(action):
    fraud, amount = np.array([1.0, 0.0]), np.array([100.0, 100.0])
    earned, spent = gains(fraud, amount, action, COSTS)
    lost = {CALL: 5.0, DECLINE: 13.0, CHALLENGE: 0.1 + 0.05 * 13.0}[action]
    assert earned[1] == pytest.approx(-lost) and spent[1] == pytest.approx(lost)
    stopped = {CALL: 80.0 - 5.0, DECLINE: 80.0, CHALLENGE: 0.85 * 80.0 - 0.1}[action]
    assert earned[0] == pytest.approx(stopped)
    assert spent[0] == pytest.approx(action.handling), "a fraudster is not insulted"


@ACTIONS
@given(st.floats(0.001, 0.999), st.floats(0.5, 3000))
def test_acting_above_one_is_acting_where_it_is_expected_to_earn(action, probability, amount):
    chance, money = np.array([probability]), np.array([amount])
    sure = gains(np.array([1.0]), money, action, COSTS)[0][0]
    wrong = gains(np.array([0.0]), money, action, COSTS)[0][0]
    expected = probability * sure + (1 - probability) * wrong
    ratio = expected_return(chance, money, action, COSTS)[0]
    if abs(expected) > 1e-6:
        assert (ratio > 1) == (expected > 0)


@given(st.floats(0.001, 0.999), st.floats(0.5, 3000))
def test_a_call_pays_by_elkans_inequality(probability, amount):
    """p > c / (loss share * amount), the cost-sensitive threshold for a call costing c."""
    ratio = expected_return(np.array([probability]), np.array([amount]), CALL, COSTS)[0]
    line = COSTS.review / (COSTS.loss_share * amount)
    assert ratio == pytest.approx(probability / line)


def test_an_action_that_costs_nothing_is_always_worth_it():
    free = Action(stops=1.0, handling=0.0, turned_away=0.0)
    ratio = expected_return(np.array([0.01, 0.0]), np.array([10.0, 10.0]), free, COSTS)
    assert np.isfinite(ratio).all() and ratio[0] > 1e6 and ratio[1] == 0.0
