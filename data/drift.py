"""When a change happens: levels between 0 (as before) and 1 (changed), period by period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SHAPES = ("none", "sudden", "gradual", "episode", "recurring")


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


@dataclass(frozen=True)
class Schedule:
    """What moves, when and how: a change of `shape` from `start` on, `size` strong.

    `what` is the world's own name for what moves (inputs, rates, meaning, an adversary). `length`
    is how long a gradual change takes, an episode lasts, or the high part of each `period` of a
    recurring one.
    """

    what: str
    shape: str = "sudden"
    start: float = 0.0
    length: float = 6.0
    period: float = 12.0
    size: float = 1.0

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise ValueError(f"no drift is {self.shape!r}; there are {', '.join(SHAPES)}")
        if self.length <= 0 or self.period <= 0:
            raise ValueError("a drift's length and period are above 0")

    def levels(self, periods: np.ndarray) -> np.ndarray:
        """How much of the change is there in each period: 0 to `size`, shape (periods,).

        >>> Schedule("price", "gradual", start=2, length=4, size=2).levels(np.arange(7)).tolist()
        [0.0, 0.0, 0.0, 0.5, 1.0, 1.5, 2.0]
        """
        if self.shape == "none":
            return np.zeros(len(periods))
        span = {"start": self.start, "length": self.length}
        shapes = {
            "sudden": lambda: sudden(periods, start=self.start),
            "gradual": lambda: ramp(periods, **span),
            "episode": lambda: episode(periods, **span),
            "recurring": lambda: recurring(periods, period=self.period, **span),
        }
        return self.size * shapes[self.shape]()
