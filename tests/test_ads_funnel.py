"""The ads funnel: exported rows give the readings back, stages keep their promises, odd inputs
leave it whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import log_loss, roc_auc_score

from benchmarks.funnel import Funnel, at_once, one_by_one
from cases.ads_funnel import CASE
from cases.ads_funnel.decide import KEEPS


def changed(**changes):
    return CASE.run({"size": "small", **changes})


@pytest.fixture(scope="module")
def run():
    return changed()


@pytest.fixture(scope="module")
def rows(run):
    return CASE.export(run)


def entropy_of(truth, said):
    """Normalised entropy by scikit-learn, each row being both outcomes in part."""
    both = np.r_[np.ones(len(truth)), np.zeros(len(truth))]
    weights, base = np.r_[truth, 1 - truth], np.full(2 * len(truth), truth.mean())
    loss = log_loss(both, np.r_[said, said], sample_weight=weights)
    return loss / log_loss(both, base, sample_weight=weights)


def test_exported_rows_give_normalised_entropy_and_auc(run, rows):
    judge, log = (rows[rows["split"] == split] for split in ("judge", "log"))
    said, truth = judge["score"].to_numpy(), judge["truth"].to_numpy()
    label, guess = log["label"].to_numpy(), log["score"].to_numpy()
    entropy, auc = run.reading("normalised_entropy"), run.reading("auc")
    assert entropy.true == pytest.approx(entropy_of(truth, said), rel=1e-6)
    assert entropy.seen == pytest.approx(entropy_of(label, guess), rel=1e-6)
    assert auc.seen == pytest.approx(roc_auc_score(label, guess))
    both = np.r_[np.ones(len(judge)), np.zeros(len(judge))]
    expected = roc_auc_score(both, np.r_[said, said], sample_weight=np.r_[truth, 1 - truth])
    assert auc.true == pytest.approx(expected, rel=1e-6)


def test_exported_rows_give_money_and_calibration(run, rows):
    shown, log = (rows[rows["split"] == split] for split in ("shown", "log"))
    thousands = (rows["split"] == "request").sum() / 1000
    people, promised = shown["people"] * shown["truth"], shown["score"].sum()
    expected = {
        "welfare": (people * shown["value"]).sum() / thousands,
        "revenue": (people * shown["price"]).sum() / thousands,
        "clicks": people.sum() / thousands,
        "calibration_winners": promised / people.sum(),
    }
    for name, value in expected.items():
        assert run.reading(name).true == pytest.approx(value, rel=1e-4), name
    assert run.reading("calibration_winners").seen == pytest.approx(promised / shown["label"].sum())
    revenue = (shown["label"] * shown["price"]).sum() / thousands
    assert run.reading("revenue").seen == pytest.approx(revenue, rel=1e-4)
    assert run.reading("calibration").seen == pytest.approx(log["score"].sum() / log["label"].sum())


def test_what_a_request_brought_is_the_reading_even_when_late():
    late = changed(slow=10.0)
    brought = CASE.export(late).query("split == 'request'")
    assert late.reading("missed_deadline").true > 0.5
    for name in ("welfare", "revenue"):
        assert late.reading(name).true == pytest.approx(1000 * brought[name].mean(), rel=1e-5)


def test_what_is_served_is_what_is_judged(run):
    halved = changed(scale=0.5)
    for name in ("calibration", "calibration_winners"):
        was, now = run.reading(name), halved.reading(name)
        assert (now.true, now.seen) == pytest.approx((was.true / 2, was.seen / 2), rel=1e-4)
    inflated = changed(scale=4.0)
    judge = CASE.export(inflated).query("split == 'judge'")
    entropy = inflated.reading("normalised_entropy")
    expected = entropy_of(judge["truth"].to_numpy(), judge["score"].to_numpy())
    assert entropy.true == pytest.approx(expected, rel=1e-6)
    assert min(entropy.true, entropy.seen) > run.reading("normalised_entropy").true + 0.2


def test_random_rows_raise_what_is_seen_and_change_nothing_true(nothing_kept, run):
    changed().readings()
    random = changed(judged_by="random")
    assert random.reading("normalised_entropy").seen < run.reading("normalised_entropy").seen
    assert "live" not in random.fresh
    for name, reading in run.readings().items():
        assert random.reading(name).true == pytest.approx(reading.true, nan_ok=True)


def test_many_requests_at_once_are_each_served_like_one_alone():
    funnel = Funnel.of(seed=5)
    some = funnel.requests(200)
    winners, prices = at_once(funnel, some)
    alone, paid = one_by_one(funnel, some)
    assert (winners == alone).all()
    np.testing.assert_allclose(prices, paid, rtol=1e-5)


def test_more_candidates_never_lower_recall_nor_the_time_they_take(run):
    tracks = run.readout.tracks
    assert (np.diff(tracks["recall"].true) >= 0).all()
    assert (np.diff(tracks["cpu"].true) > 0).all()


def test_only_what_comes_after_the_auction_is_made_anew(nothing_kept):
    changed().readings()
    for changes in ({"reserve_kind": "click", "reserve": 0.65}, {"squash": 0.85}, {"price": "vcg"}):
        again = changed(**changes)
        again.readings()
        assert set(again.fresh) <= {"auctions", "rules", "sales", "answered", "readings"}
    scrubbed = changed(k2=8)
    scrubbed.readings()
    assert scrubbed.fresh == ()


def test_a_light_ranker_is_changed_without_training_the_heavy_one_of_the_launch(nothing_kept):
    changed().readings()
    other = changed(light="dot")
    other.readings()
    assert "launch_model" not in other.fresh and "live" in other.fresh


@pytest.mark.parametrize("pacing", ["greedy", "throttle", "bid"])
def test_nobody_is_billed_beyond_a_budget(pacing):
    sales = changed(pacing=pacing)["sales"]
    assert (sales.spent.sum(axis=2) <= sales.budget + 1e-9).all()
    revenue = sales.sums["revenue"].sum(axis=1)
    np.testing.assert_allclose(revenue, sales.spent.sum(axis=(1, 2, 3)), rtol=1e-3)


def test_first_price_takes_the_whole_bid_and_shading_lowers_it():
    full = changed(price="first", bids="stay")
    assert full.reading("revenue").true == pytest.approx(full.reading("welfare").true, rel=1e-4)
    shaded = changed(price="first", bids="follow")
    assert shaded.reading("revenue").true < 0.8 * full.reading("revenue").true


def test_policy_filter_keeps_the_page_clean(run):
    assert run.reading("violations").true == 0
    assert changed(policy="off").reading("violations").true > 0.005


ODD = (
    {"k1": 4, "k2": 3, "match": "exact"},
    {"rows": "explored", "window": 1, "keep": 0.005, "sample": 0.02, "recalibration": "isotonic"},
    {"reserve_kind": "click", "reserve": 10.0, "scale": 10.0, "squash": 2.0},
    {"surface": "feed", "slots": 4, "heavy": "leaves", "sample": 0.02, "squash": 0.0},
    {"heavy": "mlp", "features": "history", "cap": 1, "traffic": 50_000, "late": "blank"},
    {"light": "distilled", "objective": "agree", "explore": "boost", "lift": 20.0},
)


@pytest.mark.parametrize("changes", ODD, ids=str)
def test_odd_designs_give_numbers_or_reasons(changes):
    for reading in changed(**changes).readings().values():
        assert np.isfinite(reading.true) or reading.why, reading.metric.name
        assert not np.isinf(reading.true)


def test_the_dial_stands_where_the_deadline_allows():
    slow = changed(trim="budget", slow=6.0)
    assert KEEPS[changed(trim="budget").position] > KEEPS[slow.position]
    assert slow.reading("missed_deadline").true < 0.01


def test_the_page_that_is_served_is_the_page_that_is_shown(run):
    panel = next(panel for panel in CASE.panels if panel.name == "page")
    sales, request = run["sales"], list(panel.subjects(run))[5]
    row = int(np.flatnonzero(sales.auctions.rows == int(request))[0])
    won = sales.auctions.ads[row, sales.place[run.position, row]]
    drawn = replace(panel, subject=request).of(run)
    shown = [card.title for card in drawn.rows["The page as served"]]
    assert shown == [f"Slot {slot + 1}: ad {ad}" for slot, ad in enumerate(won)]


def test_the_funnel_runs_from_the_ceiling_on_the_tile_to_the_welfare_on_the_tile(run):
    panel = next(panel for panel in CASE.panels if panel.name == "waterfall")
    worth, welfare = panel.of(run).data["worth"].to_numpy(), run.reading("welfare")
    assert worth[[0, -1]] == pytest.approx([welfare.ceiling, welfare.true])
    assert (np.diff(worth) <= 1e-6).all()
