"""The same log judged in other ways: ten policies side by side, and four splits."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cases.recommender.judging import seen_by_team
from cases.recommender.learning import Trained
from cases.recommender.plan import LONGEST, ROW, Learning, Ranking
from cases.recommender.ranking import Ranked, Second
from cases.recommender.stages import Held, Trial, hold, trial
from data.movies import Movies
from pipelines.engine import part_done
from pipelines.evaluation.holdout import HOLDOUTS
from pipelines.evaluation.offline import by_user
from pipelines.ranking.reranking import hide
from pipelines.ranking.retrieval import best

TEN = {
    "random": "random",
    "popularity": "popularity",
    "users alike": "user",
    "items alike": "item",
    "EASE": "ease",
    "PureSVD": "svd",
    "ALS": "als",
    "content": "content",
    "hybrid": "hybrid",
    "oracle": "",
}
"""Ten policies, by the generator each ranks with; the oracle ranks by the truth."""

PLAIN = Ranking("none", "none", 500, "taken", 1.0)


@dataclass(frozen=True, eq=False)
class Tried:
    """One policy tried on the team's log: nDCG by the team, and takes a user, both at ROW.

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


def policies(service: Movies, held: Held, learning: Learning, trained: Trained, *, metric):
    """Try ten policies on the team's log, the oracle among them, and judge each both ways."""
    log, truth = held.train, service.chance(0)
    hidden = log.table(len(truth), truth.shape[1], log.taken.astype(float)) > 0
    by_truth = _by_truth(truth, hidden, trained)
    found: list[Tried] = []
    for name, generator in TEN.items():
        part_done(len(found) / len(TEN))
        recipe = replace(learning, generator=generator, stale=0, quiz=False)
        tested = by_truth
        if generator:
            tested = trial(service, log, recipe, PLAIN, Second(None), week=0)
        rows = best(tested.ranked.scores, LONGEST)
        judged = seen_by_team(service, tested, rows, held, metric) or by_user(rows, truth)
        found.append(Tried(name, judged.ndcg[:, ROW - 1], _worth(rows, truth)))
    return Policies(tuple(found), hidden.sum(axis=1))


def _by_truth(truth: np.ndarray, hidden: np.ndarray, trained: Trained) -> Trial:
    """The oracle as a trial: what was taken in the training part is hidden from it too."""
    scores = hide(truth, hidden)
    return Trial(trained, Ranked(scores, scores, best(scores, PLAIN.candidates), 0, None))


def _worth(rows: np.ndarray, truth: np.ndarray) -> np.ndarray:
    top = rows[:, :ROW]
    chance = np.take_along_axis(truth, np.maximum(top, 0), axis=1)
    return np.where(top >= 0, chance, 0.0).mean(axis=1)


def splits(service: Movies, past, learning, ranking, second, *, metric, seed):
    """Judge the design at launch on four ways to hold takes back, each with its own training."""
    rows = []
    for split in HOLDOUTS:
        held = hold(service, past, split=split, seed=seed)
        tested = trial(service, held.train, learning, ranking, second, week=0)
        lists = best(tested.ranked.scores, LONGEST)
        found = seen_by_team(service, tested, lists, held, metric)
        judged = found or by_user(lists, service.chance(0))
        values = judged.ndcg[:, ROW - 1]
        known = values[np.isfinite(values)]
        mean = known.mean() if len(known) else np.nan
        half = 1.96 * known.std() / np.sqrt(len(known)) if len(known) else np.nan
        rows.append((split, mean, mean - half, mean + half, len(known)))
    return pd.DataFrame(rows, columns=["split", "ndcg", "low", "high", "users"])
