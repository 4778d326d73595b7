"""A stranger with the exported rows, scikit-learn and pandas finds the readings again."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from cases.fraud import CASE
from kit.export import columns, export

DESIGNS = {
    "default": {},
    "money first": {"rule": "amount"},
    "decline or call, few analysts": {"action": "bands", "capacity": 7},
    "declined at once, and retrained": {"action": "block", "retraining": "monthly"},
    "threshold set on the dial": {"threshold": 0.123, "action": "step_up"},
    "resampled before the split": {"resampling": "smote", "resampled_rows": "all", "ratio": 0.1},
    "random rows held back": {"split": "random", "capacity": 10},
    "cards held back": {"split": "entity", "rule": "f1"},
    "few analysts, many alerts": {"capacity": 5, "rule": "f1"},
    "more traffic than servers bear": {"traffic": 5000},
    "the same, money first": {"traffic": 5000, "rule": "amount"},
}
DESIGN = pytest.mark.parametrize("name", DESIGNS)
FROM_ROWS = {
    "average_precision",
    "roc_auc",
    "brier",
    "calibration",
    "card_precision",
    "precision",
    "recall",
    "money_recall",
    "insults",
    "alerts",
    "net_savings",
    "detection_delay",
}


@pytest.fixture(scope="module")
def strangers(tmp_path_factory):
    """Runs, and the rows of each as read back from a file of comma-separated values."""
    folder, kept = tmp_path_factory.mktemp("rows"), {}

    def read(name):
        if name not in kept:
            run = CASE.run({"size": "small"} | DESIGNS[name])
            CASE.export(run).to_csv(folder / "rows.csv", index=False)
            kept[name] = run, pd.read_csv(folder / "rows.csv")
        return kept[name]

    return read


def ordering(rows):
    """Some measures of how probabilities order payments; those never scored come last."""
    fraud, told = rows["fraud"], rows["probability"].where(np.isfinite(rows["score"]), -1.0)
    return {
        "average_precision": average_precision_score(fraud, told),
        "roc_auc": roc_auc_score(fraud, told),
        "brier": brier_score_loss(fraud, rows["probability"]),
        "calibration": rows["probability"].sum() / fraud.sum(),
    }


def acting(rows):
    """What came of the alerts, per payment."""
    fraud, honest, acted = rows["fraud"], 1 - rows["fraud"], rows["acted"]
    frauds = rows[fraud == 1].copy()
    frauds["stopped"] = frauds.groupby("card")["acted"].cummax()
    return {
        "precision": (rows["decision"] * fraud).sum() / rows["decision"].sum(),
        "recall": (acted * fraud).sum() / fraud.sum(),
        "money_recall": (acted * fraud * rows["amount"]).sum() / (fraud * rows["amount"]).sum(),
        "insults": (acted * honest).sum() / honest.sum(),
        "net_savings": 10_000 * (acted * rows["earned"]).sum() / len(rows),
        "detection_delay": (frauds["stopped"] == 0).sum() / frauds["card"].nunique(),
    }


def calling(rows, capacity):
    """How good the day's list is, and how long; a part of the cards has that part of the calls."""
    rows = rows[rows["day"] >= 0]
    share = rows["share"].iloc[0]
    cards = rows.groupby(["day", "card"], as_index=False).agg(
        score=("score", "max"), fraud=("fraud", "max"), alert=("decision", "max")
    )
    cards = cards.sort_values(["day", "score", "card"], ascending=[True, False, True])
    place = cards.groupby("day").cumcount()
    calls, days = capacity * share, cards["day"].nunique()
    weight = np.clip(calls - place, 0.0, 1.0)
    return {
        "card_precision": (weight * cards["fraud"]).sum() / (days * calls),
        "alerts": cards["alert"].sum() / days / share,
    }


def recomputed(rows, capacity):
    """Every reading that rows give."""
    return ordering(rows) | acting(rows) | calling(rows, capacity)


@DESIGN
def test_true_readings_come_out_of_the_live_rows(strangers, name):
    run, rows = strangers(name)
    live = rows[rows["split"] == "live"].assign(fraud=rows["truth"])
    found = recomputed(live, run.settings["capacity"])
    assert found == pytest.approx({n: run.reading(n).true for n in found}, rel=1e-9)
    assert set(found) == FROM_ROWS


@DESIGN
def test_what_the_team_sees_comes_out_of_the_validation_rows(strangers, name):
    run, rows = strangers(name)
    held = rows[rows["split"] == "validation"].assign(fraud=rows["label"])
    found = recomputed(held, run.settings["capacity"])
    assert found == pytest.approx({n: run.reading(n).seen for n in found}, rel=1e-9)


@DESIGN
def test_ceilings_of_ranking_come_out_of_the_attainable_column(strangers, name):
    run, rows = strangers(name)
    live = rows[rows["split"] == "live"]
    for metric, measure in (
        ("average_precision", average_precision_score),
        ("roc_auc", roc_auc_score),
        ("brier", brier_score_loss),
    ):
        ceiling = measure(live["truth"], live["attainable"])
        assert run.reading(metric).ceiling == pytest.approx(ceiling, rel=1e-9)


def test_an_alert_is_acted_on_only_where_an_analyst_is_free(strangers):
    _, rows = strangers("few analysts, many alerts")
    live = rows[rows["split"] == "live"]
    cards = live.groupby(["day", "card"])["score"].max().reset_index()
    cards = cards.sort_values(["day", "score", "card"], ascending=[True, False, True])
    called = cards.groupby("day").head(5)[["day", "card"]].assign(called=1)
    free = live.merge(called, on=["day", "card"], how="left")["called"].notna().to_numpy()
    assert np.array_equal(live["acted"], live["decision"] * free)
    assert 0 < live["acted"].sum() < live["decision"].sum()
    _, declined = strangers("declined at once, and retrained")
    assert (declined["acted"] == declined["decision"]).all()


def test_prices_in_the_rows_are_those_of_the_design(strangers):
    run, rows = strangers("default")
    cost = run.settings["review_cost"]
    live = rows[rows["split"] == "live"]
    expected = 0.8 * live["amount"] * live["truth"] - cost
    assert live["earned"].to_numpy() == pytest.approx(expected.to_numpy())
    _, challenged = strangers("threshold set on the dial")
    honest = challenged[challenged["truth"] == 0]
    assert honest["earned"].to_numpy() == pytest.approx(-(0.1 + 0.05 * 13.0))


def test_the_rows_are_what_the_design_makes_them(strangers):
    """That the designs above are the hard ones they are meant to be."""
    late, rows = strangers("more traffic than servers bear")
    live = rows[rows["split"] == "live"]
    share, missed = live["unscored"].mean(), late.reading("missed_deadline").true
    assert 0.3 < missed < 0.7
    assert abs(share - missed) < 4 * math.sqrt(missed * (1 - missed) / len(live))
    assert (np.isneginf(live["score"]) == (live["unscored"] == 1)).all()
    blended = strangers("resampled before the split")[1]
    made_up = blended[blended["split"] == "validation"]["day"] == -1
    assert 0.05 < made_up.mean() < 0.95
    assert set(strangers("random rows held back")[1]["share"]) == {0.25, 1.0}
    moved, _ = strangers("threshold set on the dial")
    assert moved.position != moved.readout.at


def test_the_folder_says_what_every_column_means(tmp_path):
    run = CASE.run({"size": "small", "model": "constant"})
    export(CASE, run, tmp_path / "out")
    rows = CASE.export(run)
    said = rows.attrs["columns"]
    assert set(said) == set(rows.columns) and all(said.values())
    assert (tmp_path / "out" / "columns.md").read_text() == columns(run, rows)
    assert all(f"| {meaning} |" in columns(run, rows) for meaning in said.values())
    back = pd.read_parquet(tmp_path / "out" / "rows.parquet")
    pd.testing.assert_frame_equal(back, rows, check_dtype=False)


def test_without_anything_held_back_there_are_live_rows_alone():
    run = CASE.run({"size": "small", "delay": 30, "window": 84})
    rows = CASE.export(run)
    assert set(rows["split"]) == {"live"} and rows.attrs["columns"]
    assert math.isnan(run.reading("average_precision").seen)
