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


def ndcg_at(k: int, groups: np.ndarray, gains: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Normalised discounted cumulative gain of each group's first k, gains as given (linear).

    Of tied scores each gets the mean discount, as in scikit-learn's `ndcg_score`.
    One value per group number from 0; NaN where a group has nothing to gain.
    """
    count = int(groups.max(initial=-1)) + 1
    reached = _discounted(k, groups, gains, scores, count)
    best = _discounted(k, groups, gains, gains, count)
    return np.divide(reached, best, out=np.full(count, math.nan), where=best > 0)


def let_through(
    final: np.ndarray, order: np.ndarray, *, top: int, keeps: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """How many of the final scorer's best `top` survive an earlier stage's cut, for each request.

    `final` and `order` are both (requests, candidates): the final score of each candidate (-inf
    where there is none) and its place in the earlier stage's order, from 0. Returns the survivors
    at each of `keeps`, (requests, keeps), and all of the best, (requests,); the sum of the first
    over that of the second is the stage's recall.

    >>> kept, best = let_through(np.array([[3.0, 1.0, 2.0]]), np.array([[2, 0, 1]]), top=2,
    ...                          keeps=np.array([1, 2, 3]))
    >>> kept.tolist(), best.tolist()
    ([[0.0, 1.0, 2.0]], [2.0])
    """
    requests = np.repeat(np.arange(len(final)), final.shape[1])
    wanted = standing(final.ravel(), requests).within(top).reshape(final.shape)
    wanted = np.where(np.isfinite(final), wanted, 0.0)
    kept = order[:, :, None] < np.asarray(keeps)
    return (wanted[:, :, None] * kept).sum(axis=1), wanted.sum(axis=1)


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
