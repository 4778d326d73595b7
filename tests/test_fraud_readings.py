"""What the fraud readings must be: closed forms, what a choice may not touch, and ceilings."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score

from cases.fraud import CASE
from cases.fraud.features import DAY, served
from cases.fraud.judged import judged_live
from cases.fraud.model import known_at
from cases.fraud.readings import parts
from kit.readings import read
from pipelines.evaluation.tally import Draws
from pipelines.evaluation.uncertainty import Resamples

SMALL = {"size": "small"}
HONEST = {
    "default": {},
    "the payment alone": {"features": "raw", "action": "block"},
    "linear": {"model": "logistic", "rule": "amount", "calibration": "sigmoid"},
    "nightly windows": {"freshness": "nightly", "features": "windows"},
    "retrained": {"retraining": "weekly", "drift": "new_mechanism"},
    "easy": {"world": "easy", "delay": 0},
    "known cards removed": {"compromised": "removed"},
}
LEAKS = {
    "random rows": ({}, {"split": "random"}),
    "resampled before the split": (
        {"resampling": "smote"},
        {"resampling": "smote", "resampled_rows": "all"},
    ),
    "the row in its own risk": ({}, {"current_row": "included"}),
    "encoded on all rows": ({"features": "encoded"}, {"encoding": "global"}),
    "reports before they came": ({"split": "time"}, {"delay_in_features": "ignored"}),
}
ORDERED = ("average_precision", "roc_auc", "card_precision")


def run_of(**changes):
    """A run on the small world."""
    return CASE.run(SMALL | changes)


@pytest.fixture(scope="module")
def default():
    """The default design on the small world."""
    return run_of()


# Closed forms


def test_a_constant_says_the_base_rate_and_orders_nothing():
    run = run_of(model="constant")
    fraud, said = run["live"].rows["fraud"], run["history"].labels.mean()
    rate = fraud.mean()
    found = {name: reading.true for name, reading in run.readings().items()}
    assert (run["live"].rows["probability"] == said).all()
    assert found["average_precision"] == pytest.approx(rate)
    assert found["roc_auc"] == pytest.approx(0.5)
    assert found["calibration"] == pytest.approx(said / rate)
    assert found["brier"] == pytest.approx(rate * (1 - said) ** 2 + (1 - rate) * said**2)


def test_declining_everybody_stops_all_fraud_and_insults_all_customers():
    run = run_of(action="block", insult_cost=13, threshold=0)
    rows, found = run["live"].rows, run.readings()
    for name in ("recall", "money_recall", "insults"):
        assert found[name].true == pytest.approx(1.0)
    assert found["detection_delay"].true == 0.0
    assert found["precision"].true == pytest.approx(rows["fraud"].mean())
    saved = 0.8 * (rows["fraud"] * rows["amount"]).sum() - 13 * (rows["fraud"] == 0).sum()
    assert found["net_savings"].true == pytest.approx(1e4 * saved / len(rows))
    cards = rows.groupby("day")["card"].nunique().mean()
    assert found["alerts"].true == pytest.approx(cards)


def test_letting_everything_pass_saves_and_costs_nothing():
    run = run_of(action="block", threshold=1e9)
    found = {name: reading.true for name, reading in run.readings().items()}
    for name in ("recall", "money_recall", "insults", "net_savings", "alerts"):
        assert found[name] == 0.0
    rows = run["live"].rows
    frauds = rows[rows["fraud"] == 1]
    assert found["detection_delay"] == pytest.approx(len(frauds) / frauds["card"].nunique())
    assert math.isnan(found["precision"])


@pytest.mark.parametrize(
    ("changes", "stations"),
    [
        ({}, (4, max(8, 6), 10, 2)),
        ({"freshness": "nightly"}, (4, 8, 10, 2)),
        ({"features": "raw", "model": "logistic"}, (4, 1, 2)),
        ({"late_labels": "two"}, (4, 8, 20, 2)),
    ],
)
def test_the_team_adds_up_the_stations_own_percentiles(changes, stations):
    reading = run_of(**changes).reading("p99")
    assert reading.seen == sum(stations)
    assert reading.low <= reading.true <= reading.high < reading.seen


# The dial


@pytest.mark.parametrize("changes", [{}, {"rule": "amount", "action": "bands", "capacity": 8}])
def test_every_row_of_the_dial_is_what_plain_sums_give(changes):
    run = run_of(**changes)
    rows, policy = run["live"].rows, run["operating"].policy
    score = policy.score(rows["probability"].to_numpy(), rows["amount"].to_numpy())
    fraud, amount = rows["fraud"].to_numpy(), rows["amount"].to_numpy()
    earned, staffed = policy.value(fraud, amount, rows["probability"].to_numpy())
    cards = rows.assign(score=score).groupby(["day", "card"])["score"].max().reset_index()
    cards = cards.sort_values(["day", "score", "card"], ascending=[True, False, True])
    cards["place"] = cards.groupby("day").cumcount()
    called = rows.merge(cards, on=["day", "card"], how="left")["place"] < policy.capacity
    free = called.to_numpy() | ~staffed
    axis = run.readout.axis
    for position in np.random.default_rng(3).choice(len(axis) - 1, 12, replace=False):
        acted = (score >= axis[position]) & free
        found = {name: reading.true for name, reading in run.readings(position).items()}
        assert found["recall"] == pytest.approx(fraud[acted].sum() / fraud.sum())
        assert found["net_savings"] == pytest.approx(1e4 * earned[acted].sum() / len(rows))
        assert found["insults"] == pytest.approx((fraud[acted] == 0).sum() / (fraud == 0).sum())
        assert found["precision"] == pytest.approx(fraud[score >= axis[position]].mean())
        raised = (cards["score"] >= axis[position]).sum()
        assert found["alerts"] == pytest.approx(raised / rows["day"].nunique())


def test_a_threshold_is_the_row_of_the_dial(default):
    moved = run_of(threshold=0.2)
    at = default.readout.locate(0.2)
    row = {name: reading.true for name, reading in default.readings(at).items()}
    assert row == pytest.approx(
        {name: reading.true for name, reading in moved.readings().items()}, nan_ok=True
    )
    assert at != default.position and moved["live"] is default["live"]


# What is seen, and what is true


@pytest.mark.parametrize("split", ["random", "entity", "time", "prequential"])
def test_the_split_changes_what_is_seen_and_never_what_is_true(split):
    honest, other = run_of(rule="half"), run_of(rule="half", split=split)
    for name, reading in honest.readings().items():
        again = other.reading(name)
        assert np.array_equal([reading.true], [again.true], equal_nan=True), name
        assert np.array_equal([reading.ceiling], [again.ceiling], equal_nan=True), name
    assert honest.reading("average_precision").seen != other.reading("average_precision").seen


@pytest.mark.parametrize("name", LEAKS)
def test_a_leak_adds_to_what_is_seen_and_not_to_what_is_true(name):
    base, leak = LEAKS[name]
    honest = run_of(**base).reading("average_precision")
    leaky = run_of(**(base | leak)).reading("average_precision")
    assert leaky.seen > honest.seen + 0.02
    assert leaky.true <= honest.true + 0.02, "no more than luck"
    assert leaky.gap > honest.gap


@pytest.mark.parametrize("leak", [{"current_row": "included"}, {"delay_in_features": "ignored"}])
def test_what_leaks_offline_is_never_served(default, leak):
    run = run_of(**leak)
    assert np.array_equal(run["served"].matrix, default["served"].matrix)
    moved = (run["offline"].matrix != run["served"].matrix).any(axis=0)
    names = np.array(run["served"].names)
    assert all("report" in name for name in names[moved]) and moved.any()
    fraud = run["payments"].seen["reported"].to_numpy() == 1
    if "current_row" in leak:
        differs = (run["offline"].matrix != run["served"].matrix).any(axis=1)
        assert np.array_equal(differs, fraud), "the label itself, and of nobody else"


@pytest.mark.parametrize("freshness", ["streaming", "nightly"])
def test_served_features_know_nothing_of_the_future(default, freshness):
    seen, now = default["payments"].seen, 60.3 * DAY
    early = seen[seen["time"] < now].copy()
    early.loc[early["label_time"] >= now, ["reported", "label_time"]] = [0, 400 * DAY]
    whole = served(seen, features="risk", freshness=freshness).matrix[: len(early)]
    known = served(early, features="risk", freshness=freshness).matrix
    # Sums of money taken as differences of running totals carry a rounding of the totals.
    assert np.allclose(whole, known, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("late_labels", ["wait", "genuine", "feedback", "two"])
def test_history_is_what_was_known_by_then(default, late_labels):
    seen, now, delay, window = default["payments"].seen, 65.5 * DAY, 7, 21
    everybody = np.ones(len(seen), dtype=bool)
    found = known_at(seen, everybody, now, window=window, late_labels=late_labels, delay=delay)
    rows = seen.iloc[found.rows]
    wait = 8 * DAY if late_labels in ("wait", "two") else 0
    assert rows["time"].between(now - wait - window * DAY, now, inclusive="left").all()
    reported = (rows["reported"] == 1) & (rows["label_time"] <= now)
    assert np.array_equal(found.labels, reported.astype(int))
    checked = rows["incumbent_alert"].astype(bool) & (rows["label_time"] <= now)
    assert np.array_equal(found.alerted, checked)
    if late_labels != "genuine":
        assert (rows["label_time"] <= now).all(), "no label that is not in"
    if late_labels == "wait":
        assert rows["time"].max() < now - 8 * DAY and len(rows) > 1000
    if late_labels == "feedback":
        assert checked.all() and 0 < len(rows) < 5000
    if late_labels == "two":
        assert checked[rows["time"] >= now - 8 * DAY].all() and not checked.all()
    without = known_at(
        seen,
        everybody,
        now,
        window=window,
        late_labels=late_labels,
        delay=delay,
        unlabelled=seen["card"].to_numpy() == rows["card"].iloc[0],
    )
    gone = set(found.rows) - set(without.rows)
    assert gone == set(rows.index[rows["card"] == rows["card"].iloc[0]])


# Ceilings, and how sure we are


@pytest.mark.parametrize(
    "name",
    [
        n if n not in ("retrained", "easy") else pytest.param(n, marks=pytest.mark.slow)
        for n in HONEST
    ],
)
def test_no_honest_design_beats_its_ceiling(name):
    readings = run_of(**HONEST[name]).readings()
    up = ("average_precision", "roc_auc", "card_precision", "net_savings")
    for metric in up:
        assert readings[metric].low <= readings[metric].ceiling, metric
    assert readings["brier"].high >= readings["brier"].ceiling
    assert readings["average_precision"].true < readings["average_precision"].ceiling


def test_the_ceiling_of_savings_is_reached_by_the_attainable_score(default):
    run = run_of(rule="amount")
    policy, rows = run["operating"].policy, run["live"].rows
    known = judged_live(rows, policy, "attainable")
    at_one = known.earned[known.acted >= 1].sum() * 1e4 / len(rows)
    ceiling = run.reading("net_savings").ceiling
    assert at_one <= ceiling and at_one == pytest.approx(ceiling, rel=0.1)
    assert ceiling == default.reading("net_savings").ceiling, "whatever the rule"


def test_resampled_readings_are_weighted_sums_over_cards(default):
    judged, axis = default["judged"], default.readout.axis
    resamples = Resamples.draw(800, seed=7, world="test", resamples=6)
    sums = Draws.of(parts(judged), axis, resamples)
    draws = {name: read(CASE.metric(name), sums) for name in ("recall", "net_savings")}
    brier, areas_found = (read(CASE.metric(n), sums) for n in ("brier", "average_precision"))
    fraud = judged.fraud
    # Places at which draws are worked out; what lies between is interpolated.
    places = np.linspace(0, len(axis) - 1, 128).round().astype(int)[::20]
    for i, of_cards in enumerate(resamples.weights):
        weight = of_cards[judged.card]
        for position in places:
            acted = weight * (judged.acted >= axis[position])
            assert draws["recall"][i, position] == pytest.approx(
                (acted * fraud).sum() / (weight * fraud).sum(), abs=1e-5
            )
            saved = 1e4 * (acted * judged.earned).sum() / weight.sum()
            assert draws["net_savings"][i, position] == pytest.approx(saved, rel=1e-4, abs=1e-4)
        error = (weight * (judged.probability - fraud) ** 2).sum() / weight.sum()
        assert brier[i, 0] == pytest.approx(error, rel=1e-4)
    areas = [
        average_precision_score(fraud, judged.probability, sample_weight=of_cards[judged.card])
        for of_cards in resamples.weights
    ]
    # Worked out at some hundred thresholds: what lies between them is left out.
    assert areas_found[:, 0] - areas_found.mean() == pytest.approx(areas - np.mean(areas), abs=1e-3)
    assert np.std(areas) > 0.01


def test_two_designs_are_compared_on_the_same_cards(default):
    other = run_of(model="logistic")
    assert default.readout.resamples == other.readout.resamples
    difference = default.against(other, "average_precision")
    assert difference.paired and difference.low <= difference.change <= difference.high
    mine, theirs = default.reading("average_precision"), other.reading("average_precision")
    apart = np.hypot(mine.high - mine.low, theirs.high - theirs.low)
    assert difference.high - difference.low < 0.9 * apart


def test_who_goes_unscored_under_less_traffic_goes_under_more():
    missed = [run_of(traffic=traffic)["live"].rows["unscored"] for traffic in (500, 3000, 6000)]
    shares = [part.mean() for part in missed]
    assert shares[0] == 0.0 < shares[1] < shares[2]
    assert not (missed[1] & ~missed[2]).any()
    one, two = (run_of(traffic=traffic).readings() for traffic in (3000, 6000))
    assert one["recall"].true > two["recall"].true
    assert one["average_precision"].seen == two["average_precision"].seen, "no team sees it"
    frame = pd.DataFrame({"one": missed[1], "two": missed[2]})
    loads = [run_of(traffic=traffic).reading("missed_deadline").true for traffic in (3000, 6000)]
    noise = 4 * np.sqrt(0.25 / len(frame))
    assert frame.mean().to_numpy() == pytest.approx(loads, abs=noise)
