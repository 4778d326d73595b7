"""From scores to an order: the candidates that are fetched, and the ranker that looks again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cases.recommender.learning import (
    Trained,
    age_in_weeks,
    completed,
    content_scores,
    train,
)
from cases.recommender.plan import Learning, Ranking
from data.ads import pair_draw
from data.movies import Movies
from pipelines.over_time.loop import Log
from pipelines.ranking.generators import in_spread
from pipelines.ranking.negatives import draw_negatives
from pipelines.ranking.rankers import fit_ranker
from pipelines.ranking.reranking import hide
from pipelines.ranking.retrieval import NOBODY, best

TREES = 25
"""Trees of a boosted ranker: few, since it scores a hundred candidates of everybody."""

FRESH = 3
"""The last weeks of a log, which a ranker learns from; its features are of the weeks before."""

AHEAD = 1e3
"""What is added to a ranker's scores: candidates stand before everything that is none."""

FEATURES = (
    "generator's score", "content", "takes of the title", "recent takes", "share taken when shown",
    "age in weeks", "takes of the user", "shown and left",
)  # fmt: skip

Predict = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False)
class Ranked:
    """The order of a week: `scores` (users, places), -inf for what may not be shown.

    `generated` is what they were before the ranker, of all titles; `fetched` the candidates
    (users, m) the ranker looked at, NOBODY where there are fewer.
    """

    scores: np.ndarray
    generated: np.ndarray
    fetched: np.ndarray
    rows_trained: int
    importance: np.ndarray | None


@dataclass(frozen=True, eq=False)
class Second:
    """A ranker, or none: what it learnt from, and how it predicts."""

    predict: Predict | None
    rows: int = 0
    importance: np.ndarray | None = None


def train_second(movies: Movies, log: Log, learning: Learning, ranker: str, *, week: int) -> Second:
    """Fit a ranker, or "none", on a log's last weeks, with features of the weeks before."""
    cut = week - FRESH
    early, late = log.at(log.round < cut), log.at(log.round >= cut)
    positive = late.at(late.taken > 0)
    if ranker == "none" or not len(positive) or not len(early):
        return Second(None)
    before = train(movies, early, learning, week=week)
    users, places = before.taken.shape
    left = late.table(users, places) - late.table(users, places, late.taken)
    shown = before.shown + (left if learning.logged == "shown" else 0)
    negatives = draw_negatives(
        positive.user, before.taken, shown,
        kind=learning.negatives, ratio=learning.ratio, seed=learning.seed + 1,
    )  # fmt: skip
    users = np.r_[positive.user, np.repeat(positive.user, learning.ratio)]
    items = np.r_[positive.item, negatives.ravel()]
    labels = np.r_[np.ones(len(positive)), np.zeros(negatives.size)]
    table = features(movies, before, before.scores, users, items, week)
    fitted = fit_ranker(table, labels, kind=ranker, groups=users, trees=TREES, seed=learning.seed)
    return Second(fitted.predict, fitted.rows, fitted.importance)


def features(
    movies: Movies, trained: Trained, scores: np.ndarray, users, items, week: int
) -> np.ndarray:
    """What the ranker may know of pairs (n,), from the log trained on: float32 (n, columns)."""
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


def rank(
    movies: Movies, trained: Trained, second: Second, ranking: Ranking, *, week: int, hidden
) -> Ranked:
    """Complete the scores, fetch candidates, and let the ranker order them anew.

    `hidden` (users, places) is what the seen filter would leave out. Of candidates an approximate
    search misses some, by a draw that belongs to the pair.
    """
    generated = completed(movies, trained, week, ranking.cold)
    scores = hide(generated, hidden) if ranking.seen != "off" else generated
    if ranking.recall < 1:
        users, places = np.arange(len(scores))[:, None], np.arange(scores.shape[1])[None, :]
        missed = pair_draw(movies.seed, "missed", users, places) >= ranking.recall
        scores = hide(scores, missed)
    fetched = best(scores, ranking.candidates)
    order = hide(scores, ~_marked(fetched, scores.shape))
    if second.predict is not None:
        rows, places = np.nonzero(fetched != NOBODY)
        items = fetched[rows, places]
        table = features(movies, trained, generated, rows, items, week)
        order[rows, items] = AHEAD + second.predict(table)
    return Ranked(order, scores, fetched, second.rows, second.importance)


def _marked(fetched: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    marked = np.zeros(shape, dtype=bool)
    rows, places = np.nonzero(fetched != NOBODY)
    marked[rows, fetched[rows, places]] = True
    return marked
