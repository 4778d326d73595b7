"""How well the scores order payments, and how far they can be believed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.fraud.panels.outcomes import threshold_of
from cases.fraud.readings import NO_FRAUD
from kit.figure import Absent, Drawn
from kit.panels import curves
from kit.panels import reliability as promised
from kit.panels.along import Curve
from kit.panels.histogram import score_histogram
from kit.panels.legend import ATTAINABLE, CLAIRVOYANT, SEEN, TRUE
from kit.run import Run
from kit.words import say
from pipelines.learning.calibration import logit

RETURN = "expected saving over expected cost, power of ten"


def precision_recall(run: Run) -> Drawn:
    """Precision against recall, with both ceilings.

    How much better could any model be? The attainable curve knows all that can be known in time;
    the clairvoyant one knows which terminals and cards are compromised.
    """
    rows, reading = run["live"].rows, run.reading("average_precision")
    if not rows["fraud"].any():
        return Absent(NO_FRAUD)
    aware = run["operating"].policy.rule == "amount"
    off = " Its line minds amounts too, so it need not stand on its curve." if aware else ""
    return curves.precision_recall(
        run.still(_points),
        recall="recall: share of frauds alerted",
        precision="precision: share of alerts that are fraud",
        now=_position(run),
        caption=f"Average precision {say(reading.true, 'score')} of an attainable "
        f"{say(reading.ceiling, 'score')}; the fraud rate, a useless score's, is "
        f"{say(rows['fraud'].mean(), 'share')}.{off}",
    )


def _points(run: Run) -> dict[str, Curve]:
    rows, validation = run["live"].rows, run["validation"]
    scores = {
        TRUE: ordering(rows),
        ATTAINABLE: rows["attainable"].to_numpy(),
        CLAIRVOYANT: rows["clairvoyant"].to_numpy(),
    }
    fraud = rows["fraud"].to_numpy()
    points = {name: curves.precision_recall_points(each, fraud) for name, each in scores.items()}
    seen = curves.precision_recall_points(validation.scores, validation.labels)
    return points | {SEEN: seen}


def reliability(run: Run) -> Drawn:
    """Predicted probability against the share of fraud.

    May a score be multiplied by money? Payments are grouped by score, from the many low ones to the
    few high ones; on the grey line predictions are right.
    """
    rows, validation = run["live"].rows, run["validation"]
    if not rows["fraud"].any():
        return Absent(NO_FRAUD)
    reading = run.reading("calibration")
    seen = "" if np.isnan(reading.seen) else f"; the team sees {say(reading.seen, 'ratio')}"
    return promised.reliability(
        {
            TRUE: (rows["probability"].to_numpy(), rows["fraud"].to_numpy()),
            SEEN: (validation.scores, validation.labels),
        },
        promised="mean score of the group (predicted probability)",
        happened="share of fraud in the group",
        rare=True,
        caption=f"Predicted over actual fraud: {say(reading.true, 'ratio')}{seen}. "
        "Above the grey line there is more fraud than predicted, below it less.",
    )


def classes(run: Run) -> Drawn:
    """Scores of frauds and of genuine payments.

    How well does the score tell the two apart? Each curve shows shares of its own class; in numbers
    there are far more genuine payments.
    """
    rows = run["live"].rows
    scored = rows[~rows["unscored"]]
    if not scored["fraud"].any():
        return Absent("No fraud among the payments that got a score.")
    return_axis = run["operating"].policy.rule == "amount"
    spread, kind = (_decades, RETURN) if return_axis else (logit, "log odds")
    place, fraud = spread(_scores(run, scored)), scored["fraud"].to_numpy() == 1
    at = float(spread(np.array([threshold_of(run)]))[0])
    above, wrong = (say((place[of] >= at).mean(), "share") for of in (fraud, ~fraud))
    return score_histogram(
        place,
        fraud,
        score=f"score ({kind})",
        classes=("genuine", "fraud"),
        thresholds={"threshold": at},
        caption=f"{above} of scored frauds and {wrong} of scored genuine payments lie at or above "
        "the threshold.",
    )


def ordering(rows: pd.DataFrame) -> np.ndarray:
    """What average precision orders payments by: the probability, unscored payments last."""
    return np.where(rows["unscored"], -1.0, rows["probability"])


def _scores(run: Run, rows: pd.DataFrame) -> np.ndarray:
    """What the threshold is compared with."""
    policy = run["operating"].policy
    return policy.score(rows["probability"].to_numpy(), rows["amount"].to_numpy())


def _position(run: Run) -> tuple[float, float] | None:
    """Where the design stands on its own curve: by alerts raised, whoever is free to act."""
    rows = run["live"].rows
    alerted = (_scores(run, rows) >= threshold_of(run)) & ~rows["unscored"].to_numpy()
    fraud = rows["fraud"].to_numpy()
    if not alerted.any():
        return None
    return float(fraud[alerted].sum() / fraud.sum()), float(fraud[alerted].mean())


def _decades(score: np.ndarray) -> np.ndarray:
    return np.log10(np.clip(score, 1e-6, 1e9))
