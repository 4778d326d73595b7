"""What numbers a serving design may hold, refused with one sentence otherwise."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Amount = float | Sequence[float] | Numbers  # one number or many


def positive(name: str, value: Amount) -> None:
    """Refuse anything but finite numbers above zero."""
    if not _within(value, 0.0, math.inf, open_below=True):
        raise ValueError(f"{name} is {value}: it must be a finite number above 0")


def not_negative(name: str, value: Amount) -> None:
    """Refuse anything but finite numbers of at least zero."""
    if not _within(value, 0.0, math.inf):
        raise ValueError(f"{name} is {value}: it must be a finite number of at least 0")


def within_one(name: str, value: Amount) -> None:
    """Refuse anything but shares between 0 and 1."""
    if not _within(value, 0.0, 1.0):
        raise ValueError(f"{name} is {value}: it must be a share between 0 and 1")


def _within(value: Amount, low: float, high: float, *, open_below: bool = False) -> bool:
    """Whether all numbers are finite and within; one number is not worth an array."""
    if isinstance(value, float | int):
        return (low < value if open_below else low <= value) and value <= high and value < math.inf
    numbers = np.asarray(value, dtype=float)
    above = numbers > low if open_below else numbers >= low
    return bool(np.all(np.isfinite(numbers) & above & (numbers <= high)))


def whole(name: str, value: float, *, at_least: int) -> None:
    """Refuse anything but whole numbers of at least `at_least`."""
    if not math.isfinite(value) or value != int(value) or value < at_least:
        raise ValueError(f"{name} is {value}: it must be a whole number of at least {at_least}")


def one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    """Refuse a word that is not among those allowed."""
    if value not in allowed:
        raise ValueError(f"{name} is {value!r}: it must be one of {', '.join(allowed)}")


def ascending(sent_ms: Numbers) -> None:
    """Refuse sending times that are negative, not finite, or go back in time."""
    not_negative("a sending time in ms", sent_ms)
    if np.any(np.diff(sent_ms) < 0):
        raise ValueError("the sending times go back in time: they must ascend")
