"""Balances aimed at are reached, nothing is invented where it should not be, and undoing undoes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.learning.resampling import (
    RESAMPLERS,
    balanced_weights,
    rebalance,
    undo_undersampling,
)

METHOD = pytest.mark.parametrize("method", RESAMPLERS)


def few(positives=40, negatives=1000, seed=2):
    """Rows of two overlapping clouds, positives scattered among the rest."""
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.r_[np.ones(positives, int), np.zeros(negatives, int)])
    return rng.normal(size=(len(labels), 3)) + labels[:, None], labels


@METHOD
@pytest.mark.parametrize("ratio", [0.1, 0.5, 1.0])
def test_the_balance_aimed_at_is_reached(method, ratio):
    features, labels = few()
    new = rebalance(features, labels, method=method, ratio=ratio, seed=3)
    reached = new.labels.sum() / (new.labels == 0).sum()
    # ADASYN rounds the number of rows it makes near each positive.
    assert reached == pytest.approx(ratio, rel=0.1 if method == "adasyn" else 0.01)
    assert len(new.features) == len(new.labels) == len(new.rows)


@METHOD
def test_rows_say_where_they_come_from(method):
    features, labels = few()
    new = rebalance(features, labels, method=method, ratio=0.5, seed=3)
    real = new.rows >= 0
    assert np.array_equal(new.features[real], features[new.rows[real]])
    assert np.array_equal(new.labels[real], labels[new.rows[real]])
    assert (~real).any() == (method in ("smote", "adasyn"))
    assert new.labels[~real].all(), "only positives are made up"
    known = {tuple(row) for row in features}
    assert not {tuple(row) for row in new.features[~real]} & known


def test_undersampling_keeps_every_positive_and_says_the_share_of_negatives():
    features, labels = few()
    new = rebalance(features, labels, method="under", ratio=0.5, seed=3)
    assert (new.labels == 1).sum() == 40 and (new.labels == 0).sum() == 80
    assert new.kept == 0.08
    assert len(set(new.rows)) == len(new.rows), "no row twice"
    kept = {rebalance(features, labels, method=m, ratio=0.5, seed=3).kept for m in RESAMPLERS[1:]}
    assert kept == {1.0}, "the others drop none"


@METHOD
def test_one_seed_one_sample(method):
    one, same, other = (
        rebalance(*few(), method=method, ratio=0.5, seed=seed).features for seed in (3, 3, 4)
    )
    assert np.array_equal(one, same)
    assert one.shape != other.shape or not np.array_equal(one, other)


@METHOD
@pytest.mark.parametrize(
    ("positives", "negatives"), [(0, 50), (50, 0), (1, 50), (50, 1), (50, 50), (60, 50), (0, 0)]
)
def test_what_cannot_be_balanced_is_handed_back(method, positives, negatives):
    features, labels = few(positives, negatives)
    new = rebalance(features, labels, method=method, ratio=1.0, seed=0)
    assert new.features is features and new.labels is labels and new.kept == 1.0
    assert np.array_equal(new.rows, np.arange(len(labels)))


@METHOD
def test_two_positives_are_enough(method):
    new = rebalance(*few(2, 50), method=method, ratio=1.0, seed=0)
    assert 0 < (new.labels == 0).sum() <= 50
    assert (new.labels == 1).sum() >= 2 and len(new.labels) != 52


def test_adasyn_without_a_negative_nearby_hands_back():
    rng = np.random.default_rng(0)
    labels = np.r_[np.zeros(200, int), np.ones(30, int)]
    features = rng.normal(size=(230, 2)) + 1000 * labels[:, None]
    assert rebalance(features, labels, method="adasyn", ratio=1.0, seed=0).features is features


def test_an_unknown_resampler_is_refused_by_name():
    with pytest.raises(ValueError, match="no resampler is called tomek"):
        rebalance(*few(), method="tomek", ratio=1.0, seed=0)


@given(st.floats(0, 1), st.floats(0.001, 1))
def test_undoing_is_bayes_rule_backwards(before, kept):
    """Keeping a share of the negatives multiplies the odds by 1/kept; undoing divides them."""
    after = before / (before + (1 - before) * kept)
    back = undo_undersampling(np.array([after]), kept)[0]
    assert back == pytest.approx(before, rel=1e-6, abs=1e-12)


@given(st.floats(0.0001, 1))
def test_nought_and_one_stay_and_the_order_too(kept):
    rising = undo_undersampling(np.linspace(0, 1, 50), kept)
    assert rising[0] == 0.0 and rising[-1] == 1.0
    assert (np.diff(rising) > 0).all()
    assert (rising <= np.linspace(0, 1, 50) + 1e-15).all()


def test_undoing_is_the_published_formula():
    scores = np.linspace(0.01, 0.99, 20)
    published = 0.2 * scores / (0.2 * scores - scores + 1)
    assert undo_undersampling(scores, 0.2) == pytest.approx(published)


@pytest.mark.parametrize("kept", [0.0, -0.1, 1.1, float("nan")])
def test_a_share_that_cannot_be_is_refused(kept):
    with pytest.raises(ValueError, match="share of negatives kept"):
        undo_undersampling(np.array([0.5]), kept)


@pytest.mark.parametrize("ratio", [0.2, 1.0])
def test_weights_give_positives_the_weight_asked_for(ratio):
    _, labels = few()
    weights = balanced_weights(labels, ratio)
    assert weights[labels == 1].sum() / weights[labels == 0].sum() == pytest.approx(ratio)
    assert weights.mean() == pytest.approx(1.0)


def test_weights_never_favour_the_many():
    _, labels = few()
    assert np.array_equal(balanced_weights(labels, 0.001), np.ones(len(labels)))
    assert np.array_equal(balanced_weights(np.zeros(5, int), 1.0), np.ones(5))


@pytest.mark.parametrize("method", ["smote", "adasyn"])
def test_gaps_cannot_be_blended_and_it_says_so(method):
    features, labels = few(20, 200)
    features[3, 1] = np.nan
    with pytest.raises(ValueError, match=f"{method} blends rows .* fill the gaps"):
        rebalance(features, labels, method=method, ratio=0.9, seed=0)
    for plain in ("under", "over"):
        assert rebalance(features, labels, method=plain, ratio=0.9, seed=0).labels.mean() > 0.4
