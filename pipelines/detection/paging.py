"""From alarms to pages: which of many alarming windows wake somebody, at every level at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Paging:
    """How alarms become pages.

    A window counts when `m` of the last `n` windows alarm; once it does it goes on until the score
    falls below `release` (0 to 1) of the level; while it goes on, or comes back, there is another
    page only after `quiet` minutes.
    """

    m: int = 1
    n: int = 1
    release: float = 1.0
    quiet: int = 0


def pages(scores: np.ndarray, ends: np.ndarray, levels: np.ndarray, how: Paging) -> np.ndarray:
    """Which windows page at each level: (levels, windows).

    `scores` (windows,) rise with time `ends` (minutes, when each window is over).
    """
    alarms = scores[None, :] >= levels[:, None]
    counted = _of_last(alarms, how.m, how.n)
    if how.release < 1:
        counted = _held(counted, scores[None, :] < how.release * levels[:, None])
    return _spaced(counted, ends, how.quiet) if how.quiet else counted


def _of_last(alarms: np.ndarray, m: int, n: int) -> np.ndarray:
    """Whether at least `m` of each window and the `n` - 1 before it alarm."""
    if n <= 1:
        return alarms
    total = np.cumsum(alarms, axis=1, dtype=np.int32)
    total[:, n:] -= total[:, :-n].copy()
    return (total >= min(m, n)) & alarms


def _held(counted: np.ndarray, below: np.ndarray) -> np.ndarray:
    """On from where it counts until the score is below its release."""
    place = np.arange(counted.shape[1])
    on = np.maximum.accumulate(np.where(counted, place, -1), axis=1)
    off = np.maximum.accumulate(np.where(below & ~counted, place, -1), axis=1)
    return on > off


def _spaced(counted: np.ndarray, ends: np.ndarray, quiet: int) -> np.ndarray:
    """The first of each level, then the first at least `quiet` minutes after each page."""
    levels, windows = counted.shape
    found = np.zeros_like(counted)
    after = np.where(counted, np.arange(windows), windows)
    after = np.minimum.accumulate(after[:, ::-1], axis=1)[:, ::-1]
    after = np.concatenate([after, np.full((levels, 1), windows)], axis=1)
    allowed = np.r_[np.searchsorted(ends, ends + quiet), windows]
    rows, at = np.arange(levels), after[:, 0] if windows else np.full(levels, windows)
    while (live := at < windows).any():
        rows, at = rows[live], at[live]
        found[rows, at] = True
        at = after[rows, allowed[at]]
    return found
