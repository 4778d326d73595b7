"""The rounds readings are made of: what each step gave, minute by minute."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.irrelevant_items.decide import Fixed, Hunt, best_hunt, everything
from cases.irrelevant_items.faults import FAULTS
from cases.irrelevant_items.model import Beliefs, Rounds, entropy

VISITS = 60_000.0
"""Visits a minute: 1,000 a second."""

MINUTES = np.arange(0.0, 202.0, 2.0)
"""The positions of the dial."""


@dataclass(frozen=True, eq=False)
class Judged:
    """Every round along the minutes: `right` (likeliest cause is the true one), `given` (belief in
    the true cause), `sure` (in the likeliest), `told` (bits so far), all (rounds, minutes)."""

    right: np.ndarray
    given: np.ndarray
    sure: np.ndarray
    told: np.ndarray
    spent: np.ndarray
    spoilt: np.ndarray
    lost: np.ndarray


def believed(hunt: Hunt) -> np.ndarray:
    """What is believed of each fault at every minute: (rounds, minutes, faults)."""
    step = (hunt.clock[:, :, None] <= MINUTES).sum(axis=1) - 1
    return hunt.belief[np.arange(len(step))[:, None], step]


def right_by_minute(rounds: Rounds, hunt: Hunt) -> np.ndarray:
    """The share of rounds whose likeliest cause is the true one, at every minute: (minutes,)."""
    return (believed(hunt).argmax(axis=-1) == rounds.fault[:, None]).mean(axis=0)


def judged(rounds: Rounds, hunt: Hunt, fixed: Fixed) -> Judged:
    """Read belief, diagnosis and harm off every round at every minute."""
    belief, row = believed(hunt), np.arange(len(rounds.fault))[:, None]
    given = belief[row, np.arange(len(MINUTES)), rounds.fault[:, None]]
    told = entropy(hunt.belief[:, 0])[:, None] - entropy(belief)
    spent = np.minimum(MINUTES, hunt.stopped[:, None])
    lasts = VISITS * np.minimum(MINUTES, fixed.cured[:, None])
    after = VISITS * np.clip(MINUTES - fixed.cured[:, None], 0, fixed.undone)
    return Judged(
        (belief.argmax(axis=-1) == rounds.fault[:, None]).astype(float),
        given,
        belief.max(axis=-1),
        told,
        spent,
        rounds.spoilt[:, None] * lasts + fixed.spoils[:, None] * after,
        np.clip(rounds.lost, 0, 1)[:, None] * lasts + fixed.loses[:, None] * after,
    )


@dataclass(frozen=True, eq=False)
class Attainable:
    """The same rounds by who asks everything at once, and by the best order: (rounds,).

    `minutes` are those of the best order until it is sure, or time is up.
    """

    right: np.ndarray
    given: np.ndarray
    minutes: np.ndarray
    best: Hunt


def attainable(
    beliefs: Beliefs, rounds: Rounds, *, stop_at: float, time_limit: float
) -> Attainable:
    """Believe what all probes together say, and play the best order beside."""
    known = everything(beliefs, rounds)
    best = best_hunt(beliefs, rounds, stop_at=stop_at, time_limit=time_limit)
    right = (known.argmax(axis=1) == rounds.fault).astype(float)
    given = known[np.arange(len(known)), rounds.fault]
    return Attainable(right, given, np.where(best.sure, best.stopped, time_limit), best)


def confusion(rounds: Rounds, hunt: Hunt) -> np.ndarray:
    """Rounds by true cause and by diagnosis: (faults, faults)."""
    table = np.zeros((len(FAULTS), len(FAULTS)))
    np.add.at(table, (rounds.fault, hunt.diagnosis[:, -1]), 1)
    return table
