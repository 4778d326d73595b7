"""What the last stage hands over: every reading at every position of the dial, at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, eq=False)
class Track:
    """One reading along the dial: what is true, what the team sees, and how sure we are.

    Every array has one value per dial position, or one value for all (shape `(1,)`). NaN means
    not available; `why` then says the reason. `draws` has shape `(resamples, positions)` or
    `(resamples, 1)` and holds the true reading under each resample, so that the difference of two
    runs with the same resamples is paired. `budget` is a limit the design has to keep.
    """

    true: np.ndarray
    seen: np.ndarray | None = None
    low: np.ndarray | None = None
    high: np.ndarray | None = None
    ceiling: np.ndarray | None = None
    draws: np.ndarray | None = None
    budget: float | None = None
    why: str = ""

    def __post_init__(self) -> None:
        for name in ("true", "seen", "low", "high", "ceiling"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, np.atleast_1d(np.asarray(value, dtype=float)))

    @property
    def moves(self) -> bool:
        """Whether anything in it differs from one dial position to another."""
        arrays = (self.true, self.seen, self.low, self.high, self.ceiling)
        several = self.draws is not None and self.draws.shape[1] > 1
        return several or any(values is not None and len(values) > 1 for values in arrays)

    def at(self, name: str, position: int) -> float:
        """The value of array `name` at a dial position; NaN where there is none."""
        values = getattr(self, name)
        if values is None:
            return float("nan")
        return float(values[position if len(values) > 1 else 0])

    def draws_at(self, position: int) -> np.ndarray | None:
        """The resampled true readings at a dial position."""
        if self.draws is None:
            return None
        return self.draws[:, position if self.draws.shape[1] > 1 else 0]


Number = np.ndarray | float


def track(
    true: Number,
    seen: Number | None = None,
    low: Number | None = None,
    high: Number | None = None,
    ceiling: Number | None = None,
    draws: np.ndarray | None = None,
    budget: float | None = None,
    why: str = "",
) -> Track:
    """A track of numbers or arrays: a plain number stands for every position of the dial."""

    def array(part: Number | None) -> np.ndarray | None:
        return None if part is None else np.atleast_1d(part)

    return Track(
        np.atleast_1d(true),
        array(seen),
        array(low),
        array(high),
        array(ceiling),
        draws,
        budget,
        why,
    )


@dataclass(frozen=True, eq=False)
class Readout:
    """All readings over the positions of one dial.

    `axis` rises and holds the dial's values; `at` is the position the design itself chooses;
    `marks` names other positions worth a tick. `resamples` names the resampling scheme: two
    readouts with the same name share their draws, so their difference is paired.
    """

    axis: np.ndarray
    at: int
    tracks: Mapping[str, Track]
    marks: Mapping[str, int] = field(default_factory=dict)
    resamples: str = ""

    def locate(self, value: float) -> int:
        """The position whose axis value lies nearest to `value`."""
        right = int(np.searchsorted(self.axis, value))
        if right == 0 or right == len(self.axis):
            return min(right, len(self.axis) - 1)
        nearer_left = value - self.axis[right - 1] <= self.axis[right] - value
        return right - 1 if nearer_left else right
