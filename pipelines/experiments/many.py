"""Many metrics, one decision: what is a win when forty were read?"""

from __future__ import annotations

import numpy as np

CORRECTIONS = ("none", "bonferroni", "holm", "bh")


def adjusted(p: np.ndarray, correction: str) -> np.ndarray:
    """p values of several metrics, last axis, corrected: each is a win where it is below the level.

    "bonferroni" and "holm" hold the chance of any false win (Holm 1979), "bh" the share of false
    among wins (Benjamini and Hochberg 1995).

    >>> adjusted(np.array([0.01, 0.04, 0.03]), "holm").round(2).tolist()
    [0.03, 0.06, 0.06]
    >>> adjusted(np.array([0.01, 0.04, 0.03]), "bh").round(2).tolist()
    [0.03, 0.04, 0.04]
    """
    if correction not in CORRECTIONS:
        raise ValueError(f"no correction is called {correction}: {', '.join(CORRECTIONS)}")
    count = p.shape[-1]
    if correction == "none" or count == 1:
        return p
    if correction == "bonferroni":
        return np.minimum(count * p, 1.0)
    order = np.argsort(p, axis=-1, kind="stable")
    ranked, place = np.take_along_axis(p, order, axis=-1), np.arange(1, count + 1)
    if correction == "holm":
        raised = np.maximum.accumulate(ranked * (count + 1 - place), axis=-1)
    else:
        scaled = (ranked * count / place)[..., ::-1]
        raised = np.minimum.accumulate(scaled, axis=-1)[..., ::-1]
    found = np.empty_like(p)
    np.put_along_axis(found, order, np.minimum(raised, 1.0), axis=-1)
    return found


def least_adjusted(p: np.ndarray, correction: str) -> np.ndarray:
    """The smallest corrected p value over the last axis: is anything a win?"""
    if correction in ("bonferroni", "holm"):  # alike for the smallest
        return np.minimum(p.shape[-1] * p.min(axis=-1), 1.0)
    return adjusted(p, correction).min(axis=-1)
