"""Replaying time: models trained at the start of each period, policies that choose among them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

Scores = np.ndarray


@dataclass(eq=False)
class ScoreGrid:
    """What the model trained at the start of period `trained` says of the rows of period `period`.

    Each model is trained and each cell scored when first asked for, once, and then kept: a policy
    over periods already scored costs look-ups. Period 0's model is the one that was deployed.
    """

    grows: ClassVar[bool] = True  # so that its memory is weighed again

    train: Callable[[int], Callable[[int], Scores]]
    _models: dict[int, Callable[[int], Scores]] = field(default_factory=dict)
    _cells: dict[tuple[int, int], Scores] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def scores(self, trained: int, period: int) -> Scores:
        """The scores of one period's rows under one period's model."""
        with self._lock:
            if (trained, period) not in self._cells:
                if trained not in self._models:
                    self._models[trained] = self.train(trained)
                self._cells[trained, period] = self._models[trained](period)
            return self._cells[trained, period]


@dataclass(frozen=True)
class Replayed:
    """Which model served each period, and in which periods an alarm rang."""

    trained: tuple[int, ...]
    alarms: tuple[int, ...]

    @property
    def retrainings(self) -> int:
        """How many models were trained after the first."""
        return len(set(self.trained) - {0})


def replay(
    periods: int,
    *,
    every: int = 0,
    alarm: Callable[[int, int], bool] | None = None,
    serve: Callable[[int, int], None] | None = None,
) -> Replayed:
    """Walk through time: retrain every `every` periods (0: never), or when `alarm` rings.

    `alarm(period, trained)` looks at what is known before `period` starts, given the model that
    serves; when it rings a model is trained for that period. `serve(period, trained)` is called
    for each period in turn, once it is settled whose model serves it.

    >>> replay(6, every=2).trained
    (0, 0, 2, 2, 4, 4)
    >>> replay(4, alarm=lambda period, trained: period == 3).trained
    (0, 0, 0, 3)
    """
    serving, trained, alarms = 0, [], []
    for period in range(periods):
        if period and alarm is not None and alarm(period, serving):
            alarms.append(period)
            serving = period
        elif period and every and period % every == 0:
            serving = period
        trained.append(serving)
        if serve is not None:
            serve(period, serving)
    return Replayed(tuple(trained), tuple(alarms))
