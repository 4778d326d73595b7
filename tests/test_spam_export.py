"""A stranger with the exported rows, scikit-learn and pandas finds the spam readings again."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, roc_curve

from cases.spam import CASE

DESIGNS = {
    "default": {},
    "naive Bayes, one threshold": {"model": "nb", "thresholds": "half"},
    "by budget, every label": {"thresholds": "budget", "labels": "all", "split": "grouped"},
    "threshold set on the dial": {"threshold": 1.25, "labels": "reports"},
    "overloaded, bounced": {"workers": 1, "batch": 1, "queue_limit": 1000, "backpressure": "drop"},
    "cached cascade, padded": {"model": "cascade", "cache": "on", "adversary": "good_words"},
    "spammers react": {"adversary": "reacts", "thresholds": "one"},
}
PRICES = {"held": 20.0, "warned": 1.0, "warned_spam": 0.3, "missed": 1.0}


@pytest.fixture(scope="module")
def strangers(tmp_path_factory):
    """Runs, and the rows of each as read back from a file of comma-separated values."""
    folder, kept = tmp_path_factory.mktemp("rows"), {}

    def read(name):
        if name not in kept:
            run = CASE.run({"size": "small"} | DESIGNS[name])
            CASE.export(run).to_csv(folder / "rows.csv", index=False, float_format="%.17g")
            kept[name] = run, pd.read_csv(folder / "rows.csv")
        return kept[name]

    return read


def recall_at(spam, score, rate):
    """What a stranger gets from scikit-learn's ROC curve."""
    wrong, caught, _ = roc_curve(spam, score, drop_intermediate=False)
    return caught[wrong <= rate].max()


def from_rows(rows, spam):
    """Readings from rows and the column that says what is spam."""
    score = rows["score"].replace(-np.inf, -1e9)
    ham, spams = 1 - spam, spam.sum()
    did = {name: (rows["decision"] == name) for name in ("quarantined", "flagged")}
    bounced = rows["decision"] == "bounced"
    let_through = rows["decision"] == "delivered"
    cents = PRICES["held"] * (ham * (did["quarantined"] | bounced)).sum()
    cents += PRICES["warned"] * (ham * did["flagged"]).sum()
    cents += PRICES["warned_spam"] * (spam * did["flagged"]).sum()
    cents += PRICES["missed"] * (spam * let_through).sum()
    held = did["quarantined"].sum()
    return {
        "recall_01": recall_at(spam, score, 0.001),
        "recall_05": recall_at(spam, score, 0.005),
        "average_precision": average_precision_score(spam, score),
        "brier": brier_score_loss(spam, rows["probability"]),
        "calibration": rows["probability"].sum() / spams,
        "false_quarantines": 1e4 * (ham * did["quarantined"]).sum() / ham.sum(),
        "ham_flagged": (ham * did["flagged"]).sum() / ham.sum(),
        "spam_quarantined": (spam * did["quarantined"]).sum() / spams,
        "spam_flagged": (spam * did["flagged"]).sum() / spams,
        "spam_delivered": (spam * let_through).sum() / spams,
        "precision": (spam * did["quarantined"]).sum() / held if held else np.nan,
        "error_cost": 1e4 * 0.01 * cents / len(rows),
    }


@pytest.mark.parametrize("name", DESIGNS)
def test_true_readings_follow_from_the_live_rows(strangers, name):
    run, rows = strangers(name)
    live = rows[rows["split"] == "live"]
    for metric, value in from_rows(live, live["truth"]).items():
        found = run.reading(metric).true
        assert found == pytest.approx(value, abs=1e-9, nan_ok=True), metric


@pytest.mark.parametrize("name", DESIGNS)
def test_what_the_team_sees_follows_from_the_held_back_rows(strangers, name):
    run, rows = strangers(name)
    held = rows[rows["split"] == "validation"]
    assert len(held)
    for metric, value in from_rows(held, held["label"]).items():
        found = run.reading(metric).seen
        assert found == pytest.approx(value, abs=1e-9, nan_ok=True), metric


@pytest.mark.parametrize("name", ["default", "spammers react"])
def test_ceilings_follow_from_the_exact_log_odds(strangers, name):
    run, rows = strangers(name)
    live = rows[rows["split"] == "live"]
    best = recall_at(live["truth"], live["attainable"], 0.005)
    assert run.reading("recall_05").ceiling == pytest.approx(best, abs=1e-9)
