"""What happened lately: counts and sums over time windows, sorted once and looked up."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, eq=False)
class Moments:
    """Moments at which entities are asked about, in the order in which look-ups are cheap.

    A look-up over needles in rising order stays in the cache; sorting them once serves every
    window asked for. `stride` keeps entities apart on one number line.
    """

    keys: np.ndarray
    order: np.ndarray
    stride: float
    start: float

    @classmethod
    def sort(cls, entity: np.ndarray, at: np.ndarray, *, span: tuple[float, float]) -> Moments:
        """Order moments; `entity` are integers from 0, `span` (seconds) holds all times met."""
        start, end = span
        stride = 2.0 * (end - start) + 2.0
        keys = entity * stride + (at - start)
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], order, stride, start)

    def events(self, entity: np.ndarray, time: np.ndarray) -> Events:
        """Events of the same entities, ready to be counted or summed around these moments."""
        keys = entity * self.stride + (time - self.start)
        order = np.argsort(keys, kind="stable")
        return Events(keys[order], order, self)

    def as_events(self) -> Events:
        """The moments themselves as events: they are in order already."""
        return Events(self.keys, self.order, self)


@dataclass(frozen=True, eq=False)
class Events:
    """Events by entity in order of time, to be looked up around some moments."""

    keys: np.ndarray
    order: np.ndarray
    moments: Moments
    _places: dict[float, np.ndarray] = field(default_factory=dict)

    def within(self, seconds: float, weights: np.ndarray | None = None) -> np.ndarray:
        """The weight (by default the number) of each entity's events in [moment - seconds, moment).

        An event at the moment itself is not in the window: a payment never counts itself.

        >>> moments = Moments.sort(np.array([0, 0, 1]), np.array([5.0, 10.0, 5.0]), span=(0, 10))
        >>> events = moments.events(np.array([0, 0, 1]), np.array([0.0, 5.0, 5.0]))
        >>> events.within(6.0).tolist(), events.within(6.0, np.array([3.0, 4.0, 9.0])).tolist()
        ([1.0, 1.0, 0.0], [3.0, 4.0, 0.0])
        """
        reach = min(seconds, self.moments.stride / 2.0 - 1.0)
        first, end = self._place(reach), self._place(0.0)
        if weights is None:
            found = (end - first).astype(float)
        else:
            running = np.concatenate([[0.0], np.cumsum(weights[self.order], dtype=float)])
            found = running[end] - running[first]
        asked = np.empty(len(found))
        asked[self.moments.order] = found
        return asked

    def _place(self, back: float) -> np.ndarray:
        """How many events lie before each moment less `back`, looked up once."""
        if back not in self._places:
            self._places[back] = np.searchsorted(self.keys, self.moments.keys - back, side="left")
        return self._places[back]


def since_last(entity: np.ndarray, time: np.ndarray) -> np.ndarray:
    """Seconds since the entity's previous event; infinite for its first.

    >>> since_last(np.array([0, 1, 0]), np.array([1.0, 2.0, 4.0])).tolist()
    [inf, inf, 3.0]
    """
    order = np.lexsort((time, entity))
    gap = np.full(len(time), np.inf)
    same = entity[order][1:] == entity[order][:-1]
    gap[order[1:][same]] = np.diff(time[order])[same]
    return gap
