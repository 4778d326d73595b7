"""What became of each live payment at the threshold that stands: the ground of many pictures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.fraud.judged import judged_live
from cases.fraud.live import Live
from kit.run import Run

MECHANISMS = {
    1: "compromised terminal",
    2: "compromised card",
    3: "card testing",
    4: "no visible reason",
    5: "large amount",
}
"""How a fraud came about, by its code in the world's truth, as people read it."""

STOPPED, WAITED, PASSED, UNSCORED = (
    "stopped",
    "alerted, no analyst free",
    "below the threshold",
    "approved unscored",
)


def threshold_of(run: Run) -> float:
    """The threshold at the design's position of the dial."""
    return float(run.readout.axis[run.position])


def outcomes(run: Run, live: Live | None = None) -> pd.DataFrame:
    """The live payments with the columns alerted, acted, earned (0 where not acted) and outcome.

    `live` are the live weeks of a design with the same policy; by default the run's own.
    """
    rows = (live or run["live"]).rows
    judged = judged_live(rows, run["operating"].policy) if live else run["judged"]
    threshold = threshold_of(run)
    alerted, acted = judged.score >= threshold, judged.acted >= threshold
    missed = np.where(alerted, WAITED, np.where(rows["unscored"], UNSCORED, PASSED))
    return rows.assign(
        alerted=alerted,
        acted=acted,
        earned=np.where(acted, judged.earned, 0.0),
        outcome=np.where(acted, STOPPED, missed),
    )


def frauds(run: Run) -> pd.DataFrame:
    """The frauds among the live payments, with how each came about in words."""
    rows = outcomes(run)
    found = rows[rows["fraud"] == 1]
    return found.assign(kind=found["mechanism"].map(MECHANISMS))
