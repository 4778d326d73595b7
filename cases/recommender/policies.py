"""The same log judged in other ways: ten policies side by side, and four splits."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cases.recommender.decide import Ranked, Ranking
from cases.recommender.judged import Held, by_log, by_truth, chance_in, hold, tried
from cases.recommender.model import Learning, Trained
from cases.recommender.ranker import NO_RANKER, Model
from cases.recommender.world import LONGEST, ROW, State
from data.movies import Movies
from pipelines.evaluation.holdout import HOLDOUTS
from pipelines.evaluation.offline import ByUser
from pipelines.ranking.reranking import hide
from pipelines.ranking.retrieval import best
from pipelines.watching import part_done

CLAIRVOYANT_POLICY = "clairvoyant"
"""The policy that ranks by the true chances."""

TEN = {
    "random": "random",
    "popularity": "popularity",
    "user-user": "user",
    "item-item": "item",
    "EASE": "ease",
    "PureSVD": "svd",
    "ALS": "als",
    "content": "content",
    "hybrid": "hybrid",
    CLAIRVOYANT_POLICY: "",
}
"""Ten policies, by the generator each ranks with; the clairvoyant one has none."""

PLAIN = Ranking()

BUCKETS = ((0, 4), (4, 8), (8, 16), (16, 32), (32, 10_000))
"""Users by how many titles they had taken: from, and below which number."""


@dataclass(frozen=True, eq=False)
class Tried:
    """One policy tried on the team's log: nDCG by the team, and the true worth, both at ROW.

    `logged` (users,) is NaN for users without held-back takes; `worth` (users,) is the true chance
    of a take, averaged over the row.
    """

    name: str
    logged: np.ndarray
    worth: np.ndarray


@dataclass(frozen=True, eq=False)
class Policies:
    """Ten policies, and how many titles each user had taken."""

    tried: tuple[Tried, ...]
    takes: np.ndarray

    def having_taken(self, low: int, high: int) -> np.ndarray:
        """Which users had taken so many titles, `high` not included: boolean (users,)."""
        return (self.takes >= low) & (self.takes < high)

    def logged(self) -> dict[str, float]:
        """The team's metric of each policy; NaN where no take was held back."""
        return {each.name: mean_and_interval(each.logged)[0] for each in self.tried}

    def worth(self) -> dict[str, float]:
        """The true worth of each policy."""
        return {each.name: float(each.worth.mean()) for each in self.tried}


def policies(
    movies: Movies, held: Held, learning: Learning, trained: Trained, *, metric: str
) -> Policies:
    """Try ten policies on the team's log, one of them clairvoyant, and judge each both ways."""
    log, truth = held.train, movies.chance(0)
    hidden = log.table(len(truth), truth.shape[1], log.taken.astype(float)) > 0
    found: list[Tried] = []
    for name, generator in TEN.items():
        part_done(len(found) / len(TEN))
        recipe = replace(learning, generator=generator, days_ahead=0, quiz=False)
        ranked = (
            tried(movies, log, recipe, "none", PLAIN, week=0)
            if generator
            else _by_truth(truth, hidden, trained)
        )
        rows = best(ranked.scores, LONGEST)
        logged = _judged(movies, ranked, rows, held, metric, truth).ndcg[:, ROW - 1]
        found.append(Tried(name, logged, chance_in(rows[:, :ROW], truth).mean(axis=1)))
    return Policies(tuple(found), hidden.sum(axis=1))


def _by_truth(truth: np.ndarray, hidden: np.ndarray, trained: Trained) -> Ranked:
    """The clairvoyant trial: what was taken in the training part is hidden from it too."""
    scores = hide(truth, hidden)
    return Ranked(Model(trained, NO_RANKER), scores, scores, best(scores, PLAIN.candidates))


def _judged(
    movies: Movies, ranked: Ranked, rows: np.ndarray, held: Held, metric: str, truth: np.ndarray
) -> ByUser:
    if metric == "truth":
        return by_truth(movies, rows, truth)
    return by_log(movies, ranked, rows, held, metric)


def splits(
    movies: Movies,
    launch: State,
    learning: Learning,
    ranking: Ranking,
    *,
    ranker: str,
    metric: str,
    seed: int,
) -> pd.DataFrame:
    """Judge the design at launch on four ways to hold takes back, each with its own training."""
    rows = []
    for split in HOLDOUTS:
        held = hold(movies, launch, split=split, seed=seed)
        ranked = tried(movies, held.train, learning, ranker, ranking, week=0)
        lists = best(ranked.scores, LONGEST)
        found = _judged(movies, ranked, lists, held, metric, movies.chance(0))
        rows.append((split, *mean_and_interval(found.ndcg[:, ROW - 1])))
    return pd.DataFrame(rows, columns=["split", "ndcg", "low", "high", "users"])


def mean_and_interval(values: np.ndarray) -> tuple[float, float, float, int]:
    """The mean of known values, the ends of its normal 95 % interval, and how many are known."""
    known = values[np.isfinite(values)]
    if not len(known):
        return np.nan, np.nan, np.nan, 0
    mean, half = float(known.mean()), float(1.96 * known.std() / np.sqrt(len(known)))
    return mean, mean - half, mean + half, len(known)


def agreement(policies: Policies) -> float:
    """Rank correlation of what the log says of the policies and what they are worth."""
    from scipy.stats import spearmanr

    logged, worth = policies.logged(), policies.worth()
    return float(spearmanr(list(logged.values()), list(worth.values())).statistic)
