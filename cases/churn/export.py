"""The rows behind the readings, so that anybody can recompute them with their own tools."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.churn.closed_loop import Past
from cases.churn.judged import due_rows
from cases.churn.live import by_month
from kit.run import Run

COLUMNS = {
    "split": "live: judged live months, of which the true readings are made; validation: held-back "
    "snapshots before launch, of which the team's are",
    "month": "month of the snapshot; live months count from 0 at launch, earlier ones below",
    "label_month": "month at whose start the label is known",
    "place": "number of the customer's place; resampling draws these",
    "customer": "number of the customer",
    "probability": "the model's chance that the customer leaves in the window",
    "label": "1 where the team's label, as it came in, says churned",
    "truth": "1 where the customer cancels in the window if left alone",
    "truth_contacted": "1 where it would if contacted",
    "leaving": "true chance to leave in the window if left alone",
    "leaving_contacted": "true chance if contacted",
    "early": "true chance to be gone before the window starts",
    "attainable": "chance to leave given all that could be observed",
    "attainable_uplift": "expected fall of that chance by a contact, given the same",
    "value": "what the customer is worth if it stays, $",
    "due": "1 where the campaign may contact the customer this month",
    "score": "what customers due are ranked by within their month, highest first",
    "decision": "1 where the customer is contacted at the dial's position",
    "gain": "what contacting it earns on average, $: value times fall of the chance, less the "
    "offer to who stays, less the contact",
    "trained": "live month whose model served the row",
}


def export(run: Run) -> pd.DataFrame:
    """Validation and judged live snapshots, one row each, with all that a reading is made of.

    AUC by month and average precision follow from `truth` and `probability`; profit from `gain`
    and `decision` over rows due, less what retrainings cost; Qini from `score` and the two chances.
    """
    past, live = run["past"], run["live"]
    rows = _live_rows(run, past)
    count = int(live.judged.sum())
    places = past.subscriptions.about["customers"]
    rows["probability"] = live.scores[live.judged].ravel()
    rows["label"] = live.shown[live.judged].ravel()
    rows["trained"] = np.repeat(np.array(live.replayed.trained)[live.judged], places)
    _decided(run, rows)
    rows.insert(0, "split", "live")
    held = run["validation"]
    seen = past.subscriptions.seen.iloc[held.rows]
    before = pd.DataFrame(
        {
            "split": "validation",
            "month": seen["month"].to_numpy() - past.launch,
            "label_month": seen["month"].to_numpy() - past.launch + past.outcomes.wait,
            "place": seen["place"].to_numpy(),
            "customer": seen["customer"].to_numpy(),
            "probability": held.scores,
            "label": held.labels,
        }
    )
    parts = [part for part in (before, rows) if len(part)]
    together = pd.concat(parts, ignore_index=True) if parts else rows
    together.attrs["columns"] = COLUMNS
    assert len(rows) == count * places
    return together


def _live_rows(run: Run, past: Past) -> pd.DataFrame:
    """What is known and true of each customer in each judged month."""
    live, outcomes, seen = run["live"], past.outcomes, past.subscriptions.seen
    values = {
        "month": seen["month"].to_numpy() - past.launch,
        "label_month": seen["month"].to_numpy() - past.launch + outcomes.wait,
        "place": seen["place"].to_numpy(),
        "customer": seen["customer"].to_numpy(),
        "truth": outcomes.leaves,
        "truth_contacted": outcomes.leaves_contacted,
        "leaving": outcomes.chances.leaving,
        "leaving_contacted": outcomes.chances.contacted,
        "early": outcomes.chances.early,
        "attainable": outcomes.best.leaving,
        "attainable_uplift": outcomes.best.uplift,
        "value": run["aim"].value,
        "due": run["aim"].due.astype(np.int8),
    }
    kept = {name: by_month(past, column)[live.judged].ravel() for name, column in values.items()}
    return pd.DataFrame(kept)


def _decided(run: Run, rows: pd.DataFrame) -> None:
    """Add, for rows due, what they are ranked by, whether they are contacted, what that earns."""
    due = due_rows(run["past"], run["live"], run["aim"])
    campaign = run["judged"].campaign
    places = run["past"].subscriptions.about["customers"]
    at = due.month * places + due.place
    for name in ("score", "gain"):
        rows[name] = np.nan
    rows["decision"] = np.int8(0)
    risk = rows["probability"].to_numpy()[at]
    columns = {
        "score": run["aim"].rank_by(due.row, risk),
        "gain": campaign.gain,
        "decision": (campaign.position <= run.position).astype(np.int8),
    }
    for name, values in columns.items():
        column = rows[name].to_numpy().copy()
        column[at] = values
        rows[name] = column
