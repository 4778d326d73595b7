"""Detectors over a stream (river's), each with one knob for how much it takes to make it ring."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass
class Every:
    """Rings every `n` updates whatever it is told: what a detector has to beat."""

    n: int
    seen: int = 0
    drift_detected: bool = False

    def update(self, value: float) -> None:
        """Count one more."""
        self.seen += 1
        self.drift_detected = self.seen % self.n == 0


def _adwin(bar: float) -> Any:
    from river.drift import ADWIN

    return ADWIN(delta=min(0.9, 0.002**bar))


def _page_hinkley(bar: float) -> Any:
    from river.drift import PageHinkley

    return PageHinkley(threshold=50 * bar)


def _kswin(bar: float) -> Any:
    from river.drift import KSWIN

    return KSWIN(alpha=min(0.9, 0.005**bar), seed=0)


def _ddm(bar: float) -> Any:
    from river.drift.binary import DDM

    return DDM(drift_threshold=3 * bar, warning_threshold=2 * bar)


def _eddm(bar: float) -> Any:
    from river.drift.binary import EDDM

    return EDDM(alpha=1 - 0.05 * min(bar, 5.0), beta=1 - 0.1 * min(bar, 5.0))


def _hddm_a(bar: float) -> Any:
    from river.drift.binary import HDDMA

    return HDDMA(drift_confidence=min(0.9, 0.001**bar), warning_confidence=min(0.95, 0.005**bar))


def _hddm_w(bar: float) -> Any:
    from river.drift.binary import HDDMW

    return HDDMW(drift_confidence=min(0.9, 0.001**bar), warning_confidence=min(0.95, 0.005**bar))


def _dummy(bar: float) -> Any:
    return Every(max(1, round(1000 * bar)))


DETECTORS: dict[str, Callable[[float], Any]] = {
    "adwin": _adwin,
    "page_hinkley": _page_hinkley,
    "ddm": _ddm,
    "eddm": _eddm,
    "hddm_a": _hddm_a,
    "hddm_w": _hddm_w,
    "kswin": _kswin,
    "dummy": _dummy,
}
"""Makers of detectors: each takes how high its bar stands, 1 being river's own setting."""


def rings(errors: Iterable[float], detector: str, *, bar: float = 1.0) -> np.ndarray:
    """The places in a stream of errors (1 wrong, 0 right) at which a detector rings, rising.

    `bar` is 1 at river's defaults; above it takes more to ring. river's detectors start afresh by
    themselves after they rang. An error that is not known (NaN) is passed over: ADWIN would be mute
    ever after. Raises KeyError for a detector not in `DETECTORS`.
    """
    watcher = DETECTORS[detector](bar)
    found = []
    for place, error in enumerate(errors):
        if np.isnan(error):
            continue
        watcher.update(error)
        if watcher.drift_detected:
            found.append(place)
    return np.array(found, dtype=int)


def adwin_rings(errors: np.ndarray, *, delta: float = 0.002) -> bool:
    """Whether ADWIN (river) finds a change in errors, in order of time; NaN is passed over."""
    from river.drift import ADWIN

    detector = ADWIN(delta=delta)
    for error in errors[~np.isnan(errors)]:
        detector.update(float(error))
        if detector.drift_detected:
            return True
    return False
