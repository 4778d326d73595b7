"""Monitors: the distance of samples by the plain formula, and detectors that ring on a step."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.over_time.monitors import Monitor, adwin_rings, psi


def plain_psi(reference, current, bins=10):
    """The formula, bin by bin, over deciles of the reference."""
    edges = [-math.inf, *np.quantile(reference, [i / bins for i in range(1, bins)]), math.inf]
    total = 0.0
    for low, high in pairwise(edges):
        p, q = (
            max(sum(low <= value < high for value in part), 0.5) / len(part)
            for part in (reference, current)
        )
        total += (q - p) * math.log(q / p)
    return total


@given(st.integers(0, 10**6), st.floats(-4, 4), st.integers(2, 12))
@settings(max_examples=40, deadline=None)
def test_psi_is_the_plain_formula(seed, shift, bins):
    rng = np.random.default_rng(seed)
    reference, current = rng.normal(size=150), rng.normal(shift, size=80)
    found = psi(reference, current, bins)
    assert found == pytest.approx(plain_psi(reference, current, bins))
    assert found >= 0 and psi(reference, reference, bins) == 0


@pytest.mark.parametrize(("n", "m", "bins"), [(2000, 500, 10), (800, 800, 5)])
def test_without_drift_psi_averages_what_chance_gives(n, m, bins):
    """(B - 1)(1/n + 1/m): twice a chi-squared of B - 1 degrees, so its spread is known too."""
    rng = np.random.default_rng(9)
    found = [psi(rng.normal(size=n), rng.normal(size=m), bins) for _ in range(400)]
    chance = (bins - 1) * (1 / n + 1 / m)
    error = chance * np.sqrt(2 / (bins - 1) / 400)
    # The chi-squared is a limit of many rows a bin; here that is worth a few hundredths.
    assert abs(np.mean(found) - chance) < 4 * error + 0.03 * chance


def test_psi_grows_with_the_shift():
    rng = np.random.default_rng(1)
    reference = rng.normal(size=3000)
    moved = [psi(reference, rng.normal(shift, size=3000)) for shift in (0, 0.3, 0.6, 1.2)]
    assert moved == sorted(moved) and moved[0] < 0.02 < 0.1 < moved[2]


def test_psi_does_not_care_for_the_scale():
    rng = np.random.default_rng(2)
    one, two = rng.random(500), rng.random(300) ** 2
    assert psi(np.exp(one), np.exp(two)) == pytest.approx(psi(one, two))


def test_psi_of_empty_and_of_constant_samples():
    some, none = np.ones(5), np.empty(0)
    assert math.isnan(psi(some, none)) and math.isnan(psi(none, some))
    assert psi(some, some) == 0.0
    assert psi(some, np.zeros(5)) > 1.0


def test_adwin_rings_on_a_step_and_not_without():
    rng = np.random.default_rng(4)
    steady = [(rng.random(1500) < 0.1).astype(float) for _ in range(20)]
    stepped = [np.r_[part[:1000], (rng.random(500) < 0.4)] for part in steady]
    assert sum(map(adwin_rings, steady)) <= 1
    assert all(map(adwin_rings, stepped))


def test_adwin_gets_bolder_with_delta_and_is_silent_about_nothing():
    rng = np.random.default_rng(5)
    small = [np.r_[rng.random(800) < 0.1, rng.random(200) < 0.18] for _ in range(25)]
    shy, bold = (sum(adwin_rings(part, delta=delta) for part in small) for delta in (1e-6, 0.2))
    assert shy < bold
    assert not adwin_rings(np.empty(0)) and not adwin_rings(np.zeros(2000))


class Plain:
    """What monitors look at, written down: AUC falls after period 3, inputs move in period 6."""

    wait = 2

    def scores(self, trained, period):
        del trained
        rng = np.random.default_rng(period + 100)
        self.labels = (rng.random(3000) < 0.3).astype(float)
        return self.labels * (1.0 if period < 3 else 0.05) + rng.normal(size=3000)

    def outcomes(self, period):
        self.scores(0, period)
        return self.labels, np.ones(3000, bool)

    def inputs(self, period):
        return np.random.default_rng(period + 200).normal(0.8 * (period >= 6), 1, (3000, 2))

    def errors(self, trained, period):
        rng = np.random.default_rng(period + 300)
        return (rng.random(800) < (0.1 if period < 3 else 0.5)).astype(int)


def when(name, **more):
    monitor = Monitor(name, Plain(), promised=0.76, rest=100, **more)
    return [period for period in range(1, 10) if monitor(period, 0)]


def test_monitors_of_labels_ring_when_labels_are_there():
    assert when("realised") == [5], "the month after the first bad one is known"
    assert when("adwin") == [5]


def test_monitors_of_inputs_ring_the_period_after():
    for name in ("psi", "wasserstein"):
        assert when(name) == [7], name
    for name in ("ks", "chi2"):
        assert when(name, bar=4.0) == [7], "at their own level they ring by chance"


def test_a_season_is_no_news_compared_with_last_time():
    monitor = Monitor("psi", Plain(), promised=0.76, season=1)
    assert [p for p in range(1, 10) if monitor(p, 0)] == [7], "only the step itself"


def test_a_higher_bar_rings_later_or_not_at_all():
    assert when("psi", bar=50.0) == [] and when("realised", bar=20.0) == []
    assert when("dummy", bar=0.5) == [3], "and then rests"
