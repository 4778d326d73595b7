"""How far a sample has moved from a reference: no labels needed, and none spoken of."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from pipelines.learning.binning import bins_of, cuts


class Comparison(NamedTuple):
    """A test of two samples: its statistic, and the probability of one as large without drift."""

    statistic: float
    p_value: float


NONE = Comparison(math.nan, math.nan)


def psi(reference: np.ndarray, current: np.ndarray, bins: int = 10) -> float:
    """Population stability index over bins of equal count in the reference.

    Sum over bins of (q - p) ln(q / p). Without drift it averages about
    (bins - 1) (1/n + 1/m). A bin that is empty in one sample counts as half a row there. NaN where
    a sample is empty.

    >>> rare, common = (np.r_[np.zeros(100 - up), np.ones(up)] for up in (5, 60))
    >>> round(psi(rare, common), 2)
    1.84
    """
    if not len(reference) or not len(current):
        return float("nan")
    counts = np.maximum(_counts(reference, current, bins), 0.5)
    before, now = counts / np.array([[len(reference)], [len(current)]])
    return float(np.sum((now - before) * np.log(now / before)))


def kolmogorov_smirnov(reference: np.ndarray, current: np.ndarray) -> Comparison:
    """The largest distance of the two distribution functions, and its p value for large samples.

    p is Kolmogorov's series at D sqrt(nm / (n + m)); scipy's `ks_2samp(method="asymp")` sums the
    same. Of many rows it is sure of differences too small to matter. NaN where a sample is empty.
    """
    if not len(reference) or not len(current):
        return NONE
    from scipy.special import kolmogorov

    one, two = np.sort(reference), np.sort(current)
    both = np.concatenate([one, two])
    gaps = np.searchsorted(one, both, "right") / len(one)
    gaps -= np.searchsorted(two, both, "right") / len(two)
    distance = float(np.abs(gaps).max())
    size = len(one) * len(two) / (len(one) + len(two))
    return Comparison(distance, float(kolmogorov(distance * math.sqrt(size))))


def chi_squared(reference: np.ndarray, current: np.ndarray, bins: int = 10) -> Comparison:
    """Pearson's chi-squared of the counts in bins of equal count in the reference.

    With a degree of freedom less than there are bins, as scipy's `chi2_contingency` without
    correction. Samples that lie in one bin altogether have a statistic of 0. NaN where a sample is
    empty.
    """
    if not len(reference) or not len(current):
        return NONE
    from scipy.special import chdtrc

    counts = _counts(reference, current, bins)
    expected = counts.sum(axis=0) * counts.sum(axis=1, keepdims=True) / counts.sum()
    statistic = float(((counts - expected) ** 2 / expected).sum())
    freedom = counts.shape[1] - 1
    return Comparison(statistic, float(chdtrc(freedom, statistic)) if freedom else 1.0)


def wasserstein(reference: np.ndarray, current: np.ndarray) -> float:
    """How far rows would have to be moved on average, in standard deviations of the reference.

    The area between the two distribution functions, as scipy's `wasserstein_distance`. Unlike a
    test it does not grow surer with more rows. NaN where a sample is empty.
    """
    if not len(reference) or not len(current):
        return float("nan")
    one, two = np.sort(reference), np.sort(current)
    both = np.sort(np.concatenate([one, two]))
    widths, places = np.diff(both), both[:-1]
    shares = [np.searchsorted(part, places, "right") / len(part) for part in (one, two)]
    area = float(np.sum(np.abs(shares[0] - shares[1]) * widths))
    spread = float(np.std(reference))
    return area / spread if spread > 1e-12 else (0.0 if area < 1e-12 else math.inf)


def _counts(reference: np.ndarray, current: np.ndarray, bins: int) -> np.ndarray:
    """Rows of both samples in the reference's bins, shape (2, bins); bins with none left out."""
    at = cuts(reference, bins)
    counts = [
        np.bincount(bins_of(part, at), minlength=len(at) + 1) for part in (reference, current)
    ]
    both = np.array(counts, dtype=float)
    return both[:, both.sum(axis=0) > 0]
