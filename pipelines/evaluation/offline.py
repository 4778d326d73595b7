"""Off-policy metrics of rows of items: on logged takes, on weighted takes, and on the truth.

One formula serves all: a matrix of `gains` (users, items) says what each item is worth to each
user. Logged takes are 0 and 1; weighed by inverse propensity they are 1 / p; the truth's are the
chances that an item is taken. `lists` (users, n) hold items, NOBODY where empty. Every result has
a value for each user and each length of list from 1 to n, so one call serves a dial over k; users
without any gain are NaN. nDCG is scikit-learn's `ndcg_score` (linear gains), recall and average
precision are the textbook's where gains are 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.ranking.retrieval import NOBODY


@dataclass(frozen=True, eq=False)
class ByUser:
    """Metrics of each user at each length of list: all (users, n)."""

    ndcg: np.ndarray
    recall: np.ndarray
    precision: np.ndarray
    hit: np.ndarray

    def of(self, name: str) -> np.ndarray:
        """One metric by name."""
        return getattr(self, name)


def by_user(lists: np.ndarray, gains: np.ndarray) -> ByUser:
    """nDCG, recall, average precision and hit rate of each user's list against `gains`.

    Gains above 1 (inverse propensities) are taken by their user's largest for average precision
    and hit rate, whose formulas need shares.
    """
    reached = _gains_of(lists, gains)
    size = lists.shape[1]
    ideal = -np.sort(-_largest(gains, size), axis=1)
    total = gains.sum(axis=1, dtype=float)[:, None]
    discount = 1 / np.log2(np.arange(2, size + 2))
    best = np.cumsum(ideal * discount, axis=1)
    top = np.maximum(ideal[:, :1], 1.0)
    part = reached / top
    length = np.arange(1, size + 1)
    precision = np.cumsum(np.cumsum(part, axis=1) / length * part, axis=1)
    return ByUser(
        ndcg=_over(np.cumsum(reached * discount, axis=1), best),
        recall=_over(np.cumsum(reached, axis=1), total),
        precision=_over(precision, np.minimum(length, total / top)),
        hit=np.where(total > 0, 1 - np.cumprod(1 - part, axis=1), np.nan),
    )


def sampled(ranks: np.ndarray, users: np.ndarray, *, count: int, size: int) -> ByUser:
    """The same metrics where each held-back take is ranked among a few sampled negatives.

    `ranks` (takes,) are the places of the takes of `users`, from 1. Each take is judged by itself
    (as by He et al. 2017) and users are averaged: nDCG is 1 / log2(1 + rank), recall and hit rate
    whether rank <= k, average precision 1 / rank.
    """
    within = ranks[:, None] <= np.arange(1, size + 1)
    worth = {
        "ndcg": within / np.log2(1 + ranks)[:, None],
        "recall": within.astype(float),
        "precision": within / ranks[:, None],
        "hit": within.astype(float),
    }
    takes = np.bincount(users, minlength=count)[:, None].astype(float)
    return ByUser(**{name: _over(_summed(users, v, count), takes) for name, v in worth.items()})


def ranks_among(
    scores: np.ndarray, users: np.ndarray, items: np.ndarray, negatives: np.ndarray
) -> np.ndarray:
    """The place of each held-back take among its `negatives` (takes, m): from 1, ties half.

    A tie counts half a place, so that a model that gives everything one score is judged as chance.
    """
    own = scores[users, items][:, None]
    others = scores[users[:, None], negatives]
    return 1 + (others > own).sum(axis=1) + 0.5 * (others == own).sum(axis=1)


def inverse_propensity(propensity: np.ndarray, *, least: float = 0.01) -> np.ndarray:
    """Weights 1 / p, p no less than `least`: what keeps one odd row from outweighing the rest."""
    return 1 / np.clip(propensity, least, 1.0)


def _gains_of(lists: np.ndarray, gains: np.ndarray) -> np.ndarray:
    found = np.take_along_axis(gains, np.maximum(lists, 0), axis=1).astype(float)
    return np.where(lists == NOBODY, 0.0, found)


def _largest(gains: np.ndarray, size: int) -> np.ndarray:
    """The largest gains of each row, in no order, padded with 0 to `size`."""
    if gains.shape[1] <= size:
        return np.pad(gains, ((0, 0), (0, size - gains.shape[1])))
    return -np.partition(-gains, size - 1, axis=1)[:, :size]


def _summed(users: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    columns = [np.bincount(users, column, count) for column in values.T]
    return np.stack(columns, axis=1)


def _over(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    out = np.full(np.broadcast_shapes(top.shape, bottom.shape), np.nan)
    return np.divide(top, bottom, out=out, where=bottom > 0)
