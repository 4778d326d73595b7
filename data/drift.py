"""When a change happens: levels between 0 (as before) and 1 (changed), day by day."""

from __future__ import annotations

import numpy as np


def sudden(days: np.ndarray | float, *, start: float) -> np.ndarray:
    """Nothing before `start`, everything from then on.

    >>> sudden(np.array([0, 9, 10, 11]), start=10).tolist()
    [0.0, 0.0, 1.0, 1.0]
    """
    return (np.asarray(days) >= start).astype(float)


def ramp(days: np.ndarray | float, *, start: float, length: float) -> np.ndarray:
    """Rises in a straight line from 0 at `start` to 1 after `length` days.

    As a mixing share this is gradual drift; as the path of a parameter, incremental drift.

    >>> ramp(np.array([0, 10, 15, 20, 30]), start=10, length=10).tolist()
    [0.0, 0.0, 0.5, 1.0, 1.0]
    """
    return np.clip((np.asarray(days, dtype=float) - start) / length, 0.0, 1.0)


def episode(days: np.ndarray | float, *, start: float, length: float) -> np.ndarray:
    """One for `length` days from `start`, zero outside: a campaign.

    >>> episode(np.array([9, 10, 13, 14]), start=10, length=4).tolist()
    [0.0, 1.0, 1.0, 0.0]
    """
    days = np.asarray(days)
    return ((days >= start) & (days < start + length)).astype(float)


def recurring(
    days: np.ndarray | float, *, period: float, length: float, start: float = 0.0
) -> np.ndarray:
    """One for the first `length` days of every `period`, counted from `start`: a season.

    >>> recurring(np.array([0, 1, 2, 7, 8]), period=7, length=1).tolist()
    [1.0, 0.0, 0.0, 1.0, 0.0]
    """
    return ((np.asarray(days) - start) % period < length).astype(float)
