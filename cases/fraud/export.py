"""The rows behind the readings, so that anybody can recompute them with their own tools."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.fraud.judged import ScoredPayments
from kit.run import Run

COLUMNS = {
    "split": "live: payments after launch, of which the true readings are made; validation: held "
    "back payments, of which the team's are",
    "day": "day since the world began; -1 for a row made up by resampling",
    "card": "number of the card; -1 for a row made up by resampling",
    "amount": "amount of the payment, $",
    "label": "1 where the team knows of fraud (live: will ever be told)",
    "probability": "the model's probability of fraud",
    "score": "what the threshold is compared with: the probability, or expected saving over cost; "
    "-inf where no score came in time",
    "decision": "1 where the score reaches the threshold: an alert",
    "acted": "1 where the alert was acted on: no analyst needed, or one was free",
    "earned": "what acting on the payment earns, $ (less than 0: costs)",
    "share": "part of their days' payments, and so of the analysts' calls, that these rows are",
    "payment": "number of the payment",
    "time": "second since the world began at which it was paid",
    "terminal": "number of the terminal",
    "label_time": "second at which the label is known",
    "truth": "1 where the payment is fraud",
    "mechanism": "how a fraud came about: 1 compromised terminal, 2 compromised card, 3 card "
    "testing, 4 no visible reason, 5 large amount; 0 genuine",
    "attainable": "probability of fraud given all that could be known at the moment of decision",
    "clairvoyant": "probability of fraud given which terminals and cards are compromised",
    "unscored": "1 where the deadline passed before there was a score",
}


def export(run: Run) -> pd.DataFrame:
    """Validation and live payments, one row each, with everything a reading is made of.

    `split` is "live" for the true readings and "validation" for what the team sees. `truth` is
    whether a live payment was fraud, `label` what the team knows. `decision` is 1 where an alert
    is raised, `acted` where it was acted on (an analyst was free), `earned` what acting on the
    row earns, `score` what the threshold is compared with, `share` the rows' part of the calls.
    """
    live = run["live"].rows
    threshold = run.readout.axis[run.position]
    rows = live[["payment", "time", "day", "card", "terminal", "amount"]].copy()
    rows.insert(0, "split", "live")
    rows["label"], rows["label_time"] = live["reported"], live["label_time"]
    rows["truth"], rows["mechanism"] = live["fraud"], live["mechanism"]
    for name in ("probability", "attainable", "clairvoyant"):
        rows[name] = live[name]
    rows["unscored"] = live["unscored"].astype(np.int8)
    _judgement(rows, run["judged"], threshold)
    validation = run["validation"]
    held = pd.DataFrame(
        {
            "split": "validation",
            "day": validation.day,
            "card": validation.card,
            "amount": validation.amount,
            "label": validation.labels,
            "probability": validation.scores,
            "unscored": np.zeros(len(validation.scores), np.int8),
        }
    )
    _judgement(held, run["believed"], threshold)
    together = pd.concat([held, rows], ignore_index=True) if len(held) else rows
    together.attrs["columns"] = COLUMNS
    return together


def _judgement(rows: pd.DataFrame, judged: ScoredPayments, threshold: float) -> None:
    rows["score"] = judged.score
    rows["decision"] = (judged.score >= threshold).astype(np.int8)
    rows["acted"] = (judged.acted >= threshold).astype(np.int8)
    rows["earned"] = judged.earned
    rows["share"] = judged.share
