"""The statistics of experiments: against published constants, users one by one, and peers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower

from data.experiments import Noise, Setting, Shop, counted
from data.experiments.people import DAYS, baskets, clicks, own_rate, treatment
from pipelines.experiments.checks import (
    ratio_check,
    ratio_power,
)
from pipelines.experiments.estimates import (
    Sums,
    adjusted_difference,
    as_if_independent,
    difference_of_means,
    difference_of_ratios,
    pooled_difference,
    stratified_difference,
)
from pipelines.experiments.looks import (
    bounds,
    constant,
    crossing_chance,
    null_paths,
    sequence_bound,
    shape,
)
from pipelines.experiments.many import adjusted
from pipelines.experiments.power import power, smallest_change, standard_errors, units_needed
from pipelines.experiments.thompson import thompson

Z = 1.959964
# Armitage, McPherson and Rowe 1969, and what 40,000 simulated tests gave.
PEEKED = {1: 0.05, 2: 0.083, 5: 0.143, 10: 0.195, 20: 0.247, 50: 0.318, 100: 0.370}


def left(paths, bounds):
    """Whether each path left its bounds at some look."""
    return (np.abs(paths) >= bounds).any(axis=-1)


@pytest.mark.parametrize(("looks", "share"), PEEKED.items())
def test_peeking_calls_what_the_table_says(looks, share):
    assert crossing_chance(np.full(looks, Z)) == pytest.approx(share, abs=0.01)
    paths = null_paths(20_000, looks, np.random.default_rng(1))
    assert left(paths, np.full(looks, Z)).mean() == pytest.approx(share, abs=0.012)


def test_bounds_have_the_published_constants_and_hold_five_in_a_hundred():
    assert constant("pocock", 20, 0.05) == pytest.approx(2.672, abs=0.001)
    assert constant("obrien_fleming", 20, 0.05) == pytest.approx(2.126, abs=0.001)
    paths = null_paths(40_000, 20, np.random.default_rng(2))
    for rule in ("pocock", "obrien_fleming"):
        assert 0.045 < left(paths, bounds(rule, 20, 0.05)).mean() < 0.055
    drift = standard_errors()
    kept = crossing_chance(bounds("obrien_fleming", 20, 0.05), drift)
    assert 0.8 - kept < 0.03


def test_a_confidence_sequence_holds_and_pays():
    users = 20_000 * np.arange(1, 21) / 20
    wide = sequence_bound(users, 0.05, 5_000)
    assert crossing_chance(wide) < 0.05
    assert 0.4 < crossing_chance(wide, standard_errors()) < 0.55


@given(st.integers(1, 40), st.floats(0.001, 0.3))
@settings(max_examples=15, deadline=None)
def test_any_bounds_keep_the_level_they_are_made_for(looks, level):
    for rule in ("pocock", "obrien_fleming"):
        assert crossing_chance(bounds(rule, looks, level)) == pytest.approx(level, abs=2e-4)


def test_sizes_agree_with_statsmodels():
    needed = units_needed(np.sqrt(0.95 / 0.05), 1, 0.05, noticed=standard_errors())
    assert needed == pytest.approx(119_304, rel=0.001)
    assert 121_600 / needed == pytest.approx(1, abs=0.02)  # 16 variances over the effect squared
    peer = NormalIndPower().solve_power(0.05 * 0.05 / np.sqrt(0.0475), alpha=0.05, power=0.8)
    assert needed == pytest.approx(peer, rel=1e-3)
    error = smallest_change(np.sqrt(19), 1, needed, noticed=standard_errors()) / standard_errors()
    assert power(0.05, error) == pytest.approx(0.8, abs=1e-3)


def test_p_values_are_corrected_as_statsmodels_does():
    p = np.random.default_rng(3).random((30, 12)) ** 3
    for ours, theirs in (("bonferroni", "bonferroni"), ("holm", "holm"), ("bh", "fdr_bh")):
        peers = np.array([multipletests(row, method=theirs)[1] for row in p])
        assert np.allclose(adjusted(p, ours), peers, atol=1e-12)


@pytest.mark.parametrize(
    ("users", "real", "share"), [(10_000, 0.49, 0.10), (100_000, 0.495, 0.45), (1e6, 0.498, 0.76)]
)
def test_the_ratio_check_finds_what_was_measured(users, real, share):
    # 49/51 means that one arm has 49 %, of either side.
    assert ratio_power(users, 0.5, real, 0.001) == pytest.approx(share, abs=0.03)
    treated = np.random.default_rng(4).binomial(int(users), real, 4_000)
    units = np.stack([users - treated, treated], axis=1)
    found = (ratio_check(units, np.array([0.5, 0.5])) < 0.001).mean()
    assert found == pytest.approx(share, abs=0.03)


def test_the_ratio_check_is_scipys_and_keeps_to_the_plan():
    units = np.array([9_100.0, 900.0])
    planned = np.array([0.9, 0.1])
    peer = stats.chisquare(units, units.sum() * planned).pvalue
    assert ratio_check(units, planned) == pytest.approx(peer, rel=1e-9)
    assert ratio_check(units, np.array([0.5, 0.5])) < 1e-9
    assert ratio_check(np.array([0.0, 0.0]), planned) == 1.0
    with pytest.raises(ValueError, match="make 1 together"):
        ratio_check(units, np.array([0.9, 0.2]))


def people(n, seed, *, shift=0.0, lift=0.0):
    """Users one by one, as a plain simulation draws them: sessions, clicks, money."""
    rng, shop = np.random.default_rng(seed), Shop()
    mean, r = shop.sessions, shop.dispersion
    sessions = rng.negative_binomial(r, r / (r + mean), n)
    own = rng.beta(*shop.click, n)
    bought = rng.random(n) < shop.conversion * (1 + lift)
    money = bought * np.exp(shop.basket + shift + shop.tail * rng.standard_normal(n))
    return sessions, rng.binomial(sessions, own), money


def test_moments_are_those_of_users_one_by_one():
    sessions, clicked, money = people(2_000_000, 5)
    known = clicks(Shop())
    for value, want in (
        (clicked, known.y),
        (sessions, known.d),
        (clicked.astype(float) ** 2, known.yy),
        (sessions.astype(float) ** 2, known.dd),
        (clicked * sessions, known.yd),
    ):
        assert value.mean() == pytest.approx(want, rel=0.02)
    some = sessions > 0
    rate = clicked[some] / sessions[some]
    assert (rate.mean(), (rate**2).mean()) == pytest.approx(own_rate(Shop()), rel=0.01)
    buyers = money[money > 0]
    for how, value in (("cap", np.minimum(buyers, 150)), ("log", np.log1p(buyers))):
        first, second = baskets(Shop(), np.zeros(1), treatment(Shop(), how, 150))
        assert value.mean() == pytest.approx(first[0], rel=0.01)
        assert (value**2).mean() == pytest.approx(second[0], rel=0.01)


def test_ranks_are_those_of_mann_and_whitney():
    _, _, a = people(4_000, 6)
    _, _, b = people(4_000, 7, lift=0.2, shift=-np.log(1.2))
    peer = stats.mannwhitneyu(b, a).statistic / len(a) / len(b)
    shop, shift = Shop(), np.array([-np.log(1.2)])
    first, _ = baskets(shop, shift, treatment(shop, "rank", 0))
    bought = shop.conversion * 1.2
    mean = bought * first[0] + (1 - bought) * (1 - shop.conversion) / 2
    assert mean == pytest.approx(peer, abs=0.006)


def sums_of(*arms):
    """Sums of two arms of values y and x, as `Sums` of shape (2,)."""
    parts = [
        (len(y), y.sum(), (y * y).sum(), x.sum(), (x * x).sum(), (x * y).sum()) for y, x in arms
    ]
    units, y, yy, x, xx, xy = np.array(parts, float).T
    return Sums(units, y, yy, x=x, xx=xx, xy=xy)


def test_estimates_agree_with_scipy_and_with_a_regression():
    rng = np.random.default_rng(8)
    arms = []
    for effect in (0.0, 0.1):
        x = rng.normal(3, 2, 900)
        arms.append((x + rng.normal(effect, 1, 900), x))
    found = sums_of(*arms)
    for own, equal in ((difference_of_means, False), (pooled_difference, True)):
        difference, error = own(found)
        peer = stats.ttest_ind(arms[1][0], arms[0][0], equal_var=equal).statistic
        assert difference / error == pytest.approx(peer, rel=2e-3 if equal else 1e-9)
    difference, error = adjusted_difference(found)
    plain = difference_of_means(found)[1]
    rho = np.corrcoef(np.r_[arms[0][0], arms[1][0]], np.r_[arms[0][1], arms[1][1]])[0, 1]
    assert (error / plain) ** 2 == pytest.approx(1 - rho**2, abs=0.03)
    constant_x = [(y, np.full(len(y), 2.0)) for y, _ in arms]
    assert adjusted_difference(sums_of(*constant_x))[1] == pytest.approx(plain)


def setting(**changes):
    """A setting in which nothing has an effect."""
    none = {name: np.zeros((400, DAYS)) for name in ("clicks", "conversion", "basket", "minutes")}
    usual = {
        "effects": none,
        "bias": np.zeros((400, DAYS)),
        "base": np.ones(DAYS),
        "inflation": 1.0,
        "correlation": 0.0,
        "leaked": 0.0,
    }
    return Setting(**(usual | changes))


@pytest.mark.parametrize("rho", [0.5, 0.7, 0.9])
def test_cuped_leaves_one_less_rho_squared(rho):
    units = np.full((400, 2, DAYS), 500.0)
    parts = counted(Shop(), Noise(9, 400), units, setting(correlation=rho), metric="minutes")
    so_far = Sums(units, **parts).so_far
    plain, less = difference_of_means(so_far), adjusted_difference(so_far)
    assert (less[1] / plain[1]).mean() ** 2 == pytest.approx(1 - rho**2, abs=0.03)
    assert less[0][:, -1].var() / plain[0][:, -1].var() == pytest.approx(1 - rho**2, abs=0.12)


def test_the_delta_method_is_right_and_page_views_are_not():
    units = np.full((400, 2, DAYS), 500.0)
    so_far = Sums(units, **counted(Shop(), Noise(10, 400), units, setting(), metric="ctr")).so_far
    right, wrong = difference_of_ratios(so_far), as_if_independent(so_far)
    assert (np.abs(right[0] / right[1])[:, -1] > Z).mean() < 0.09
    assert (np.abs(wrong[0] / wrong[1])[:, -1] > Z).mean() > 0.2


def test_days_of_another_mix_are_compared_within_days():
    base = np.r_[np.ones(28), np.full(28, 1.5)]
    units = np.full((400, 2, DAYS), 500.0)
    units[:, 1, :28] = 50.0
    daily = Sums(
        units, **counted(Shop(), Noise(11, 400), units, setting(base=base), metric="conversion")
    )
    plain, within = difference_of_means(daily.so_far), stratified_difference(daily)
    assert (np.abs(plain[0] / plain[1])[:, -1] > Z).mean() > 0.5
    assert (np.abs(within[0] / within[1])[:, -1] > Z).mean() < 0.1


def test_a_bandit_finds_the_better_arm():
    rng, chance = np.random.default_rng(12), np.array([0.05, 0.06])

    def play(day, share):
        units = 2_000 * np.stack([1 - share, share], axis=1)
        return units, rng.normal(units * chance, np.sqrt(units * chance))

    shares = thompson(200, 30, 0.22, play)
    assert shares[:, 0].mean() == 0.5 and shares[:, -1].mean() > 0.9


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: standard_errors(0.0), "level is 0.0"),
        (lambda: standard_errors(0.05, 1.0), "power is 1.0"),
        (lambda: units_needed(1.0, 1, 0.0), "a change of 0"),
        (lambda: bounds("pocock", 0, 0.05), "looks are 0"),
        (lambda: bounds("now", 3, 0.05), "no rule is called now"),
        (lambda: adjusted(np.ones(2), "all"), "no correction is called all"),
        (lambda: ratio_power(10, 1.0, 0.5, 0.01), "planned is 1.0"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_sentence(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_arms_without_users_or_variance_say_nothing():
    empty = Sums(np.array([100.0, 0.0]), np.array([5.0, 0.0]), np.array([5.0, 0.0]))
    assert difference_of_means(empty)[1] == np.inf
    flat = Sums(np.array([100.0, 100.0]), np.array([0.0, 0.0]), np.array([0.0, 0.0]))
    assert difference_of_means(flat)[1] == np.inf
    assert shape("obrien_fleming", 1)[0] == 1.0
