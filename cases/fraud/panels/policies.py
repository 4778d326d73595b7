"""Retraining policies beside each other: what each would have saved."""

from __future__ import annotations

import numpy as np

from cases.fraud.live import Live
from cases.fraud.panels.outcomes import outcomes
from cases.fraud.panels.regret import best_total
from kit.figure import Absent, Drawn
from kit.panels import policies as beside
from kit.panels.legend import CLAIRVOYANT
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


def policies(run: Run) -> Drawn:
    """Retraining policies side by side.

    Is retraining worth its cost? Money saved so far under each policy, at this threshold, and by
    someone who knows who is compromised.
    """
    if not len(run["live"].rows):
        return Absent("No payment is judged.")
    chosen = run.settings["retraining"]
    compared = dict.fromkeys(("never", "monthly", "weekly", chosen))
    lived = {NAMES[name]: run.with_changes(retraining=name)["live"] for name in compared}
    return beside.policies(
        {name: _saved(run, live) for name, live in lived.items()} | {CLAIRVOYANT: _best(run)},
        chosen=NAMES[chosen],
        retrainings={name: live.replayed.retrainings for name, live in lived.items()},
        period="week since launch",
        value="net savings so far, training paid ($)",
        note=f"A retraining is taken to cost {say(RETRAINING_COST, 'money')}.",
    )


def _saved(run: Run, live: Live) -> np.ndarray:
    """Net savings of each week, less what training cost, at the run's threshold."""
    rows = outcomes(run, live)
    earned = np.bincount(rows["week"], rows["earned"], live.weeks)
    trained = np.isin(np.arange(live.weeks), list(set(live.replayed.trained) - {0}))
    return earned - RETRAINING_COST * trained


def _best(run: Run) -> np.ndarray:
    """Net savings of each week of who knows each payment's true chance of fraud."""
    live, policy = run["live"], run["operating"].policy
    acted, earned = best_total(live.rows, policy, "clairvoyant")
    return np.bincount(live.rows["week"], np.where(acted, earned, 0.0), live.weeks)
