"""The rows behind the readings, so that anybody can recompute them with their own tools."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.churn.closed_loop import Past
from cases.churn.live import by_month
from kit.run import Run

COLUMNS = {
    "split": "live: judged live months, of which the true readings are made; validation: held-back "
    "snapshots before launch, of which the team's are",
    "time": "month of the snapshot; live months count from 0 at launch, earlier ones below",
    "label_time": "month at whose start the label is known",
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
    parts = [part for part in (_held_back(run), _live(run)) if len(part)]
    rows = pd.concat(parts, ignore_index=True) if parts else _live(run)
    rows.attrs["columns"] = COLUMNS
    return rows


def _held_back(run: Run) -> pd.DataFrame:
    """The snapshots held back before launch, as the team judges its model by them."""
    held, seen = run["validation"], run["subscriptions"].seen.iloc[run["validation"].rows]
    columns = {"probability": held.scores, "label": held.labels}
    return pd.DataFrame({"split": "validation"} | _named(run["past"], seen) | columns)


def _live(run: Run) -> pd.DataFrame:
    """What is known and true of each customer in each judged month, and what was done."""
    past, live, policy = run["past"], run["live"], run["policy"]
    outcomes, kept = past.outcomes, live.judged
    values = _named(past, past.subscriptions.seen) | {
        "truth": outcomes.leaves,
        "truth_contacted": outcomes.leaves_contacted,
        "leaving": outcomes.chances.leaving,
        "leaving_contacted": outcomes.chances.contacted,
        "early": outcomes.chances.early,
        "attainable": outcomes.best.leaving,
        "attainable_uplift": outcomes.best.uplift,
        "value": policy.value,
        "due": policy.due.astype(np.int8),
    }
    columns = {name: by_month(past, column)[kept].ravel() for name, column in values.items()}
    columns["probability"] = live.scores[kept].ravel()
    columns["label"] = live.shown[kept].ravel()
    places = past.subscriptions.about["customers"]
    columns["trained"] = np.repeat(np.array(live.replayed.trained)[kept], places)
    return pd.DataFrame({"split": "live"} | columns | _decided(run, len(columns["due"])))


def _named(past: Past, seen: pd.DataFrame) -> dict[str, np.ndarray]:
    """Which customer, when, and when its label is known."""
    time = seen["month"].to_numpy() - past.launch
    named = {name: seen[name].to_numpy() for name in ("place", "customer")}
    return {"time": time, "label_time": time + past.outcomes.wait} | named


def _decided(run: Run, rows: int) -> dict[str, np.ndarray]:
    """For rows due, what they are ranked by, whether they are contacted, what that earns."""
    due = run["judged"].by_gain
    at = due.month * run["subscriptions"].about["customers"] + due.place
    decision = np.zeros(rows, dtype=np.int8)
    decision[at] = due.position <= run.position
    found = {"score": np.full(rows, np.nan), "gain": np.full(rows, np.nan), "decision": decision}
    found["score"][at], found["gain"][at] = due.score, due.gain
    return found
