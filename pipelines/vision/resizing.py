"""Smaller pictures: each pixel of the small one is the mean of what it covers of the large one."""

from __future__ import annotations

import numpy as np


def area_matrix(side: int, smaller: int) -> np.ndarray:
    """The weights that shrink one side: (smaller, side), rows add up to 1.

    >>> area_matrix(4, 2).tolist()
    [[0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5]]
    """
    step = side / smaller
    left = np.arange(smaller)[:, None] * step
    pixel = np.arange(side)[None, :]
    shared = np.minimum(pixel + 1, left + step) - np.maximum(pixel, left)
    return np.maximum(shared, 0.0) / step


def shrunk(pixels: np.ndarray, side: int) -> np.ndarray:
    """Pictures (n, 3, height, width) of equal sides, shrunk to `side` pixels along each."""
    if pixels.shape[-1] == side:
        return pixels
    weights = area_matrix(pixels.shape[-1], side).astype(np.float32)
    return np.ascontiguousarray(weights @ pixels @ weights.T)
