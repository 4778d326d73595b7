"""Off-policy metrics of rows of items: on logged takes, on weighted takes, and on the truth.

A matrix of `gains` (users, items) says what each item is worth to each user. Logged takes are 0
and 1; weighed by inverse propensity they are 1 / p (`by_user`); the truth's are the chances that an
item is taken (`expected`). `lists` (users, n) hold items, NOBODY where empty. Every result has a
value for each user and each length of list from 1 to n, so one call serves a dial over k; users
without any gain are NaN. nDCG is scikit-learn's `ndcg_score` (linear gains), recall and average
precision are the textbook's where gains are 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

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
    precision = np.cumsum(part * (1 + _before(part)) / length, axis=1)
    return ByUser(
        ndcg=_over(np.cumsum(reached * discount, axis=1), best),
        recall=_over(np.cumsum(reached, axis=1), total),
        precision=_over(precision, np.minimum(length, total / top)),
        hit=np.where(total > 0, 1 - np.cumprod(1 - part, axis=1), np.nan),
    )


def expected(lists: np.ndarray, chances: np.ndarray, looked: np.ndarray) -> ByUser:
    """What to expect of takes that happen by themselves with these `chances` (users, items).

    nDCG and recall take chances for gains. Average precision is the mean over all that may be
    taken, users who take nothing left out. The hit rate is the chance of a take within the list
    where its slots are looked at as often as `looked` (n,) says.
    """
    part = _gains_of(lists, chances)
    return replace(
        by_user(lists, chances),
        precision=_expected_precision(part, _unlisted(lists, chances)),
        hit=np.where(
            np.any(chances, axis=1, keepdims=True),
            1 - np.cumprod(1 - part * looked, axis=1),
            np.nan,
        ),
    )


def sampled(
    first: np.ndarray, last: np.ndarray, users: np.ndarray, *, count: int, size: int
) -> ByUser:
    """The same metrics where each held-back take is ranked among a few sampled negatives.

    The take of each of `users` stands at a place from `first` to `last`, counted from 1: all alike
    likely where it ties with others, and of a metric the mean over them is taken. Each take is
    judged by itself (as by He et al. 2017) and users are averaged: nDCG is 1 / log2(1 + place),
    recall and hit rate whether place <= k, average precision 1 / place.
    """
    lengths = np.arange(1, size + 1)
    places = np.arange(1, max(int(last.max(initial=0)), size) + 1)
    worth = {"ndcg": 1 / np.log2(1 + places), "recall": np.ones(len(places))}
    worth["hit"], worth["precision"] = worth["recall"], 1 / places
    before, end = first[:, None] - 1, np.minimum(last[:, None], lengths)
    takes = np.bincount(users, minlength=count)[:, None].astype(float)
    found = {}
    for name, each in worth.items():
        upto = np.r_[0.0, np.cumsum(each)]
        within = np.maximum(upto[np.maximum(end, before)] - upto[before], 0.0)
        mean = within / (last - first + 1)[:, None]
        found[name] = _over(_summed(users, mean, count), takes)
    return ByUser(**found)


def places_among(
    scores: np.ndarray, users: np.ndarray, items: np.ndarray, negatives: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """First and last place each held-back take may have among its `negatives` (takes, m), from 1.

    They differ where negatives have the take's own score.
    """
    own = scores[users, items][:, None]
    others = scores[users[:, None], negatives]
    first = 1 + (others > own).sum(axis=1)
    return first, first + (others == own).sum(axis=1)


def inverse_propensity(propensity: np.ndarray, *, least: float = 0.01) -> np.ndarray:
    """Weights 1 / p, p no less than `least`: what keeps one odd row from outweighing the rest."""
    return 1 / np.clip(propensity, least, 1.0)


def _expected_precision(part: np.ndarray, outside: np.ndarray) -> np.ndarray:
    """The mean of sum_i y_i (y_1 + .. + y_i) / i over min(k, all takes): (users, n), k to n.

    `part` (users, n) are the chances in the list, `outside` those of all other items. With h takes
    in the list so far, `chance` is how likely that is, and `worth` the sum's mean where it is so.
    """
    users, size = part.shape
    others = [_counted(outside, size)]
    for again in part.T[:0:-1]:
        others.append(_one_more(others[-1], again))
    chance, worth = np.eye(1, size + 1).repeat(users, axis=0), np.zeros((users, size + 1))
    found, takes = np.empty(part.shape), np.arange(size + 1)
    for place, now in enumerate(part.T):
        length, seen = place + 1, chance[:, :-1]
        worth = _one_more(worth, now)
        worth[:, 1:] += now[:, None] * seen * takes[1:] / length
        chance = _one_more(chance, now)
        share = 1 / np.clip(takes[:, None] + takes, 1, length)
        found[:, place] = (worth * (others[-length] @ share)).sum(axis=1)
    some = 1 - np.prod(1 - part, axis=1) * np.prod(1 - outside, axis=1)
    return _over(found, some[:, None])


def _counted(chances: np.ndarray, most: int) -> np.ndarray:
    """How likely 0, 1, .. `most` or more takes are (a Poisson binomial): (users, most + 1)."""
    found = np.eye(1, most + 1).repeat(len(chances), axis=0)
    for each in chances.T:
        if found[:, -1].min() > 1 - 1e-12:
            break
        found = _one_more(found, each)
    return found


def _one_more(counts: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Values by number of takes (users, n) once another take may come with `chance` (users,)."""
    came = counts * chance[:, None]
    rest = counts - came
    rest[:, 1:] += came[:, :-1]
    rest[:, -1] += came[:, -1]
    return rest


def _unlisted(lists: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """Chances with those of listed items set to 0."""
    rest = chances.astype(float)
    rows, places = np.nonzero(lists != NOBODY)
    rest[rows, lists[rows, places]] = 0.0
    return rest


def _before(values: np.ndarray) -> np.ndarray:
    """The sum of what stands before each place of its row."""
    return np.cumsum(values, axis=1) - values


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
