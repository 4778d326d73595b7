"""Forty weeks of the loop: this design, the oracle beside it, and the same design left alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from cases.recommender.loop import Week, live
from cases.recommender.plan import Plan
from data.movies import Movies
from pipelines.engine import part_done

WEEKS = 40

DESIGN, ORACLE, FROZEN = "this design", "oracle", "never retrained"


@dataclass(frozen=True, eq=False)
class Lived:
    """The weeks of each course by its name; `follow` is the user whose rows were kept."""

    courses: dict[str, list[Week]]
    follow: int
    takes_at_launch: np.ndarray


def weeks_lived(service, past, learning, ranking, rules, trained, second, *, retrain, mind):
    """Live through forty weeks, with the oracle and with nothing retrained for comparison."""
    plan = Plan(learning, ranking, rules, retrain)
    courses = {ORACLE: (plan, True), DESIGN: (plan, False)}
    if retrain:
        courses[FROZEN] = (replace(plan, every=0), False)
    follow, lived = followed(service, trained.taken), {}
    for turn, (name, (kept, oracle)) in enumerate(courses.items()):
        lived[name] = live(
            service, past, kept, weeks=WEEKS, mind=mind, model=(trained, second), oracle=oracle,
            follow=follow, tell=partial(_told, turn, len(courses)),
        )[0]  # fmt: skip
    return Lived(lived, follow, trained.taken.sum(axis=0))


def _told(turn: int, courses: int, share: float) -> None:
    part_done((turn + share) / courses)


def followed(service: Movies, taken: np.ndarray) -> int:
    """A person whose shelf is worth reading: with about 20 takes, mostly of two or three genres."""
    count = (taken > 0).sum(axis=1)
    taste = service.taste(0)
    mixed = np.abs((taste**2).sum(axis=1) - 0.45)
    held = service.held_since(0) < -service.constants.past_weeks
    score = np.abs(np.log1p(count) - np.log(21)) + mixed + 10 * (~service.people) + (~held)
    return int(np.argmin(score))
