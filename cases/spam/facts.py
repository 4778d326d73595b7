"""What an interviewer would answer when asked, and the ground for a feasibility check."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cases.spam.decide import FLAGGED_SPAM
from cases.spam.judged import ScoredMail
from cases.spam.labels import REPORTS_SPAM, RESCUES
from kit.run import Run
from kit.words import say
from pipelines.evaluation.decisions import recall_and_precision

MINUTES_A_LOOK = 0.5
SECONDS = 86_400


def facts(run: Run) -> Mapping[str, str]:
    """Traffic, share of spam, what users tell, what errors cost, read off world and choices."""
    rows, design = run["scored"], run.settings
    longest = rows["group"].value_counts(normalize=False)
    copied = float(rows["group"].map(longest).gt(1).mean())
    return {
        "Traffic": f"{design['traffic']:,} messages a second at the busiest hour, "
        f"{design['burst']:g} times that for {design['burst_minutes']} minutes on Mondays; here "
        f"{len(rows):,} live messages are looked at one by one",
        "Spam": f"{say(rows['spam'].mean(), 'share')} of the mail; "
        f"{say(copied, 'share')} of all messages have a near-copy",
        "Users": f"report {say(REPORTS_SPAM, 'share')} of the spam they get, and find "
        f"{say(RESCUES, 'share')} of the legitimate mail in quarantine, mostly within a day or two",
        "Errors": f"a delivered spam counts 1, a false quarantine {design['false_quarantine']:g}, "
        f"a false warning {design['false_flag']:g}, a warned spam {FLAGGED_SPAM:g}",
        "Time to decide": say(design["deadline"], "ms"),
        "Delivery": f"at least once: {say(design['duplicates'], 'share')} come twice",
    }


def ground(run: Run) -> Mapping[str, float]:
    """Messages a day, share of spam and minutes to look at one that is held."""
    rows = run["scored"]
    mean = float(np.mean(run["stream"].monday.stages["workers"].arriving))
    return {
        "volume_a_day": float(f"{mean * SECONDS:.3g}"),
        "base_rate": float(np.clip(rows["spam"].mean(), 1e-6, 0.99)),
        "minutes_a_review": MINUTES_A_LOOK,
    }


def curve(run: Run) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Recall and precision over thresholds: of this design, and of the exact chance of spam."""
    return _curve(run["judged"]), _curve(run["attainable"])


def _curve(mail: ScoredMail) -> pd.DataFrame:
    recall, precision = recall_and_precision(mail.spam, mail.score)
    return pd.DataFrame({"recall": recall, "precision": precision})
