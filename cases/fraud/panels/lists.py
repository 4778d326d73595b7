"""The analysts' list: how precise its first cards are, and how precise any list could be."""

from __future__ import annotations

import numpy as np

from cases.fraud.judged import ScoredPayments
from cases.fraud.readings import NO_FRAUD
from kit.figure import Absent, Drawn
from kit.panels.along import Curve, along
from kit.panels.legend import ATTAINABLE, SEEN, TRUE
from kit.run import Run
from kit.words import say

MOST = "most any list can hold"
POINTS = 70


def card_precision(run: Run) -> Drawn:
    """Precision of the analysts' list, by its length.

    Would more analysts find more, or only call more? The ceiling falls because most days have only
    so many cards with fraud.
    """
    if not run["live"].rows["fraud"].any():
        return Absent(NO_FRAUD)
    capacity, reading = run["operating"].policy.capacity, run.reading("card_precision")
    staffed = not np.isnan(reading.true)
    return along(
        _curves(run, np.unique(np.geomspace(1, max(200, 2 * capacity), POINTS).round())),
        x="k, cards called a day",
        y="share of the k cards that held fraud",
        colours={MOST: "muted"},
        dashed=(MOST,),
        log="x",
        y_range=(0.0, 1.0),
        marks={"capacity": (capacity, reading.true)},
        caption=f"At {capacity} calls a day {say(reading.true, 'share')} of the cards called held "
        f"fraud; no list can exceed {say(reading.ceiling, 'share')}, for some days have fewer "
        "cards with fraud than calls."
        if staffed
        else "Nobody is called: there is no precision at the team's capacity.",
    )


def _curves(run: Run, k: np.ndarray) -> dict[str, Curve]:
    own, seen = run["judged"], run["believed"]
    shares = {
        TRUE: (k, _hits_a_day(own, k) / k),
        ATTAINABLE: (k, _hits_a_day(run["attainable"].judged, k) / k),
        MOST: (k, _most_a_day(own, k) / k),
    }
    if len(seen.fraud):
        shares[SEEN] = (k, _hits_a_day(seen, k * seen.share) / (k * seen.share))
    return shares


def _hits_a_day(judged: ScoredPayments, k: np.ndarray) -> np.ndarray:
    """Mean over days of the fraudulent cards among the first k."""
    return judged.cards.hits_at(k) / judged.days


def _most_a_day(judged: ScoredPayments, k: np.ndarray) -> np.ndarray:
    days = np.unique(judged.cards.day, return_inverse=True)[1]
    frauds = np.bincount(days, judged.cards.fraud)
    return np.minimum(frauds[:, None], k).mean(axis=0)
