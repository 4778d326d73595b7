"""Alarms judged against what happened: false, true, how late, and what the wait cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Judged:
    """How a monitor did: `false` alarms, `true` ones, the `delay` to the first true one.

    `delay` is in periods and NaN where the change was missed or there was none; `harm` is what
    was lost between the change and the first true alarm (or the end).
    """

    false: int
    true: int
    delay: float
    harm: float

    @property
    def missed(self) -> bool:
        """Whether there was a change and no alarm after it."""
        return self.true == 0 and not math.isnan(self.harm)


def judge(
    alarms: Sequence[int] | np.ndarray,
    changed: Sequence[bool] | np.ndarray,
    lost: Sequence[float] | np.ndarray,
) -> Judged:
    """Judge alarms by period: those while nothing has changed are false.

    `changed` says of each period whether the world is other than it was when the model was made;
    `lost` what is lost in each such period by going on. A period with an alarm at its start is
    spared from there on. Without a change, delay and harm are NaN.

    >>> judge([1, 5], [False, False, False, True, True, True, True], [0, 0, 0, 9, 9, 9, 9])
    Judged(false=1, true=1, delay=2.0, harm=18.0)
    """
    rang = np.unique(np.asarray(alarms, dtype=int))
    moved = np.asarray(changed, dtype=bool)
    right = rang[moved[rang]] if len(rang) else rang
    false = len(rang) - len(right)
    if not moved.any():
        return Judged(false, 0, math.nan, math.nan)
    start = int(np.argmax(moved))
    end = int(right[0]) if len(right) else len(moved)
    harm = float(np.sum(np.asarray(lost, dtype=float)[start:end] * moved[start:end]))
    return Judged(false, len(right), float(end - start) if len(right) else math.nan, harm)
