"""What an interviewer would answer when asked, and the ground for a feasibility check."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cases.log_anomalies.judged import Judged
from data.logs import USUAL
from kit.run import Run
from kit.words import say
from pipelines.evaluation.decisions import recall_and_precision

MINUTES_A_PAGE = 30.0


def facts(run: Run) -> Mapping[str, str]:
    """Traffic, incidents, labels and the cost of errors, read off the world."""
    judged, design, about = run["judged"], run.settings, run["logs"].about
    lines, found = about["clean"].sum(), judged.incidents
    minutes = len(run["logs"])
    length = say(float(judged.length.mean()), "count") if len(found) else "n/a"
    return {
        "Traffic": f"{design['traffic']:,} lines a second at peak from {len(USUAL)} services; here "
        f"{lines / minutes:,.0f} a minute are simulated, {say(float(lines), 'count')} in all",
        "Incidents": f"{len(found)} in {judged.days:.0f} days, {length} minutes long on average",
        "Labels": f"{say(float(found['ticket'].mean()), 'share')} of them are written up, within "
        "two days"
        if len(found)
        else "none: nothing went wrong",
        "Page": f"wanted within {say(design['deadline'], 'seconds')}; at most "
        f"{say(design['budget'], 'count')} false ones a day can be borne",
        "Errors": f"a false page costs {say(design['page_cost'], 'money')}, a minute unnoticed "
        f"{say(design['minute_cost'], 'money')}, an incident missed "
        f"{say(design['miss_cost'], 'money')}",
        "Releases": "about weekly; they rename messages without telling anybody",
    }


def ground(run: Run) -> Mapping[str, float]:
    """Windows a day, the share in incidents, and minutes a page: for checking a requirement."""
    judged = run["judged"]
    return {
        "volume_a_day": run["windows"].a_day,
        "base_rate": float(min(max(judged.label.mean(), 1e-4), 0.98)),
        "minutes_a_review": MINUTES_A_PAGE,
    }


def curve(run: Run) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Recall and precision of windows over levels: of this design, and of the exact odds."""
    judged, best = run["judged"], run["attainable"]
    return _curve(judged, judged.surprise), _curve(judged, best.of_windows)


def _curve(judged: Judged, scores: np.ndarray) -> pd.DataFrame:
    recall, precision = recall_and_precision(judged.label.astype(float), scores)
    return pd.DataFrame({"recall": recall, "precision": precision})
