"""Bins keep apart what differs: rare flags, constants that move, totals of which most are alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from pipelines.learning.binning import bins_of, cuts
from pipelines.learning.training import Recipe, fit
from pipelines.over_time.monitors import chi_squared, psi
from pipelines.ranking.heads import graded
from pipelines.text.bags import bags
from pipelines.text.features import Prepared, fitted_columns


def flag(share, rows=1000):
    up = round(share * rows)
    return np.r_[np.zeros(rows - up), np.ones(up)]


@pytest.mark.parametrize(("before", "now"), [(0.05, 0.6), (0.002, 0.05), (0.95, 0.5), (0.5, 0.9)])
def test_a_flag_that_goes_up_is_seen(before, now):
    expected = (now - before) * np.log(now / before) + (before - now) * np.log(
        (1 - now) / (1 - before)
    )
    assert psi(flag(before), flag(now)) == pytest.approx(expected)
    table = [[1000 * (1 - share), 1000 * share] for share in (before, now)]
    theirs = chi2_contingency(table, correction=False)
    ours = chi_squared(flag(before), flag(now))
    assert ours.statistic == pytest.approx(theirs.statistic)
    assert ours.p_value == pytest.approx(theirs.pvalue, abs=1e-12)


@pytest.mark.parametrize("moved", [-1.0, 4.0, 5.0 + 1e-9, 6.0, 1e9])
def test_a_constant_that_moves_is_seen(moved):
    still, gone = np.full(500, 5.0), np.full(400, moved)
    assert psi(still, gone) > 5 and chi_squared(still, gone).p_value < 1e-9
    assert psi(still, still[:400]) == 0 and chi_squared(still, still[:400]) == (0.0, 1.0)


@pytest.mark.parametrize("rest", [0.02, 0.05, 0.09])
def test_what_lies_beside_a_heavy_value_is_seen(rest):
    rng = np.random.default_rng(2)
    nearly = np.where(rng.random(2000) < rest, rng.exponential(size=2000), 0.0)
    more = np.where(rng.random(2000) < 5 * rest, rng.exponential(size=2000), 0.0)
    assert psi(nearly, more) > 0.05 and chi_squared(nearly, more).p_value < 1e-9


@given(st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.5, 9.0]), min_size=1), st.integers(2, 12))
def test_bins_are_as_many_as_asked_for_and_part_the_most_common_from_all_others(values, bins):
    values = np.array(values)
    at = cuts(values, bins)
    assert (np.diff(at) > 0).all()
    found = bins_of(values, at)
    assert len(np.unique(found)) <= bins
    known, count = np.unique(values, return_counts=True)
    for value in known[count > 2 * len(values) / bins]:
        assert set(values[found == found[values == value][0]]) == {value}, "heavy, so alone"


def test_without_ties_bins_are_quantiles():
    values = np.random.default_rng(1).normal(size=300)
    np.testing.assert_allclose(cuts(values, 10), np.quantile(values, np.linspace(0.1, 0.9, 9)))


def test_the_amount_rule_sees_a_rare_amount():
    rng, rare = np.random.default_rng(3), flag(0.05, 4000)
    labels = (rng.random(4000) < np.where(rare > 0, 0.6, 0.02)).astype(int)
    said = fit(rare[:, None], labels, Recipe("amount")).predict(np.array([[0.0], [1.0], [7.0]]))
    assert said[:2] == pytest.approx([labels[rare == 0].mean(), labels[rare == 1].mean()])
    assert said[2] == pytest.approx(labels.mean()), "nobody has met it"


def test_facts_about_senders_keep_a_rare_value_apart():
    sender = np.c_[flag(0.05), np.arange(1000.0), np.full(1000, 3.0)]
    mail = bags(np.zeros(0, int), np.zeros(0, int), ("word",), sender)
    columns = fitted_columns(Prepared("words", True), mail)(mail)
    facts = np.asarray(columns.todense())[:, -len(cuts(sender[:, 1], 6)) - 40 :]
    kinds = {tuple(row) for row in facts[:, :].tolist()}
    assert len(kinds) >= 7, "six bins of the counted fact, and the flag"
    assert tuple(facts[949].tolist()) != tuple(facts[950].tolist())


@pytest.mark.parametrize("low", [1, 5, 50, 95, 99])
def test_two_totals_have_two_grades(low):
    labels = np.zeros((100, 2))
    labels[:low, 0], labels[low:, 1] = 1, 1
    assert set(graded(labels, np.array([1.0, 5.0]))[:low]) == {1.0}
    assert set(graded(labels, np.array([1.0, 5.0]))[low:]) == {2.0}
    assert (graded(labels, np.array([-1.0, 0.0])) == 0).all()
