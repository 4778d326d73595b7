"""Every reading of the lamps: what it means, its formula, and where it is read."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kit.metric import Metric
from kit.readings import Evidence, tracks
from pipelines.evaluation.tally import Draws, Part, Reached, Summand, Tally
from pipelines.evaluation.uncertainty import Resamples
from pipelines.readout import Readout
from tests.lamps.judged import ScoredLamps

SHARES = np.linspace(0, 1, 101)
MISS = 20.0
"""What a faulty lamp that leaves costs, in inspections."""

METRICS = (
    Metric(
        "recall",
        "Faults found",
        "share",
        "up",
        "Of all faults.",
        role="value",
        headline=True,
        formula=lambda sums: sums["found"] / sums["faults"],
    ),
    Metric(
        "precision",
        "Hit rate",
        "share",
        "up",
        "Inspections that find one.",
        role="ranking",
        formula=lambda sums: sums["found"] / sums["inspected"],
    ),
    Metric(
        "cost",
        "Cost a lamp",
        "money",
        "down",
        "Inspecting and missing.",
        role="cost",
        headline=True,
        formula=lambda sums: (
            (sums["inspected"] + MISS * (sums["faults"] - sums["found"])) / sums["lamps"]
        ),
    ),
)


def readings(
    judged: ScoredLamps, believed: ScoredLamps, attainable: ScoredLamps, *, seed: int
) -> Readout:
    """Read every metric for every share inspected, as seen and as true, with intervals."""
    own = parts(judged)
    resamples = Resamples.draw(len(judged.score), seed=seed, world="lamps", resamples=60)
    evidence = Evidence(
        Tally(own, SHARES),
        Draws.of(own, SHARES, resamples),
        Tally(parts(believed), SHARES),
        Tally(parts(attainable), SHARES),
    )
    found = tracks(
        METRICS,
        evidence,
        why={"precision": "No lamp is inspected, so there is nothing to be right about."},
    )
    cheapest = int(np.argmin(found["cost"].seen))
    return Readout(SHARES, cheapest, found, resamples=resamples.name)


def parts(scored: ScoredLamps) -> Mapping[str, Part]:
    """What the formulas add up: lamps and faults, all of them and those inspected."""
    lamp, at = np.arange(len(scored.score)), scored.share_reaching()
    ones = np.ones(len(lamp))
    return {
        "lamps": Summand(ones, lamp),
        "faults": Summand(scored.fault, lamp),
        "inspected": Reached(ones, lamp, at),
        "found": Reached(scored.fault, lamp, at),
    }
