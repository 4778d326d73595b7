"""Monitors over periods: each asks, at the start of a period, whether something rings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from pipelines.evaluation.scores import roc_auc
from pipelines.over_time.monitors.detectors import DETECTORS, Every
from pipelines.over_time.monitors.distances import chi_squared, kolmogorov_smirnov, psi, wasserstein
from pipelines.over_time.monitors.estimates import expected_auc

USUAL = {
    "realised": 0.04,
    "cbpe": 0.03,
    "scores": 0.1,
    "psi": 0.2,
    "ks": 0.05,
    "chi2": 0.05,
    "wasserstein": 0.2,
    "dummy": 6.0,
}
"""Where each bar usually stands: a fall of AUC, a PSI, a p value, standard deviations, periods."""

STREAMS = ("adwin", "page_hinkley", "ddm", "kswin")
MONITORS = ("realised", *STREAMS, "cbpe", "scores", "psi", "ks", "chi2", "wasserstein", "dummy")


class Watched(Protocol):
    """What a monitor may look at: never more than is known at the start of `period`."""

    @property
    def wait(self) -> int:
        """How many periods a label takes."""
        ...

    def scores(self, trained: int, period: int) -> np.ndarray:
        """The scores of a period's rows by the model trained at another."""
        ...

    def outcomes(self, period: int) -> tuple[np.ndarray, np.ndarray]:
        """The labels of a period and which of its rows count, known `wait` periods later."""
        ...

    def inputs(self, period: int) -> np.ndarray:
        """The watched features of a period: shape (rows, features)."""
        ...

    def errors(self, trained: int, period: int) -> np.ndarray:
        """Whether decisions of a matured period were wrong (1) or right (0), in order."""
        ...


@dataclass(eq=False)
class Monitor:
    """One monitor on its way through time.

    `bar` multiplies the usual threshold: above 1 it takes more to ring. `promised` is the AUC the
    team expects. With `season` set, what is watched is compared with the same period that many
    periods earlier instead of with what the model was trained on. After it rang it is silent for
    `rest` periods. `adjust` maps scores to chances for "cbpe", where they are none by themselves.
    """

    name: str
    watched: Watched
    promised: float
    bar: float = 1.0
    season: int = 0
    rest: int = 0
    adjust: Callable[[np.ndarray], np.ndarray] | None = None
    fed: int = 0
    _trained: int = -1
    _rang: int = -(10**6)
    _detector: Any = field(default=None)

    def __call__(self, period: int, trained: int) -> bool:
        """Whether it rings at the start of a period, given when the model was trained."""
        if trained != self._trained:
            self._start(trained)
        rings = self._looks(period, trained) and period - self._rang > self.rest
        if rings:
            self._rang = period
        return rings

    def signal(self, period: int, trained: int) -> float:
        """What is watched, as a number: an AUC, a distance, or the smallest p value."""
        current = period - 1
        if self.name == "realised":
            return self._realised(period, trained)
        if self.name == "cbpe":
            return expected_auc(self.watched.scores(trained, current), self.adjust)
        if self.name == "scores":
            before, now = (
                self.watched.scores(trained, one)
                for one in (self._before(trained, current), current)
            )
            return psi(before, now)
        return self._inputs(self._before(trained, current), current)

    def _looks(self, period: int, trained: int) -> bool:
        if self.name == "dummy" or self.name in STREAMS:
            return self._streams(period, trained)
        signal = self.signal(period, trained)
        usual = USUAL[self.name]
        if self.name in ("realised", "cbpe"):
            return bool(self._level(period, trained) - signal > usual * self.bar)
        if self.name in ("ks", "chi2"):
            return bool(signal < usual**self.bar)
        return bool(signal > usual * self.bar)

    def _level(self, period: int, trained: int) -> float:
        """The AUC to compare with: what was promised, or that of the same season before."""
        before = period - self.season
        if not self.season:
            return self.promised
        if self.name == "cbpe":
            return expected_auc(self.watched.scores(trained, before - 1), self.adjust)
        return self._auc(trained, before - self.watched.wait)

    def _before(self, trained: int, current: int) -> int:
        return current - self.season if self.season else trained - 1

    def _realised(self, period: int, trained: int) -> float:
        """The AUC of the last one or two periods whose labels are in."""
        last = period - self.watched.wait
        if last < trained:
            return float("nan")
        found = [self._auc(trained, one) for one in range(max(trained, last - 1), last + 1)]
        return float(np.mean(found))

    def _auc(self, trained: int, period: int) -> float:
        labels, counts = self.watched.outcomes(period)
        return roc_auc(labels[counts], self.watched.scores(trained, period)[counts])

    def _inputs(self, before: int, current: int) -> float:
        """The most that any feature has moved: the largest distance, or the smallest p value."""
        found = []
        for one, two in zip(
            self.watched.inputs(before).T, self.watched.inputs(current).T, strict=True
        ):
            one, two = one[np.isfinite(one)], two[np.isfinite(two)]
            found.append(_COMPARED[self.name](one, two))
        known = [value for value in found if not np.isnan(value)]
        if not known:
            return float("nan")
        return min(known) if self.name in ("ks", "chi2") else max(known)

    def _start(self, trained: int) -> None:
        self._trained, self.fed = trained, trained
        if self.name in STREAMS:
            self._detector = DETECTORS[self.name](self.bar)
        elif self._detector is None:
            self._detector = Every(max(1, round(USUAL["dummy"] * self.bar)))

    def _streams(self, period: int, trained: int) -> bool:
        if self.name == "dummy":
            self._detector.update(0.0)
            return bool(self._detector.drift_detected)
        rang = False
        for matured in range(self.fed, period - self.watched.wait + 1):
            for error in self.watched.errors(trained, matured):
                self._detector.update(int(error))
                rang = rang or self._detector.drift_detected
            self.fed = matured + 1
        return rang


_COMPARED: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {
    "psi": psi,
    "ks": lambda one, two: kolmogorov_smirnov(one, two).p_value,
    "chi2": lambda one, two: chi_squared(one, two).p_value,
    "wasserstein": wasserstein,
}


def ringing(
    monitors: Sequence[str], make: Callable[[str], Monitor], periods: int
) -> dict[str, list[int]]:
    """When each monitor rings over the periods of a model that is never replaced."""
    found: dict[str, list[int]] = {}
    for name in monitors:
        monitor = make(name)
        found[name] = [period for period in range(1, periods) if monitor(period, 0)]
    return found
