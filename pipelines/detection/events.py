"""Pages and alarms against what went wrong: points, adjusted points, and events.

An incident counts as found when a page comes while it lasts (or within a grace after it); a page at
any other time is false. Point adjustment (Xu et al. 2018) instead counts every window of a segment
as found when one of them alarms, and so rewards luck: flags at rate p find a segment of L windows
with chance 1 - (1 - p)^L. PA%K (Kim et al. 2022) asks for a share K of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

K = 0.2
"""Share of a segment that has to alarm under PA%K."""


@dataclass(frozen=True, eq=False)
class Warned:
    """Each incident at each level: `found` (incidents, levels), and `minutes` it ran before
    somebody was paged, its whole length where nobody was. `false` marks pages at other times:
    (levels, windows)."""

    found: np.ndarray
    minutes: np.ndarray
    false: np.ndarray


def warned(
    raised: np.ndarray,
    times: np.ndarray,
    starts: np.ndarray,
    ends: np.ndarray,
    *,
    grace: float = 0.0,
) -> Warned:
    """Which incidents the pages find. `raised` is (levels, windows), `times` (windows,) when each
    page is there (minutes, rising); incidents run from `starts` to `ends`."""
    found = np.zeros((len(starts), len(raised)), dtype=bool)
    minutes = np.repeat((ends - starts).astype(float)[:, None], len(raised), axis=1)
    inside = np.zeros(len(times), dtype=bool)
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        low, high = np.searchsorted(times, [start, end + grace], side="right")
        inside[low:high] = True
        own = raised[:, low:high]
        found[at] = own.any(axis=1)
        if high > low:
            first = times[low:high][own.argmax(axis=1)] - start
            minutes[at] = np.where(found[at], np.minimum(first, minutes[at]), minutes[at])
    return Warned(found, minutes, raised & ~inside)


@dataclass(frozen=True, eq=False)
class Counted:
    """What precision and recall are made of, at each level: (levels,) each.

    Of what was `raised`, so much was `right`; of what was `there`, so much was `found`.
    """

    right: np.ndarray
    raised: np.ndarray
    found: np.ndarray
    there: np.ndarray

    @property
    def f1(self) -> np.ndarray:
        """The harmonic mean of precision and recall; 0 where either is, NaN without an event."""
        return f1(self.right, self.raised, self.found, self.there)


def f1(right: np.ndarray, raised: np.ndarray, found: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Twice the product of right/raised and found/there over their sum; 0 where nothing is right.

    NaN where nothing was there.
    """
    precision = right / np.maximum(raised, 1e-12)
    recall = found / np.maximum(there, 1e-12)
    mean = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    return np.where(np.asarray(there) > 0, mean, np.nan)


def by_points(alarms: np.ndarray, labels: np.ndarray, *, adjust: float | None = None) -> Counted:
    """Alarms (levels, windows) against labels (windows,), window by window.

    With `adjust`, a segment of labelled windows of which at least that share alarms (and at least
    one) counts as wholly found: 0 is point adjustment, `K` is PA%K.
    """
    wrong = alarms[:, ~labels].sum(axis=1)
    right = alarms[:, labels].sum(axis=1)
    if adjust is not None and labels.any():
        right = _adjusted(alarms, labels, adjust)
    return Counted(right, right + wrong, right, np.full(len(alarms), labels.sum()))


def segments(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and one past the last window of each run of labelled windows.

    >>> [part.tolist() for part in segments(np.array([True, True, False, True]))]
    [[0, 3], [2, 4]]
    """
    edges = np.diff(np.r_[0, labels.astype(int), 0])
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


def _adjusted(alarms: np.ndarray, labels: np.ndarray, share: float) -> np.ndarray:
    """Windows found when segments count as a whole where enough of them alarms."""
    first, last = segments(labels)
    total = np.concatenate([np.zeros((len(alarms), 1)), np.cumsum(alarms, axis=1)], axis=1)
    own, length = total[:, last] - total[:, first], last - first
    whole = (own >= share * length) & (own > 0)
    return np.where(whole, length, own).sum(axis=1)
