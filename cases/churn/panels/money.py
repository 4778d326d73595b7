"""What contacts earn: along the share contacted, by uplift, and by kind of customer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.churn.decide import SHARES
from cases.churn.judged import Campaign
from cases.churn.readings import ALIKE, TOO_LATE
from kit.figure import Absent, Drawn, Table
from kit.panels.along import along
from kit.panels.legend import ATTAINABLE, CLAIRVOYANT, TRUE
from kit.run import Run
from kit.words import say

RANDOM = "anybody, at random"
ACROSS = "share of the customers due contacted"


def profit_curve(run: Run) -> Drawn:
    """Profit by the share contacted.

    How many should be contacted, and is the ranking the limit? The clairvoyant knows what each
    contact would earn; the attainable ranking knows all that could be observed.
    """
    judged = run["judged"]
    if not judged.months:
        return Absent(TOO_LATE)
    observers = {TRUE: judged, ATTAINABLE: run["attainable"], CLAIRVOYANT: run["clairvoyant"]}
    curves = {name: _total(one.by_gain, one.by_gain.gain) for name, one in observers.items()}
    curves[RANDOM] = SHARES * curves[TRUE][-1]
    at, best = run.position, int(np.argmax(curves[TRUE]))
    return _curves(
        curves,
        "profit per 1,000 due ($), training not counted",
        f"Here {say(curves[TRUE][at], 'money')} per 1,000 due; this ranking earns most, "
        f"{say(curves[TRUE][best], 'money')}, at {say(SHARES[best], 'share')}, the clairvoyant "
        f"{say(curves[CLAIRVOYANT].max(), 'money')}.",
        at,
    )


def qini_curve(run: Run) -> Drawn:
    """Churn avoided against true uplift.

    Does the ranking find those whom a contact changes? What is a good Qini value? Compare with the
    clairvoyant ceiling, the most there is.
    """
    judged = run["judged"]
    if not judged.months:
        return Absent(TOO_LATE)
    own = judged.by_uplift
    if np.ptp(own.saved) < 1e-12:
        return Absent(ALIKE)
    best = np.concatenate([[0.0], np.cumsum(np.sort(own.saved)[::-1])]) * own.per_thousand
    curves = {
        TRUE: _total(own, own.saved),
        ATTAINABLE: _total(run["attainable"].by_uplift, own.saved),
        CLAIRVOYANT: best[np.round(SHARES * len(own.saved)).astype(int)],
        RANDOM: SHARES * own.saved.sum() * own.per_thousand,
    }
    reading = run.reading("qini")
    return _curves(
        curves,
        "churn avoided per 1,000 due",
        f"Qini coefficient {say(reading.true, 'score')} (1 is the clairvoyant's curve, 0 the "
        f"straight line); attainable {say(reading.ceiling, 'score')}.",
        run.position,
    )


def quadrants(run: Run) -> Drawn:
    """Four kinds of customer.

    Who is worth a call? Each customer has two outcomes, contacted and not, and only one is ever
    seen.
    """
    judged = run["judged"]
    if not judged.months:
        return Absent(TOO_LATE)
    own, outcomes = judged.by_gain, run["past"].outcomes
    there = ~outcomes.early[own.row]
    alone, contacted = outcomes.leaves[own.row], outcomes.leaves_contacted[own.row]
    here = (own.position <= run.position) & there
    frame = pd.DataFrame(
        [
            _kind(name, (alone == a) & (contacted == c) & there, here, own)
            for name, (a, c) in KINDS.items()
        ]
    )
    persuaded, driven_off = frame["contacted"].iloc[0], frame["contacted"].iloc[3]
    return Table(
        frame,
        f"Of those contacted {say(persuaded, 'share')} are kept by it and "
        f"{say(driven_off, 'share')} leave because of it. Nobody can see which: each customer "
        "shows one of the two outcomes.",
        {
            "customers": "share",
            "contacted": "share",
            "chance changed": "share",
            "gain": "money",
        },
    )


KINDS = {
    "persuadable: leaves unless contacted": (1, 0),
    "sure thing: stays anyway": (0, 0),
    "lost cause: leaves anyway": (1, 1),
    "sleeping dog: leaves if contacted": (0, 1),
}


def _kind(name: str, rows: np.ndarray, here: np.ndarray, own: Campaign) -> dict[str, object]:
    contacted = here.sum()
    return {
        "kind": name,
        "customers": float(rows.mean()) if len(rows) else np.nan,
        "contacted": float((rows & here).sum() / contacted) if contacted else np.nan,
        "chance changed": float(own.saved[rows].mean()) if rows.any() else np.nan,
        "gain": float(own.gain[rows].mean()) if rows.any() else np.nan,
    }


def _total(campaign: Campaign, values: np.ndarray) -> np.ndarray:
    return campaign.sums(values) * campaign.per_thousand


def _curves(curves: dict[str, np.ndarray], y: str, caption: str, at: int) -> Drawn:
    return along(
        {name: (SHARES, values) for name, values in curves.items()},
        x=ACROSS,
        y=y,
        caption=caption,
        colours={RANDOM: "muted"},
        dashed=(RANDOM,),
        marks={"now": (float(SHARES[at]), float(curves[TRUE][at]))},
    )
