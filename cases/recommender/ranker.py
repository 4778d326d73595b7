"""The second model, which orders the candidates again, and both models together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cases.recommender.model import Learning, Trained, age_in_weeks, content_scores, train
from cases.recommender.world import State
from data.movies import Movies
from pipelines.over_time.loop import Log
from pipelines.ranking.generators import in_spread
from pipelines.ranking.negatives import draw_negatives
from pipelines.ranking.rankers import fit_ranker

TREES = 25
"""Trees of a boosted ranker: few, since it scores a hundred candidates of everybody."""

RANKER_WEEKS = 3
"""The last weeks of a log, which a ranker learns from; its features are of the weeks before."""

FEATURES = (
    "generator's score", "content", "takes of the title", "recent takes", "share taken when shown",
    "age in weeks", "takes of the user", "shown and left",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Ranker:
    """What orders candidates anew: how it predicts from features (n, FEATURES), None for no ranker;
    how many rows it learnt from, and what each feature was worth to it."""

    predict: Callable[[np.ndarray], np.ndarray] | None
    rows: int = 0
    importance: np.ndarray | None = None


NO_RANKER = Ranker(None)


def fitted_ranker(movies: Movies, launch: State, learning: Learning, *, ranker: str) -> Ranker:
    """Fit the ranker on the last weeks of the log, with features of the weeks before."""
    return train_ranker(movies, launch.log(movies), learning, ranker, week=0)


def train_ranker(movies: Movies, log: Log, learning: Learning, kind: str, *, week: int) -> Ranker:
    """Fit a ranker, or "none", on a log's last weeks, with features of the weeks before."""
    cut = (log.round.max() + 1 if len(log) else week) - RANKER_WEEKS
    early, late = log.at(log.round < cut), log.at(log.round >= cut)
    positive = late.at(late.taken > 0)
    if kind == "none" or not len(positive) or not len(early):
        return NO_RANKER
    before = train(movies, early, learning, week=week)
    users, items, labels = _examples(before, late, positive, learning)
    table = features(movies, before, before.scores, users, items, week)
    fitted = fit_ranker(table, labels, kind=kind, groups=users, trees=TREES, seed=learning.seed)
    return Ranker(fitted.predict, fitted.rows, fitted.importance)


def _examples(
    before: Trained, late: Log, positive: Log, learning: Learning
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Users, places and labels of what the ranker learns from: takes, and negatives for each."""
    users, places = before.taken.shape
    left = late.table(users, places) - late.table(users, places, late.taken)
    shown = before.shown + (left if learning.logged == "shown" else 0)
    negatives = draw_negatives(
        positive.user,
        before.taken + late.table(users, places, late.taken),
        shown,
        kind=learning.negatives,
        ratio=learning.negatives_per_take,
        seed=learning.seed + 1,
    )
    return (
        np.r_[positive.user, np.repeat(positive.user, learning.negatives_per_take)],
        np.r_[positive.item, negatives.ravel()],
        np.r_[np.ones(len(positive)), np.zeros(negatives.size)],
    )


def features(
    movies: Movies,
    trained: Trained,
    scores: np.ndarray,
    users: np.ndarray,
    items: np.ndarray,
    week: int,
) -> np.ndarray:
    """What the ranker may know of pairs (n,), from the log trained on: float32 (n, FEATURES)."""
    held = trained.taken > 0
    count, ours = held.sum(axis=0), held.sum(axis=1)
    shown = trained.shown.sum(axis=0)
    left = np.maximum(trained.shown - trained.taken, 0)
    columns = (
        in_spread(scores)[users, items],
        content_scores(movies, trained, week)[users, items],
        np.log1p(count)[items],
        np.log1p(trained.lately)[items],
        ((count + 1) / (shown + 20))[items],
        age_in_weeks(movies, week)[items],
        np.log1p(ours)[users],
        left[users, items],
    )
    return np.stack([np.asarray(each, dtype=np.float32) for each in columns], axis=1)


@dataclass(frozen=True, eq=False)
class Model:
    """What serves: a generator, and a ranker for its candidates."""

    generator: Trained
    ranker: Ranker


def model(trained: Trained, fitted_ranker: Ranker) -> Model:
    """Put generator and ranker together."""
    return Model(trained, fitted_ranker)


def fit(movies: Movies, log: Log, learning: Learning, ranker: str, *, week: int) -> Model:
    """Train generator and ranker on one log."""
    generator = train(movies, log, learning, week=week)
    return Model(generator, train_ranker(movies, log, learning, ranker, week=week))
