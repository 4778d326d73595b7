"""Focal loss is Lin's: its slopes are numbers' slopes, its minimum is scipy's, its order holds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit
from sklearn.metrics import roc_auc_score

from pipelines.learning.focal import FocalLoss
from pipelines.learning.resampling import Resampling
from pipelines.learning.training import MODELS, Recipe, fit

LEARN = [model for model in MODELS if model not in ("constant", "isolation")]


def published(labels, probability, gamma=2.0):
    """Equation 4 of Lin et al. (2017), as it is printed: - (1 - p_t)^gamma log(p_t)."""
    right = np.where(labels == 1, probability, 1 - probability)
    return -((1 - right) ** gamma) * np.log(right)


def draw(rows=6000, seed=0):
    """Rows of which three in a hundred are positive, as a logistic model would have them."""
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(rows, 4)).astype(np.float32)
    chance = expit(1.5 * features[:, 0] + features[:, 1] - 4.5)
    return features, (rng.random(rows) < chance).astype(np.int8)


@given(st.integers(0, 1), st.floats(-8, 8), st.sampled_from([0.0, 0.5, 2.0, 5.0]))
def test_value_and_slopes_are_those_of_the_published_formula(label, odds, gamma):
    loss, step = FocalLoss(gamma), 1e-4
    labels, at = np.full(3, label), odds + step * np.array([-1, 0, 1])
    value = published(labels, expit(at), gamma)
    assert loss.value(labels, at) == pytest.approx(value, rel=1e-9, abs=1e-15)
    slope, bend = (part[1] for part in loss.slopes(labels, at))
    assert slope == pytest.approx((value[2] - value[0]) / (2 * step), abs=1e-6)
    curved = (value[2] - 2 * value[1] + value[0]) / step**2
    assert bend > 0
    # Where the loss bends downwards a step of Newton's would go the wrong way.
    assert bend == pytest.approx(curved, abs=1e-4) or curved < bend


@pytest.mark.parametrize("share", [0.001, 0.03, 0.3, 0.5, 0.9])
def test_the_cheapest_constant_is_a_search_away(share):
    def cost(p):
        return share * published(1, p) + (1 - share) * published(0, p)

    found = minimize_scalar(cost, bounds=(1e-6, 1 - 1e-6), method="bounded").x
    assert FocalLoss().cheapest(np.array([share]))[0] == pytest.approx(found, abs=2e-5)
    assert FocalLoss(0.0).cheapest(np.array([share]))[0] == pytest.approx(share, rel=1e-4)


def test_a_logistic_model_is_where_a_search_ends():
    features, labels = draw()
    spread = (features - features.mean(axis=0)) / features.std(axis=0)

    def cost(weights):
        odds = spread @ weights[:-1] + weights[-1]
        return published(labels, expit(odds)).sum() + weights[:-1] @ weights[:-1] / 2

    found = minimize(cost, np.zeros(5), method="BFGS").x
    expected = expit(spread @ found[:-1] + found[-1])
    said = fit(features, labels, Recipe("logistic", Resampling("focal"))).predict(features)
    assert said == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize("model", LEARN)
def test_focal_loss_moves_scores_and_not_the_ranking(model):
    (features, labels), (later, outcome) = draw(), draw(seed=1)
    plain, focal = (
        fit(features, labels, Recipe(model, Resampling(name))).predict(later)
        for name in ("none", "focal")
    )
    assert roc_auc_score(outcome, focal) == pytest.approx(roc_auc_score(outcome, plain), abs=0.03)
    assert focal.min() >= 0 and focal.max() <= 1
    if model != "tree":  # whose leaves hold one class
        assert focal.mean() > 2 * plain.mean(), "it says less than it knows"


@pytest.mark.parametrize("model", [model for model in LEARN if model != "tree"])
def test_what_is_fitted_by_it_costs_less_by_it(model):
    (features, labels), (later, outcome) = draw(), draw(seed=1)
    plain, focal = (
        fit(features, labels, Recipe(model, Resampling(name))).predict(later).clip(1e-9, 1 - 1e-9)
        for name in ("none", "focal")
    )
    assert published(outcome, focal).sum() < published(outcome, plain).sum()
