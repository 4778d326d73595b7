"""Tied scores: no order among them is better than another, so a metric takes the mean over all.

A row that ties with `alike - 1` others below `above` better ones is as likely at each of the places
above + 1 .. above + alike. Whatever a metric gives a place, the row gets the mean of it over those
places; the metric then does not depend on the order of rows.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Standing(NamedTuple):
    """How many rows of its group score above each row, and how many alike (itself included)."""

    above: np.ndarray
    alike: np.ndarray

    def within(self, count: np.ndarray | float) -> np.ndarray:
        """How likely each row is among the first `count` of its group, which may be broken.

        >>> standing(np.array([0.5, 0.9, 0.5, 0.1])).within(2).tolist()
        [0.5, 1.0, 0.5, 0.0]
        """
        return np.clip((count - self.above) / self.alike, 0.0, 1.0)

    def mean_of(self, worth: np.ndarray) -> np.ndarray:
        """The mean of `worth`, a value for each place from the first, over each row's places.

        Places beyond the last value are worth nothing.

        >>> standing(np.array([0.5, 0.9, 0.5])).mean_of(np.array([1.0, 0.5])).tolist()
        [0.25, 1.0, 0.25]
        """
        upto = np.r_[0.0, np.cumsum(worth)]
        first, end = (
            np.minimum(each, len(worth)) for each in (self.above, self.above + self.alike)
        )
        return (upto[end] - upto[first]) / self.alike


def standing(scores: np.ndarray, groups: np.ndarray | None = None) -> Standing:
    """Where each row stands within its group (integers from 0, or all rows one group)."""
    if groups is None:
        groups = np.zeros(len(scores), dtype=int)
    order = np.lexsort((-scores, groups))
    ranked, owner = scores[order], groups[order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = owner[1:] != owner[:-1]
    changed = fresh.copy()
    changed[1:] |= ranked[1:] != ranked[:-1]
    starts, tie = np.flatnonzero(changed), np.cumsum(changed) - 1
    first = np.maximum.accumulate(np.where(fresh, np.arange(len(order)), 0))[starts]
    found = np.empty((2, len(order)), dtype=np.int64)
    found[:, order] = (starts - first)[tie], np.diff(np.r_[starts, len(order)])[tie]
    return Standing(*found)
