"""Propensities of every exploring policy: shown over how likely it was is 1 on average."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ranking.exploring import epsilon_rows, thompson_rows
from pipelines.ranking.retrieval import NOBODY, best

USERS, ITEMS, ROUNDS = 24, 14, 1500


def epsilon(share, slots):
    """Rows by epsilon: the first items, some of them empty, a few items not allowed."""
    rows = np.tile(np.arange(slots), (USERS, 1))
    rows[: USERS // 4, 2:] = NOBODY
    allowed = np.ones((USERS, ITEMS), dtype=bool)
    allowed[::2, -3:] = False
    return lambda rng: epsilon_rows(rows, allowed, share=share, rng=rng)


def thompson(spread, slots):
    """Rows by Thompson: scores that fall, items that were shown ever less."""
    scores = np.tile(np.linspace(1, 0, ITEMS), (USERS, 1))
    scores[::2, 1] = -np.inf
    shown = np.linspace(200.0, 0.0, ITEMS)
    return lambda rng: thompson_rows(
        scores, shown, lambda given: best(given, slots), spread=spread, rng=rng
    )


POLICIES = {
    f"{make.__name__} {amount}, {slots} slots": (make(amount, slots), slots)
    for make, amounts in ((epsilon, (0.05, 0.5, 1.0)), (thompson, (0.2, 1.0, 3.0)))
    for amount in amounts
    for slots in (1, 4)
}


def weighed(policy, rounds, seed=0):
    """The mean of shown / propensity of each user and item, and how often each was shown."""
    sums, counts = np.zeros((2, USERS, ITEMS))
    rng, user = np.random.default_rng(seed), np.arange(USERS)[:, None]
    for _ in range(rounds):
        rows, likely = policy(rng)
        there = rows != NOBODY
        who, item = np.broadcast_to(user, rows.shape)[there], rows[there]
        np.add.at(sums, (who, item), 1 / likely[there])
        np.add.at(counts, (who, item), 1)
    return sums / rounds, counts / rounds


@pytest.mark.parametrize("name", POLICIES)
def test_shown_over_propensity_is_one_on_average(name):
    policy, _ = POLICIES[name]
    sums, often = weighed(policy, ROUNDS)
    for half in (slice(0, None, 2), slice(1, None, 2)):
        mean, shown = sums[half].mean(axis=0), often[half].mean(axis=0)
        some = shown > 0.003 if name.startswith("epsilon") else shown > 0.02
        # What is shown with chance p has, over p, a variance of 1 / p - 1 each round.
        noise = 0.06 + 4 / np.sqrt(shown[some] * ROUNDS)
        assert some.sum() >= 2
        assert (np.abs(mean[some] - 1) < noise).all(), mean[some]


@pytest.mark.parametrize("name", POLICIES)
def test_propensities_sum_to_the_slots_that_are_filled(name):
    """The chances of all items of a row: each is there as often as it is said to be."""
    policy, slots = POLICIES[name]
    _, often = weighed(policy, 300)
    rows, likely = policy(np.random.default_rng(1))
    assert ((likely >= 0) & (likely <= 1)).all()
    there = rows != NOBODY
    user = np.broadcast_to(np.arange(USERS)[:, None], rows.shape)[there]
    said, found = likely[there], often[user, rows[there]]
    assert np.abs(said - found).mean() < 0.05
    assert often.sum(axis=1).max() <= slots + 1e-9


def test_a_row_given_away_altogether_still_keeps_what_lots_leave_it():
    rows, allowed = np.tile([0], (50_000, 1)), np.ones((50_000, 2), dtype=bool)
    drawn, likely = epsilon_rows(rows, allowed, share=1.0, rng=np.random.default_rng(0))
    assert (drawn == 0).mean() == pytest.approx(0.5, abs=0.01)
    assert set(np.unique(likely)) == {0.5}


@given(st.integers(0, 1000))
@settings(max_examples=10, deadline=None)
def test_without_a_spread_thompson_is_certain(seed):
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 4, (20, ITEMS)).astype(float)
    rows, likely = thompson_rows(
        scores, np.ones(ITEMS), lambda given: best(given, 3), spread=0.0, rng=rng
    )
    assert (rows == best(scores, 3)).all() and (likely == 1).all()


def test_what_a_rule_puts_in_a_row_is_likely_whatever_its_score():
    scores = np.tile(np.linspace(1, 0, ITEMS), (5, 1))

    def with_the_last(given):
        return np.c_[best(given[:, :-1], 3), np.full(len(given), ITEMS - 1)]

    rows, likely = thompson_rows(
        scores, np.ones(ITEMS), with_the_last, spread=0.3, rng=np.random.default_rng(1)
    )
    assert (rows[:, -1] == ITEMS - 1).all() and (likely[:, -1] == 1).all()
