"""Rankers, retrieval and ranking metrics against scikit-learn and plain arithmetic."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import log_loss, ndcg_score, roc_auc_score

from pipelines.evaluation.ranking_metrics import (
    cross_entropy,
    gini,
    let_through,
    lorenz,
    ndcg_at,
    normalised_entropy,
)
from pipelines.ranking.rankers import KINDS, down_sample, fit_ranker, linear, recalibration
from pipelines.ranking.retrieval import NOBODY, best, nearest, posting_lists


def _chance(features):
    return 1 / (1 + np.exp(-(features[:, 0] + features[:, 1] * features[:, 2] - 3.0).astype(float)))


@pytest.fixture(scope="module")
def clicks():
    rng = np.random.default_rng(5)
    features = rng.normal(size=(12_000, 4)).astype(np.float32)
    chance = _chance(features)
    return features, chance, (rng.random(len(chance)) < chance).astype(float)


def test_normalised_entropy_is_log_loss_over_that_of_the_base_rate(clicks):
    _, chance, labels = clicks
    base = np.full(len(labels), labels.mean())
    expected = log_loss(labels, chance) / log_loss(labels, base)
    assert normalised_entropy(labels, chance) == pytest.approx(expected, rel=1e-9)
    assert normalised_entropy(labels, base) == pytest.approx(1.0)
    assert math.isnan(normalised_entropy(np.zeros(5), np.full(5, 0.1)))
    assert math.isnan(normalised_entropy(np.zeros(0), np.zeros(0)))


def test_entropy_of_the_truth_is_a_floor(clicks):
    _, chance, _ = clicks
    floor = normalised_entropy(chance, chance)
    for other in (chance * 0.5, np.sqrt(chance), np.full(len(chance), chance.mean())):
        assert normalised_entropy(chance, other) > floor


def test_certain_and_right_costs_nothing_and_never_gives_nan():
    loss = cross_entropy(np.array([0.0, 1.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0, 0.0]))
    assert loss.tolist() == [0.0, 0.0, math.inf, math.inf]


def test_ndcg_is_scikit_learns():
    rng = np.random.default_rng(2)
    gains, scores = rng.random((30, 12)), rng.random((30, 12))
    groups = np.repeat(np.arange(30), 12)
    ours = ndcg_at(4, groups, gains.ravel(), scores.ravel())
    theirs = [ndcg_score(gains[i : i + 1], scores[i : i + 1], k=4) for i in range(30)]
    np.testing.assert_allclose(ours, theirs)
    assert np.isnan(ndcg_at(2, np.zeros(3, int), np.zeros(3), np.arange(3.0))).all()


def test_of_the_best_those_are_counted_that_survive():
    final = np.array([[5.0, 4.0, 3.0, 2.0, -np.inf], [-np.inf] * 5])
    order = np.array([[4, 0, 3, 1, 2], [0, 1, 2, 3, 4]])
    kept, best = let_through(final, order, top=2, keeps=np.array([1, 4, 5]))
    assert kept.tolist() == [[1.0, 1.0, 2.0], [0.0] * 3] and best.tolist() == [2.0, 0.0]


def test_gini_of_equal_and_of_one_for_all():
    assert gini(np.ones(10)) == pytest.approx(0.0)
    assert gini(np.r_[np.zeros(9), 1.0]) == pytest.approx(0.9)
    assert math.isnan(gini(np.zeros(3)))


def test_twice_the_area_above_the_lorenz_curve_is_the_gini_coefficient():
    amounts = np.random.default_rng(1).pareto(1.5, 40)
    below = np.trapezoid(lorenz(amounts, np.linspace(0, 1, 41)), dx=1 / 40)
    assert 1 - 2 * below == pytest.approx(gini(amounts))
    assert lorenz(np.array([3.0, 1.0]), np.array([0.5, 0.75, 1.0])).tolist() == [0.25, 0.625, 1.0]
    assert lorenz(np.zeros(3), np.array([0.0, 1.0])).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_ranker_finds_the_signal(clicks, kind):
    features, chance, labels = clicks
    groups = np.arange(len(labels)) // 6
    ranker = fit_ranker(features[:9000], labels[:9000], kind=kind, groups=groups[:9000], seed=1)
    said = ranker.predict(features[9000:])
    assert ((said >= 0) & (said <= 1)).all()
    assert len(ranker.predict(np.zeros((0, 1)))) == 0
    assert roc_auc_score(labels[9000:], said) > 0.65
    if kind != "lambdarank":
        assert said.sum() / chance[9000:].sum() == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize("kind", KINDS)
def test_one_class_or_no_rows_give_the_base_rate(kind):
    nothing = fit_ranker(np.zeros((4, 2)), np.zeros(4), kind=kind)
    assert nothing.predict(np.zeros((3, 2))).tolist() == [0.0] * 3
    assert fit_ranker(np.zeros((0, 2)), np.zeros(0), kind=kind).predict(np.zeros((1, 2))) == [0.0]


def test_linear_ranker_is_scikit_learns_logistic_regression(clicks):
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    features, _, labels = clicks
    theirs = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(features, labels)
    ours, _ = linear(features, labels)
    np.testing.assert_allclose(ours(features), theirs.predict_proba(features)[:, 1], atol=2e-3)


def test_soft_labels_are_learnt_as_probabilities(clicks):
    features, chance, _ = clicks
    said = linear(features, chance)[0](features)
    assert said.mean() == pytest.approx(chance.mean(), rel=1e-2)


def test_thinning_keeps_clicks_and_nests():
    labels = np.array([1, 0, 0, 0, 1, 0])
    draws = np.array([0.9, 0.05, 0.3, 0.8, 0.99, 0.5])
    few, more = (down_sample(labels, keep, draws) for keep in (0.1, 0.4))
    assert few.tolist() == [True, True, False, False, True, False]
    assert (more | ~few).all()
    for keep in (0, 1.5, -1):
        with pytest.raises(ValueError, match="above 0 and at most 1"):
            down_sample(labels, keep, draws)


@pytest.mark.parametrize(("base", "keep", "after"), [(0.001, 0.01, 0.0910), (0.05, 0.1, 0.3448)])
def test_worked_rates_after_thinning(base, keep, after):
    thinned = base / (base + (1 - base) * keep)
    assert thinned == pytest.approx(after, abs=5e-5)
    undo = recalibration("formula", keep=keep, scores=np.zeros(0), labels=np.zeros(0))
    assert undo(np.array([thinned]))[0] == pytest.approx(base)


@pytest.mark.parametrize("method", ["none", "formula", "sigmoid", "isotonic"])
def test_recalibration_keeps_nought_and_one_inside(method):
    rng = np.random.default_rng(0)
    scores = rng.random(500)
    labels = (rng.random(500) < scores**2).astype(float)
    adjust = recalibration(method, keep=0.1, scores=scores, labels=labels)
    mapped = adjust(np.array([0.0, 0.2, 0.8, 1.0]))
    assert np.isfinite(mapped).all() and (mapped >= 0).all() and (mapped <= 1).all()
    assert (np.diff(mapped) >= 0).all()


@pytest.mark.parametrize("keep", [0.1, 0.025])
def test_formula_restores_what_thinning_took(keep):
    rng = np.random.default_rng(9)
    features = rng.normal(size=(70_000, 4)).astype(np.float32)
    chance = _chance(features)
    labels, draws = (rng.random(len(chance)) < chance).astype(float), rng.random(len(chance))
    assert labels.sum() > 5000
    rows = down_sample(labels, keep, draws)
    ranker = fit_ranker(features[rows], labels[rows], kind="lightgbm")
    undo = recalibration("formula", keep=keep, scores=np.zeros(0), labels=np.zeros(0))
    raw = ranker.predict(features)
    assert raw.sum() / chance.sum() > 2
    assert undo(raw).sum() / chance.sum() == pytest.approx(1.0, abs=0.1)


def test_posting_lists_are_the_best_members_in_order():
    members = np.array([[True, True, False, True], [False, False, False, False]])
    lists = posting_lists(members, np.array([1.0, 3.0, 9.0, 3.0]), cap=2)
    assert lists.tolist() == [[1, 3], [NOBODY, NOBODY]]


def test_nearest_is_a_sorted_search():
    rng = np.random.default_rng(4)
    queries, items = rng.normal(size=(20, 5)), rng.normal(size=(50, 5))
    allowed = rng.random((20, 50)) < 0.5
    found = nearest(queries, items, allowed, cap=7)
    for row in range(20):
        order = [i for i in np.argsort(-(queries[row] @ items.T)) if allowed[row, i]]
        assert found[row].tolist() == order[:7]


def test_best_pads_where_there_are_too_few():
    assert best(np.array([[-np.inf, 2.0, -np.inf, -np.inf, -np.inf]]), 2).tolist() == [[1, NOBODY]]


@pytest.mark.parametrize("kind", ["logistic", "mlp"])
def test_a_ranker_knows_a_column_that_lies_far_from_nought(clicks, kind):
    features, _, labels = clicks
    far = features.copy()
    far[:, 0] = far[:, 0] * 100 + np.float32(1e6)
    near, moved = (
        fit_ranker(part[:9000], labels[:9000], kind=kind, seed=1).predict(part[9000:])
        for part in (features, far)
    )
    assert roc_auc_score(labels[9000:], moved) > roc_auc_score(labels[9000:], near) - 0.01
    assert np.corrcoef(near, moved)[0, 1] > 0.98


@pytest.mark.parametrize("kind", ["logistic", "mlp"])
def test_a_constant_column_that_moves_later_does_not_take_over(clicks, kind):
    features, _, labels = clicks
    still = np.c_[features, np.full(len(features), np.float32(0.1))]
    still[0, 4] += 1e-7
    later = still[9000:].copy()
    ranker = fit_ranker(still[:9000], labels[:9000], kind=kind, seed=1)
    before = ranker.predict(later)
    later[:, 4] = 0.5
    assert ranker.predict(later) == pytest.approx(before, abs=0.1)


def test_grades_of_nought_and_two_are_two_classes():
    """As many twos as noughts: their sum is the number of rows, as that of ones only would be."""
    rng = np.random.default_rng(2)
    features = rng.normal(size=(2000, 3)).astype(np.float32)
    labels = 2.0 * (features[:, 0] > np.median(features[:, 0]))
    assert labels.sum() == len(labels)
    groups = np.arange(2000) // 10
    said = fit_ranker(features, labels, kind="lambdarank", groups=groups).predict(features)
    assert roc_auc_score(labels > 0, said) > 0.95
