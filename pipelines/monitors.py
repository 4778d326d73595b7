"""What rings when the world moves: distances between samples, and detectors over streams."""

from __future__ import annotations

import numpy as np


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


def adwin_rings(errors: np.ndarray, *, delta: float = 0.002) -> bool:
    """Whether ADWIN (river) finds a change in a stream of errors, in order of time."""
    from river.drift import ADWIN

    detector = ADWIN(delta=delta)
    for error in errors:
        detector.update(float(error))
        if detector.drift_detected:
            return True
    return False


def _shares(sample: np.ndarray, edges: np.ndarray) -> np.ndarray:
    counts = np.bincount(np.searchsorted(edges, sample, side="right"), minlength=len(edges) + 1)
    return np.maximum(counts, 0.5) / len(sample)
