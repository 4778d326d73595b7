"""The live months: what was seen and true, what the policies earned, what signs meant."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from cases.churn.alarms import NO_CHANGE
from cases.churn.judged import RankedCustomers, arrived_auc, expected_aucs
from cases.churn.readings import NOBODY_LEAVES, TOO_LATE
from kit.figure import Absent, Drawn, bars
from kit.panels.legend import ATTAINABLE, CLAIRVOYANT, SEEN, TRUE
from kit.panels.over_time import Event, events_of, over_time
from kit.panels.policies import policies as drawn_policies
from kit.run import Run
from kit.words import say
from pipelines.learning.training import standard

EXPECTED = "expected without labels (CBPE)"
MONTH, AUC = "month since launch", "ROC AUC of the month"
MOST = 9  # features shown


def time_machine(run: Run) -> Drawn:
    """Month by month: seen, true, attainable.

    When did the world change, and when could anyone have noticed? What is seen in a month is
    measured on labels that came in by then, of snapshots long past.
    """
    judged = run["judged"]
    if not judged.months:
        return Absent(TOO_LATE)
    months, wait = np.arange(judged.months), run["past"].outcomes.wait
    return over_time(
        {
            TRUE: judged.auc,
            ATTAINABLE: run["attainable"].auc,
            SEEN: arrived_auc(run["past"], run["live"]),
        },
        period=MONTH,
        value=AUC,
        caption=f"{_what_happened(run, judged)} Seen: on labels that came in that month, of "
        f"snapshots {wait} months old.",
        events=events(run),
        unknown=(months + wait >= len(run["live"].scores)).astype(float),
    )


def estimates(run: Run) -> Drawn:
    """How good is it without labels?

    May a model be trusted to say how good it is? Its expected AUC uses its own probabilities; see
    which kinds of change it follows and which it cannot see.
    """
    judged, live = run["judged"], run["live"]
    if not judged.months:
        return Absent(TOO_LATE)
    expected = expected_aucs(judged, run["validation"])
    after = judged.changed if judged.changed.any() else np.ones(judged.months, dtype=bool)
    off = float(np.nanmean(expected[after] - judged.auc[after]))
    when = "after the change" if judged.changed.any() else "over the months"
    return over_time(
        {
            TRUE: judged.auc,
            EXPECTED: expected,
            SEEN: arrived_auc(run["past"], live),
            CLAIRVOYANT: run["clairvoyant"].auc,
        },
        period=MONTH,
        value=AUC,
        caption=f"Expected less true AUC {when}: {off:+z.3f}. Churn predicted "
        f"{say(float(judged.scores.mean()), 'share')}, actual "
        f"{say(float(judged.leaves.mean()), 'share')}.",
        colours={EXPECTED: "current"},
        dashed=(EXPECTED,),
        events=events(run),
    )


def policies(run: Run) -> Drawn:
    """Retraining policies side by side.

    Is retraining worth its cost? Profit so far under each policy at this share, and by the
    attainable ranking.
    """
    judged = run["judged"]
    if not judged.months:
        return Absent(TOO_LATE)
    chosen = str(run.settings["retraining"])
    others = {
        name: run.with_changes(retraining=name) for name in ("never", "schedule", "alarm", chosen)
    }
    amounts = {NAMES[name]: _earned(other, run) for name, other in others.items()}
    best = run["attainable"].by_gain
    amounts[ATTAINABLE] = best.by_month(best.gain, run.position, judged.months)
    return drawn_policies(
        amounts,
        chosen=NAMES[chosen],
        period=MONTH,
        value="profit so far, training paid ($)",
        retrainings={NAMES[name]: _retrainings(other) for name, other in others.items()},
        note=f"A retraining costs {say(run.settings['training_cost'], 'money')}.",
    )


def feature_effects(run: Run) -> Drawn:
    """What the features mean, before and after.

    Did the customers change, or what their behaviour means? Weights of a linear model on either
    side of the change.
    """
    changed, names = run["judged"].changed, run["prepared"].names
    if not changed.any():
        return Absent(NO_CHANGE)
    matrix, leaves = _snapshots(run)
    after = np.repeat(changed, leaves.size // len(changed))
    parts = {BEFORE: ~after, AFTER: after}
    if any(len(np.unique(leaves[part])) < 2 for part in parts.values()):
        return Absent(NOBODY_LEAVES)
    weights = {name: _weights(matrix[part], leaves[part]) for name, part in parts.items()}
    moved = np.abs(weights[AFTER] - weights[BEFORE])
    shown = np.argsort(-np.maximum(moved, np.abs(weights[AFTER])), kind="stable")[:MOST]
    rows = [(names[i], own[i], name) for name, own in weights.items() for i in shown]
    return bars(
        pd.DataFrame(rows, columns=["feature", "weight", "when"]),
        x=("feature", ""),
        y=("weight", "log odds of leaving for one standard deviation"),
        by="when",
        colours={BEFORE: "muted", AFTER: "one"},
        horizontal=True,
        caption=f"The weight of {names[int(np.argmax(moved))]} moves most. Fitted on outcomes, so "
        "nobody has this in time.",
    )


BEFORE, AFTER = "before the change", "after it"
NAMES = {
    "never": "never retrained",
    "schedule": "on a schedule",
    "alarm": "when the monitor rings",
    "online": "online",
}


def events(run: Run) -> list[Event]:
    """When the world changed, the monitor rang and models were replaced, in judged months."""
    live, changed = run["live"], run["judged"].changed
    trained = () if live.online else live.replayed.trained[: len(changed)]
    alarms = tuple(month for month in live.replayed.alarms if month < len(changed))
    start = float(np.argmax(changed)) if changed.any() else None
    return events_of(replace(live.replayed, trained=trained, alarms=alarms), world_changes=start)


def _what_happened(run: Run, judged: RankedCustomers) -> str:
    known = judged.auc[~np.isnan(judged.auc)]
    if not len(known):
        return "No month has both customers who leave and who stay."
    replayed = run["live"].replayed
    world = "the world changes" if judged.changed.any() else "the world stays as it is"
    made = "learns online" if run["live"].online else f"retrainings: {replayed.retrainings}"
    return (
        f"True AUC goes from {say(known[0], 'score')} in the first month to "
        f"{say(known[-1], 'score')} in the last; {world}; {made}; alarms: {len(replayed.alarms)}."
    )


def _retrainings(run: Run) -> int:
    return 0 if run["live"].online else run["live"].replayed.retrainings


def _earned(other: Run, run: Run) -> np.ndarray:
    """Profit of each month at this run's share, less what training cost in it."""
    judged, live = other["judged"], other["live"]
    own = judged.by_gain
    made = np.isin(np.arange(judged.months), list(set(live.replayed.trained) - {0}))
    cost = 0.0 if live.online else float(run.settings["training_cost"])
    return own.by_month(own.gain, run.position, judged.months) - cost * made


def _snapshots(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Standardised features of the judged months' customers, and who of them leaves."""
    past, leaves = run["past"], run["judged"].leaves
    first = past.launch * leaves.shape[1]
    matrix = np.nan_to_num(run["prepared"].served[first : first + leaves.size].astype(float))
    mean, spread = standard(matrix)
    return (matrix - mean) / spread, leaves.ravel()


def _weights(matrix: np.ndarray, leaves: np.ndarray) -> np.ndarray:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1.0, max_iter=200, tol=1e-3).fit(matrix, leaves).coef_[0]
