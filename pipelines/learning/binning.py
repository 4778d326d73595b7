"""Bins of equal count that keep apart what differs, however often a value repeats."""

from __future__ import annotations

import numpy as np


def cuts(values: np.ndarray, bins: int) -> np.ndarray:
    """Rising cut points that part `values` into at most `bins` bins of about equal count.

    A value stands in the bin numbered by how many cuts it reaches (`bins_of`). Where values repeat
    so much that quantiles fall together, a bin ends where a value does: a flag that is rarely up
    has a bin for each of its two values. A bin at an end that holds one value alone holds no other,
    so that a constant is seen to move. None for no values.

    >>> cuts(np.arange(9.0), 3).round(2).tolist()
    [2.67, 5.33]
    >>> rare = np.r_[np.zeros(95), np.ones(5)]
    >>> bins_of(np.array([-1.0, 0.0, 1.0, 2.0]), cuts(rare, 10)).tolist()
    [0, 1, 2, 3]
    """
    if not len(values):
        return np.zeros(0)
    quantiles = np.quantile(values, np.linspace(0, 1, bins + 1)[1:-1])
    if bins <= len(values) and (np.diff(quantiles) > 0).all() and np.ptp(values):
        return quantiles
    known, count = np.unique(values, return_counts=True)
    middle = np.cumsum(count) - count / 2
    group = np.floor(middle * bins / len(values))
    starts = known[1:][np.diff(group) > 0]
    alone = [(group == group[end]).sum() == 1 for end in (0, -1)]
    lowest = known[:1] if alone[0] else known[:0]
    highest = np.nextafter(known[-1:], np.inf) if alone[1] else known[:0]
    return np.concatenate([lowest, starts, highest])


def bins_of(values: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The bin of each value, from 0 to the number of cuts: how many of them it reaches."""
    return np.searchsorted(at, values, side="right")
