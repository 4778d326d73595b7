"""The ads funnel: exported rows give the readings back, stages keep their promises, odd inputs
leave it whole."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import log_loss, roc_auc_score

from benchmarks.funnel import Funnel, at_once, one_by_one
from cases.ads_funnel import CASE
from cases.ads_funnel.decide import KEEPS
from cases.ads_funnel.export import COLUMNS

SEED = 7


@pytest.fixture(scope="module")
def run():
    return CASE.run({"seed": SEED})


@pytest.fixture(scope="module")
def rows(run):
    return CASE.export(run)


def but(**changes):
    return CASE.run({"seed": SEED, **changes})


def test_exported_rows_give_normalised_entropy_and_auc(run, rows):
    judge, log = rows[rows["split"] == "judge"], rows[rows["split"] == "log"]
    said, truth = judge["score"].to_numpy(), judge["truth"].to_numpy()
    both = np.r_[np.ones(len(judge)), np.zeros(len(judge))]
    weights = np.r_[truth, 1 - truth]
    base = np.full(2 * len(judge), truth.mean())
    loss = log_loss(both, np.r_[said, said], sample_weight=weights)
    entropy = run.reading("normalised_entropy")
    assert entropy.true == pytest.approx(
        loss / log_loss(both, base, sample_weight=weights), rel=1e-6
    )
    label, guess = log["label"].to_numpy(), log["score"].to_numpy()
    seen = log_loss(label, guess) / log_loss(label, np.full(len(log), label.mean()))
    assert entropy.seen == pytest.approx(seen, rel=1e-6)
    assert run.reading("auc").seen == pytest.approx(roc_auc_score(label, guess))
    expected = roc_auc_score(both, np.r_[said, said], sample_weight=weights)
    assert run.reading("auc").true == pytest.approx(expected, rel=1e-6)


def test_exported_rows_give_money_and_calibration(run, rows):
    shown = rows[rows["split"] == "shown"]
    requests = (rows["split"] == "request").sum()
    people = shown["people"] * shown["truth"]
    promised = shown["score"].sum()
    expected = {
        "welfare": 1000 * (people * shown["value"]).sum() / requests,
        "revenue": 1000 * (people * shown["price"]).sum() / requests,
        "clicks": 1000 * people.sum() / requests,
        "calibration_winners": promised / people.sum(),
    }
    for name, value in expected.items():
        assert run.reading(name).true == pytest.approx(value, rel=1e-4), name
    assert run.reading("calibration_winners").seen == pytest.approx(promised / shown["label"].sum())
    seen = 1000 * (shown["label"] * shown["price"]).sum() / requests
    assert run.reading("revenue").seen == pytest.approx(seen, rel=1e-4)
    log = rows[rows["split"] == "log"]
    assert run.reading("calibration").seen == pytest.approx(log["score"].sum() / log["label"].sum())


def test_what_a_request_brought_is_the_reading_even_when_late(rows):
    late = but(slow=10.0)
    brought = CASE.export(late).query("split == 'request'")
    assert late.reading("missed_deadline").true > 0.5
    for name in ("welfare", "revenue"):
        assert late.reading(name).true == pytest.approx(1000 * brought[name].mean(), rel=1e-5)


def test_every_exported_column_is_explained(rows):
    assert set(rows.attrs["columns"]) == set(COLUMNS)
    for name in ("time", "split", "label", "label_time", "truth", "score", "decision"):
        assert name in rows and name in COLUMNS


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


def test_only_what_comes_after_the_auction_is_made_anew():
    but().readings()
    for changes in ({"reserve_kind": "click", "reserve": 0.65}, {"squash": 0.85}, {"price": "vcg"}):
        again = but(**changes)
        again.readings()
        assert set(again.fresh) <= {"auctions", "rules", "sales", "answered", "readings"}
    scrubbed = but(k2=8)
    scrubbed.readings()
    assert scrubbed.fresh == ()


@pytest.mark.parametrize("pacing", ["greedy", "throttle", "bid"])
def test_nobody_is_billed_beyond_a_budget(pacing):
    served = but(pacing=pacing)["sales"]
    assert (served.spent.sum(axis=2) <= served.budget + 1e-9).all()
    revenue = served.sums["revenue"].sum(axis=1)
    np.testing.assert_allclose(revenue, served.spent.sum(axis=(1, 2, 3)), rtol=1e-3)


def test_the_log_holds_what_was_shown_and_nothing_else(run):
    for log in run["past_log"]:
        assert len(log) <= 4 * run["market"].constants.past_requests
        assert set(np.unique(log.slot)) <= {0, 1, 2, 3}
        explored = log.explored
        assert 0.02 < explored.mean() < 0.1


def test_first_price_takes_the_whole_bid_and_shading_lowers_it():
    loud = but(price="first", bids="stay")
    assert loud.reading("revenue").true == pytest.approx(loud.reading("welfare").true, rel=1e-4)
    shaded = but(price="first", bids="follow")
    assert shaded.reading("revenue").true < 0.8 * loud.reading("revenue").true


def test_policy_filter_keeps_the_page_clean(run):
    assert run.reading("violations").true == 0
    assert but(policy="off").reading("violations").true > 0.005


ODD = (
    {"k1": 4, "k2": 3, "match": "exact"},
    {"keep": 0.005, "window": 1, "sample": 0.02},
    {"rows": "explored", "window": 1, "recalibration": "isotonic"},
    {"reserve_kind": "click", "reserve": 10.0},
    {"scale": 10.0, "squash": 2.0},
    {"squash": 0.0, "slots": 1},
    {"surface": "feed", "slots": 4, "heavy": "leaves", "sample": 0.02},
    {"heavy": "lambdarank", "recalibration": "sigmoid"},
    {"heavy": "mlp", "features": "history", "cap": 1},
    {"traffic": 50_000, "late": "blank"},
    {"explore": "epsilon", "share": 0.5, "drift": "bots"},
    {"light": "distilled", "objective": "agree", "explore": "boost", "lift": 20.0},
)


@pytest.mark.parametrize("changes", ODD, ids=str)
def test_odd_designs_give_numbers_or_reasons(changes):
    for reading in but(**changes).readings().values():
        assert np.isfinite(reading.true) or reading.why, reading.metric.name
        assert not np.isinf(reading.true)


def test_nothing_sold_is_said_and_not_counted():
    nothing = but(reserve_kind="click", reserve=10.0)
    assert nothing.reading("fill").true < 0.05
    assert nothing.reading("revenue").true < but().reading("revenue").true


def test_the_dial_stands_where_the_deadline_allows():
    assert KEEPS[but(trim="budget").position] > KEEPS[but(trim="budget", slow=6.0).position]
    assert but(trim="budget", slow=6.0).reading("missed_deadline").true < 0.01
