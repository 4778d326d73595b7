"""How people's days go: mood and visits, leaving for good, and authors who fall silent.

The shape is RecSim's clickbait world ("choc and kale"): what a page leaves behind in the mood
decides slowly whether its reader comes back. Every function takes a leading axis of policies, so
that a family of them lives through the same days with the same luck.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.feed.constants import DAYS, FeedConstants
from data.feed.generator import Feed
from data.world import stream


@dataclass(frozen=True, eq=False)
class Luck:
    """The draws of every user's days, shared by all policies: each (days, users)."""

    visit: np.ndarray
    leave: np.ndarray
    mood: np.ndarray

    @classmethod
    def of(cls, feed: Feed) -> Luck:
        """Draw them, each mechanism from a stream of its own."""
        shape = (DAYS, feed.constants.users)
        return cls(
            stream(feed.seed, "visits").random(shape, np.float32),
            stream(feed.seed, "leaving").random(shape, np.float32),
            stream(feed.seed, "moods").standard_normal(shape, np.float32),
        )


@dataclass(frozen=True, eq=False)
class Crowd:
    """Users under each policy: mood (0 is neutral) and whether they are still there.

    Both have shape (policies, users).
    """

    mood: np.ndarray
    here: np.ndarray

    @classmethod
    def at_first(cls, policies: int, users: int) -> Crowd:
        """Everybody is there and in no mood."""
        shape = (policies, users)
        return cls(np.zeros(shape, np.float32), np.ones(shape, bool))


def satisfaction(mood: np.ndarray, made: FeedConstants) -> np.ndarray:
    """From 0 to 1: the sigmoid of the mood."""
    return 1 / (1 + np.exp(-np.float32(made.sensitivity) * mood))


def spend(
    crowd: Crowd, luck: Luck, days: range, glad: np.ndarray, made: FeedConstants
) -> tuple[Crowd, np.ndarray, np.ndarray]:
    """Live some days on pages that leave `glad` (policies, users) in the mood of a visitor.

    Returns the crowd afterwards, who visited (policies, days, users; boolean), and the factor
    0.5 + satisfaction by which a visitor engages more or less.
    """
    mood, here = crowd.mood.copy(), crowd.here.copy()
    visits = np.empty((len(mood), len(days), mood.shape[1]), bool)
    factor = np.empty(visits.shape, np.float32)
    base, slope = made.visit
    for place, day in enumerate(days):
        pleased = satisfaction(mood, made)
        came = here & (luck.visit[day] < base + slope * pleased)
        visits[:, place], factor[:, place] = came, 0.5 + pleased
        after = made.memory * mood + made.reaction * glad + made.mood_noise * luck.mood[day]
        mood = np.where(came, after, mood)
        here &= luck.leave[day] >= made.leaving * (1 - pleased) ** 2
    return Crowd(mood, here), visits, factor


def first_motivation(applause: np.ndarray) -> np.ndarray:
    """Authors' motivation as the year begins, 0.6 to 1, by their place in past applause."""
    place = np.argsort(np.argsort(applause, kind="stable"), kind="stable")
    return 0.6 + 0.4 * place / max(len(applause) - 1, 1)


def motivation(
    before: np.ndarray, applause: np.ndarray, days: int, made: FeedConstants
) -> np.ndarray:
    """Authors' motivation (0 to 1) after some days in which each got `applause` engagements a day.

    It fades by a share a day (RecSim NG's provider viability) and each engagement adds to it.
    """
    kept = made.viability**days
    added = made.applause * applause * (1 - kept) / (1 - made.viability)
    return np.minimum(before * kept + added, 1.0)
