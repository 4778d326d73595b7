"""Where the thresholds belong: what lies between them, what becomes of mail, what errors cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.spam.outcomes import OUTCOMES, outcomes, thresholds_of
from kit.figure import Drawn, Table
from kit.panels.along import along, of_track, standing
from kit.panels.histogram import score_histogram
from kit.run import Run
from kit.words import say

WIDEST = 15.0  # log odds shown


def histogram(run: Run) -> Drawn:
    """Scores of spam and of legitimate mail, and the thresholds.

    What lies between the thresholds, and what above? The dial moves the quarantine threshold; the
    flag threshold follows from costs.
    """
    judged, operating = run["judged"], thresholds_of(run)
    scored = np.isfinite(judged.score)
    score, spam = judged.score[scored], judged.spam[scored] == 1
    marks = {"quarantine": operating.quarantine}
    if operating.flag < operating.quarantine:
        marks = {"flag": operating.flag} | marks
    held = score >= operating.quarantine
    doubtful = (score >= operating.flag) & ~held
    return score_histogram(
        score,
        spam,
        score=f"log odds of spam (ends hold what is beyond {WIDEST:g})",
        classes=("legitimate", "spam"),
        thresholds=marks,
        within=(-WIDEST, WIDEST),
        caption=f"{_of(held, spam)} of scored spam and {_of(held, ~spam)} of legitimate mail are "
        f"quarantined; flagged are {_of(doubtful, spam)} and {_of(doubtful, ~spam)}.",
    )


def _of(marked: np.ndarray, kind: np.ndarray) -> str:
    return say(float(marked[kind].mean()) if kind.any() else float("nan"), "share")


def what_happens(run: Run) -> Drawn:
    """Delivered, flagged, quarantined.

    What happens to legitimate mail and to spam at these thresholds?
    """
    spam = run["scored"]["spam"].to_numpy()
    frame = pd.crosstab(outcomes(run), spam).reindex(
        index=list(OUTCOMES), columns=[0, 1], fill_value=0
    )
    shares = frame / np.maximum(frame.sum(), 1)
    table = pd.DataFrame(
        {
            "what happens": list(OUTCOMES),
            "legitimate": frame[0].to_numpy(),
            "of legitimate": shares[0].to_numpy(),
            "spam": frame[1].to_numpy(),
            "of spam": shares[1].to_numpy(),
        }
    )
    held = frame.loc["quarantined"]
    said = f"{held[0]:,} legitimate messages lie in quarantine among {held[1]:,} of spam."
    return Table(table, said, {"of legitimate": "share", "of spam": "share"})


def cost_curve(run: Run) -> Drawn:
    """What errors cost at every threshold.

    Is the threshold where the costs are lowest, and does the team see that?
    """
    track, axis = run.readout.tracks["error_cost"], run.readout.axis
    best = int(np.nanargmin(track.true))
    return along(
        {name: _inside(*curve) for name, curve in of_track(run, "error_cost").items()},
        x="quarantine threshold (log odds)",
        y="cost of errors per 10,000 messages ($, log)",
        log="y",
        marks={
            text: (float(np.clip(x, -WIDEST, WIDEST)), y)
            for text, (x, y) in standing(run, "error_cost").items()
        },
        caption=f"At this threshold errors cost {say(run.reading('error_cost').true, 'money')}, at "
        f"the best one in hindsight ({axis[best]:.1f}) {say(float(track.true[best]), 'money')}; "
        "the ceiling is the best two thresholds on the exact chance of spam.",
    )


def _inside(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    shown = np.abs(x) <= WIDEST
    return x[shown], y[shown]
