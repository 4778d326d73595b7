"""What changes though nothing is wrong: releases, batches, growth, and agents that misbehave."""

from __future__ import annotations

import numpy as np

from data.logs.constants import DAY
from data.logs.templates import EVERY, FIRST_RENAMED, RENAMED, STREAMED, USUAL

RELEASE_HOUR = 10
BATCH, BATCH_HOUR, BATCH_MINUTES = np.array([18, 19, 28]), 2, 20
AGENT = np.array([3, 11, 15, 21, 27])
"""The services behind the agent that sends lines twice, or whose clock is wrong."""


def begins(change_day: int, live_from: int) -> int:
    """The minute at which a change of live day `change_day` (from 1 on) begins."""
    return live_from + DAY * (change_day - 1) + 60 * RELEASE_HOUR


def volume(change: str, begin: int, minute: np.ndarray) -> np.ndarray:
    """By what a benign change multiplies the rate of each usual message: (minutes, messages)."""
    times = np.ones((len(minute), len(USUAL)))
    since, of_day = minute >= begin, minute % DAY
    if change == "batch":
        at_night = (of_day >= 60 * BATCH_HOUR) & (of_day < 60 * BATCH_HOUR + BATCH_MINUTES)
        times[np.ix_(since & at_night, BATCH)] = 8.0
    elif change == "growth":
        times *= (1 + 0.8 * np.clip((minute - begin) / max(minute[-1] - begin, 1), 0, 1))[:, None]
    elif change == "monday":
        rush = (of_day >= 540) & (of_day < 660) & (minute // DAY % 7 == 0)
        times[since & rush, :STREAMED] = 1.8
    elif change == "double":
        times[since] = 2.0
    return times


def observed(counts: np.ndarray, change: str, begin: int, minute: np.ndarray) -> np.ndarray:
    """What arrives of the counts (minutes, all messages) under a change of texts or of agents."""
    seen = counts.copy()
    since = minute >= begin
    if change == "deploy":
        old, new = np.array(list(RENAMED)), np.arange(len(RENAMED)) + FIRST_RENAMED
        seen[np.ix_(since, new)] = counts[np.ix_(since, old)]
        seen[np.ix_(since, old)] = 0
    elif change == "duplicates":
        twice = since & (minute % DAY >= 480) & (minute % DAY < 600)
        seen[np.ix_(twice, AGENT)] *= 2
    elif change == "clock":
        behind = np.flatnonzero(since & (minute < begin + DAY // 2))
        seen[np.ix_(behind, AGENT)] = 0
        np.add.at(seen, np.ix_(np.maximum(behind - 60, 0), AGENT), counts[np.ix_(behind, AGENT)])
    return seen


def known(change: str, begin: int, at: int) -> np.ndarray:
    """Which messages somebody who reads the release notes knows at a minute: (all messages,)."""
    found = np.zeros(len(EVERY), dtype=bool)
    found[: len(USUAL)] = True
    if change == "deploy" and at >= begin:
        found[FIRST_RENAMED : FIRST_RENAMED + len(RENAMED)] = True
    return found
