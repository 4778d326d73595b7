"""Heads and their weights, position correction and diversity, against independent arithmetic."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import Ridge
from sklearn.metrics import ndcg_score, roc_auc_score

from pipelines.ranking.diversity import author_factor, demoted, earlier_alike, spread_out
from pipelines.ranking.heads import Weighted, fit_heads, graded
from pipelines.ranking.positions import (
    CORRECTIONS,
    Lists,
    assumed_power,
    estimated_power,
    examination,
    propensity_weights,
)

RNG = np.random.default_rng(1)
FEATURES = RNG.normal(size=(4_000, 4)).astype(np.float32)
CHANCES = 1 / (1 + np.exp(2 - FEATURES[:, :2] @ np.array([[1.5, 0.0], [0.0, -1.5]])))
LABELS = RNG.random(CHANCES.shape) < CHANCES


def test_a_model_for_each_head_learns_its_own():
    heads = fit_heads(FEATURES, LABELS, kind="heads", values=(1.0, 1.0))
    said = heads.predict(FEATURES)
    assert said.shape == LABELS.shape
    for head in range(2):
        assert roc_auc_score(LABELS[:, head], said[:, head]) > 0.75
        assert said[:, head].mean() == pytest.approx(LABELS[:, head].mean(), abs=0.01)
    assert heads.importance is not None and heads.importance.argmax() in (0, 1)
    assert heads.predict(FEATURES[:0]).shape == (0, 2)


def test_one_model_learns_whether_anything_wanted_happens():
    heads = fit_heads(FEATURES, LABELS, kind="one", values=(1.0, -1.0))
    said = heads.predict(FEATURES)
    assert said.shape == (len(FEATURES), 1)
    assert roc_auc_score(LABELS[:, 0], said[:, 0]) > 0.75
    assert said.mean() == pytest.approx(LABELS[:, 0].mean(), abs=0.01)


def test_lambdarank_puts_what_is_worth_more_first():
    groups = np.repeat(np.arange(400), 10)
    heads = fit_heads(FEATURES, LABELS, kind="lambdarank", values=(5.0, 1.0), groups=groups)
    said = heads.predict(FEATURES)[:, 0]
    truth = (CHANCES * np.array([5.0, 1.0])).sum(axis=1)
    order = ndcg_score(truth.reshape(400, 10), said.reshape(400, 10))
    chance = ndcg_score(truth.reshape(400, 10), RNG.random((400, 10)))
    assert order > chance + 0.05


def test_grades_rise_with_worth_and_nothing_is_nothing():
    labels = np.array([[0, 0], [1, 0], [0, 1], [1, 1], [0, 0]], bool)
    grades = graded(labels, np.array([1.0, 10.0]))
    assert grades[0] == grades[4] == 0 and (grades[1:4] > 0).all()
    assert grades[1] <= grades[2] <= grades[3]
    assert (graded(np.zeros((3, 2), bool), np.ones(2)) == 0).all()
    assert graded(labels, np.array([-1.0, 10.0]))[1] == 0


def test_a_head_nobody_engaged_with_says_never():
    labels = np.c_[LABELS[:, :1], np.zeros((len(LABELS), 1), bool)]
    said = fit_heads(FEATURES, labels, kind="heads", values=(1.0, 1.0)).predict(FEATURES)
    assert (said[:, 1] == 0).all()


def test_what_is_not_known_is_refused():
    with pytest.raises(ValueError, match="heads, one, lambdarank"):
        fit_heads(FEATURES, LABELS, kind="many", values=(1.0, 1.0))
    with pytest.raises(ValueError, match="ips_true"):
        assumed_power("guess", 1.0, np.ones(1, int), np.ones(1))


def test_the_score_is_the_sum_of_its_parts():
    weights = Weighted((0.5, -74.0))
    np.testing.assert_allclose(weights.parts(CHANCES).sum(axis=1), weights.score(CHANCES))


def test_equal_weights_let_each_head_bring_as_much():
    rates = np.array([0.05, 0.0015, 0.3])
    weights = Weighted.equal(rates, np.array([1.0, -1.0, 1.0]))
    np.testing.assert_allclose(np.array(weights.values) * rates, [1 / 3, -1 / 3, 1 / 3])


def test_fitted_weights_are_ridge_regression():
    answers = CHANCES @ np.array([2.0, -3.0]) + RNG.normal(0, 0.1, len(CHANCES))
    weights = Weighted.fitted(CHANCES, answers)
    scale = CHANCES.std(axis=0)
    model = Ridge(alpha=0.01 * len(answers)).fit((CHANCES - CHANCES.mean(axis=0)) / scale, answers)
    np.testing.assert_allclose(weights.values, model.coef_ / scale, rtol=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.1, 2.0), st.integers(2, 20))
def test_weights_undo_examination(eta, places):
    place = np.arange(1, places + 1)
    undone = examination(place, eta) * propensity_weights(place, eta, largest=math.inf)
    np.testing.assert_allclose(undone, 1.0)
    assert propensity_weights(place, eta, largest=5.0).max() <= 5.0


@pytest.mark.parametrize("eta", [0.0, 0.5, 1.0, 1.7])
def test_eta_is_found_from_lists_in_random_order(eta):
    rng = np.random.default_rng(3)
    places = np.tile(np.arange(1, 11), 60_000)
    clicks = rng.random(len(places)) < 0.2 * examination(places, eta)
    assert estimated_power(places, clicks.astype(float)) == pytest.approx(eta, abs=0.03)


def test_without_a_click_there_is_no_estimate():
    places = np.arange(1, 11)
    assert math.isnan(estimated_power(places, np.zeros(10)))
    assert assumed_power("ips_estimated", 1.0, places, np.zeros(10)) == 0.0
    powers = {name: assumed_power(name, 0.8, places, np.ones(10)) for name in CORRECTIONS}
    assert powers["ips_true"] == 0.8 and powers["ips_wrong"] == pytest.approx(1.2)
    assert powers["none"] == powers["feature"] == 0.0


def test_lists_are_judged_as_scikit_learn_does():
    lists = Lists.draw(np.random.default_rng(2), 50, 10)
    scores = np.random.default_rng(3).random((50, 10))
    assert lists.ndcg(scores).mean() == pytest.approx(ndcg_score(lists.relevance, scores))
    assert (lists.ndcg(lists.relevance) == 1).all()


def test_many_clicks_weighed_rightly_find_the_truth():
    lists = Lists.draw(np.random.default_rng(2), 200, 10)
    clicks = lists.clicks(np.random.default_rng(4), 200_000, 1.0)
    weighed = lists.ndcg(lists.learnt(clicks, 200_000, 1.0)).mean()
    naive = lists.ndcg(lists.learnt(clicks, 200_000, 0.0)).mean()
    assert weighed > 0.999 > naive


def by_hand(scores, authors, decay, floor):
    """The published heuristic, one post after another."""
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    met: dict[int, int] = {}
    found = {}
    for i in order:
        n = met.get(authors[i], 0)
        met[authors[i]] = n + 1
        factor = (1 - floor) * decay**n + floor
        found[i] = scores[i] * factor if scores[i] >= 0 else scores[i] / factor
    return sorted(range(len(scores)), key=lambda i: (-found[i], order.index(i)))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.05, 0.95), st.floats(0.01, 0.9))
def test_author_decay_is_the_published_heuristic(seed, decay, floor):
    rng = np.random.default_rng(seed)
    scores = rng.normal(0.5, 1.0, (3, 12))
    authors = rng.integers(0, 4, scores.shape)
    order, _ = spread_out(scores, authors, authors, decay=decay, floor=floor)
    for row in range(3):
        assert order[row].tolist() == by_hand(scores[row], authors[row], decay, floor)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6))
def test_a_topic_cap_holds_until_nothing_else_is_left(seed, most):
    rng = np.random.default_rng(seed)
    scores, topics = rng.normal(size=(4, 15)), rng.integers(0, 3, (4, 15))
    order, _ = spread_out(scores, topics, topics, most=most)
    placed = np.take_along_axis(topics, order, axis=1)
    allowed = earlier_alike(placed) < most
    assert (np.diff(allowed.astype(int), axis=1) <= 0).all()
    assert (np.sort(order, axis=1) == np.arange(15)).all()


def test_nothing_is_raised_by_a_factor_unless_carelessly():
    scores, factor = np.array([2.0, -2.0]), np.array([0.5, 0.5])
    assert demoted(scores, factor).tolist() == [1.0, -4.0]
    assert demoted(scores, factor, careful=False).tolist() == [1.0, -1.0]


def test_decay_one_changes_nothing_and_the_floor_is_where_it_ends():
    assert (author_factor(np.arange(5), 1.0, 0.25) == 1).all()
    assert author_factor(np.array([50]), 0.5, 0.25)[0] == pytest.approx(0.25)


def test_what_is_not_there_stays_last():
    scores = np.array([[1.0, -np.inf, 3.0, 2.0]])
    order, value = spread_out(scores, np.zeros((1, 4), int), np.zeros((1, 4), int), decay=0.5)
    assert order[0, -1] == 1 and np.isneginf(value[0, -1])
