"""What became of each message where the dial stands."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.spam.decide import Operating
from cases.spam.labels import DELIVERED, FLAGGED, QUARANTINED
from kit.run import Run

BOUNCED, UNSCORED = "bounced", "delivered unscored"
WORDS = {DELIVERED: "delivered", FLAGGED: "flagged", QUARANTINED: "quarantined"}
OUTCOMES = (*WORDS.values(), UNSCORED, BOUNCED)


def thresholds_of(run: Run) -> Operating:
    """The design's thresholds, that for quarantine where the dial stands."""
    return run["operating"].at(float(run.readout.axis[run.position]))


def decisions(score: np.ndarray, operating: Operating) -> np.ndarray:
    """What is done with each message by its score, as a word: shape (messages,)."""
    return np.array(list(WORDS.values()))[operating.decide(score)]


def outcomes(run: Run) -> pd.Series:
    """What became of each live message, as one of OUTCOMES: indexed as the scored messages are."""
    rows = run["scored"]
    found = decisions(rows["score"].to_numpy(), thresholds_of(run)).astype(object)
    found[rows["unscored"].to_numpy()] = UNSCORED
    found[rows["bounced"].to_numpy()] = BOUNCED
    return pd.Series(found, rows.index, name="outcome")
