"""Taking turns: ours and a peer run one after the other, round after round."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

Clock = Callable[[], float]
Work = Callable[[], Any]


@dataclass(frozen=True)
class Row:
    """One comparison: what both did, seconds of each (NaN: none was taken), and what to know.

    `growth` is the exponent b of seconds ~ size ** b over the sizes of the row.
    """

    name: str
    ours_seconds: float = math.nan
    peer: str = ""
    peer_seconds: float = math.nan
    note: str = ""
    growth: float = math.nan

    @property
    def ratio(self) -> float:
        """How many times as long the peer takes."""
        return self.peer_seconds / self.ours_seconds


def compare(
    name: str,
    ours: Work,
    peer: str,
    theirs: Work,
    *,
    rounds: int,
    note: str = "",
    per: tuple[float, float] = (1, 1),
    clock: Clock = time.process_time,
) -> Row:
    """Let ours and the peer take turns and compare the medians.

    `per` is how much of the work one call of each does: more than 1 where it is too short for the
    clock, less than 1 where a part of it is done and scaled up.
    """
    timed = [(seconds(ours, clock), seconds(theirs, clock)) for _ in range(rounds)]
    ours_seconds, peer_seconds = (median(column) for column in zip(*timed, strict=True))
    return Row(name, ours_seconds / per[0], peer, peer_seconds / per[1], note)


def growth(
    name: str,
    works: Mapping[int, Work],
    *,
    rounds: int,
    of: str,
    clock: Clock = time.process_time,
) -> Row:
    """How the seconds grow with size: the slope through the medians of each, both as logarithms.

    `works` maps a size, counted in `of`, to the work at that size.
    """
    timed = [[seconds(work, clock) for work in works.values()] for _ in range(rounds)]
    medians = np.median(timed, axis=0)
    slope = np.polyfit(np.log(list(works)), np.log(medians), 1)[0]
    sizes = f"from {min(works):,} to {max(works):,} {of}"
    return Row(f"{name}, {sizes}", float(medians[-1]), growth=float(slope))


def seconds(work: Work, clock: Clock = time.process_time) -> float:
    """What one call takes by a clock: the CPU's own by default."""
    began = clock()
    work()
    return clock() - began
