"""The market of ads: it answers everybody alike, its truth is what happens, its drifts do what
they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.ads import ad_market, pair_draw
from data.ads.constants import CHANGE, DRIFTS, FEED, SEARCH

SMALL = replace(SEARCH, ads=300, past_requests=400, live_requests=400, users=60, live_weeks=3)


def small(drift="none", seed=3, **changes):
    return ad_market(seed, drift=drift, constants=replace(SMALL, **changes))


def test_the_same_seed_gives_the_same_market():
    one, other = small(), small()
    assert one.requests.seen.equals(other.requests.seen) and one.ads.truth.equals(other.ads.truth)
    assert not one.ads.truth.equals(small(seed=4).ads.truth)


def test_truth_stays_out_of_what_is_seen():
    market = small()
    for world in (market.requests, market.ads):
        assert not set(world.seen) & set(world.truth)
        assert len(world.seen) == len(world.truth)
    assert "quality" not in market.ads.seen and "bot" not in market.requests.seen


def test_requests_are_in_order_of_time():
    seen = small().requests.seen
    moment = seen["week"] * 24 + seen["hour"]
    assert moment.is_monotonic_increasing
    assert seen["week"].min() == -SMALL.past_weeks and seen["week"].max() == SMALL.live_weeks - 1


def test_pairs_and_grid_tell_the_same_truth():
    market = small()
    rows = np.flatnonzero(market.requests.seen["week"].to_numpy() == 1)[:30]
    everything = np.broadcast_to(np.arange(SMALL.ads), (len(rows), SMALL.ads))
    shown = np.random.default_rng(0).integers(0, 4, everything.shape)
    attention = np.linspace(0.4, 1, len(rows))
    one = market.probability(rows, everything, shown=shown, attention=attention)
    np.testing.assert_allclose(one, market.grid(rows, shown=shown, attention=attention), rtol=1e-4)


def test_a_grid_is_of_one_week():
    with pytest.raises(ValueError, match="one week"):
        small().grid(np.array([0, len(small().requests) - 1]))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_mean_chance_is_the_rate_on_any_seed(seed):
    market = small(seed=seed)
    rows = np.flatnonzero(market.requests.seen["week"].to_numpy() == -SMALL.past_weeks)
    assert market.grid(rows).mean() == pytest.approx(SMALL.rate, rel=0.2)


def test_clicks_happen_as_often_as_their_chance_says():
    market = small()
    rows = np.arange(800)
    ads = np.broadcast_to(np.arange(100), (800, 100))
    chance = market.probability(rows, ads)
    clicked = market.click(rows, ads, chance)
    spread = np.sqrt((chance * (1 - chance)).sum())
    assert abs(clicked.sum() - chance.sum()) < 4 * spread


def test_a_pair_answers_alike_wherever_it_turns_up():
    market = small()
    rows = np.arange(50)
    ads = np.broadcast_to(np.arange(40), (50, 40))
    chance = np.full((50, 40), 0.3)
    all_of_them = market.click(rows, ads, chance)
    some = market.click(rows[10:20], ads[10:20, 5:9], chance[10:20, 5:9])
    assert (some == all_of_them[10:20, 5:9]).all()
    likelier = market.click(rows, ads, chance * 1.5)
    assert (likelier | ~all_of_them).all()


def test_draws_are_uniform_and_belong_to_seed_and_mechanism():
    one, two = np.arange(400)[:, None], np.arange(300)[None, :]
    draws = pair_draw(1, "clicks", one, two)
    counts = np.histogram(draws, bins=20, range=(0, 1))[0]
    expected = draws.size / 20
    assert ((counts - expected) ** 2 / expected).sum() < 60  # chi squared, 19 degrees of freedom
    assert abs(np.corrcoef(draws[:-1].ravel(), draws[1:].ravel())[0, 1]) < 0.02
    assert abs(np.corrcoef(draws[:, :-1].ravel(), draws[:, 1:].ravel())[0, 1]) < 0.02
    assert (draws != pair_draw(2, "clicks", one, two)).mean() > 0.99
    assert (draws != pair_draw(1, "lots", one, two)).mean() > 0.99


def test_who_met_an_ad_often_or_overlooks_ads_clicks_less():
    market = small()
    rows, ads = np.arange(100), np.zeros((100, 1), dtype=int)
    fresh = market.probability(rows, ads)
    tired = market.probability(rows, ads, shown=np.full((100, 1), 7.0))
    odds = np.log(fresh / (1 - fresh)) - np.log(tired / (1 - tired))
    np.testing.assert_allclose(odds, 3 * SMALL.tiring, atol=1e-4)
    half = market.probability(rows, ads, attention=np.full(100, 0.5))
    np.testing.assert_allclose(half, fresh / 2, rtol=1e-5)


def test_a_drift_leaves_the_past_as_it_was():
    before, past = small(), np.arange(400)
    ads = np.broadcast_to(np.arange(60), (400, 60))
    for drift in DRIFTS:
        after = small(drift)
        assert after.requests.seen.equals(before.requests.seen)
        np.testing.assert_array_equal(after.probability(past, ads), before.probability(past, ads))
        np.testing.assert_array_equal(after.bid(-1), before.bid(-1))


def test_each_drift_does_what_it_says():
    plain, week = small(), CHANGE
    rows = np.flatnonzero(plain.requests.seen["week"].to_numpy() == week)
    ads = np.broadcast_to(np.arange(SMALL.ads), (len(rows), SMALL.ads))
    assert (small("holiday").bid(week) > 1.5 * plain.bid(week)).all()
    waved = small("new_ads")
    assert (waved.running(week) & ~waved.running(week - 1)).mean() > 0.25
    assert (plain.running(week) & ~plain.running(week - 1)).mean() < 0.1
    assert small("fatigue").grid(rows).mean() < plain.grid(rows).mean()
    bots = small("bots").requests.truth["bot"].to_numpy()[rows]
    assert bots.mean() == pytest.approx(SMALL.bot_share, abs=0.05)
    clicks = np.ones(ads.shape, dtype=bool)
    recorded = small("tracking").recorded(rows, ads, clicks)
    assert recorded.mean() == pytest.approx(1 - SMALL.lost_clicks, abs=0.02)
    assert plain.recorded(rows, ads, clicks).all()


def test_bids_are_shaded_within_weeks():
    market = small()
    assert (market.bid(-1, shading=0.3) == market.value(-1)).all()
    np.testing.assert_allclose(market.bid(2, shading=0.3), 0.7 * market.value(2))


def test_feed_has_fewer_slots_and_rarer_clicks():
    assert len(FEED.slots) < len(SEARCH.slots) and FEED.rate < SEARCH.rate
    feed = ad_market(1, surface="feed", constants=replace(FEED, ads=200, past_requests=100))
    assert feed.constants.surface == "feed"


def test_what_is_not_known_is_refused():
    with pytest.raises(ValueError, match="search, feed"):
        ad_market(1, surface="radio")
    with pytest.raises(ValueError, match="holiday"):
        ad_market(1, drift="storm")
    with pytest.raises(ValueError, match="slots"):
        replace(SEARCH, slots=(0.0,))
