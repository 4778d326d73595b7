"""How a reading of one run differs from another's, along the whole dial at once."""

from __future__ import annotations

import numpy as np

from pipelines.evaluation.uncertainty import middle
from pipelines.readout import Readout, Track

LEVEL = 0.95
Ends = tuple[np.ndarray, np.ndarray | None, np.ndarray | None]


def are_paired(mine: Readout, theirs: Readout, name: str) -> bool:
    """Whether two runs read a metric on the same resamples."""
    a, b = mine.tracks[name].draws, theirs.tracks[name].draws
    same = mine.resamples != "" and mine.resamples == theirs.resamples
    return same and a is not None and b is not None and len(a) == len(b)


def changes(
    mine: Track, theirs: Track, *, kept: np.ndarray, at: int, paired: bool, wider: float = 1.0
) -> Ends:
    """The change at each of the positions `kept`, the other run standing at `at`; and its interval.

    The interval holds the middle 95 % of the differences of the draws, draw by draw where they are
    paired, else against drawn ones; `wider` times as far from the change. None without draws.
    """
    with np.errstate(invalid="ignore"):
        change = along(mine.true, kept) - theirs.at("true", at)
    others = theirs.draws_at(at)
    if mine.draws is None or others is None:
        return change, None, None
    if not paired:
        others = np.random.default_rng(0).choice(others, len(mine.draws))
    draws = mine.draws[:, kept] if mine.draws.shape[1] > 1 else mine.draws
    ends = (change + wider * (end - change) for end in middle(draws - others[:, None], LEVEL))
    low, high = (np.where(np.isnan(change), np.nan, end) for end in ends)
    return change, low, high


def along(values: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Values at the positions `kept`; one that stands for every position as it is."""
    return values[kept] if len(values) > 1 else values
