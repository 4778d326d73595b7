"""How far a sample has moved from a reference: no labels needed, and none spoken of."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np


class Comparison(NamedTuple):
    """A test of two samples: its statistic, and the probability of one as large without drift."""

    statistic: float
    p_value: float


NONE = Comparison(math.nan, math.nan)


def psi(reference: np.ndarray, current: np.ndarray, bins: int = 10) -> float:
    """Population stability index over bins of equal count in the reference.

    Sum over bins of (q - p) ln(q / p). Without drift it averages about
    (bins - 1) (1/n + 1/m). Empty bins count as half a row. NaN where a sample is empty.
    """
    if not len(reference) or not len(current):
        return float("nan")
    edges = np.unique(np.quantile(reference, np.linspace(0, 1, bins + 1)[1:-1]))
    before = _shares(reference, edges)
    now = _shares(current, edges)
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

    With bins - 1 degrees of freedom, as scipy's `chi2_contingency` without correction. A sample
    that lies in one bin altogether has a statistic of 0. NaN where a sample is empty.
    """
    if not len(reference) or not len(current):
        return NONE
    from scipy.special import chdtrc

    edges = np.unique(np.quantile(reference, np.linspace(0, 1, bins + 1)[1:-1]))
    counts = np.array([_counts(part, edges) for part in (reference, current)], dtype=float)
    counts = counts[:, counts.sum(axis=0) > 0]
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


def _counts(sample: np.ndarray, edges: np.ndarray) -> np.ndarray:
    return np.bincount(np.searchsorted(edges, sample, side="right"), minlength=len(edges) + 1)


def _shares(sample: np.ndarray, edges: np.ndarray) -> np.ndarray:
    return np.maximum(_counts(sample, edges), 0.5) / len(sample)
