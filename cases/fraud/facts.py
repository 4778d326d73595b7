"""What an interviewer would answer when asked, and the ground for a feasibility check."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cases.fraud.judged import ScoredPayments
from kit.run import Run
from kit.words import say
from pipelines.evaluation.decisions import recall_and_precision

MINUTES_A_REVIEW = 6.0


def facts(run: Run) -> Mapping[str, str]:
    """Traffic, base rate, delay, latency and the cost of errors, read off the world."""
    rows, design = run["live"].rows, run.settings
    frauds = rows[rows["fraud"] == 1]
    wait = (frauds["label_time"] - frauds["time"]) / 86_400
    amount = frauds["amount"]
    return {
        "Traffic": f"{design['traffic']:,} payments a second at peak; here "
        f"{len(rows) / rows['day'].nunique():,.0f} a day from {rows['card'].nunique():,} cards",
        "Fraud rate": say(rows["fraud"].mean(), "share"),
        "A fraud": f"{say(amount.mean(), 'money')} on average, half below "
        f"{say(amount.median(), 'money')}; four fifths of it are lost",
        "Labels": f"half the frauds are reported within {say(wait.median(), 'days')}, nine in ten "
        f"within {say(wait.quantile(0.9), 'days')}",
        "Deadline": say(design["deadline"], "ms"),
        "Errors": f"a call costs {say(design['review_cost'], 'money')}, a genuine customer turned "
        f"away {say(design['insult_cost'], 'money')}",
        "Staff": f"{design['capacity']:,} calls a day",
    }


def ground(run: Run) -> Mapping[str, float]:
    """Payments a day, fraud rate and minutes a review: what a requirement is checked against."""
    rows = run["live"].rows
    return {
        "volume_a_day": len(rows) / max(1, rows["day"].nunique()),
        "base_rate": float(rows["fraud"].mean()),
        "minutes_a_review": MINUTES_A_REVIEW,
    }


def curve(run: Run) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Recall and precision over thresholds: of this design, and of the attainable score."""
    return _curve(run["judged"]), _curve(run["attainable"].judged)


def _curve(scored: ScoredPayments) -> pd.DataFrame:
    recall, precision = recall_and_precision(scored.fraud, scored.score)
    return pd.DataFrame({"recall": recall, "precision": precision})
