"""How far each column of a window is from what is usual of it, in units of its spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

TINY = 1e-9
MAD = 1.4826
"""Standard deviations in a median absolute deviation of a normal variable."""

THREE_SIGMA = 0.0026998
"""How often a normal variable is more than three standard deviations off."""

PRIOR_WINDOWS = 1.0
"""Windows for which a column's own mean stands in each hour."""


@dataclass(frozen=True, eq=False)
class Usual:
    """A centre and a width for each column, of any window: deviation is (x - centre) / width."""

    centre: np.ndarray
    width: np.ndarray

    def deviations(self, x: np.ndarray, phase: np.ndarray) -> np.ndarray:
        """Signed deviations, shape of `x` (windows, columns); `phase` plays no part."""
        return (x - self.centre) / self.width

    def expected(self, phase: np.ndarray) -> np.ndarray:
        """What is expected in windows of these phases: (windows, columns)."""
        return np.broadcast_to(self.centre, (len(phase), len(self.centre)))


@dataclass(frozen=True, eq=False)
class Seasonal:
    """A mean for each phase and column (`means`), and `spread`, the variance beyond Poisson's."""

    means: np.ndarray
    spread: np.ndarray

    def expected(self, phase: np.ndarray) -> np.ndarray:
        """The mean of each window's phase."""
        return self.means[phase]

    def deviations(self, x: np.ndarray, phase: np.ndarray) -> np.ndarray:
        """Signed deviance residuals of a negative binomial with the phase's mean.

        The square is 2 (x log(x / mu) - (x + r) log((x + r) / (mu + r))), r one over the spread:
        nearer to normal than (x - mu) / sd where counts are small.
        """
        mu, r = self.means[phase], 1 / self.spread
        whole = np.maximum(x, 0)
        own = whole * np.log(np.maximum(whole, TINY) / mu)
        square = 2 * (own - (whole + r) * np.log((whole + r) / (mu + r)))
        return np.sign(x - mu) * np.sqrt(np.maximum(square, 0))


def standard(x: np.ndarray) -> Usual:
    """Mean and standard deviation; a constant column has width 1."""
    return _wide(x.mean(axis=0), x.std(axis=0))


def robust(x: np.ndarray) -> Usual:
    """Median and median absolute deviation in standard deviations of a normal variable.

    Where more than half of a column is the same, its mean absolute deviation stands in.
    """
    centre = np.median(x, axis=0)
    off = np.abs(x - centre)
    width = MAD * np.median(off, axis=0)
    return _wide(centre, np.where(width > 0, width, np.sqrt(np.pi / 2) * off.mean(axis=0)))


def fences(x: np.ndarray) -> Usual:
    """The middle between the quartiles, in units that put Tukey's fences at 3.

    The fences are 1.5 interquartile ranges beyond the quartiles: 2 ranges from the middle.
    """
    low, high = np.quantile(x, [0.25, 0.75], axis=0)
    width = (high - low) * 2 / 3
    return _wide((low + high) / 2, np.where(width > 0, width, x.std(axis=0)))


def seasonal(x: np.ndarray, phase: np.ndarray, phases: int) -> Seasonal:
    """The mean of each phase, drawn towards the column's own where a phase has few windows."""
    whole, count = x.mean(axis=0), np.bincount(phase, minlength=phases)[:, None]
    sums = np.zeros((phases, x.shape[1]))
    np.add.at(sums, phase, x)
    means = np.maximum((sums + PRIOR_WINDOWS * whole) / (count + PRIOR_WINDOWS), 0.02)
    mu = means[phase]
    beyond = ((x - mu) ** 2 - mu).mean(axis=0) / (mu**2).mean(axis=0)
    return Seasonal(means, np.clip(beyond, 1e-3, 5.0))


def smoothed(deviations: np.ndarray, weight: float = 0.2) -> np.ndarray:
    """EWMA of each column, in its own standard deviations: (windows, columns)."""
    from scipy.signal import lfilter

    if not len(deviations):
        return deviations
    found = lfilter([weight], [1.0, weight - 1.0], deviations, axis=0)
    return found / np.sqrt(weight / (2 - weight))


def cusum(deviations: np.ndarray, allowance: float = 0.25, most: float = 60.0) -> np.ndarray:
    """Page's CUSUM of each column, both ways, the larger: (windows, columns).

    S' = max(0, S + d - allowance), and the same of -d; never above `most`, so that it comes down
    again after a long incident.
    """
    up = np.zeros(deviations.shape[1])
    down, found = up.copy(), np.empty_like(deviations)
    for at, own in enumerate(deviations):
        up = np.clip(up + own - allowance, 0, most)
        down = np.clip(down - own - allowance, 0, most)
        found[at] = np.maximum(up, down)
    return found


def pooled(deviations: np.ndarray, pooling: str) -> np.ndarray:
    """One score a window: the largest deviation ("max") or the mean of squares ("squares")."""
    if not deviations.shape[1]:
        return np.zeros(len(deviations))
    if pooling == "squares":
        return (deviations**2).mean(axis=1)
    return np.abs(deviations).max(axis=1)


def _wide(centre: np.ndarray, width: np.ndarray) -> Usual:
    return Usual(centre, np.where(width > TINY, width, 1.0))
