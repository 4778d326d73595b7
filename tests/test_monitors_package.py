"""Monitors against scipy, plain arithmetic and simulated streams."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from data.drift import SHAPES, Schedule
from pipelines.evaluation.scores import roc_auc
from pipelines.learning.calibration import calibrator
from pipelines.over_time import monitors
from pipelines.over_time.monitors import Judged, Runner, adwin_rings, judge, race, rings, steps
from pipelines.over_time.monitors.detectors import DETECTORS

SAMPLES = st.tuples(st.integers(0, 10**6), st.floats(-2, 2), st.integers(20, 300))


def drawn(seed, shift, n):
    rng = np.random.default_rng(seed)
    return rng.normal(size=n), rng.normal(shift, 1.3, size=n + 7)


@given(SAMPLES)
@settings(max_examples=40, deadline=None)
def test_distances_are_scipys(given_sample):
    one, two = drawn(*given_sample)
    ks = stats.ks_2samp(one, two, method="asymp")
    found = monitors.kolmogorov_smirnov(one, two)
    assert found.statistic == pytest.approx(ks.statistic)
    size = len(one) * len(two) / (len(one) + len(two))
    expected = stats.kstwobign.sf(ks.statistic * math.sqrt(size))
    assert found.p_value == pytest.approx(expected, abs=1e-9)
    area = stats.wasserstein_distance(one, two) / one.std()
    assert monitors.wasserstein(one, two) == pytest.approx(area)
    edges = np.quantile(one, np.linspace(0, 1, 11)[1:-1])
    table = [np.bincount(np.searchsorted(edges, s, "right"), minlength=10) for s in (one, two)]
    chi = stats.chi2_contingency(np.array(table), correction=False)
    mine = monitors.chi_squared(one, two)
    assert mine.statistic == pytest.approx(chi.statistic)
    assert mine.p_value == pytest.approx(chi.pvalue, abs=1e-12)


def test_distances_of_empty_and_of_constant_samples():
    some, none, flat = np.arange(5.0), np.empty(0), np.ones(9)
    for measure in (monitors.kolmogorov_smirnov, monitors.chi_squared):
        assert math.isnan(measure(some, none).statistic)
        assert math.isnan(measure(none, some).p_value)
        assert measure(flat, flat) == (0.0, 1.0)
    assert math.isnan(monitors.wasserstein(none, some))
    assert monitors.wasserstein(flat, flat) == 0 and math.isinf(monitors.wasserstein(flat, some))


def test_tests_are_surer_with_rows_and_wasserstein_is_not():
    rng = np.random.default_rng(3)
    small, large = 300, 100_000
    shifted = {n: (rng.normal(size=n), rng.normal(0.05, 1, size=n)) for n in (small, large)}
    p = {n: monitors.kolmogorov_smirnov(*pair).p_value for n, pair in shifted.items()}
    assert p[large] < 1e-6 < p[small]
    assert monitors.wasserstein(*shifted[large]) == pytest.approx(0.05, abs=0.02)


def test_the_expected_auc_is_the_average_over_drawn_labels():
    rng = np.random.default_rng(1)
    p = rng.beta(1, 8, 4000)
    drawn_labels = [(rng.random(len(p)) < p).astype(float) for _ in range(200)]
    average = np.mean([monitors.known_auc(y, p, np.ones(len(p), bool)) for y in drawn_labels])
    assert monitors.expected_auc(p) == pytest.approx(average, abs=0.004)
    assert monitors.expected_rate(p) == pytest.approx(np.mean(drawn_labels), abs=0.002)


def test_estimates_without_anything_to_go_by():
    assert math.isnan(monitors.expected_auc(np.zeros(4)))
    assert math.isnan(monitors.expected_rate(np.empty(0)))
    labels, nobody = np.array([0.0, 1.0]), np.zeros(2, bool)
    assert math.isnan(monitors.known_auc(labels, labels, nobody))
    assert math.isnan(monitors.known_auc(labels, labels, np.array([True, False])))
    assert monitors.known_auc(labels, labels, ~nobody) == 1.0


@pytest.mark.parametrize("detector", [name for name in DETECTORS if name != "dummy"])
def test_every_detector_rings_on_a_large_step_and_less_with_a_high_bar(detector):
    rng = np.random.default_rng(7)
    stream = (rng.random(600) < np.repeat([0.1, 0.7], 300)).astype(int).tolist()
    found = rings(stream, detector)
    # The few it takes to be sure, and none of them before there was a change.
    assert len(found[found >= 300]) or detector == "page_hinkley"
    assert len(rings(stream, detector, bar=3.0)) <= len(found)


def test_the_dummy_rings_by_the_clock():
    assert rings([0] * 10, "dummy", bar=0.003).tolist() == [2, 5, 8]


@pytest.mark.parametrize("shape", SHAPES)
def test_schedules_start_when_they_say(shape):
    schedule = Schedule("price", shape, start=5, length=3, period=12, size=0.7)
    levels = schedule.levels(np.arange(-12, 40))
    assert levels.min() >= 0 and levels.max() <= 0.7
    if shape != "recurring":
        assert not levels[: 12 + 5].any()
    assert levels.any() == (shape != "none")


def test_a_schedule_out_of_its_range_is_refused():
    with pytest.raises(ValueError, match="sideways"):
        Schedule("price", "sideways")
    with pytest.raises(ValueError, match="above 0"):
        Schedule("price", length=0)


CHANGED = [False] * 4 + [True] * 4


@pytest.mark.parametrize(
    ("alarms", "found"),
    [
        ([], (0, 0, None, 40.0)),
        ([1, 3], (2, 0, None, 40.0)),
        ([4], (0, 1, 0.0, 0.0)),
        ([2, 6, 7, 7], (1, 2, 2.0, 20.0)),
    ],
)
def test_alarms_are_judged_by_plain_counting(alarms, found):
    judged = judge(alarms, CHANGED, [10.0] * 8)
    false, true, delay, harm = found
    assert (judged.false, judged.true, judged.harm) == (false, true, harm)
    assert judged.missed == (delay is None)
    assert math.isnan(judged.delay) if delay is None else judged.delay == delay


def test_without_a_change_every_alarm_is_false_and_none_is_late():
    judged = judge([0, 2], [False] * 3, [5.0] * 3)
    assert (judged.false, judged.true, judged.missed) == (2, 0, False)
    assert math.isnan(judged.delay) and math.isnan(judged.harm)


def test_a_race_is_the_plain_summary_of_its_runs():
    def one(seed):
        return {"a": Judged(seed, 1, seed + 1.0, 10.0 * seed), "b": Judged(0, 0, math.nan, 30.0)}

    table = race(one, [0, 1, 2]).set_index("monitor")
    assert table.loc["a"].tolist() == [3, 1.0, 1.0, 0.0, 2.0, 10.0]
    assert table.loc["b", "missed"] == 1 and math.isnan(table.loc["b", "delay"])
    assert race(one, []).empty


def test_steps_meet_the_same_streams_and_find_large_ones():
    runners = {"adwin": Runner("adwin", rows=1500), "again": Runner("adwin", rows=1500, runs=2)}
    table = steps(runners, [(0.05, 0.5)], seed=4, runs=3)
    assert table["runs"].tolist() == [3, 2] and not table["missed"].any()
    assert (table["false"] == 0).all() and (table["delay"] < 200).all()
    assert steps({"adwin": runners["adwin"]}, [(0.1, 0.1)], runs=2)["missed"][0] == 2


@pytest.mark.parametrize("detector", ["adwin", "page_hinkley", "kswin"])
def test_one_unknown_error_does_not_mute_a_detector(detector):
    rng = np.random.default_rng(3)
    errors = np.r_[rng.random(1500) < 0.05, rng.random(1500) < 0.6].astype(float)
    whole = rings(errors, detector)
    gap = np.insert(errors, 200, np.nan)
    assert len(whole) and rings(gap, detector).tolist() == [at + (at >= 200) for at in whole]
    assert adwin_rings(gap) and adwin_rings(errors)


def test_the_expected_auc_is_what_drawn_labels_give():
    rng = np.random.default_rng(1)
    chance = rng.beta(1, 3, 25)
    drawn = (rng.random((20_000, 25)) < chance).astype(int)
    both = drawn[(drawn.sum(axis=1) > 0) & (drawn.sum(axis=1) < 25)]
    mean = np.mean([roc_auc(labels, chance) for labels in both[:6000]])
    assert monitors.expected_auc(chance) == pytest.approx(mean, abs=0.01)


def test_scores_that_are_no_chances_are_brought_to_chances_first():
    rng = np.random.default_rng(2)
    chance = rng.beta(1, 12, 6000)
    labels = (rng.random(6000) < chance).astype(int)
    inflated = chance**2 / (chance**2 + (1 - chance) ** 2)  # as from an overfitted model
    adjust = calibrator(inflated[:3000], labels[:3000], method="isotonic")
    true = roc_auc(labels[3000:], inflated[3000:])
    assert abs(monitors.expected_auc(inflated[3000:]) - true) > 0.04
    assert monitors.expected_auc(inflated[3000:], adjust) == pytest.approx(true, abs=0.03)
