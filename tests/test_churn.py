"""The churn scenario: labels, features, loops and readings against plain counting."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cases.churn import CASE
from cases.churn.decide import SHARES, positions
from cases.churn.labels import labels
from cases.churn.world import grid_of, outcomes
from data.subscriptions import subscriptions
from data.subscriptions.ceilings import filtered
from data.subscriptions.constants import HISTORY, LIVE

TINY = {"size": "tiny"}


def run(**changes):
    return CASE.run(TINY | changes)


@pytest.fixture(scope="module")
def world():
    return subscriptions(customers=300, seed=8)


@pytest.mark.parametrize(("gap", "horizon"), [(0, 1), (0, 3), (2, 2)])
def test_who_leaves_in_the_window_is_counted_month_by_month(world, gap, horizon):
    found = outcomes(world, filtered(world), gap=gap, horizon=horizon, seed=8)
    left = grid_of(world, world.truth["left"].to_numpy())
    customer = grid_of(world, world.seen["customer"].to_numpy())
    leaves = grid_of(world, found.leaves)
    for month, place in np.random.default_rng(0).integers([0, 0], [60, 300], (400, 2)):
        months = range(month + gap, month + gap + horizon)
        same = [m for m in months if customer[m, place] == customer[month, place]]
        assert leaves[month, place] == any(left[m, place] for m in same)
    assert run(customer_value=200.0)["policy"].value.mean() == pytest.approx(200.0)


def definition(world, found, name, days=30):
    return labels(world, found, definition=name, inactive_days=days, gap=0, horizon=3).label


def test_definitions_disagree_the_way_they_should(world):
    found = outcomes(world, filtered(world), gap=0, horizon=3, seed=8)
    cancel, renewal = (definition(world, found, name) for name in ("cancel", "renewal"))
    annual = world.seen["annual"].to_numpy() == 1
    assert np.array_equal(cancel, found.leaves) and np.array_equal(
        renewal[~annual], cancel[~annual]
    )
    assert 0 < renewal[annual].mean() < cancel[annual].mean(), "booked later, so fewer in time"
    silent = [definition(world, found, "inactive", days) for days in (30, 60, 90)]
    assert silent[0].mean() > silent[1].mean() > silent[2].mean() > 0


def test_a_silent_customer_is_found_by_plain_looking(world):
    found = outcomes(world, filtered(world), gap=0, horizon=3, seed=8)
    silent = grid_of(world, definition(world, found, "inactive", 60))
    logins = grid_of(world, world.seen["logins"].to_numpy())
    start = grid_of(world, world.seen["start"].to_numpy())
    left = grid_of(world, found.left_at)
    for month, place in np.random.default_rng(1).integers([0, 0], [60, 300], (400, 2)):
        end = left[month, place]

        def away(m, end=end, place=place, first=start[month, place]):
            return m > end or (m >= first and logins[m, place] == 0)

        window = range(month, month + 3)
        assert silent[month, place] == any(away(m) and away(m - 1) for m in window)


def test_rows_and_labels_that_are_not_known_yet_are_not_learnt_from():
    known = run()["past"].known(4)
    month = run()["subscriptions"].seen["month"].to_numpy()[known.rows]
    assert month.max() == HISTORY + 4 - 3 and month.min() == HISTORY + 4 - 3 - 11
    newest = run(rows="one")["past"].known(0)
    customers = run()["subscriptions"].seen["customer"].to_numpy()[newest.rows]
    assert len(customers) == len(set(customers)) > 300
    monthly = run(model="hazard")["past"].known(4).rows
    assert run()["subscriptions"].seen["month"].to_numpy()[monthly].max() == HISTORY + 3


def test_served_features_know_nothing_of_the_future():
    """The same world to month 50, another one after it: features until then are the same."""
    changes = {"season_feature": "month", "observation_window": 6}
    one, two = run(**changes), run(**changes, drift="covariate", drift_start=14)
    until = 400 * 50
    before = (r["served"].matrix[:until] for r in (one, two))
    assert np.array_equal(*before, equal_nan=True)
    assert not np.array_equal(one["served"].matrix, two["served"].matrix, equal_nan=True)


@pytest.mark.parametrize("leak", ["dated", "today", "page"])
def test_a_leak_touches_the_training_table_alone(leak):
    honest, leaky = run(), run(leak=leak)
    assert np.array_equal(honest["served"].matrix, leaky["served"].matrix, equal_nan=True)
    assert not np.array_equal(leaky["offline"].matrix, leaky["served"].matrix, equal_nan=True)
    assert leaky.reading("auc").seen > honest.reading("auc").seen
    assert leaky.reading("auc").true < honest.reading("auc").true + 0.01
    assert CASE.leaks(leaky.design) and not CASE.leaks(honest.design)


def test_windows_are_means_of_what_was_there():
    r = run(observation_window=4)
    values = grid_of(r["subscriptions"], r["subscriptions"].seen["survey"].to_numpy())
    start = grid_of(r["subscriptions"], r["subscriptions"].seen["start"].to_numpy())
    column = r["served"].names.index("survey, window")
    found = grid_of(r["subscriptions"], r["served"].matrix[:, column])
    for month, place in np.random.default_rng(2).integers([0, 0], [72, 400], (200, 2)):
        part = values[max(month - 3, start[month, place]) : month + 1, place]
        known = part[np.isfinite(part)]
        expected = known.mean() if len(known) else math.nan
        assert found[month, place] == pytest.approx(expected, nan_ok=True)


def test_the_trial_is_random_and_its_contacted_teach_no_risk():
    r = run(trial_share=0.3)
    trial, alone = r["trial"], r["past"].alone
    assert trial.contacted.mean() == pytest.approx(0.5, abs=0.04)
    assert not alone[trial.rows[trial.contacted == 1]].any()
    assert alone[trial.rows[trial.contacted == 0]].all()
    month = r["subscriptions"].seen["month"].to_numpy()[trial.rows]
    assert month.max() <= HISTORY - 3
    assert len(run(trial_share=0.0)["trial"].rows) == 0


@pytest.mark.parametrize("size", [1, 2, 7, 50, 333])
def test_positions_are_those_of_rounded_shares(size):
    scores = np.random.default_rng(size).random(size)
    place = positions(np.zeros(size, dtype=int), scores, scores)
    for at, share in enumerate(SHARES):
        assert (place <= at).sum() == round(share * size)


def test_tied_customers_are_contacted_by_luck_not_by_the_order_of_rows():
    rng = np.random.default_rng(0)
    scores, luck, order = rng.integers(0, 3, 200) / 2.0, rng.random(200), rng.permutation(200)
    group = np.zeros(200, dtype=int)
    place = positions(group, scores, luck)
    assert np.array_equal(positions(group, scores[order], luck[order]), place[order])


def test_one_chance_for_everybody_lifts_nothing_and_ranks_by_chance():
    r = run(model="constant")
    assert r.reading("lift").true == pytest.approx(1.0)
    assert r.reading("qini").true == pytest.approx(0.0, abs=1e-9)
    assert r.reading("auc").true == pytest.approx(0.5)


def test_the_uplift_seen_is_tested_on_customers_it_was_not_learnt_from():
    """A learner that memorises its trial sees nearly what is there, not twice as much."""
    r = run(targeting="uplift", uplift_model="lightgbm", trial_share=1.0)
    assert r.reading("qini").seen < 1.0
    same = np.corrcoef(r["policy"].tested, r["policy"].uplift[r["trial"].rows])[0, 1]
    assert same < 0.9, "other halves of the customers taught it"


def test_a_customer_is_due_once_in_a_horizon():
    due = grid_of(run(horizon=4)["subscriptions"], run(horizon=4)["policy"].due)
    assert (due[:40].reshape(10, 4, -1).sum(axis=1) == 1).all()


def test_dial_and_budget_agree_on_who_is_contacted():
    for changes in ({}, {"targeting": "uplift", "trial_share": 0.5}, {"targeting": "all"}):
        r = run(capacity=0.2, **changes)
        campaign = r["judged"].by_gain
        contacted = np.zeros((r["judged"].months, 400), dtype=bool)
        reached = campaign.position <= r.position
        contacted[campaign.month[reached], campaign.place[reached]] = True
        assert np.array_equal(contacted, r["live"].contacted[r["live"].judged])


def test_policies_choose_among_the_same_scores():
    never, every = run(), run(retraining="schedule", retrain_every=6)
    assert never["grid"] is every["grid"]
    served = every["live"].replayed.trained
    assert served == tuple(month // 6 * 6 for month in range(LIVE))
    assert np.array_equal(never["live"].scores[:6], every["live"].scores[:6])
    assert every.reading("retrainings").true == 4
    assert every.reading("training_spent").true == 4 * 250.0


def test_an_alarm_is_followed_by_a_model_of_that_month():
    live = run(retraining="alarm", detector="dummy", monitor_threshold=1.0)["live"]
    assert live.replayed.alarms == (6, 12, 18, 24)
    assert live.replayed.trained[5:7] == (0, 6)
    heard = run(retraining="never", detector="dummy")["live"].replayed
    assert heard.alarms == live.replayed.alarms and heard.retrainings == 0


def test_our_campaign_changes_labels_of_those_contacted_and_no_others():
    r = run(drift="campaign", capacity=0.5, response="aligned", holdout=0.2)
    live, past = r["live"], r["past"]
    rows = past.rows_of(past.launch + 3)
    alone, contacted = past.outcomes.leaves[rows], past.outcomes.leaves_contacted[rows]
    assert np.array_equal(live.shown[3], np.where(live.contacted[3], contacted, alone))
    assert 0.05 < (~live.contacted).all(axis=0).mean() < 0.35, "some are never contacted"
    quiet = run(capacity=0.5, response="aligned")
    assert np.array_equal(quiet["live"].shown[3], alone)


def test_delay_and_harm_are_counted_from_the_change():
    r = run(drift="price", detector="dummy", size="small")
    changed = int(np.argmax(r["judged"].changed))
    first = next(month for month in (6, 12, 18, 24) if month >= changed)
    assert r.reading("detection_delay").true == pytest.approx((first - changed) * 30.4)
    assert r.reading("false_alarms").true == 1
    assert (
        0
        <= r.reading("lost_before_alarm").true
        < run(drift="price", detector="cbpe", size="small").reading("lost_before_alarm").true
    )


def test_scoring_takes_what_arithmetic_says():
    r = run(customer_base=10.0, workers=2, model="lightgbm")
    assert r.reading("scoring_time").true == pytest.approx(10e6 * 0.002 / (2 * 0.7))
    assert run(workers=4).reading("scoring_time").true == pytest.approx(
        run(workers=2).reading("scoring_time").true / 2
    )
