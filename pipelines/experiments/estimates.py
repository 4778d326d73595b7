"""From sums to an estimate and its standard error: means, ratios, adjusted means.

Every function takes sums over units with the arms on the last axis but one, (..., 2, days) with
control first, or (..., 2); sums and squares may be cumulative. It returns the difference of the
arms, treatment less control, and the standard error of it, with the arms' axis gone. Where an arm
holds fewer than two units the error is infinite: nothing can be said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

Pair = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over the units of each arm, of one shape: units, `y`, and `y * y`.

    A ratio metric also has its denominator `d` with `dd` and `yd`; a covariate known beforehand is
    `x` with `xx` and `xy`. What a metric lacks is None.
    """

    units: np.ndarray
    y: np.ndarray
    yy: np.ndarray
    d: np.ndarray | None = None
    dd: np.ndarray | None = None
    yd: np.ndarray | None = None
    x: np.ndarray | None = None
    xx: np.ndarray | None = None
    xy: np.ndarray | None = None

    def each(self, change: Callable[[np.ndarray], np.ndarray]) -> Sums:
        """The same change made to every sum that is there."""
        parts = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return replace(self, **{k: change(v) for k, v in parts.items() if v is not None})

    @property
    def so_far(self) -> Sums:
        """Sums from the first day to each: cumulative along the last axis."""
        return self.each(lambda part: np.cumsum(part, axis=-1))


def difference_of_means(sums: Sums) -> Pair:
    """Difference of means, and its error with a variance for each arm (Welch)."""
    mean, variance = _moments(sums.units, sums.y, sums.yy)
    return _compared(mean, variance, sums.units)


def pooled_difference(sums: Sums) -> Pair:
    """The same with one variance for both arms: of shares this is the chi-squared test."""
    mean, _ = _moments(sums.units, sums.y, sums.yy)
    both = tuple(part.sum(axis=_arms(part)) for part in (sums.units, sums.y, sums.yy))
    variance = _moments(*both)[1]
    return _compared(mean, np.expand_dims(variance, _arms(sums.y)), sums.units)


def difference_of_ratios(sums: Sums) -> Pair:
    """Difference of sums' ratios y / d, units resampled as a whole: the delta method.

    The variance of a ratio r is that of y - r d over the units, over the mean of d squared.
    """
    assert sums.d is not None and sums.dd is not None and sums.yd is not None
    ratio = _over(sums.y, sums.d)
    left = _over(sums.yy - 2 * ratio * sums.yd + ratio**2 * sums.dd, sums.units)
    variance = _over(np.maximum(left, 0), _over(sums.d, sums.units) ** 2)
    return _compared(ratio, variance, sums.units)


def as_if_independent(sums: Sums) -> Pair:
    """Difference of ratios as if every denominator (page view) were a unit: too sure of itself."""
    assert sums.d is not None
    share = _over(sums.y, sums.d)
    return _compared(share, share * (1 - share), sums.d)


def adjusted_difference(sums: Sums) -> Pair:
    """Difference of means after regression on a covariate: CUPED (Deng and others 2013).

    The slope is that of y on x over both arms' units. A covariate without variance changes nothing.
    """
    assert sums.x is not None and sums.xx is not None and sums.xy is not None
    arms = _arms(sums.y)
    inside = [
        (part - _over(one * other, sums.units)).sum(axis=arms, keepdims=True)
        for part, one, other in ((sums.xx, sums.x, sums.x), (sums.xy, sums.x, sums.y))
    ]
    slope = np.divide(inside[1], inside[0], out=np.zeros_like(inside[1]), where=inside[0] > 1e-9)
    y = sums.y - slope * sums.x
    yy = sums.yy - 2 * slope * sums.xy + slope**2 * sums.xx
    return difference_of_means(Sums(sums.units, y, yy))


def stratified_difference(daily: Sums) -> Pair:
    """Difference of means within each day, days weighed by their units: cumulative over days.

    `daily` are sums of single days. Where the split changes from day to day, as in a ramp, the
    plain difference compares other days with each other (Simpson's paradox); this one does not.
    """
    difference, error = difference_of_means(daily)
    known = np.isfinite(error)
    weight = np.where(known, daily.units.sum(axis=_arms(daily.units)), 0.0)
    whole = np.maximum(np.cumsum(weight, axis=-1), 1e-12)
    estimate = np.cumsum(weight * np.where(known, difference, 0.0), axis=-1) / whole
    variance = np.cumsum(weight**2 * np.where(known, error, 0.0) ** 2, axis=-1) / whole**2
    return estimate, np.where(variance > 0, np.sqrt(variance), np.inf)


def preference(sums: Sums) -> Pair:
    """How many more clicks one ranking of an interleaved list wins than the other, relative.

    Both arms share their clicks: the error is that of one share's odds.
    """
    lost, won = (np.take(sums.y, arm, axis=_arms(sums.y)) for arm in (0, 1))
    enough = (lost > 1) & (won > 1)
    odds = np.divide(won, lost, out=np.ones_like(won), where=enough)
    error = odds * np.sqrt(1 / np.where(enough, won, 1.0) + 1 / np.where(enough, lost, 1.0))
    return odds - 1, np.where(enough, error, np.inf)


def control_level(sums: Sums) -> np.ndarray:
    """The mean (or ratio) of the control arm: what a change is a share of. NaN where it is 0."""
    level = _over(sums.y, sums.units if sums.d is None else sums.d)
    control = np.take(level, 0, axis=_arms(level))
    return np.where(control > 0, control, np.nan)


def _moments(units: np.ndarray, y: np.ndarray, yy: np.ndarray) -> Pair:
    """Mean, and variance with n - 1; NaN without units."""
    mean = _over(y, units)
    return mean, np.maximum(_over(yy - y * mean, units - 1), 0)


def _compared(mean: np.ndarray, variance: np.ndarray, units: np.ndarray) -> Pair:
    arms = _arms(mean)
    squared = _over(variance, units).sum(axis=arms)
    enough = np.isfinite(squared) & (squared > 0) & (units >= 2).all(axis=arms)
    error = np.where(enough, np.sqrt(np.where(enough, squared, 1.0)), np.inf)
    control, treatment = (np.take(mean, arm, axis=arms) for arm in (0, 1))
    return np.where(enough, treatment - control, 0.0), error


def _over(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    part, whole = np.broadcast_arrays(part, whole)
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)


def _arms(values: np.ndarray) -> int:
    """The axis of the arms: the one of length 2 before the days, or the last."""
    return values.ndim - 2 if values.ndim > 1 else 0
