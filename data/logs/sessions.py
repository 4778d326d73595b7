"""Payments as sequences of events: a grammar with branches and noise, and how it is broken."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.logs.constants import LONE_STRANGE
from data.logs.templates import STEPS
from data.world import stream

LONGEST = 14
NONE = -1
CREATED, CHECKED, RISK, CHALLENGE, AUTHORISED, CAPTURED, MAILED, CLOSED, RETRY, REVERSED = range(
    len(STEPS)
)
USUAL_WAY = (CREATED, CHECKED, RISK, CHALLENGE, AUTHORISED, CAPTURED, MAILED, CLOSED)
BRANCHES = {CHALLENGE: 0.3, MAILED: 0.8}
"""The share of payments that take an optional step."""
GIVEN_UP = 0.004
BREAKS = ("order", "missing", "again", "reversed")


def sessions(
    minute: np.ndarray, strange: np.ndarray, *, seed: int
) -> tuple[pd.DataFrame, np.ndarray]:
    """Payments that begin at each `minute`; each goes a strange way with chance `strange`.

    Returns one row a payment (minute, strange: 0 or 1, how: which break) and the events, shape
    (payments, LONGEST), filled up with -1. A usual payment takes optional steps by chance, retries
    now and then, swaps check and risk in one of ten, and ends early where its customer gives up; a
    strange one captures before it
    authorises, stops in the middle, retries again and again, or is reversed.
    """
    random = stream(seed, "sessions")
    count = len(minute)
    luck = random.random((count, 6))
    is_strange = luck[:, 0] < np.maximum(strange, LONE_STRANGE)
    how = np.minimum((luck[:, 1] * len(BREAKS)).astype(int), len(BREAKS) - 1)
    events = _usual(luck)
    for kind, name in enumerate(BREAKS):
        rows = is_strange & (how == kind)
        events[rows] = _broken(events[rows], name)
    told = pd.DataFrame({"minute": minute, "strange": is_strange.astype(int), "how": how})
    return told, _packed(events)


def _usual(luck: np.ndarray) -> np.ndarray:
    """Usual payments: the way there is, less the steps not taken; -1 in place of those."""
    events = np.full((len(luck), LONGEST), NONE)
    events[:, : len(USUAL_WAY)] = USUAL_WAY
    for at, (step, chance) in enumerate(BRANCHES.items()):
        events[luck[:, 2 + at] >= chance, USUAL_WAY.index(step)] = NONE
    swapped, given_up = luck[:, 4] < 0.1, luck[:, 4] > 1 - GIVEN_UP
    events[swapped, 1], events[swapped, 2] = RISK, CHECKED
    events[luck[:, 5] < 0.05, len(USUAL_WAY)] = RETRY
    events[given_up, 4:] = NONE
    return events


def _broken(events: np.ndarray, how: str) -> np.ndarray:
    """The same payments gone wrong."""
    events = events.copy()
    if how == "order":
        events[:, 4], events[:, 5] = CAPTURED, AUTHORISED
    elif how == "missing":
        events[:, 4:] = NONE
    elif how == "again":
        events[:, len(USUAL_WAY) : len(USUAL_WAY) + 4] = RETRY
    else:
        events[:, 5:7] = REVERSED
    return events


def _packed(events: np.ndarray) -> np.ndarray:
    """The same events without the gaps between them."""
    order = np.argsort(events == NONE, axis=1, kind="stable")
    return np.take_along_axis(events, order, axis=1)
