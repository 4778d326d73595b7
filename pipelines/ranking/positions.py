"""Position bias: what is further down is looked at less, and a log forgets to say so.

A click at place r needs a look (chance r ** -eta) and interest. Weighing each click by one over
the chance of a look undoes it on average (Joachims et al. 2017), at the price of variance; with
the wrong eta it overdoes or underdoes it. A small share of lists in random order lets eta be
estimated, since there interest does not depend on the place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from pipelines.evaluation.ranking_metrics import ndcg_at

CORRECTIONS = ("none", "feature", "ips_true", "ips_estimated", "ips_wrong")
WRONG = 1.5
LARGEST = 50.0
"""The largest weight a click may have: clipping trades bias for variance."""


def examination(places: np.ndarray, eta: float) -> np.ndarray:
    """The chance that a place, counted from 1, is looked at: places ** -eta."""
    return np.asarray(places, dtype=float) ** -eta


def propensity_weights(places: np.ndarray, eta: float, largest: float = LARGEST) -> np.ndarray:
    """What a click at each place counts: one over its chance of a look, at most `largest`."""
    return np.minimum(1 / examination(places, eta), largest)


def estimated_power(places: np.ndarray, clicks: np.ndarray, highest: float = 3.0) -> float:
    """The eta under which clicks on lists in random order are likeliest; NaN without a click.

    `places` count from 1. Given how many clicks there are, their places are a multinomial draw
    with chances in proportion to shows at r times r ** -eta; the likelihood is concave in eta, and
    the answer is where the mean log place of the clicks is its expectation. From 0 to `highest`.
    """
    shows = np.bincount(places).astype(float)
    place = np.arange(1, len(shows))
    shows, total = shows[1:], float(clicks.sum())
    if not total:
        return math.nan
    wanted = float(np.log(places) @ clicks) / total
    low, high = 0.0, highest
    for _ in range(50):
        eta = (low + high) / 2
        weight = shows * place**-eta
        deeper = float(weight @ np.log(place)) / weight.sum() > wanted
        low, high = (eta, high) if deeper else (low, eta)
    return (low + high) / 2


def assumed_power(correction: str, eta: float, places: np.ndarray, clicks: np.ndarray) -> float:
    """The eta a team works with under one of the CORRECTIONS; 0 for those without propensities.

    `places` and `clicks` are of lists in random order. An estimate that has no click to go by is 0.
    """
    if correction not in CORRECTIONS:
        raise ValueError(f"no correction is called {correction}; of {', '.join(CORRECTIONS)}")
    if correction == "ips_estimated":
        guess = estimated_power(places, clicks)
        return 0.0 if math.isnan(guess) else guess
    return {"ips_true": eta, "ips_wrong": WRONG * eta}.get(correction, 0.0)


@dataclass(frozen=True, eq=False)
class Lists:
    """Lists shown many times in one order: relevance and that order's places, both (lists, items).

    `places` count from 1. The order is a former system's: near the truth, and not it.
    """

    relevance: np.ndarray
    places: np.ndarray

    @classmethod
    def draw(cls, rng: np.random.Generator, lists: int, items: int) -> Lists:
        """Relevance is Beta(1.2, 6) a pair; the former system saw it through noise."""
        relevance = rng.beta(1.2, 6.0, (lists, items))
        believed = relevance + rng.normal(0, 0.08, relevance.shape)
        places = np.argsort(np.argsort(-believed, axis=1), axis=1) + 1
        return cls(relevance, places)

    def clicks(self, rng: np.random.Generator, shows: int, eta: float) -> np.ndarray:
        """Clicks of `shows` showings of each list in its order: (lists, items)."""
        return rng.binomial(shows, self.relevance * examination(self.places, eta))

    def learnt(self, clicks: np.ndarray, shows: int, eta: float) -> np.ndarray:
        """Click rates with clicks weighed for an assumed eta (0: as they are)."""
        return clicks * propensity_weights(self.places, eta) / max(shows, 1)

    def ndcg(self, scores: np.ndarray) -> np.ndarray:
        """nDCG of each list in the order of `scores`, against relevance: (lists,)."""
        lists, items = self.relevance.shape
        return ndcg_at(
            items, np.repeat(np.arange(lists), items), self.relevance.ravel(), scores.ravel()
        )
