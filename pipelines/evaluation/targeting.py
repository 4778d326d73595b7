"""Whom to contact: rankings by risk, uplift or value, and what they are worth against the truth."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pipelines.evaluation.decisions import Ordered
from pipelines.evaluation.scores import hits_and_alerts
from pipelines.learning.training import Recipe, fit

LEARNERS = ("s", "t", "transform")
RULES = ("risk", "value", "uplift", "uplift_value", "random", "all", "none")

Uplift = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Offer:
    """What a contact costs and brings, in money.

    A contact costs `contact`; an offer of `cost` goes to everybody contacted who stays; a customer
    who would have left and stays is worth its own value. `accepts` is the share of those about to
    leave that a contact is assumed to keep, where nobody has measured it.
    """

    cost: float = 10.0
    contact: float = 1.0
    accepts: float = 0.3


def learn_uplift(
    features: np.ndarray,
    treated: np.ndarray,
    left: np.ndarray,
    *,
    learner: str,
    recipe: Recipe,
) -> Uplift:
    """Learn from a randomised trial how much a contact lowers each row's chance to leave.

    `treated` and `left` are 0 or 1 a row; who is treated has to be random, half of the rows or
    any share. "s": one model with the treatment (and its products with the features) among the
    features. "t": one model for each arm. "transform": class transformation (Jaskowski and
    Jaroszewicz 2012) on arms of equal size: twice the chance that treated stay or untreated
    leave, less one. Without both arms nothing is known: 0 for every row.
    """
    arms = [np.flatnonzero(treated == arm) for arm in (0, 1)]
    if not all(len(arm) for arm in arms):
        return lambda rows: np.zeros(len(rows))
    makers = {"s": _single, "t": _two, "transform": _transformed}
    return makers[learner](features, treated.astype(float), left, arms, recipe)


def _single(features, treated, left, arms, recipe) -> Uplift:
    def along(rows: np.ndarray, arm: np.ndarray) -> np.ndarray:
        return np.hstack([rows, arm[:, None], rows * arm[:, None]])

    model = fit(along(features, treated), left, recipe)

    def uplift(rows: np.ndarray) -> np.ndarray:
        none = np.zeros(len(rows))
        return model.predict(along(rows, none)) - model.predict(along(rows, none + 1))

    return uplift


def _two(features, treated, left, arms, recipe) -> Uplift:
    without, contacted = (fit(features[arm], left[arm], recipe) for arm in arms)
    return lambda rows: without.predict(rows) - contacted.predict(rows)


def _transformed(features, treated, left, arms, recipe) -> Uplift:
    size = min(map(len, arms))
    # Every so many rows of the larger arm, so that both are as large and as old.
    kept = np.sort(
        np.concatenate([arm[np.linspace(0, len(arm) - 1, size, dtype=int)] for arm in arms])
    )
    target = np.where(treated[kept] == 1, 1 - left[kept], left[kept])
    model = fit(features[kept], target, recipe)
    return lambda rows: 2 * model.predict(rows) - 1


def ranking(
    rule: str,
    *,
    risk: np.ndarray,
    uplift: np.ndarray,
    value: np.ndarray,
    luck: np.ndarray,
    offer: Offer,
) -> np.ndarray:
    """What customers are ranked by, highest first, under a rule of `RULES`.

    "value" is the expected value of a contact given the risk alone; "uplift_value" given the
    uplift too. "all", "none" and "random" rank by `luck`.
    """
    if rule == "risk":
        return risk
    if rule == "uplift":
        return uplift
    if rule in ("value", "uplift_value"):
        kept = offer.accepts * risk if rule == "value" else uplift
        return expected_gain(risk, kept, value, offer)
    if rule not in RULES:
        raise ValueError(f"no rule is called {rule}; there are {', '.join(RULES)}")
    return luck


def expected_gain(
    leaving: np.ndarray, uplift: np.ndarray, value: np.ndarray, offer: Offer
) -> np.ndarray:
    """What a contact is expected to earn: value kept, less the offer to stayers and the contact.

    uplift * value - (1 - (leaving - uplift)) * cost - contact. With uplift = g p it is the rule of
    Verbraken et al. (2013) with every stayer taking the offer.
    """
    return uplift * value - (1 - leaving + uplift) * offer.cost - offer.contact


def curve(scores: np.ndarray, gains: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """The sum of `gains` over the best `shares` (0 to 1) of the rows, by falling score.

    A share that cuts through tied rows gets its part of what they gain together.
    """
    running, reached = hits_and_alerts(gains, Ordered.by(scores))
    return np.interp(np.round(np.asarray(shares) * len(scores)), reached, running)


def qini(scores: np.ndarray, uplift: np.ndarray) -> float:
    """The Qini coefficient against known uplift: 1 is the best ranking there is, 0 a random one.

    The area between the curve of summed uplift and its straight line, over that of the ranking by
    the uplift itself. NaN where all rows have the same uplift.
    """
    best = _area(uplift, uplift)
    return _area(scores, uplift) / best if best > 1e-12 * max(1, len(uplift)) else math.nan


def trial_gains(treated: np.ndarray, left: np.ndarray) -> np.ndarray:
    """For each row of a randomised trial a number whose mean is the uplift (Radcliffe 2007).

    Each treated row counts -1 / share of treated for leaving, each other one 1 / share of others.
    NaN without both arms.
    """
    share = float(np.mean(treated)) if len(treated) else 0.0
    if not 0 < share < 1:
        return np.full(len(left), math.nan)
    return np.where(treated == 1, -1 / share, 1 / (1 - share)) * left


def ahead(scores: np.ndarray) -> np.ndarray:
    """How far each row's rank by falling score lies before the middle: 0.5 first, -0.5 last.

    Equal scores share their ranks. The mean of gain times this is the area between the curve of
    mean gains along the ranking and its straight line.

    >>> ahead(np.array([3.0, 1.0, 2.0, 2.0])).tolist()
    [0.375, -0.375, 0.0, 0.0]
    """
    from scipy.stats import rankdata

    return (rankdata(scores) - 0.5) / max(1, len(scores)) - 0.5


def _area(scores: np.ndarray, gains: np.ndarray) -> float:
    """Area between the curve of mean gains and the straight line to its end, tied rows shared."""
    return float(np.mean(gains * ahead(scores))) if len(scores) else 0.0
