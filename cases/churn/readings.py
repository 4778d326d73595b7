"""Every reading of the churn scenario: what it means, its formula, and where it is read."""

from __future__ import annotations

import numpy as np

from cases.churn.alarms import ALARM_METRICS, ONE_REPLAY, alarm_tracks
from cases.churn.closed_loop import Past
from cases.churn.decide import SHARES, Policy
from cases.churn.judged import RankedCustomers
from cases.churn.live import Live
from cases.churn.model import Trial
from cases.churn.serving import SCORING_TIME, WINDOW, BatchRun
from cases.churn.sums import mean_of_months, parts, trial_parts
from cases.churn.world import DAYS
from data.world import World
from kit.metric import Metric, Spread
from kit.readings import Evidence, tracks
from kit.service import SERVING_COST
from pipelines.evaluation.scores import precision_area, roc_area
from pipelines.evaluation.tally import Draws, Tally
from pipelines.evaluation.uncertainty import Resamples
from pipelines.readout import Readout, Track, track

NOBODY = "Nobody is contacted."
TOO_LATE = "No live month's outcome is known before the panel ends: the horizon is too long."
NOTHING_SEEN = "Nothing is held back to see it by: no labels were known at launch."
NOBODY_LEAVES = "Nobody leaves among the judged customers, or everybody does."
NO_TRIAL = "Only a trial shows uplift: none is used by this rule."
ALIKE = "A contact does the same for everybody: no ranking is better than another."

RESAMPLES = 100


# How much wider than customers alone say: measured over forty worlds of 400 customers, the default
# and its rise of prices; differences from the notebook, and from uplift with boosted trees.
METRICS = (
    Metric(
        "profit",
        "Profit per 1,000 due",
        "money",
        "up",
        "Value kept by contacts, less offers, contacts and retrainings, for each thousand "
        "customers due. Decides whom to contact and how many.",
        role="value",
        spread=Spread(level=1.5, difference=2.2),
        headline=True,
        formula=lambda sums: 1000 * (sums["gained"] - sums["spent"]) / sums["due"],
    ),
    Metric(
        "churn_avoided",
        "Churn avoided per 1,000 contacts",
        "count",
        "up",
        "How many fewer leave because they were contacted; below 0 the campaign drives people "
        "away. Decides between risk and uplift.",
        role="value",
        spread=Spread(level=1.7, difference=3.0),
        headline=True,
        formula=lambda sums: 1000 * sums["saved"] / sums["contacted"],
    ),
    Metric(
        "auc",
        "ROC AUC, mean of months",
        "score",
        "up",
        "The probability that a customer who leaves is ranked above one who stays, month by "
        "month. Decides between models.",
        role="ranking",
        spread=Spread(level=1.4, difference=1.5),
        headline=True,
        formula=lambda sums: mean_of_months(
            roc_area(sums["leavers by score"], sums["customers by score"])
        ),
    ),
    Metric(
        "auc_after",
        "ROC AUC after the change",
        "score",
        "up",
        "The same over the months after the world has changed (the second half where it does "
        "not). Decides whether to retrain.",
        role="ranking",
        spread=Spread(level=1.4, difference=1.4),
        headline=True,
        formula=lambda sums: mean_of_months(
            roc_area(sums["leavers by score, after"], sums["customers by score, after"])
        ),
    ),
    Metric(
        "calibration",
        "Calibration (churn predicted / actual)",
        "ratio",
        "one",
        "Sum of predicted probabilities over the number of leavers: 1 is right. Decides whether a "
        "probability may be multiplied by money.",
        role="calibration",
        spread=Spread(level=1.7, difference=2.4),
        headline=True,
        formula=lambda sums: sums["promised"] / sums["leavers"],
    ),
    Metric(
        "qini",
        "Qini coefficient",
        "score",
        "up",
        "How far the ranking gets from random (0) to the best by true uplift (1). The team sees "
        "the curve of the trial over the one that its learner expects, each customer ranked by a "
        "model that did not see it: noisy where the trial is small. Decides whether the trial was "
        "large enough.",
        role="ranking",
        spread=Spread(level=1.8, difference=12.5),
        headline=True,
        formula=lambda sums: (
            sums["saved early"]
            / np.where(sums["saved at best"] > 1e-9, sums["saved at best"], np.nan)
        ),
    ),
    Metric(
        "average_precision",
        "Average precision, mean of months",
        "score",
        "up",
        "Precision averaged over recall, month by month; a useless score has the churn rate. "
        "Decides between models where few are contacted.",
        role="ranking",
        spread=Spread(level=1.2, difference=1.4),
        formula=lambda sums: mean_of_months(
            precision_area(sums["leavers by score"], sums["customers by score"])
        ),
    ),
    Metric(
        "lift",
        "Lift of the top tenth",
        "ratio",
        "up",
        "Churn among the tenth at highest risk, as a multiple of the usual churn. Decides whether "
        "a list by risk is worth having.",
        role="ranking",
        spread=Spread(level=1.1, difference=1.1),
        formula=lambda sums: (
            (sums["leavers on top"] / sums["customers on top"])
            / (sums["leavers"] / sums["customers"])
        ),
    ),
    Metric(
        "contacts",
        "Contacts per 1,000 due",
        "count",
        "none",
        "How many of the customers due are contacted. Decides how many people the campaign needs.",
        role="volume",
        exact="The share contacted, counted out: it is chosen and not sampled.",
    ),
    *ALARM_METRICS,
    Metric(
        "retrainings",
        "Retrainings",
        "count",
        "down",
        "How many models were trained after the first; online steps are not counted. Decides how "
        "often to retrain.",
        role="cost",
        exact=ONE_REPLAY,
    ),
    Metric(
        "training_spent",
        "Spent on retraining",
        "money",
        "down",
        "What these retrainings cost together. Decides whether retraining pays.",
        role="cost",
        exact=ONE_REPLAY,
    ),
    Metric(
        "label_wait",
        "Wait for a label",
        "days",
        "down",
        "How old a snapshot is when its outcome is known. Decides how up to date any model can be.",
        role="drift",
        exact="The gap and the outcome window added up.",
    ),
    SCORING_TIME,
    SERVING_COST,
)


def readings(
    subscriptions: World,
    past: Past,
    judged: RankedCustomers,
    attainable: RankedCustomers,
    believed: RankedCustomers,
    live: Live,
    trial: Trial,
    policy: Policy,
    serving: BatchRun,
    *,
    training_cost: float,
    seed: int,
) -> Readout:
    """Read every metric at every share contacted, as seen and as true, with intervals."""
    about = subscriptions.about
    resamples = Resamples.draw(
        about["customers"], seed=seed, world=about["preset"], resamples=RESAMPLES
    )
    spent = 0.0 if live.online else training_cost * live.replayed.retrainings
    due = len(judged.by_gain.month)
    own = parts(judged, spent)
    shown = parts(believed, spent * len(believed.by_gain.month) / max(1, due))
    evidence = Evidence(
        Tally(own, SHARES),
        Draws.of(own, SHARES, resamples),
        Tally(shown | trial_parts(policy, trial), SHARES) if believed.months else None,
        Tally(parts(attainable, 0.0), SHARES),
    )
    found = tracks(
        (metric for metric in METRICS if metric not in ALARM_METRICS),
        evidence,
        ceilings={"calibration": None},
        why=_why(judged),
        centred=("auc", "auc_after", "average_precision"),
    )
    found["contacts"] = track(
        judged.by_gain.sums(np.ones(due)) * judged.by_gain.per_thousand, why=TOO_LATE
    )
    found |= alarm_tracks(judged, attainable, live, policy.at, resamples)
    found |= _upkeep(past, live, spent, serving)
    return Readout(SHARES, policy.at, found, {}, f"{resamples.name}:{due}")


def _why(judged: RankedCustomers) -> dict[str, str]:
    """The reason for which each reading may be missing."""
    names = [metric.name for metric in METRICS]
    if not judged.months:
        return dict.fromkeys(names, TOO_LATE)
    known = np.isfinite(judged.auc[judged.after]).any()
    reason = NOTHING_SEEN if known else NOBODY_LEAVES
    alike = np.ptp(judged.by_gain.saved) < 1e-12
    return dict.fromkeys(names, reason) | {
        "profit": NOTHING_SEEN,
        "churn_avoided": NOBODY,
        "qini": ALIKE if alike else NO_TRIAL,
    }


def _upkeep(past: Past, live: Live, spent: float, serving: BatchRun) -> dict[str, Track]:
    """Models made, the wait for labels, and the monthly run."""
    wait = past.learner.wait if past.learner.hazard else past.outcomes.wait
    return {
        "retrainings": track(0.0 if live.online else float(live.replayed.retrainings)),
        "training_spent": track(spent),
        "label_wait": track(wait * DAYS),
        "scoring_time": track(serving.seconds, budget=WINDOW),
        "serving_cost": track(serving.cost),
    }
