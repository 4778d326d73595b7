"""Retraining policies beside each other: what each would have saved."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.fraud.live import Live
from cases.fraud.panels.outcomes import outcomes
from cases.fraud.panels.regret import best_total
from kit.figure import Absent, Drawn, lines
from kit.run import Run
from kit.words import say

RETRAINING_COST = 250.0
"""Dollars to retrain, check and roll out a model once: assumed, about half an engineer's day."""

NAMES = {
    "never": "never retrained",
    "monthly": "every four weeks",
    "weekly": "every week",
    "alarm": "when an alarm rings",
}
CLAIRVOYANT_COURSE = "clairvoyant"


def policies(run: Run) -> Drawn:
    """What each retraining policy would have saved by the end of each week, training paid."""
    if not len(run["live"].rows):
        return Absent("No payment is judged.")
    chosen = run.settings["retraining"]
    compared = dict.fromkeys(("never", "monthly", "weekly", chosen))
    saved = {_title(run, name): _saved(run, run.but(retraining=name)["live"]) for name in compared}
    winner = max(saved, key=lambda title: saved[title][-1])
    best = winner.partition(" · ")[0]
    total = say(saved[winner][-1], "money")
    saved[CLAIRVOYANT_COURSE] = _clairvoyant(run)
    weeks = np.arange(1, run["live"].weeks + 1)
    return lines(
        pd.concat(
            [pd.DataFrame({"week": weeks, "saved": y, "policy": name}) for name, y in saved.items()]
        ),
        x=("week", "week since launch"),
        y=("saved", "net savings so far, training paid ($)"),
        by="policy",
        colours={_title(run, chosen): "current", CLAIRVOYANT_COURSE: "clairvoyant"},
        dashed=(CLAIRVOYANT_COURSE,),
        points=True,
        caption=f"Best of the policies: {best}, {total} in all. A retraining is taken to cost "
        f"{say(RETRAINING_COST, 'money')}.",
    )


def _title(run: Run, policy: str) -> str:
    count = run.but(retraining=policy)["live"].replayed.retrainings
    title = NAMES[policy] + (f" ({count}x)" if count else "")
    return title + (" · this design" if policy == run.settings["retraining"] else "")


def _saved(run: Run, live: Live) -> np.ndarray:
    """Net savings by the end of each week, less what training cost, at the run's threshold."""
    rows = outcomes(run, live)
    earned = np.bincount(rows["week"], rows["earned"], live.weeks)
    trained = np.isin(np.arange(live.weeks), list(set(live.replayed.trained) - {0}))
    return np.cumsum(earned - RETRAINING_COST * trained)


def _clairvoyant(run: Run) -> np.ndarray:
    """Net savings of who knows each payment's true chance of fraud, by the end of each week."""
    live, policy = run["live"], run["operating"].policy
    acted, earned = best_total(live.rows, policy, "clairvoyant")
    return np.cumsum(np.bincount(live.rows["week"], np.where(acted, earned, 0.0), live.weeks))
