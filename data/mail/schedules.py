"""How much of which mail there is, day by day: campaigns that come and go, and what else moves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.drift import episode, ramp, recurring, sudden
from data.mail.language import FOREIGN, HAM_TOPICS, IS_SPAM, TOPICS
from data.world import stream

SPAM_TOPICS = np.flatnonzero(IS_SPAM)
HAM_MIX = {"work": 0.22, "newsletter": 0.16, "shop": 0.14, "finance": 0.12, "tech": 0.12}
LEVELS = (0.0, 0.2, 0.5, 0.3, 0.0)  # a campaign's share of spam as it rises and wanes
FLOOD = 5.0  # times the usual odds of spam while a flood lasts
FLOOD_DAYS = 5
TAKES = 0.45  # share of spam a sudden campaign takes
DRIFTS = ("none", "new", "returning", "ham", "flood", "language")


@dataclass(frozen=True, eq=False)
class Schedule:
    """`spam` is the chance that a message of each day is spam, shape (days,); `topics` the share
    of each topic within its class, shape (days, topics); `changed` how far the drift has gone."""

    spam: np.ndarray
    topics: np.ndarray
    changed: np.ndarray
    starts: float


def schedule(
    *, days: int, live_from: int, spam: float, rotation: float, drift: str, seed: int
) -> Schedule:
    """The mix of mail on each day.

    `rotation` is the number of days in which the three active campaigns are all replaced (0:
    never). `drift` is one of DRIFTS and begins a third into the live days.
    """
    day = np.arange(days, dtype=float)
    starts = live_from + (days - live_from) / 3
    order = stream(seed, "campaigns").permutation(SPAM_TOPICS)
    topics = np.zeros((days, len(TOPICS)))
    topics[:, order[2:]] = _rotating(day, rotation, len(order) - 2)
    topics[:, ~IS_SPAM] = _ham_mix()
    changed, odds = _level(drift, day, starts), np.full(days, spam / (1 - spam))
    if drift in ("new", "returning"):
        topics[:, IS_SPAM] *= 1 - TAKES * changed[:, None]
        topics[:, order[0 if drift == "new" else 1]] += TAKES * changed
    elif drift == "flood":
        odds *= 1 + (FLOOD - 1) * changed
    elif drift in ("ham", "language"):
        other = _other_mix(drift, stream(seed, "ham mix"))
        part = changed[:, None] * (0.25 if drift == "language" else 1.0)
        topics[:, ~IS_SPAM] = (1 - part) * _ham_mix() + part * other
    return Schedule(odds / (1 + odds), topics, changed, starts)


def _level(drift: str, day: np.ndarray, starts: float) -> np.ndarray:
    """How far the change has gone on each day, 0 to 1."""
    if drift in ("new", "language"):
        return sudden(day, start=starts)
    if drift == "returning":
        return recurring(day, period=14, length=5, start=starts % 14)
    if drift == "ham":
        return ramp(day, start=starts, length=14)
    if drift == "flood":
        return episode(day, start=starts, length=FLOOD_DAYS)
    return np.zeros(len(day))


def _rotating(day: np.ndarray, rotation: float, campaigns: int) -> np.ndarray:
    """Each campaign's share of spam: three are active, one about to come and one about to go."""
    phase = 3 * day / rotation if rotation else np.zeros(len(day))
    age = (phase[:, None] - np.arange(campaigns) + 2) % campaigns
    return np.interp(age, np.arange(-1, 4) + 1.0, LEVELS)


def _ham_mix() -> np.ndarray:
    left = (1 - sum(HAM_MIX.values())) / (len(HAM_TOPICS) - len(HAM_MIX) - 1)
    return np.array([0.0 if t == FOREIGN else HAM_MIX.get(t, left) for t in HAM_TOPICS])


def _other_mix(drift: str, rng: np.random.Generator) -> np.ndarray:
    """What honest mail turns to: another order of its topics, or a language not seen before."""
    if drift == "language":
        return np.array([float(topic == FOREIGN) for topic in HAM_TOPICS])
    known = _ham_mix()
    known[:-1] = rng.dirichlet(np.full(len(HAM_TOPICS) - 1, 0.7))
    return known
