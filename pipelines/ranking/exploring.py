"""Showing what is not known to be best, and how likely each row was: a logger's propensities."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pipelines.ranking.retrieval import NOBODY

REDRAWN = 8
"""How often Thompson's rows are drawn again to work out how likely each item was."""


def epsilon_rows(
    rows: np.ndarray, allowed: np.ndarray, *, share: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Rows in which each slot is, with chance `share`, given to an item by lot.

    `rows` (users, slots) hold items, `allowed` (users, items) is boolean. A lot that falls on an
    item not allowed, already in the row or the lot of an earlier slot leaves the slot its own.
    Returns rows and propensities: how likely each row was to hold that item, in whichever slot.
    """
    items = allowed.shape[1]
    luck = rng.random(rows.shape) < share
    lots = rng.integers(0, items, rows.shape)
    known = (lots[:, :, None] == rows[:, None, :]).any(axis=2)
    twice = np.triu(lots[:, None, :] == lots[:, :, None], 1).any(axis=1)
    open_to = np.take_along_axis(allowed, lots, axis=1)
    tried = luck & open_to & ~known & ~twice & (rows != NOBODY)
    # The chance that a slot's lot falls on one given item, and on it for the first time.
    first = share / items * (1 - 1 / items) ** np.arange(rows.shape[1])
    drawn = (first * (rows != NOBODY)).sum(axis=1, keepdims=True)
    kept = 1 - first * _open_beside(rows, allowed)[:, None]
    return np.where(tried, lots, rows), np.where(tried, drawn, kept)


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
    The propensity of a row's item is how likely it is to stand there: over REDRAWN further draws of
    all other items' scores, the mean chance that the item's own draw brings it in. Where a row does
    not hold its highest scores (it was re-ranked), it is the share of draws, the row's own counted,
    that hold the item: too high for what rarely comes.
    """
    scale = spread / np.sqrt(1 + shown / max(float(shown.mean()), 1e-9))

    def drawn() -> np.ndarray:
        return scores + (scale * rng.normal(size=shown.shape)).astype(np.float32)

    rows = make(drawn())
    brought, held = [], np.ones(rows.shape)
    by_score = np.ones((len(rows), 1), dtype=bool)
    for _ in range(REDRAWN):
        moved = drawn()
        inside = _marked(make(moved), scores.shape)
        least, most = _edges(moved, inside)
        held += _of(rows, inside)
        bar = np.where(_of(rows, inside), most, least)
        brought.append(_chance_above(bar, _of(rows, scores), scale[rows]))
        by_score &= least >= most
    return rows, np.where(by_score, _to_divide_by(np.array(brought)), held / (REDRAWN + 1))


def _open_beside(rows: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """How many allowed items are not in each row: (users,)."""
    return (allowed & ~_marked(rows, allowed.shape)).sum(axis=1)


def _marked(rows: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Which items each row holds: boolean (users, items)."""
    inside = np.zeros(shape, dtype=bool)
    user, slot = np.nonzero(rows != NOBODY)
    inside[user, rows[user, slot]] = True
    return inside


def _of(rows: np.ndarray, table: np.ndarray) -> np.ndarray:
    """The table's (users, items) entries of the rows' items; of the first item where empty."""
    return np.take_along_axis(table, np.maximum(rows, 0), axis=1)


def _edges(scores: np.ndarray, inside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The least score in each row and the highest outside it: both (users, 1)."""
    least = np.where(inside, scores, np.inf).min(axis=1, keepdims=True)
    return least, np.where(inside, -np.inf, scores).max(axis=1, keepdims=True)


def _to_divide_by(draws: np.ndarray) -> np.ndarray:
    """The mean of `draws`, a little raised: one over a mean that varies is too large on average."""
    mean = draws.mean(axis=0)
    raised = draws.var(axis=0, ddof=1) / len(draws) / np.maximum(mean, 1e-12)
    return np.minimum(mean + raised, 1.0)


def _chance_above(bar: np.ndarray, score: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """The chance that a normal draw around `score` reaches `bar`."""
    from scipy.special import ndtr

    far = np.where(score >= bar, np.inf, -np.inf)
    known = (scale > 0) & np.isfinite(bar) & np.isfinite(score)
    above = np.subtract(score, bar, out=np.zeros(known.shape), where=known)
    return ndtr(np.divide(above, scale, out=far, where=known))
