"""Detectors agree with scikit-learn's own; pages and evaluations do what their definitions say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import iqr, median_abs_deviation
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from sklearn.metrics import f1_score
from sklearn.neighbors import LocalOutlierFactor
from sklearn.preprocessing import StandardScaler
from sklearn.svm import OneClassSVM

from pipelines.detection.deviations import (
    cusum,
    fences,
    pooled,
    robust,
    seasonal,
    smoothed,
    standard,
)
from pipelines.detection.events import K, by_points, segments, warned
from pipelines.detection.outliers import fitted, half_space_trees, squeezed
from pipelines.detection.paging import Paging, pages
from pipelines.detection.tails import Tail

RANDOM = np.random.default_rng(3)
X = RANDOM.normal(size=(400, 6)) @ RANDOM.normal(size=(6, 6))
NEW = RANDOM.normal(size=(50, 6)) * 3
NO_PHASE = np.zeros(len(X), dtype=int)


def test_columns_agree_with_scipy_and_scikit_learn():
    z = standard(X).deviations(X, NO_PHASE)
    assert z == pytest.approx(StandardScaler().fit_transform(X))
    scaled = robust(X).deviations(X, NO_PHASE)
    expected = (X - np.median(X, axis=0)) / median_abs_deviation(X, scale="normal")
    assert scaled == pytest.approx(expected, rel=1e-4)
    fence = fences(X)
    low, high = np.quantile(X, [0.25, 0.75], axis=0)
    assert fence.centre + 3 * fence.width == pytest.approx(high + 1.5 * iqr(X, axis=0))
    assert fence.centre - 3 * fence.width == pytest.approx(low - 1.5 * iqr(X, axis=0))


def reconstruction_error(new):
    """What PCA with nine tenths of the variance does not restore."""
    model = PCA(0.9, svd_solver="full").fit(X)
    return ((new - model.inverse_transform(model.transform(new))) ** 2).sum(axis=1)


ORACLES = {
    "pca": reconstruction_error,
    "isolation": lambda new: (
        -IsolationForest(n_estimators=60, random_state=4).fit(X).score_samples(new)
    ),
    "ocsvm": lambda new: -OneClassSVM(nu=0.05).fit(X).decision_function(new),
    "lof": lambda new: -LocalOutlierFactor(n_neighbors=20, novelty=True).fit(X).score_samples(new),
}


@pytest.mark.parametrize("kind", ORACLES)
def test_learned_detectors_are_scikit_learns(kind):
    assert fitted(kind, X, seed=4).score(NEW) == pytest.approx(ORACLES[kind](NEW), rel=1e-9)


def test_a_stream_is_scored_before_it_is_learned():
    from river.anomaly import HalfSpaceTrees

    rows, model, expected = squeezed(X), HalfSpaceTrees(8, 6, 250, seed=2), []
    for row in rows:
        expected.append(model.score_one(dict(enumerate(row))))
        model.learn_one(dict(enumerate(row)))
    assert half_space_trees(rows, seed=2) == pytest.approx(expected)


def test_a_mean_for_each_hour_and_no_deviation_where_it_is_met():
    phase = np.arange(4000) % 2
    x = np.random.default_rng(1).poisson(np.where(phase, 40.0, 4.0))[:, None].astype(float)
    usual = seasonal(x, phase, 2)
    assert usual.means[:, 0] == pytest.approx([4, 40], rel=0.05)
    off = usual.deviations(x, phase)
    assert abs(off.mean()) < 0.1 and 0.9 < off.std() < 1.1
    assert usual.deviations(usual.means, np.arange(2)) == pytest.approx(0, abs=1e-6)


def test_sums_over_time():
    steps = np.array([[0.0], [2.0], [2.0], [-5.0]])
    assert cusum(steps, 0.5)[:, 0].tolist() == [0.0, 1.5, 3.0, 4.5]
    noise = np.random.default_rng(0).normal(size=(5000, 1))
    assert smoothed(noise).std() == pytest.approx(1, abs=0.1)
    assert pooled(np.array([[1.0, -3.0]]), "max").tolist() == [3.0]
    assert pooled(np.array([[1.0, -3.0]]), "squares").tolist() == [5.0]


def test_constant_columns_and_no_columns_have_no_deviation():
    same = np.ones((5, 2))
    for fit in (standard, robust, fences):
        assert (fit(same).deviations(same, np.zeros(5, int)) == 0).all()
    assert pooled(np.zeros((3, 0)), "max").tolist() == [0, 0, 0]


def test_a_tail_promises_what_comes():
    random = np.random.default_rng(5)
    tail = Tail.of(random.exponential(size=5000))
    fresh = tail.surprise(random.exponential(size=200_000))
    for share in (0.1, 0.01, 0.001):
        assert (fresh >= -np.log10(share)).mean() == pytest.approx(share, rel=0.35)
    assert (np.diff(tail.surprise(np.linspace(0, 50, 300))) >= 0).all()
    assert Tail.of(np.array([np.nan])).surprise(np.array([np.nan, -1.0])).tolist() == [0.0, 0.0]


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=40),
    st.integers(1, 3),
    st.integers(0, 3),
    st.integers(0, 20),
)
def test_pages_are_those_a_loop_sends(scores, m, more, quiet):
    ends, how = 5.0 * np.arange(1, len(scores) + 1), Paging(m, m + more, 0.5, quiet)
    expected, last, on = [], -np.inf, False
    for at, score in enumerate(scores):
        recent = [one >= 6 for one in scores[max(0, at - how.n + 1) : at + 1]]
        on = (score >= 6 and sum(recent) >= m) or (on and score >= 3)
        page = on and (not quiet or ends[at] >= last + quiet)
        last = ends[at] if page else last
        expected.append(page)
    found = pages(np.array(scores, float), ends, np.array([6.0]), how)
    assert found[0].tolist() == expected


LABEL = np.zeros(60, dtype=bool)
LABEL[[5, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29]] = True


def test_points_are_scikit_learns_and_adjusted_points_are_whole_segments():
    alarms = np.random.default_rng(2).random((8, 60)) < 0.2
    plain = by_points(alarms, LABEL)
    assert plain.f1 == pytest.approx([f1_score(LABEL, row) for row in alarms])
    one = np.zeros((1, 60), dtype=bool)
    one[0, [24, 40]] = True
    assert by_points(one, LABEL, adjust=0.0).found[0] == 10
    assert by_points(one, LABEL, adjust=K).found[0] == 1
    assert [part.tolist() for part in segments(LABEL)] == [[5, 20], [6, 30]]
    alone = by_points(alarms, np.arange(60) == 5)
    assert by_points(alarms, np.arange(60) == 5, adjust=0.0).f1 == pytest.approx(alone.f1)


def test_random_flags_find_a_segment_with_the_chance_of_the_formula():
    flags = np.random.default_rng(0).random((40_000, 60)) < 0.05
    found = by_points(flags, LABEL, adjust=0.0).found.mean()
    assert found == pytest.approx(0.05 + 10 * (1 - 0.95**10), rel=0.02)


def test_an_incident_is_found_by_a_page_while_it_lasts():
    raised = np.zeros((3, 12), dtype=bool)
    raised[0, 4] = raised[1, 9] = raised[2, 1] = True
    times = 5.0 * np.arange(1, 13)
    met = warned(raised, times, np.array([18]), np.array([40]), grace=5.0)
    assert met.found[0].tolist() == [True, False, False]
    assert met.minutes[0].tolist() == [7.0, 22.0, 22.0]
    assert met.false.sum(axis=1).tolist() == [0, 1, 1]
