"""Showing what is not known to be best, and how likely each row was: a logger's propensities."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pipelines.ranking.retrieval import NOBODY

REDRAWN = 5
"""How often Thompson's rows are drawn again to estimate how likely each item was."""


def epsilon_rows(
    rows: np.ndarray, allowed: np.ndarray, *, share: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Rows in which each slot is, with chance `share`, given to an item by lot.

    `rows` (users, slots) hold items, `allowed` (users, items) is boolean. A lot that falls on an
    item not allowed, or already in the row, leaves the slot its own. Returns rows and
    propensities: for an item drawn by lot the chance that the lot falls on it, for a slot's own
    the rest.
    """
    items = allowed.shape[1]
    luck = rng.random(rows.shape) < share
    lots = rng.integers(0, items, rows.shape)
    known = (lots[:, :, None] == rows[:, None, :]).any(axis=2)
    twice = np.triu(lots[:, None, :] == lots[:, :, None], 1).any(axis=1)
    open_to = np.take_along_axis(allowed, lots, axis=1)
    tried = luck & open_to & ~known & ~twice & (rows != NOBODY)
    kept = 1 - share * allowed.mean(axis=1, keepdims=True)
    return np.where(tried, lots, rows), np.where(tried, share / items, kept)


def thompson_rows(
    scores: np.ndarray,
    shown: np.ndarray,
    make: Callable[[np.ndarray], np.ndarray],
    *,
    spread: float,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Rows made of scores drawn from how unsure we are of each item (Thompson 1933).

    `shown` (items,) is how often each item was shown: its score is moved for everybody by a normal
    draw of `spread` / sqrt(1 + shown / mean shown). `make` turns scores (users, items) into rows.
    The propensity of a row's item is the share of REDRAWN further draws in which it stands there.
    """
    scale = spread / np.sqrt(1 + shown / max(float(shown.mean()), 1e-9))
    rows = make(scores + (scale * rng.normal(size=shown.shape)).astype(np.float32))
    times = np.ones(rows.shape)
    for _ in range(REDRAWN):
        again = make(scores + (scale * rng.normal(size=shown.shape)).astype(np.float32))
        times += (rows[:, :, None] == again[:, None, :]).any(axis=2)
    return rows, times / (REDRAWN + 1)
