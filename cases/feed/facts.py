"""What an interviewer would answer when asked, and whether a requirement can be met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cases.feed.candidates import STANDS_FOR
from cases.feed.serving import (
    AT_ONCE,
    DEADLINE,
    HEAVY_CPU_MS,
    path_of,
    processor_seconds,
    rate_of,
)
from data.feed.constants import COMPLAINTS, DAYS
from data.feed.log import DAYS_LOGGED
from kit.feasibility import Answer, Ask, Feasibility
from kit.run import Run
from kit.words import say
from pipelines.serving import cost_per_hour

DAY = 86_400


def facts(run: Run) -> Mapping[str, str]:
    """Traffic, pool, people, the log, rates, attention and the horizon."""
    feed, log = run["feed"], run["log"]
    made, real = feed.constants, ~log.fake
    likes, negative = (float(log.labels[real, head].mean()) for head in (0, 8))
    follows = int(np.median(feed.users.follows.sum(axis=1)))
    return {
        "Traffic": f"{run.settings['traffic']:,} pages a second; a page within "
        f"{say(DEADLINE, 'ms')}",
        "Pool": f"some {STANDS_FOR:,} candidates a request out of hundreds of millions of posts; "
        f"{made.posts} a period are simulated one by one",
        "People": f"{made.users} readers and {made.authors} authors stand for all; half the "
        f"readers follow {follows} or more",
        "Log": f"{int(real.sum()):,} posts shown in {DAYS_LOGGED} days by the previous system, "
        f"{made.listed} a page, {say(made.swapped, 'share')} of pages in random order",
        "Rates": f"{say(likes, 'share')} of what was shown was liked; the log keeps every "
        f"complaint and of all else one row in {COMPLAINTS:.0f}, and still only "
        f"{say(negative, 'share')} of its rows have one",
        "Survey": f"readers of {say(made.surveyed, 'share')} of what was shown were asked how glad "
        "they were of it",
        "Horizon": f"a test runs four weeks; this page goes on for {DAYS} days",
    }


@dataclass(frozen=True, eq=False)
class Ground:
    """The dial's penalties with the active users and the engagement they keep, and the servers."""

    penalties: np.ndarray
    actives: np.ndarray
    engagement: np.ndarray
    best_actives: float
    best_engagement: float
    scored: float
    heavy_ms: float
    light_ranker: str
    mmr: float
    traffic: float


def ground(run: Run) -> Ground:
    """Read the year off every position of the dial, and the servers off the design."""
    tracks, settings = run.readout.tracks, run.settings
    return Ground(
        penalties=run.readout.axis,
        actives=tracks["actives_240"].true,
        engagement=tracks["engagement_year"].true,
        best_actives=run.reading("actives_240").ceiling,
        best_engagement=run.reading("engagement_year").ceiling,
        scored=run["sourcing"].scored_in_production,
        heavy_ms=HEAVY_CPU_MS[settings["heavy_ranker"]],
        light_ranker=settings["light_ranker"],
        mmr=settings["mmr"],
        traffic=float(settings["traffic"]),
    )


def asks(ground: Ground) -> tuple[Ask, ...]:
    """What somebody may ask for or state of the feed."""
    return (
        Ask("traffic", "Pages a second", "count", ground.traffic, 1.0, 1e7),
        Ask("scored", "Candidates scored per page", "count", ground.scored, 1.0, 1e5),
        Ask("ms", "Heavy ranker: ms of one core per candidate", "ms", ground.heavy_ms, 0.001, 1e4),
        Ask("actives", "Active users asked for at the year's end", "share", 0.4, 0.01, 1.0),
        Ask("share", "Share of the best year's engagement asked for", "share", 0.7, 0.01, 1.0),
    )


def answer(ground: Ground, given: Mapping[str, float]) -> Answer:
    """The cores it takes, and whether some penalty keeps both people and engagement."""
    implied = _servers(ground, given)
    share = ground.engagement / ground.best_engagement
    both = (ground.actives >= given["actives"]) & (share >= given["share"])
    wanted = (
        f"{say(given['actives'], 'share')} active users with {say(given['share'], 'share')} of the "
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


def _servers(ground: Ground, given: Mapping[str, float]) -> dict[str, str]:
    """Processor time, cores and money of the path that scores so much; as the readings price it."""
    rate = rate_of(given["traffic"])
    path = path_of(
        given["scored"],
        light_ranker=ground.light_ranker,
        heavy_ms=given["ms"],
        mmr=ground.mmr,
        rate=rate,
    )
    # Of one cell, or of the share of a cell that so little traffic needs.
    cells = given["traffic"] / rate
    heavy = next(station for station in path.stations if station.name == "heavy ranker")
    return {
        "Processor time per page": say(processor_seconds(path), "seconds"),
        "Cores for the heavy ranker": say(np.ceil(cells * heavy.servers * AT_ONCE), "count"),
        "Pages a day": say(given["traffic"] * DAY, "count"),
        "Cost a day": say(cells * 24 * cost_per_hour(path), "money"),
    }


FEASIBILITY = Feasibility(ground, asks, answer)
