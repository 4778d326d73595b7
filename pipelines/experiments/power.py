"""The size of an experiment: units, smallest change, power. One formula, turned three ways.

The difference of two means has a standard error; a change is noticed when it measures the sum of
two normal quantiles of it, one for the level and one for the power.
"""

from __future__ import annotations

import numpy as np

LEVEL, POWER = 0.05, 0.8
NOTICED = 2.8016
"""Standard errors that a change must measure: the normal quantiles at 97.5 % and at 80 %, added."""

Numbers = np.ndarray | float


def standard_errors(level: float = LEVEL, power: float = POWER) -> float:
    """How many standard errors a change must measure to be noticed, two-sided.

    >>> round(standard_errors(), 4)
    2.8016
    """
    from scipy.special import ndtri

    _inside("level", level)
    _inside("power", power)
    return float(ndtri(1 - level / 2) + ndtri(power))


def units_needed(
    error: float, entities: float, change: float, *, noticed: float = NOTICED
) -> float:
    """Units in each arm to notice a relative change, by default with 80 % power at a 5 % level.

    `error` is the relative standard error of the reading on `entities` units; `noticed` are the
    standard errors that a change must measure.

    >>> round(units_needed(error=0.02, entities=600, change=0.01))
    37675
    """
    if not change:
        raise ValueError("a change of 0 cannot be looked for: no number of units would do")
    return 2 * entities * (noticed * error / change) ** 2


def smallest_change(
    error: float, entities: float, units: Numbers, *, noticed: float = NOTICED
) -> np.ndarray:
    """The relative change noticed with so many units in each arm: `units_needed` turned round."""
    return noticed * error * np.sqrt(2 * entities / np.asarray(units, dtype=float))


def power(change: Numbers, error: Numbers, level: float = LEVEL) -> np.ndarray:
    """The chance that a two-sided test notices a change, given the standard error of its estimate.

    Either way round: at no change it is the level.

    >>> power(np.array([0.0, 2.8016]), 1.0).round(3).tolist()
    [0.05, 0.8]
    """
    from scipy.special import ndtr, ndtri

    _inside("level", level)
    size, bound = np.abs(np.asarray(change) / error), ndtri(1 - level / 2)
    return ndtr(size - bound) + ndtr(-size - bound)


def _inside(name: str, given: float) -> None:
    if not 0 < given < 1:
        raise ValueError(f"{name} is {given}; it lies between 0 and 1")
