"""What an interviewer would answer when asked, and a check of what is asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cases.recommender.serving import MAC_MS
from cases.recommender.world import COLD
from kit.feasibility import Answer, Ask, Feasibility
from kit.run import Run
from kit.words import say

BUSY = 0.7  # how busy a fleet is planned to be


def facts(run: Run) -> Mapping[str, str]:
    """Traffic, catalogue, log, users, click rate, and how fast things change."""
    movies, launch, settings = run["movies"], run["launch"], run.settings
    made, log = movies.constants, launch.logs[0]
    takes = np.bincount(log.user, log.taken, made.users)
    rate = f"{say(float(log.taken.mean()), 'share')} of what was shown" if len(log) else "no log"
    return {
        "Traffic": f"{settings['traffic']:,} requests a second at peak, answered within "
        f"{say(settings['deadline'], 'ms')}",
        "Catalogue": f"{10_000 * settings['catalogue']:,.0f} titles; {made.titles:,} of them are "
        f"simulated one by one, {say(made.churn, 'share')} replaced a week",
        "Users": f"{made.users:,} are simulated; half have taken at most {np.median(takes):.0f} "
        f"titles, {say(float((takes < COLD).mean()), 'share')} fewer than five",
        "Log": f"{len(log):,} impressions and {int(log.taken.sum()):,} takes of twelve weeks, in "
        "rows of ten filled by an older system",
        "Taken": rate,
        "A row": "ten titles; the second is looked at "
        f"{say(float(movies.examination[1]), 'share')} as often as the first, the tenth "
        f"{say(float(movies.examination[9]), 'share')}",
        "Labels": "a take is known at once, what was watched of it the next day",
    }


@dataclass(frozen=True)
class Ground:
    """What the design reaches, and its catalogue, vectors, traffic and deadline."""

    rate: float
    ceiling: float
    p99: float
    titles: float
    factors: float
    traffic: float
    deadline: float


def ground(run: Run) -> Ground:
    """Read off a run what the answer needs."""
    settings, taken = run.settings, run.reading("click_rate")
    return Ground(
        taken.true,
        taken.ceiling,
        run.reading("p99").true,
        10_000.0 * float(settings["catalogue"]),
        float(settings["factors"]),
        float(settings["traffic"]),
        float(settings["deadline"]),
    )


def asks(ground: Ground) -> tuple[Ask, ...]:
    """What somebody may ask for or state of a recommender."""
    return (
        Ask("titles", "Titles in the catalogue", "count", ground.titles, 100.0, 1e10),
        Ask("factors", "Numbers a vector", "count", ground.factors, 1.0, 4096.0),
        Ask("traffic", "Requests a second", "count", ground.traffic, 1.0, 1e7),
        Ask("deadline", "99th percentile asked for", "ms", ground.deadline, 1.0, 1e5),
        Ask("rate", "Titles taken, asked for", "share", 0.15, 0.001, 1.0),
    )


def answer(ground: Ground, given: Mapping[str, float]) -> Answer:
    """The work of looking at every title, and whether design or ceiling reach what is asked."""
    work = given["titles"] * given["factors"] * MAC_MS
    implied = {
        "Scoring every title": say(work, "ms"),
        "Servers for that alone": say(math.ceil(given["traffic"] * work / 1000 / BUSY), "count"),
        "Vectors in memory": f"{say(4 * given['titles'] * given['factors'] / 1e6, 'count')} MB",
    }
    asked = f"{say(given['rate'], 'share')} of titles taken"
    if work > given["deadline"]:
        found = "No row can be ready: scoring every title alone takes longer than that. Fetch a few"
        return Answer(implied, "no", f"{found} hundred candidates from an index first.")
    if given["rate"] > ground.ceiling:
        best = say(ground.ceiling, "share")
        return Answer(
            implied, "no", f"No design can reach {asked}: the clairvoyant rows have {best}."
        )
    late = not ground.p99 <= given["deadline"]
    if ground.rate >= given["rate"] and not late:
        return Answer(implied, "yes", f"This design reaches {asked} in that time.")
    now = f"{say(ground.rate, 'share')} at {say(ground.p99, 'ms')}"
    return Answer(
        implied, "maybe", f"This design has {now}; the clairvoyant rows, which know every "
        f"chance and need no time, {say(ground.ceiling, 'share')}.",
    )  # fmt: skip


FEASIBILITY = Feasibility(ground, asks, answer)
