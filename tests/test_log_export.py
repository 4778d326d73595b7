"""A stranger with the exported rows, scikit-learn and pandas finds the log readings again."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score, f1_score

from cases.log_anomalies import CASE

DESIGNS = {
    "default": {},
    "points": {"evaluation": "point", "level": "quantile"},
    "sliding, muted": {"step": "sliding", "quiet": 120, "alarming": 2, "among": 3},
    "a busy parser": {"workers": 4, "traffic": 20_000, "alarms": 20.0},
}


@pytest.fixture(scope="module", params=DESIGNS)
def stranger(request, tmp_path_factory):
    """A run, and its rows as read back from a file of comma-separated values."""
    run = CASE.run({"size": "small"} | DESIGNS[request.param])
    file = tmp_path_factory.mktemp("rows") / "rows.csv"
    CASE.export(run).to_csv(file, index=False)
    return run, pd.read_csv(file)


def recomputed(rows, prices, deadline):
    """Every reading of pages that windows and incidents give."""
    windows, incidents = (rows[rows["what"] == what] for what in ("window", "incident"))
    pages = windows[windows["page"] == 1]["page_time"].to_numpy()
    days = len(windows) * (windows["time"].diff().median()) / 1440
    right = np.zeros(len(pages), dtype=bool)
    found, minutes = [], []
    for start, end in zip(incidents["time"], incidents["end"], strict=True):
        own = (pages > start) & (pages <= end + 5)
        right |= own
        found.append(own.any())
        minutes.append(min(pages[own].min() - start, end - start) if own.any() else end - start)
    found, minutes, false = np.array(found), np.array(minutes), (~right).sum()
    page, minute, miss = prices
    told = {
        "recall": found.mean(),
        "minutes": minutes.mean(),
        "in_time": (found & (minutes <= deadline)).mean(),
        "false_pages": false / days,
        "pages": len(pages) / days,
        "cost": (page * false + minute * minutes.sum() + miss * (~found).sum()) / days,
        "average_precision": average_precision_score(windows["label"], windows["score"]),
    }
    precision, recall = right.mean() if len(pages) else 0.0, found.mean()
    told["f1"] = 2 * precision * recall / max(precision + recall, 1e-12)
    return told


def test_true_readings_come_out_of_the_live_rows(stranger):
    run, rows = stranger
    prices = [run.settings[name] for name in ("page_cost", "minute_cost", "miss_cost")]
    live = rows[rows["split"] == "live"]
    found = recomputed(live, prices, run.settings["deadline"] / 60)
    assert found == pytest.approx({name: run.reading(name).true for name in found}, rel=1e-9)


def test_payments_and_ceilings_come_out_of_their_rows(stranger):
    run, rows = stranger
    live = rows[rows["split"] == "live"]
    paid, windows = (live[live["what"] == what] for what in ("payment", "window"))
    f1 = f1_score(paid["truth"], paid["decision"])
    assert run.reading("session_f1").true == pytest.approx(f1, rel=1e-9)
    best = average_precision_score(windows["label"], windows["attainable"])
    assert run.reading("average_precision").ceiling == pytest.approx(best, rel=1e-9)


def test_the_team_sees_tickets_alone():
    run = CASE.run({"size": "small", "evaluation": "point"})
    held = CASE.export(run).query("split == 'backtest'")
    incidents, windows = (held[held["what"] == what] for what in ("incident", "window"))
    assert (incidents["label"] == 1).all()
    seen = run.reading("f1").seen
    assert seen == pytest.approx(f1_score(windows["label"], windows["decision"], zero_division=0))
