"""What contacts earn: along the share contacted, by uplift, and by kind of customer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.churn.decide import SHARES
from cases.churn.judged import Campaign
from cases.churn.readings import ALIKE, TOO_LATE
from kit.figure import Absent, Drawn, Table, lines
from kit.run import Run
from kit.words import say

RANDOM = "anybody, at random"
ORACLE = "oracle: true gains"
BEST = "attainable ranking"
OWN = "this design"
COLOURS = {OWN: "true", BEST: "ceiling", ORACLE: "clairvoyant", RANDOM: "muted"}


def profit_curve(run: Run) -> Drawn:
    """Profit at every share contacted: this design, the attainable, the oracle, chance."""
    judged = run["judged"]
    if not judged.months:
        return Absent(TOO_LATE)
    total = judged.campaign.gain.sum() * judged.campaign.per_thousand
    curves = {
        OWN: _profit(judged.campaign),
        BEST: _profit(judged.best),
        ORACLE: _profit(judged.oracle),
        RANDOM: SHARES * total,
    }
    at = run.position
    marks = pd.DataFrame({"share": [SHARES[at]], "profit": [curves[OWN][at]], "text": ["here"]})
    best = int(np.argmax(curves[OWN]))
    return lines(
        _long(curves, "profit"),
        x=("share", "share of the customers due contacted"),
        y=("profit", "profit per 1,000 due ($), training not counted"),
        by="curve",
        colours=COLOURS,
        dashed=(RANDOM,),
        marks=marks,
        caption=f"Here {say(curves[OWN][at], 'money')} per 1,000 due; this ranking earns most, "
        f"{say(curves[OWN][best], 'money')}, at {say(SHARES[best], 'share')}, the oracle "
        f"{say(curves[ORACLE].max(), 'money')}.",
    )


def qini_curve(run: Run) -> Drawn:
    """Churn avoided as more are contacted: by true uplift, whatever the team could measure."""
    judged = run["judged"]
    if not judged.months:
        return Absent(TOO_LATE)
    own = judged.campaign
    if np.ptp(own.saved) < 1e-12:
        return Absent(ALIKE)
    best = np.concatenate([[0.0], np.cumsum(np.sort(own.saved)[::-1])]) * own.per_thousand
    curves = {
        OWN: own.sums(own.saved) * own.per_thousand,
        BEST: judged.keenest.sums(judged.keenest.saved) * own.per_thousand,
        ORACLE: best[np.round(SHARES * len(own.saved)).astype(int)],
        RANDOM: SHARES * own.saved.sum() * own.per_thousand,
    }
    reading = run.reading("qini")
    return lines(
        _long(curves, "saved"),
        x=("share", "share of the customers due contacted"),
        y=("saved", "churn avoided per 1,000 due"),
        by="curve",
        colours=COLOURS,
        dashed=(RANDOM,),
        caption=f"Qini coefficient {say(reading.true, 'score')} (1 is the oracle's curve, 0 the "
        f"straight line); attainable {say(reading.ceiling, 'score')}.",
    )


def quadrants(run: Run) -> Drawn:
    """The four kinds of customer by what they would do: how many, contacted, and worth what."""
    judged = run["judged"]
    if not judged.months:
        return Absent(TOO_LATE)
    own, outcomes = judged.campaign, run["past"].outcomes
    first = run["past"].launch * run["past"].subscriptions.about["customers"]
    row = first + own.month * run["past"].subscriptions.about["customers"] + own.place
    alone, contacted = outcomes.leaves[row], outcomes.leaves_contacted[row]
    here = (own.position <= run.position) & ~outcomes.early[row]
    frame = pd.DataFrame(
        [
            _kind(name, (alone == a) & (contacted == c) & ~outcomes.early[row], here, own)
            for name, (a, c) in KINDS.items()
        ]
    )
    persuaded = frame["contacted"].iloc[0]
    dogs = frame["contacted"].iloc[3]
    return Table(
        frame,
        f"Of those contacted {say(persuaded, 'share')} are kept by it and {say(dogs, 'share')} "
        "leave because of it. Nobody can see which: each customer shows one of the two outcomes.",
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


def _profit(campaign: Campaign) -> np.ndarray:
    return campaign.sums(campaign.gain) * campaign.per_thousand


def _long(curves: dict[str, np.ndarray], value: str) -> pd.DataFrame:
    return pd.concat(
        [pd.DataFrame({"share": SHARES, value: y, "curve": name}) for name, y in curves.items()],
        ignore_index=True,
    )
