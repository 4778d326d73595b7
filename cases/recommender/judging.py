"""What the team sees on its held-back takes, and what is true of everybody's rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.recommender.plan import LONGEST
from cases.recommender.stages import Held, Trial, taken_back
from data.movies import Movies
from data.world import stream
from pipelines.evaluation.offline import ByUser, by_user, inverse_propensity, ranks_among, sampled
from pipelines.evaluation.ranking_metrics import gini
from pipelines.ranking.generators import in_spread

NEGATIVES = 100
"""How many sampled negatives stand beside each held-back take."""

MEASURES = ("ndcg", "recall", "precision", "hit")


@dataclass(frozen=True, eq=False)
class Sampled:
    """Held-back takes with the sampled negatives each is ranked among."""

    ranks: np.ndarray
    users: np.ndarray


def sampled_ranks(movies: Movies, scores: np.ndarray, held: Held) -> Sampled:
    """The place of each held-back take among NEGATIVES titles drawn evenly.

    Titles that are no candidates stand below those that are, by the generator's score.
    """
    users, items = held.positives.user, held.positives.item
    rng = stream(movies.seed, "sampled negatives")
    negatives = rng.integers(0, scores.shape[1], (len(users), NEGATIVES))
    return Sampled(ranks_among(scores, users, items, negatives), users)


def whole_order(trial: Trial) -> np.ndarray:
    """One score for every title: candidates as ranked, all others behind them as generated."""
    generated = trial.ranked.generated
    there = np.isfinite(generated)
    # A user of whom everything is hidden would otherwise have no spread.
    behind = in_spread(np.where(there, generated, generated.min(where=there, initial=0)))
    order = trial.ranked.scores
    return np.where(np.isfinite(order), order, np.where(there, behind - 1e4, -np.inf))


def seen_by_team(
    movies: Movies, trial: Trial, paper: np.ndarray, held: Held, metric: str
) -> ByUser | None:
    """The team's metrics by user and k; None in the mode in which it is told the truth."""
    shape = trial.trained.taken.shape
    if metric == "truth":
        return None
    if metric == "sampled":
        found = sampled_ranks(movies, whole_order(trial), held)
        return sampled(found.ranks, found.users, count=shape[0], size=LONGEST)
    weights = None
    if metric == "ips":
        weights = inverse_propensity(held.positives.propensity)
    return by_user(paper, taken_back(held.positives, shape, weights))


def exposure_gini(shown: np.ndarray) -> float:
    """How unequally impressions are shared out among titles."""
    return gini(shown)


def cold_users(taken: np.ndarray, below: int) -> np.ndarray:
    """Which users have taken fewer titles than `below`."""
    return (taken > 0).sum(axis=1) < below
