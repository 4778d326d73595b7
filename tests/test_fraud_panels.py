"""The fraud pictures against the rows behind them, recomputed by plainer means."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from cases.fraud import CASE
from cases.fraud.facts import MINUTES_A_REVIEW
from cases.fraud.panels import (
    PANELS,
    labels,
    lists,
    misses,
    money,
    path,
    quality,
    regret,
    weeks,
)
from cases.fraud.panels.outcomes import STOPPED, outcomes
from cases.fraud.panels.policies import RETRAINING_COST, policies
from cases.fraud.panels.regret import stops_of
from cases.fraud.panels.statement import cards, statement
from kit.case import Panel
from kit.compare import wrong_in_panel
from kit.figure import Absent, Cards, Chart, Table
from kit.panels.legend import ATTAINABLE, CLAIRVOYANT, SEEN, TRUE

SMALL = {"size": "small"}
DESIGNS = {
    "default": {},
    "money first": {"rule": "amount", "calibration": "sigmoid"},
    "bands, few analysts": {"action": "bands", "capacity": 5, "rule": "half"},
    "declined at once": {"action": "block"},
    "overloaded": {"traffic": 5000},
    "retrained": {"retraining": "weekly", "drift": "new_mechanism"},
    "second factor, own threshold": {"action": "step_up", "threshold": 0.2},
    "no model": {"model": "constant"},
}
ADVERSARY = {"drift": "adversary", "severity": 2}
PANEL = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
EVERY_DESIGN = pytest.mark.parametrize("name", DESIGNS)


def run_of(changes):
    """The run of a design on the small world."""
    return CASE.run(SMALL | changes)


@pytest.fixture(scope="module")
def default():
    """The default design on the small world."""
    return run_of({})


def curve(chart, name):
    """One line of a chart."""
    found = chart.data[chart.data["curve"] == name]
    assert len(found)
    return found


# What every picture owes


@PANEL
@EVERY_DESIGN
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_every_panel_draws_and_says_what_it_shows(panel: Panel, name):
    drawn = panel.draw(run_of(DESIGNS[name]))
    assert wrong_in_panel(panel, run_of(DESIGNS[name])) == ""
    if isinstance(drawn, Absent):
        assert (panel.name, name) == ("importance", "no model")
        return
    assert drawn.caption.endswith(".") and "nan" not in drawn.caption
    rows = drawn.rows if isinstance(drawn, Cards) else drawn.data
    assert 1 <= len(rows) <= 300


@PANEL
def test_charts_name_their_axes(panel: Panel, default):
    drawn = panel.draw(default)
    if isinstance(drawn, Cards):
        assert all(card.title and card.lines for row in drawn.rows.values() for card in row)
        return
    if isinstance(drawn, Table):
        assert set(drawn.formats) == set(drawn.data.columns[1:])
        return
    own = next(layer for layer in drawn.spec["layer"] if "data" not in layer)
    titles = [own["encoding"][side]["title"] for side in ("x", "y")]
    assert all(titles) or panel.name == "regret"
    fields = [own["encoding"][side]["field"] for side in ("x", "y")]
    assert set(fields) <= set(drawn.data.columns)


def test_a_statement_shows_the_fraud_that_was_missed_and_says_how_many(default):
    listed = cards(default)
    worst = next(card for card, label in listed.items() if label.startswith("Worst miss"))
    drawn = statement(default, worst)
    (row,) = drawn.rows.values()
    assert any(card.lines[0].startswith("fraud") and card.tag != "stopped" for card in row)
    rows = default["live"].rows
    frauds = int(rows.loc[rows["card"] == int(worst), "fraud"].sum())
    assert f" of {frauds} frauds on this card" in drawn.caption


def test_every_panel_stands_at_a_step_and_every_choice_at_one():
    shown = {name for step in CASE.steps for name in step.panels}
    assert shown == {panel.name for panel in PANELS}
    placed = [name for step in CASE.steps for name in step.choices]
    assert sorted(placed) == sorted(c.name for c in CASE.choices if c.name != "seed")
    assert all(len(step.panels) <= 3 for step in CASE.steps)
    assert [step.name for step in CASE.steps if step.feasibility] == ["clarify"]
    assert all(len(step.followups) >= 2 and step.answer for step in CASE.steps)


@pytest.mark.parametrize("twist", CASE.twists, ids=lambda twist: twist.name)
def test_a_twist_changes_what_can_be_read(twist):
    before, after = run_of({}), run_of(dict(twist.changes))
    assert CASE.settled(before.design) != CASE.settled(after.design)
    readings = {name: (one.true, one.seen) for name, one in before.readings().items()}
    now = {name: (one.true, one.seen) for name, one in after.readings().items()}
    assert any(not np.array_equal(readings[n], now[n], equal_nan=True) for n in now)


def test_the_list_gets_better_while_losses_grow():
    """What the twist called "campaign" announces."""
    twist = next(twist for twist in CASE.twists if twist.name == "campaign")
    before, after = run_of({}), run_of(dict(twist.changes))
    assert after.reading("card_precision").true > before.reading("card_precision").true

    def lost(run):
        rows = run["live"].rows
        return (rows["amount"] * rows["fraud"]).sum() * (1 - run.reading("money_recall").true)

    assert lost(after) > lost(before)


# The regret: parts of a whole


@EVERY_DESIGN
def test_the_regret_adds_up_to_what_is_lost(name):
    run = run_of(DESIGNS[name])
    stops = stops_of(run)
    lost = [before.value - after.value for before, after in pairwise(stops)]
    saved = run.reading("net_savings").true
    assert stops[-1].value == pytest.approx(saved, abs=1e-6)
    assert sum(lost) == pytest.approx(stops[0].value - saved, abs=1e-6)
    bars = regret.regret(run).data.iloc[1:-1]
    assert (bars["start"] - bars["end"]).to_numpy() == pytest.approx(lost, abs=1e-9)


@pytest.mark.slow
def test_the_regret_adds_up_when_fraudsters_answer():
    run = run_of(ADVERSARY)
    stops = stops_of(run)
    assert stops[-1].value == pytest.approx(run.reading("net_savings").true, abs=1e-6)
    assert "other fraudsters" in regret.regret(run).caption


def test_the_first_stops_are_what_plain_arithmetic_gives(default):
    """Reviews at $5, four fifths of a fraud saved: act on what earns, by rank of the return."""
    rows = default["live"].rows
    amount, fraud = rows["amount"].to_numpy(), rows["fraud"].to_numpy()
    worth = 0.8 * amount * fraud - 5.0
    stops = {stop.name: stop.value for stop in stops_of(default)}
    known = worth[(fraud == 1) & (worth > 0)].sum()
    assert stops["outcomes known"] == pytest.approx(1e4 * known / len(rows))
    for name, column in (("clairvoyant",) * 2, ("attainable",) * 2, ("as deployed", "probability")):
        order = np.argsort(-rows[column].to_numpy() * amount, kind="stable")
        best = np.cumsum(worth[order]).max()
        assert stops[name] == pytest.approx(1e4 * best / len(rows), rel=1e-3)
    order = np.argsort(-rows["probability"].to_numpy(), kind="stable")
    best = np.cumsum(worth[order]).max()
    assert stops["its own rule"] == pytest.approx(1e4 * best / len(rows), rel=1e-3)


def test_a_cause_that_is_not_there_takes_nothing():
    def lost(**changes):
        stops = stops_of(run_of(changes))
        pairs = pairwise(stops)
        return {after.lost_to: before.value - after.value for before, after in pairs}

    assert lost(capacity=1000)["analysts' capacity"] == 0
    assert lost()["payments not scored in time"] == 0
    assert lost(traffic=5000)["payments not scored in time"] > 0
    assert lost(rule="amount")["a line blind to amounts"] == 0
    assert lost(retraining="weekly")["staleness"] == 0
    assert lost(delay=60)["late labels"] > lost(delay=0)["late labels"]
    assert lost(world="handbook")["chance"] < lost()["chance"]


# Decisions


@EVERY_DESIGN
def test_the_day_s_work_agrees_with_the_readings(name):
    run = run_of(DESIGNS[name])
    table = money.confusion(run).data.set_index("payments")
    per = table["per 10,000"]
    assert per.sum() == pytest.approx(1e4)
    fraud = per[[label for label in per.index if label.startswith("fraud")]]
    honest = per[[label for label in per.index if label.startswith("genuine")]]
    assert fraud["fraud, acted on"] / fraud.sum() == pytest.approx(run.reading("recall").true)
    insults = honest["genuine, acted on"] / honest.sum()
    assert insults == pytest.approx(run.reading("insults").true)
    alerted = per[[label for label in per.index if "passed" not in label]]
    right = alerted[[label for label in alerted.index if label.startswith("fraud")]].sum()
    assert right / alerted.sum() == pytest.approx(run.reading("precision").true)


def test_an_analyst_s_day_is_the_team_s_over_the_team(default):
    table = money.confusion(default).data
    staff = default.settings["capacity"] * MINUTES_A_REVIEW / (8 * 60)
    assert table["an analyst's day"].to_numpy() == pytest.approx(table["a day"].to_numpy() / staff)
    assert money.confusion(run_of({"action": "block"})).data["an analyst's day"].isna().all()


@EVERY_DESIGN
def test_the_cost_curve_holds_the_reading_and_no_mark_lies_off_it(name):
    run = run_of(DESIGNS[name])
    chart = money.cost_curve(run)
    marks = chart.spec["layer"][-1]["data"]["values"]
    now = [mark for mark in marks if "now" in mark["text"]]
    savings, alerts = (run.reading(name).true for name in ("net_savings", "alerts"))
    assert [(mark["x"], mark["y"]) for mark in now] == [(alerts, savings)] * bool(alerts)
    best = run.readout.tracks["net_savings"].true.max()
    assert all(mark["y"] <= best for mark in marks)
    assert curve(chart, TRUE)["y"].max() <= best


def test_the_list_at_capacity_is_the_reading_and_no_list_beats_its_ceiling(default):
    chart, k = lists.card_precision(default), default.settings["capacity"]
    true = curve(chart, TRUE)
    most = curve(chart, lists.MOST)["y"].to_numpy()
    assert (true["y"].to_numpy() <= most + 1e-12).all()
    reading = default.reading("card_precision")
    for values, expected in ((true["y"], reading.true), (most, reading.ceiling)):
        at = np.interp(k, true["x"], values.to_numpy() if hasattr(values, "to_numpy") else values)
        assert at == pytest.approx(expected, rel=0.05)


# Quality


def test_the_precision_recall_curve_integrates_to_the_reading(default):
    chart = quality.precision_recall(default)
    for name, part in ((TRUE, "true"), (ATTAINABLE, "ceiling")):
        found = curve(chart, name)
        steps = np.diff(found["x"], prepend=0.0)
        area = (steps * found["y"]).sum()
        assert area == pytest.approx(getattr(default.reading("average_precision"), part), abs=0.03)


def test_reliability_groups_hold_every_payment_or_have_no_place_on_a_log_axis(default):
    rows = default["live"].rows
    order = np.argsort(rows["probability"].to_numpy(), kind="stable")
    half = order[: len(order) // 2]
    lowest = curve(quality.reliability(default), TRUE).iloc[0]
    assert lowest["x"] == pytest.approx(rows["probability"].to_numpy()[half].mean(), rel=1e-3)
    assert lowest["y"] == pytest.approx(rows["fraud"].to_numpy()[half].mean(), rel=0.05)


def test_both_classes_add_up_to_one(default):
    chart = quality.classes(default)
    assert chart.data.groupby("curve")["y"].sum().to_numpy() == pytest.approx([1.0, 1.0])


def test_money_by_mechanism_is_all_the_fraud_money(default):
    rows = default["live"].rows
    chart = misses.mechanisms(default)
    total = (rows["amount"] * rows["fraud"]).sum()
    assert chart.data["money"].sum() == pytest.approx(total)
    stopped = chart.data.loc[chart.data["outcome"] == STOPPED, "money"].sum()
    assert stopped / total == pytest.approx(default.reading("money_recall").true)


def test_the_cells_hold_every_fraud_once(default):
    cells = misses.slices(default).data
    counted = [cell.split(" of ") for cell in cells["text"] if cell]
    assert sum(int(all_of) for _, all_of in counted) == default["live"].rows["fraud"].sum()
    assert (
        sum(int(stopped) for stopped, _ in counted)
        == outcomes(default).query("fraud == 1")["acted"].sum()
    )


def test_a_leak_shows_among_the_features():
    chart = misses.importance(run_of({"current_row": "included", "delay_in_features": "ignored"}))
    assert "report" in chart.data["feature"].iloc[0]
    assert chart.data["share"].iloc[0] > 0.4


def test_shuffling_finds_the_one_feature_a_rule_reads():
    chart = misses.importance(run_of({"model": "amount"}))
    assert chart.data["feature"].tolist() == ["amount"]
    assert isinstance(misses.importance(run_of({"model": "constant"})), Absent)


# Labels


def test_arrival_counts_frauds_reported_by_then(default):
    world = default["payments"]
    fraud = world.truth["fraud"].to_numpy() == 1
    days = (world.seen["label_time"] - world.seen["time"]).to_numpy()[fraud] / 86_400
    told = world.seen["reported"].to_numpy()[fraud] == 1
    checked = world.seen["incumbent_alert"].to_numpy()[fraud]
    found = curve(labels.arrival(default), labels.OTHERS).set_index("x")["y"]
    for day in (0, 7, 30):
        assert found[day] == pytest.approx((told & (days <= day))[~checked].mean())


def test_what_is_attainable_falls_as_labels_come_later(default):
    best = curve(labels.delay(default), ATTAINABLE)
    assert (np.diff(best["y"]) < 0).all() and best["x"].tolist() == [0, 7, 30, 60]
    known = curve(labels.delay(default), CLAIRVOYANT)["y"]
    assert known.nunique() == 1 and known.iloc[0] > best["y"].max()


def test_splits_show_what_the_team_sees(default):
    frame = labels.splits(default).data
    seen = frame[frame["kind"] == SEEN].set_index("way")["value"]
    now = [name for name in seen.index if name.endswith("now")]
    assert len(now) == 1 and len(seen) == 5
    assert seen[now[0]] == pytest.approx(default.reading("average_precision").seen)
    assert frame.loc[frame["kind"] == TRUE, "value"].nunique() == 1


# Weeks


def test_weeks_are_scored_on_their_own_rows_and_on_labels_as_they_come(default):
    rows, about = default["live"].rows, default["payments"].about
    chart = weeks.time_machine(default)
    true, seen = (curve(chart, name).set_index("x")["y"] for name in (TRUE, SEEN))
    for week in (1, 3):
        own = rows[rows["week"] == week - 1]
        expected = average_precision_score(own["fraud"], own["probability"])
        assert true[week] == pytest.approx(expected)
        start = (about["live_from"] + 7 * (week - 1)) * 86_400
        came = rows[(rows["label_time"] > start) & (rows["label_time"] <= start + 7 * 86_400)]
        if came["reported"].any():
            expected = average_precision_score(came["reported"], came["probability"])
            assert seen[week] == pytest.approx(expected)


def test_events_are_marked_where_they_happened():
    run = run_of({"retraining": "weekly", "drift": "new_mechanism"})
    rules = [
        layer["data"]["values"][0]
        for layer in weeks.time_machine(run).spec["layer"]
        if layer.get("layer")
    ]
    at = {rule["text"]: rule["x"] for rule in rules}
    changed = np.flatnonzero(run["payments"].about["changed"])[0]
    expected = (changed - run["payments"].about["live_from"]) / 7 + 0.5
    assert at["world changes"] == pytest.approx(expected)
    assert [rule["x"] for rule in rules if rule["text"] == "retrained"] == [1.5, 2.5, 3.5]


def test_an_alarm_is_told_from_a_planned_retraining():
    run = run_of({"retraining": "alarm", "drift": "holiday", "severity": 2})
    texts = [
        layer["data"]["values"][0]["text"]
        for layer in weeks.time_machine(run).spec["layer"]
        if layer.get("layer")
    ]
    assert texts.count("alarm, retrained") == len(run["live"].replayed.alarms)
    assert "retrained" not in texts


def test_policies_end_where_the_readings_do_less_what_training_costs():
    run = run_of({"retraining": "weekly"})
    frame = policies(run).data
    ends = frame.groupby("curve", sort=False)["y"].last()
    own = next(name for name in ends.index if name.endswith("this design"))
    count = run["live"].replayed.retrainings
    rows = len(run["live"].rows)
    saved = run.reading("net_savings").true * rows / 1e4 - RETRAINING_COST * count
    assert ends[own] == pytest.approx(saved) and f"({count}x)" in own
    never = run.with_changes(retraining="never", threshold=float(run.readout.axis[run.position]))
    assert ends["never retrained"] == pytest.approx(
        never.reading("net_savings").true * rows / 1e4, rel=1e-6
    )
    assert ends[CLAIRVOYANT] > ends[own]


@pytest.mark.slow
def test_fraudsters_who_answer_move_and_are_caught_less():
    run, calm = run_of(ADVERSARY), run_of({})
    moved = curve(weeks.tactics(run), "multiplier over the first")["y"].to_numpy()
    assert moved[0] == 1 and moved[-1] < 0.8
    caught, usual = (
        curve(weeks.tactics(one), "card frauds stopped")["y"].iloc[-1] for one in (run, calm)
    )
    assert caught < usual


# The request path


def test_the_path_names_what_overflows():
    calm, full = path.stations(run_of({})), path.stations(run_of({"traffic": 5000}))
    assert isinstance(calm, Table) and calm.data["mean wait"].notna().all()
    busiest = full.data.loc[full.data["load"].idxmax()]
    assert busiest["load"] > 1 and f"{busiest['station']} is unstable" in full.caption
    assert full.data["mean wait"].isna().all()


def test_load_is_rate_times_work_over_servers(default):
    table = path.stations(default).data.set_index("station")
    rate = default.settings["traffic"]
    expected = rate * table["mean work"] / 1000 / table["servers"]
    assert table["load"].to_numpy() == pytest.approx(expected.to_numpy(), rel=0.1)


def test_charts_are_plain_data(default):
    drawn = [panel.draw(default) for panel in PANELS]
    for chart in (one for one in drawn if isinstance(one, Chart)):
        for values in (layer["data"]["values"] for layer in chart.spec["layer"] if "data" in layer):
            numbers = [v for row in values for v in row.values() if isinstance(v, float)]
            assert all(math.isfinite(number) for number in numbers)
