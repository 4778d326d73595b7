"""How good a ranking, a funnel stage and a predicted probability are, with intervals."""

from __future__ import annotations

import math

import numpy as np

from pipelines.evaluation.ties import standing


def cross_entropy(target: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Log loss of each row against an outcome (0, 1) or a true probability; in nats.

    Infinite where the impossible happened; a prediction of 0 or 1 that comes true costs nothing.
    """
    target, predicted = np.asarray(target, dtype=float), np.asarray(predicted, dtype=float)
    with np.errstate(divide="ignore"):
        yes, no = -np.log(predicted), -np.log1p(-predicted)
    loss = np.zeros(np.broadcast_shapes(target.shape, predicted.shape))
    np.multiply(target, yes, out=loss, where=target > 0)
    rest = np.zeros_like(loss)
    np.multiply(1 - target, no, out=rest, where=target < 1)
    return loss + rest


def entropy(rate: np.ndarray | float) -> np.ndarray:
    """Entropy of a coin of this rate, in nats: what predicting the base rate costs a row."""
    return cross_entropy(np.asarray(rate), np.asarray(rate))


def normalised_entropy(target: np.ndarray, predicted: np.ndarray) -> float:
    """Log loss over that of always predicting the base rate (He et al. 2014); less is better.

    `target` holds outcomes, or true probabilities for its expectation. NaN where the base rate is
    0 or 1, or without rows.
    """
    if not len(target) or not 0 < np.mean(target) < 1:
        return math.nan
    return float(cross_entropy(target, predicted).mean() / entropy(np.mean(target)))


def weighted_auc(target: np.ndarray, scores: np.ndarray) -> float:
    """Area under the ROC curve with outcomes or true probabilities: each row is both, in part.

    With outcomes 0 and 1 it is scikit-learn's. Ties count half. NaN unless both classes have
    weight.
    """
    target = np.asarray(target, dtype=float)
    yes, no = target.sum(), (1 - target).sum()
    if not (yes > 0 and no > 0):
        return math.nan
    _, group = np.unique(scores, return_inverse=True)
    up, down = np.bincount(group, target), np.bincount(group, 1 - target)
    below = np.cumsum(down) - down
    return float((up * (below + 0.5 * down)).sum() / (yes * no))


def resampled_auc(
    target: np.ndarray, scores: np.ndarray, weights: np.ndarray, entity: np.ndarray
) -> np.ndarray:
    """`weighted_auc` under resamples of whole entities: one value a resample, NaN where undefined.

    `weights` (resamples, entities) say how often each entity is drawn, `entity` whose row it is.
    Rows are sorted once; ties count half.
    """
    order = np.argsort(scores, kind="stable")
    ranked = scores[order]
    starts = np.flatnonzero(np.r_[True, ranked[1:] > ranked[:-1]][: len(ranked)])
    target, entity = target[order].astype(np.float32), entity[order]
    areas = np.full(len(weights), math.nan)
    for place, drawn in enumerate(weights if len(starts) else ()):
        # One resample at a time stays in the cache; all at once would be hundreds of megabytes.
        weight = drawn[entity]
        up = np.add.reduceat(weight * target, starts, dtype=float)
        down = np.add.reduceat(weight * (1 - target), starts, dtype=float)
        both = up.sum() * down.sum()
        if both > 0:
            areas[place] = (up * (np.cumsum(down) - 0.5 * down)).sum() / both
    return areas


def grouped_auc(groups: np.ndarray, target: np.ndarray, scores: np.ndarray) -> float:
    """AUC within each group, averaged by the group's rows (GAUC); groups of one class are left out.

    `groups` are integers from 0 and `target` outcomes 0 and 1. NaN where no group has both.
    """
    count = int(groups.max(initial=-1)) + 1
    rows, yes = np.bincount(groups, minlength=count), np.bincount(groups, target, count)
    both = (yes > 0) & (yes < rows)
    if not both.any():
        return math.nan
    ranks = _mid_ranks(groups, scores)
    above = np.bincount(groups, target * ranks, count)[both]
    yes, rows = yes[both], rows[both]
    auc = (above - yes * (yes + 1) / 2) / (yes * (rows - yes))
    return float((auc * rows).sum() / rows.sum())


def ndcg_at(k: int, groups: np.ndarray, gains: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Normalised discounted cumulative gain of each group's first k, gains as given (linear).

    Of tied scores each gets the mean discount, as in scikit-learn's `ndcg_score`.
    One value per group number from 0; NaN where a group has nothing to gain.
    """
    count = int(groups.max(initial=-1)) + 1
    reached = _discounted(k, groups, gains, scores, count)
    best = _discounted(k, groups, gains, gains, count)
    return np.divide(reached, best, out=np.full(count, math.nan), where=best > 0)


def stage_recall(
    final: np.ndarray, order: np.ndarray, *, top: int, keeps: np.ndarray
) -> np.ndarray:
    """The share of the final scorer's best `top` that survives an earlier stage's cut.

    `final` and `order` are both (requests, candidates): the final score of each candidate (-inf
    where there is none) and its place in the earlier stage's order, from 0. Returns one share for
    each number in `keeps`; NaN without candidates.
    """
    requests = np.repeat(np.arange(len(final)), final.shape[1])
    wanted = standing(final.ravel(), requests).within(top).reshape(final.shape)
    wanted = np.where(np.isfinite(final), wanted, 0.0)
    if not wanted.any():
        return np.full(len(keeps), math.nan)
    kept = order[wanted > 0][:, None] < np.asarray(keeps)[None, :]
    return wanted[wanted > 0] @ kept / wanted.sum()


def gini(amounts: np.ndarray) -> float:
    """How unequally amounts are shared out: 0 all alike, near 1 one takes all; NaN without any.

    >>> gini(np.array([1.0, 1.0])), gini(np.array([0.0, 0.0, 0.0, 4.0]))
    (0.0, 0.75)
    """
    return float(ginis(np.asarray(amounts)[None])[0])


def ginis(amounts: np.ndarray) -> np.ndarray:
    """The Gini coefficient of each row: amounts (..., holders) to coefficients (...)."""
    ordered = np.sort(np.asarray(amounts, dtype=float), axis=-1)
    count, total = ordered.shape[-1], ordered.sum(axis=-1)
    apart = ordered @ (2.0 * np.arange(1, count + 1) - count - 1)
    known = total > 0
    return np.divide(apart, count * total, out=np.full(total.shape, math.nan), where=known)


def lorenz(amounts: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """What the smallest amounts hold together, as shares of the sum, for `shares` of their number.

    Linear between two amounts; zeros where there is nothing to share out. One less twice the area
    below the curve is the Gini coefficient.
    """
    ordered = np.sort(np.asarray(amounts, dtype=float))
    total = ordered.sum()
    held = np.r_[0.0, np.cumsum(ordered)] / (total if total > 0 else 1.0)
    return np.interp(shares, np.linspace(0, 1, len(held)), held)


def _discounted(k: int, groups, gains, scores, count: int) -> np.ndarray:
    discount = standing(scores, groups).mean_of(1 / np.log2(2.0 + np.arange(k)))
    return np.bincount(groups, gains * discount, count)


def _mid_ranks(groups: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Ranks from 1 within each group, lowest score first, ties sharing their mean."""
    below, alike = standing(-scores, groups)
    return below + (alike + 1) / 2
