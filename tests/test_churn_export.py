"""A stranger with the exported rows, scikit-learn and pandas finds the churn readings again."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from cases.churn import CASE

SMALL = {"size": "tiny"}
DESIGNS = {
    "default": {},
    "uplift and value, retrained": {
        "targeting": "uplift_value",
        "trial_share": 0.5,
        "drift": "price",
        "retraining": "schedule",
        "retrain_every": 6,
    },
    "our own campaign": {
        "drift": "campaign",
        "retraining": "schedule",
        "capacity": 0.3,
        "holdout": 0.2,
    },
    "ties from a tree, a gap": {"model": "tree", "gap": 1, "horizon": 2, "targeting": "value"},
    "share set on the dial": {"share": 0.37, "targeting": "random"},
    "everybody": {"targeting": "all"},
    "the cancel page, random rows": {"leak": "page", "split": "rows", "calibration": "isotonic"},
}


@pytest.fixture(scope="module")
def strangers(tmp_path_factory):
    """Runs, and the rows of each as read back from a file of comma-separated values."""
    folder, kept = tmp_path_factory.mktemp("rows"), {}

    def read(name):
        if name not in kept:
            run = CASE.run(SMALL | DESIGNS[name])
            CASE.export(run).to_csv(folder / "rows.csv", index=False)
            kept[name] = run, pd.read_csv(folder / "rows.csv")
        return kept[name]

    return read


def by_month(live, measure, column="probability"):
    """A measure of scikit-learn's in each month with both classes."""
    months = [m for _, m in live.groupby("time") if m["truth"].nunique() == 2]
    return np.mean([measure(m["truth"], m[column]) for m in months])


def contacted(live):
    """The rows contacted, and how many were due."""
    return live[live["decision"] == 1], int(live["due"].sum())


def plain_qini(due, score, uplift):
    """Mean over rows of uplift times how early it comes, against the same for the best order."""
    place = np.empty(len(due))
    for _, part in due.groupby("time"):
        rank = part[score].rank(method="average", ascending=False)
        place[due.index.get_indexer(part.index)] = (rank - 0.5) / len(part)
    own = trapezoid_area(-place, due[uplift].to_numpy())
    return own / trapezoid_area(due[uplift].to_numpy(), due[uplift].to_numpy())


def trapezoid_area(score, gain):
    """The area between the running sum of gains by falling score and its straight line."""
    frame = pd.DataFrame({"score": score, "gain": gain}).groupby("score")["gain"]
    groups = frame.agg(["sum", "size"]).sort_index(ascending=False)
    x = np.r_[0, groups["size"].cumsum()] / len(score)
    y = np.r_[0, groups["sum"].cumsum()]
    return np.trapezoid(y, x) - y[-1] / 2


@pytest.mark.parametrize("name", DESIGNS)
def test_readings_follow_from_the_rows(strangers, name):
    run, rows = strangers(name)
    live = rows[rows["split"] == "live"]
    chosen, due = contacted(live)
    spent = run.reading("training_spent").true
    within = live.groupby("time", group_keys=False)["probability"]
    first, last = (within.rank(method=how, ascending=False) for how in ("min", "max"))
    # Of tied customers each is as likely among the first 40 of the month's 400.
    top = ((round(0.1 * 400) - first + 1) / (last - first + 1)).clip(0, 1)
    saved = chosen["leaving"] - chosen["leaving_contacted"]
    found = {
        "auc": by_month(live, roc_auc_score),
        "average_precision": by_month(live, average_precision_score),
        "calibration": live["probability"].sum() / live["truth"].sum(),
        "lift": np.average(live["truth"], weights=top) / live["truth"].mean(),
        "profit": 1000 * (chosen["gain"].sum() - spent) / due,
        "churn_avoided": 1000 * saved.mean(),
        "contacts": 1000 * len(chosen) / due,
    }
    for metric, value in found.items():
        assert run.reading(metric).true == pytest.approx(value, abs=1e-9, rel=1e-9), metric


@pytest.mark.parametrize("name", DESIGNS)
def test_qini_follows_from_the_rows(strangers, name):
    run, rows = strangers(name)
    due = rows[(rows["split"] == "live") & (rows["due"] == 1)].sort_values(["time", "place"])
    due = due.assign(uplift=due["leaving"] - due["leaving_contacted"])
    assert run.reading("qini").true == pytest.approx(plain_qini(due, "score", "uplift"), abs=1e-9)
    assert run.reading("qini").ceiling == pytest.approx(
        plain_qini(due, "attainable_uplift", "uplift"), abs=1e-9
    )


@pytest.mark.parametrize("name", DESIGNS)
def test_gains_are_value_offer_and_contact(strangers, name):
    run, rows = strangers(name)
    due = rows[(rows["split"] == "live") & (rows["due"] == 1)]
    stays = 1 - due["leaving_contacted"] - due["early"]
    plain = due["value"] * (due["leaving"] - due["leaving_contacted"])
    plain -= run.settings["offer_cost"] * stays + run.settings["contact_cost"]
    assert np.allclose(due["gain"], plain, atol=1e-9)
    for _, month in due.groupby("time"):
        best, rest = (month[month["decision"] == yes]["score"] for yes in (1, 0))
        assert best.empty or rest.empty or best.min() >= rest.max(), "the best ranked are contacted"


@pytest.mark.parametrize("name", DESIGNS)
def test_what_the_team_sees_follows_from_the_held_back_rows(strangers, name):
    run, rows = strangers(name)
    held = rows[rows["split"] == "validation"]
    assert run.reading("auc").seen == pytest.approx(
        roc_auc_score(held["label"], held["probability"]), abs=1e-9
    )
    assert run.reading("average_precision").seen == pytest.approx(
        average_precision_score(held["label"], held["probability"]), abs=1e-9
    )


def test_labels_are_those_of_the_contacted_only_under_our_campaign(strangers):
    _, rows = strangers("our own campaign")
    live = rows[rows["split"] == "live"]
    alone = live["decision"] == 0
    assert (live["label"] == np.where(alone, live["truth"], live["truth_contacted"])).mean() > 0.97
    assert (live["label"] == live["truth"])[alone].all()
    _, rows = strangers("default")
    live = rows[rows["split"] == "live"]
    assert (live["label"] == live["truth"]).all()


def test_every_column_is_explained_and_labels_come_late(strangers):
    _, rows = strangers("default")
    assert set(CASE.export(CASE.run(SMALL)).attrs["columns"]) == set(rows.columns)
    assert (rows["label_time"] - rows["time"] == 3).all()
    assert (rows[rows["split"] == "validation"]["label_time"] <= 0).all()
