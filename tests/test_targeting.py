"""Targeting and preparation against plain arithmetic and scikit-learn."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression

from pipelines.evaluation.targeting import (
    LEARNERS,
    Offer,
    curve,
    expected_gain,
    learn_uplift,
    qini,
    ranking,
)
from pipelines.learning.preparation import MISSING, OUTLIERS, prepare
from pipelines.learning.training import Recipe


def trial(n, seed=0):
    """A trial in which contacts help where the first feature is high and harm where it is low."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 3))
    treated = (rng.random(n) < 0.5).astype(float)
    base, effect = 0.3 + 0.1 * np.tanh(x[:, 1]), 0.2 * np.tanh(x[:, 0])
    left = (rng.random(n) < base - treated * effect).astype(float)
    return x, treated, left, effect


@pytest.mark.parametrize("learner", LEARNERS)
@pytest.mark.parametrize("model", ["logistic", "lightgbm"])
def test_every_learner_finds_the_effect_of_a_large_trial(learner, model):
    x, treated, left, effect = trial(30_000)
    found = learn_uplift(x, treated, left, learner=learner, recipe=Recipe(model))(x)
    assert np.corrcoef(found, effect)[0, 1] > 0.85
    assert found.mean() == pytest.approx(effect.mean(), abs=0.03)
    assert qini(found, effect) > 0.8


def test_without_both_arms_nothing_is_known():
    x, _, left, _ = trial(50)
    for arm in (0.0, 1.0):
        found = learn_uplift(x, np.full(50, arm), left, learner="t", recipe=Recipe("logistic"))
        assert not found(x).any()
    none = learn_uplift(x[:0], left[:0], left[:0], learner="s", recipe=Recipe("logistic"))
    assert none(x).tolist() == [0.0] * 50


def test_the_class_transformation_is_the_regression_it_is():
    x, treated, left, _ = trial(4000, seed=1)
    keep = np.sort(
        np.concatenate(
            [
                np.flatnonzero(treated == arm)[: int(min(treated.sum(), 4000 - treated.sum()))]
                for arm in (0, 1)
            ]
        )
    )
    z = np.where(treated == 1, 1 - left, left)[keep]
    plain = LogisticRegression(max_iter=500).fit(x[keep], z).predict_proba(x)[:, 1]
    found = learn_uplift(x, treated, left, learner="transform", recipe=Recipe("logistic"))(x)
    assert np.allclose(found, 2 * plain - 1, atol=0.03)


def test_expected_gain_is_counted_over_the_three_outcomes():
    offer = Offer(cost=10, contact=1)
    p0, u, value = 0.3, 0.1, 200.0
    p1 = p0 - u
    plain = p1 * -1 + (1 - p1) * (-1 - 10) + (p0 - p1) * value
    assert expected_gain(np.array([p0]), np.array([u]), np.array([value]), offer)[0] == (
        pytest.approx(plain)
    )


def test_rules_rank_by_what_they_say():
    parts = {
        "risk": np.array([0.9, 0.1]),
        "uplift": np.array([-0.1, 0.2]),
        "value": np.array([10.0, 900.0]),
        "luck": np.array([0.4, 0.3]),
        "offer": Offer(),
    }
    best = {
        rule: int(np.argmax(ranking(rule, **parts)))
        for rule in ("risk", "value", "uplift", "uplift_value", "random", "all", "none")
    }
    assert best == {
        "risk": 0,
        "value": 1,
        "uplift": 1,
        "uplift_value": 1,
        "random": 0,
        "all": 0,
        "none": 0,
    }
    with pytest.raises(ValueError, match="no rule"):
        ranking("charm", **parts)


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=40), st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_qini_is_one_for_the_oracle_and_its_mirror_is_minus_one(uplift, seed):
    uplift = np.round(np.array(uplift), 3)
    luck = np.random.default_rng(seed).random(len(uplift))
    found = qini(luck, uplift)
    if np.ptp(uplift) == 0:
        assert math.isnan(found)
        return
    assert qini(uplift, uplift) == pytest.approx(1.0)
    assert qini(-uplift, uplift) == pytest.approx(-1.0)
    assert -1 - 1e-9 <= found <= 1 + 1e-9
    assert qini(np.zeros(len(uplift)), uplift) == pytest.approx(0.0, abs=1e-9)


def test_curves_are_plain_sums():
    scores, gains = np.array([3.0, 1.0, 2.0, 0.0]), np.array([5.0, -1.0, 2.0, -4.0])
    assert curve(scores, gains, np.array([0, 0.25, 0.5, 1.0])).tolist() == [0, 5, 7, 2]


def table(rows=400):
    rng = np.random.default_rng(0)
    full = rng.normal(size=(rows, 3)) @ np.array([[1, 0.8, 0], [0, 0.6, 0], [0, 0, 1.0]])
    gaps = full.copy()
    gaps[rng.random(rows) < 0.4, 1] = np.nan
    return full, gaps


@pytest.mark.parametrize("missing", ["mean", "median"])
def test_fillings_are_scikit_learns(missing):
    _, gaps = table()
    found = prepare(gaps, missing=missing, outliers="keep").apply(gaps)
    assert np.allclose(found, SimpleImputer(strategy=missing).fit_transform(gaps))


def test_a_model_fills_closer_to_what_was_there():
    full, gaps = table()
    gone = np.isnan(gaps[:, 1])
    error = {
        how: np.abs(
            prepare(gaps, missing=how, outliers="keep").apply(gaps)[gone, 1] - full[gone, 1]
        )
        for how in ("mean", "model")
    }
    assert error["model"].mean() < 0.7 * error["mean"].mean()


def test_an_indicator_says_where_and_native_leaves_gaps():
    _, gaps = table()
    marked = prepare(gaps, missing="indicator", outliers="keep")
    assert marked.marked == (1,) and (marked.apply(gaps)[:, 3] == np.isnan(gaps[:, 1])).all()
    left = prepare(gaps, missing="native", outliers="keep").apply(gaps)
    assert np.array_equal(left, gaps, equal_nan=True)


def test_dropping_trains_on_complete_rows_and_scores_all():
    _, gaps = table()
    dropped = prepare(gaps, missing="drop", outliers="keep")
    assert (dropped.usable(gaps) == ~np.isnan(gaps[:, 1])).all()
    assert np.isfinite(dropped.apply(gaps)).all()
    assert prepare(gaps, missing="mean", outliers="keep").usable(gaps).all()


def test_outliers_are_pulled_in_or_shrunk():
    full, _ = table(1000)
    full[0] = [1e6, -1e6, 50.0]
    tamed = prepare(full, missing="mean", outliers="winsorise").apply(full)
    assert np.allclose(tamed.max(axis=0), np.quantile(full, 0.99, axis=0))
    logged = prepare(full, missing="mean", outliers="log", skewed=(0, 1)).apply(full)
    assert np.allclose(logged[0], [np.log1p(1e6), -np.log1p(1e6), 50.0])


@pytest.mark.parametrize("missing", MISSING)
@pytest.mark.parametrize("outliers", OUTLIERS)
def test_no_rows_and_empty_columns_are_taken(missing, outliers):
    gaps = np.full((6, 2), np.nan)
    gaps[:, 0] = np.arange(6)
    for rows in (gaps, gaps[:0]):
        found = prepare(rows, missing=missing, outliers=outliers, skewed=(0,)).apply(gaps)
        assert found.shape[0] == 6 and (missing == "native" or np.isfinite(found[:, 0]).all())
    with pytest.raises(ValueError, match="magic"):
        prepare(gaps, missing="magic", outliers=outliers)
