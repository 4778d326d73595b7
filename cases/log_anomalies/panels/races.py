"""Detectors side by side: by kind of incident, at one budget, as two evaluations see them."""

from __future__ import annotations

import pandas as pd

from cases.log_anomalies.choices import DETECTORS
from cases.log_anomalies.readings import NO_INCIDENT
from data.logs import KINDS
from kit.figure import Absent, Drawn, bars
from kit.heat import heat
from kit.run import Run
from kit.words import say

PLAIN, ADJUSTED = "windows as they are", "point-adjusted"


def matrix(run: Run) -> Drawn:
    """What each detector finds, by kind of incident.

    Which kinds would your detectors never see? Each alone, at the page budget in truth.
    """
    race = run["race"]
    if not len(race.kinds):
        return Absent(NO_INCIDENT)
    rows = []
    for name, found in zip(race.detectors["name"], race.found, strict=True):
        for kind in (kind for kind in KINDS if (race.kinds == kind).any()):
            own = found[race.kinds == kind]
            rows.append((DETECTORS[name], kind, own.mean(), f"{own.sum()} of {len(own)}"))
    cells = pd.DataFrame(rows, columns=["detector", "kind", "found", "text"])
    by_kind = cells.groupby("kind")["found"].max()
    return heat(
        cells,
        x=("kind", "kind of incident"),
        y=("detector", ""),
        level=("found", "share of incidents found"),
        text="text",
        caption=f"No detector sees every kind: the best alone finds "
        f"{say(float(race.detectors['recall'].max()), 'share')} of all incidents; "
        f'hardest for all is "{by_kind.idxmin()}".',
    )


def race(run: Run) -> Drawn:
    """A race at one page budget.

    Which detector finds most for the same number of false pages? Each alone, its level set in
    hindsight so that the budget is just kept.
    """
    race = run["race"]
    if not len(race.kinds):
        return Absent(NO_INCIDENT)
    told = race.detectors.sort_values("recall", ascending=False, kind="stable")
    best = told.iloc[0]
    return bars(
        told.assign(detector=[DETECTORS[name] for name in told["name"]])[["detector", "recall"]],
        x=("detector", ""),
        y=("recall", "share of incidents paged"),
        horizontal=True,
        caption=f"{DETECTORS[best['name']]} finds {say(float(best['recall']), 'share')} with at "
        f"most {say(run['rules'].budget, 'count')} false pages a day.",
    )


def adjusted(run: Run) -> Drawn:
    """Plain F1 beside point-adjusted F1.

    Can an evaluation tell a detector from a coin? Highest F1 of windows over all levels; adjusted,
    one lucky window counts as the whole incident.
    """
    race = run["race"]
    if not len(race.kinds):
        return Absent(NO_INCIDENT)
    told = race.detectors.assign(detector=[DETECTORS[name] for name in race.detectors["name"]])
    rows = told.melt("detector", ["f1", "adjusted"], "way", "value")
    rows["way"] = rows["way"].map({"f1": PLAIN, "adjusted": ADJUSTED})
    random = told.set_index("name").loc["random"]
    beaten = int((told["adjusted"] < random["adjusted"]).sum())
    return bars(
        rows,
        x=("detector", ""),
        y=("value", "highest F1"),
        by="way",
        colours={PLAIN: "one", ADJUSTED: "two"},
        horizontal=True,
        caption=f"A random score gets {say(float(random['f1']), 'score')} plain and "
        f"{say(float(random['adjusted']), 'score')} adjusted, more than {beaten} of the detectors.",
    )
