"""Auctions and budgets against a slow, plain implementation and arithmetic by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.ranking.auction import PRICES, RANKS, RESERVES, Rules, monopoly_reserve, sell
from pipelines.ranking.pacing import LEAST, Paced

SLOTS = (1.0, 0.6, 0.3)


def one_auction(bids, chances, rules):
    """Who wins and what a click costs, written for a single auction with lists and loops."""

    def score(bid, chance):
        return {"bid": bid, "chance": chance}.get(rules.rank, bid * chance**rules.squash)

    runners = []
    for place, (bid, chance) in enumerate(zip(bids, chances, strict=True)):
        if bid <= 0 or chance <= 0 or score(bid, chance) <= 0:
            continue
        if rules.reserve_kind == "click" and bid < rules.reserve:
            continue
        if rules.reserve_kind == "score" and score(bid, chance) < rules.reserve:
            continue
        runners.append((-score(bid, chance), place))
    runners.sort()
    seen = [*rules.slots, 0.0]
    ranked = [(place, -minus) for minus, place in runners]
    wins = []
    for slot, (place, own) in enumerate(ranked[: len(rules.slots)]):
        later = [other for _, other in ranked[slot + 1 :]] + [0.0] * len(seen)
        per_score = bids[place] / own
        floor = {"click": rules.reserve, "score": rules.reserve * per_score}
        least = floor.get(rules.reserve_kind, 0.0)
        if rules.price == "first":
            price = bids[place]
        elif rules.price == "gsp":
            price = later[0] * per_score
        else:
            if rules.rank == "chance":  # where a bid decides nothing but whether it may be there
                per_score, least = 0.0, rules.reserve if rules.reserve_kind == "click" else 0.0
            price = 0.0
            for k in range(slot, len(rules.slots)):
                price += (seen[k] - seen[k + 1]) * max(later[k - slot] * per_score, least)
            price /= seen[slot]
        wins.append((place, min(max(price, least), bids[place])))
    return wins


@pytest.mark.parametrize("price", PRICES)
@pytest.mark.parametrize("rank", RANKS)
@pytest.mark.parametrize("reserve", RESERVES)
def test_many_auctions_are_many_single_ones(price, rank, reserve):
    rng = np.random.default_rng(3)
    bid = rng.choice([-1.0, 0.0, 0.5, 1.0, 2.0, 3.5], size=(60, 7))
    chance = rng.choice([0.0, 0.01, 0.1, 0.4, 1.0], size=(60, 7))
    rules = Rules(SLOTS, rank, 0.7, price, reserve, 0.3)
    sold = sell(bid, chance, rules)
    for row in range(len(bid)):
        wins = one_auction(bid[row].tolist(), chance[row].tolist(), rules)
        places = [place for place, _ in wins] + [-1] * (len(SLOTS) - len(wins))
        assert sold.place[row].tolist() == places
        np.testing.assert_allclose(sold.price[row][: len(wins)], [paid for _, paid in wins])
        assert (sold.price[row][len(wins) :] == 0).all()


def test_worked_example_of_second_prices():
    # 4 * .1 = .4, 3 * .12 = .36, 2 * .1 = .2: the first pays .36 / .1, the second .2 / .12.
    sold = sell(np.array([[4.0, 3.0, 2.0]]), np.array([[0.1, 0.12, 0.1]]), Rules((1.0, 0.5)))
    assert sold.place.tolist() == [[0, 1]]
    np.testing.assert_allclose(sold.price, [[3.6, 5 / 3]])


def test_one_bidder_pays_the_reserve():
    bid, chance = np.array([[2.0]]), np.array([[0.1]])
    assert sell(bid, chance, Rules((1.0,))).price.tolist() == [[0.0]]
    click = Rules((1.0,), reserve_kind="click", reserve=0.5)
    assert sell(bid, chance, click).price.tolist() == [[0.5]]
    score = Rules((1.0,), reserve_kind="score", reserve=0.05)
    np.testing.assert_allclose(sell(bid, chance, score).price, [[0.5]])


def test_no_ads_more_slots_than_ads_and_ties():
    empty = sell(np.zeros((2, 0)), np.zeros((2, 0)), Rules(SLOTS))
    assert empty.place.tolist() == [[-1] * 3] * 2 and not empty.filled.any()
    tie = sell(np.ones((1, 2)), np.full((1, 2), 0.1), Rules(SLOTS))
    assert tie.place.tolist() == [[0, 1, -1]]
    np.testing.assert_allclose(tie.price, [[1.0, 0.0, 0.0]])


def test_probabilities_of_none_and_one_are_no_trouble():
    sold = sell(np.array([[1.0, 5.0, 2.0]]), np.array([[1.0, 0.0, 1.0]]), Rules(SLOTS))
    assert sold.place.tolist() == [[2, 0, -1]]
    assert np.isfinite(sold.price).all()


@pytest.mark.parametrize("bad", [np.nan, -0.1, 1.5])
def test_what_is_no_probability_is_refused(bad):
    with pytest.raises(ValueError, match=r"not 0 to 1|not a number"):
        sell(np.ones((1, 1)), np.array([[bad]]), Rules(SLOTS))


def test_rules_refuse_what_they_do_not_know():
    with pytest.raises(ValueError, match="gsp, first, vcg"):
        Rules(SLOTS, price="third")
    with pytest.raises(ValueError, match="below 0"):
        Rules(SLOTS, reserve=-1.0)
    with pytest.raises(ValueError, match="fall"):
        Rules((0.5, 1.0))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.floats(0.1, 1.0))
def test_scaling_every_probability_changes_neither_winners_nor_prices(seed, factor):
    rng = np.random.default_rng(seed)
    bid, chance = rng.lognormal(size=(5, 6)), rng.random((5, 6))
    for price in PRICES:
        rules = Rules(SLOTS, price=price)
        one, other = sell(bid, chance, rules), sell(bid, chance * factor, rules)
        assert (one.place == other.place).all()
        np.testing.assert_allclose(one.price, other.price, rtol=1e-9)


def test_a_reserve_is_paid_for_each_slots_own_looks():
    # Below 4 the first bidder has the second slot, below 3 none: .5 * 4 + .5 * 3 = 3.5.
    rules = Rules((1.0, 0.5), price="vcg", reserve_kind="click", reserve=3.0)
    sold = sell(np.array([[10.0, 4.0]]), np.array([[0.1, 0.1]]), rules)
    np.testing.assert_allclose(sold.price, [[3.5, 3.0]])
    score = Rules((1.0, 0.5), price="vcg", reserve_kind="score", reserve=0.3)
    np.testing.assert_allclose(
        sell(np.array([[10.0, 4.0]]), np.array([[0.1, 0.1]]), score).price, [[3.5, 3.0]]
    )


CURVES = ((1.0,), (1.0, 0.5), (1.0, 1.0, 0.2), (1.0, 0.6, 0.3, 0.1), (0.8, 0.4, 0.0))


@settings(deadline=None, max_examples=300)
@given(
    st.integers(0, 100_000), st.sampled_from(RANKS), st.sampled_from(RESERVES),
    st.sampled_from([0.0, 0.5, 1.0, 2.0]), st.sampled_from(CURVES), st.booleans(),
)  # fmt: skip
def test_no_bid_gains_on_the_own_value_under_vcg(seed, rank, kind, squash, slots, boosted):
    rng, bidders = np.random.default_rng(seed), 5
    value, chance = rng.lognormal(size=bidders).round(2), rng.choice([0.05, 0.1, 0.2, 0.5], bidders)
    level = {"none": 0.0, "click": 0.8, "score": 0.15}[kind] * rng.uniform(0.3, 2)
    rules = Rules(slots, rank, squash, "vcg", kind, level)
    boost = rng.uniform(0.7, 1.5, (1, bidders)) if boosted else None
    others = np.append(value, [level, *(value * rng.uniform(0.2, 3, bidders))])
    tried = np.concatenate([others * factor for factor in (0.0, 0.5, 0.999, 1.001, 1.5)])
    bids = np.tile(value, (len(tried) + 1, 1))
    bids[1:, 0] = tried
    sold = sell(bids, chance[None, :], rules, boost=boost)
    gain = ((sold.place == 0) * np.array(slots) * chance[0] * (value[0] - sold.price)).sum(axis=1)
    assert gain[0] >= -1e-12, "it never costs to take part"
    assert (gain[1:] <= gain[0] + 1e-9).all()


def test_truth_is_the_best_bid_under_vcg_and_not_under_gsp():
    rng = np.random.default_rng(0)
    value, chance = rng.lognormal(size=(400, 5)), rng.random((400, 5)) * 0.2
    seen = np.array(SLOTS)

    def gain(price, factor):
        bid = value.copy()
        bid[:, 0] *= factor
        sold = sell(bid, chance, Rules(SLOTS, price=price))
        mine = sold.place == 0
        return (mine * seen * chance[:, :1] * (value[:, :1] - sold.price)).sum()

    truthful = gain("vcg", 1.0)
    assert all(gain("vcg", factor) <= truthful + 1e-9 for factor in (0.3, 0.6, 0.9, 1.3, 2.0))
    assert gain("gsp", 0.8) > gain("gsp", 1.0)


def test_prices_order_gsp_first_and_vcg():
    rng = np.random.default_rng(1)
    bid, chance = rng.lognormal(size=(50, 8)), rng.random((50, 8))
    first, gsp, vcg = (
        sell(bid, chance, Rules(SLOTS, price=p)).price for p in ("first", "gsp", "vcg")
    )
    assert (vcg <= gsp + 1e-12).all() and (gsp <= first + 1e-12).all()


def test_monopoly_reserve_of_uniform_values_is_half():
    values = np.linspace(0, 1, 100_001)
    assert monopoly_reserve(values) == pytest.approx(0.5, abs=1e-4)
    assert monopoly_reserve(np.array([])) == 0.0


def test_nobody_is_charged_beyond_the_budget():
    state = Paced.start("greedy", np.array([1.0, 0.0]), (2,))
    assert state.solvent.tolist() == [True, False]
    assert state.billed(np.array([3.0, 1.0])).tolist() == [1.0, 0.0]
    after = state.after(np.array([3.0, 1.0]), planned=0.5)
    assert after.spent.tolist() == [1.0, 0.0] and not after.solvent.any()
    assert after.rate.tolist() == [1.0, 1.0]


@pytest.mark.parametrize("kind", ["throttle", "bid"])
def test_who_is_ahead_slows_down_and_who_is_behind_speeds_up(kind):
    state = Paced.start(kind, np.array([1.0, 1.0]), (2,))
    state = state.after(np.array([0.6, 0.0]), planned=0.1)
    assert state.rate[0] < 1 and state.rate[1] == 1
    lower = state.rate[0]
    assert state.after(np.array([0.0, 0.0]), planned=0.9).rate[0] > lower
    for _ in range(30):
        state = state.after(np.zeros(2), planned=0.0)
    assert state.rate[0] == LEAST


def test_budgets_off_limit_nothing():
    state = Paced.start("off", np.array([0.0]), (1,))
    assert state.solvent.all() and state.billed(np.array([5.0])).tolist() == [5.0]
    with pytest.raises(ValueError, match="off, greedy, throttle, bid"):
        Paced.start("never", np.array([1.0]), (1,))
