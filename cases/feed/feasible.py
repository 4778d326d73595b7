"""Is an engagement over the year possible within a time, and what machines does it take?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cases.feed.latency import BUSY, CORE_HOURLY, HEAVY_CPU_MS
from kit.feasibility import Answer, Ask, Feasibility
from kit.run import Run
from kit.words import say

DAY = 86_400


@dataclass(frozen=True, eq=False)
class Ground:
    """The dial's penalties with the actives and the engagement they keep, and the machines."""

    penalties: np.ndarray
    actives: np.ndarray
    engagement: np.ndarray
    best_actives: float
    best_engagement: float
    scored: float
    ms: float
    traffic: float


def ground(run: Run) -> Ground:
    """Read the year off every position of the dial."""
    tracks, axis = run.readout.tracks, run.readout.axis
    return Ground(
        axis,
        tracks["actives_240"].true,
        tracks["engagement_year"].true,
        run.reading("actives_240").ceiling,
        run.reading("engagement_year").ceiling,
        run["timed"].scored,
        HEAVY_CPU_MS[str(run.settings["heavy"])],
        float(run.settings["traffic"]),
    )


def asks(ground: Ground) -> tuple[Ask, ...]:
    """What somebody may ask for or state of the feed."""
    return (
        Ask("traffic", "Pages a second", "count", ground.traffic, 1.0, 1e7),
        Ask("scored", "Candidates scored a page", "count", ground.scored, 1.0, 1e5),
        Ask("ms", "Heavy ranker: ms of a core a candidate", "ms", ground.ms, 0.001, 1e4),
        Ask("actives", "Actives asked for at the year's end", "share", 0.4, 0.01, 1.0),
        Ask("share", "Share of the best year's engagement asked for", "share", 0.7, 0.01, 1.0),
    )


def answer(ground: Ground, given: Mapping[str, float]) -> Answer:
    """The cores it takes, and whether some penalty keeps both people and engagement."""
    work = given["scored"] * given["ms"] / 1000
    cores = given["traffic"] * work / BUSY
    implied = {
        "Processor time a page": say(work, "seconds"),
        "Cores for the heavy ranker": say(np.ceil(cores), "count"),
        "Rankings a day": say(given["traffic"] * DAY, "count"),
        "Cost a day": say(cores * 24 * CORE_HOURLY, "money"),
    }
    share = ground.engagement / ground.best_engagement
    both = (ground.actives >= given["actives"]) & (share >= given["share"])
    wanted = (
        f"{say(given['actives'], 'share')} actives with {say(given['share'], 'share')} of the "
        "best year's engagement"
    )
    if both.any():
        at = float(ground.penalties[int(np.argmax(np.where(both, share, -1)))])
        return Answer(implied, "yes", f"This design keeps {wanted}, at a penalty of {at:g}.")
    if given["actives"] > ground.best_actives:
        best = say(ground.best_actives, "share")
        return Answer(
            implied, "no", f"Even the family that knows the truth keeps no more than {best} active."
        )
    return Answer(
        implied,
        "maybe",
        f"No penalty of this design keeps {wanted}; a better model or the survey's head may.",
    )


FEASIBILITY = Feasibility(ground, asks, answer)
