"""A bandit in place of a test: more traffic for the arm that looks better, day by day."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

LEAST = 0.02  # share that either arm keeps, so that its mean stays known
Played = Callable[[int, np.ndarray], tuple[np.ndarray, np.ndarray]]


def thompson(tests: int, days: int, spread: float, play: Played) -> np.ndarray:
    """The share of each day's users that the treatment gets: (tests, days), float64.

    A batch a day: the share is the posterior chance that the treatment's mean is higher, under a
    flat prior and a normal likelihood with standard deviation `spread` a user (Thompson 1933).
    `play(day, share)` lets a day pass for all tests; it returns units and sums of y, (tests, 2).
    """
    from scipy.special import ndtr

    units, total = np.zeros((tests, 2)), np.zeros((tests, 2))
    shares = np.full((tests, days), 0.5)
    for day in range(days):
        if day:
            known = np.maximum(units, 1.0)
            difference = np.diff(total / known, axis=1)[:, 0]
            better = ndtr(difference / (spread * np.sqrt((1 / known).sum(axis=1))))
            shares[:, day] = np.clip(better, LEAST, 1 - LEAST)
        found = play(day, shares[:, day])
        units, total = units + found[0], total + found[1]
    return shares
