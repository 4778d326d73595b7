"""From an order to a row: re-ranking, quotas, explore slots, exploration."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cases.recommender.learning import Trained, content_scores
from cases.recommender.plan import NEW_WEEKS, SLOTS, Rules
from cases.recommender.ranking import AHEAD, Ranked
from data.movies import Movies
from data.world import stream
from pipelines.ranking.exploring import epsilon_rows, thompson_rows
from pipelines.ranking.generators import in_spread
from pipelines.ranking.reranking import calibrated, discounted, mmr, with_quota
from pipelines.ranking.retrieval import NOBODY, best

LOOKED_AT = 50
"""How many of the best candidates a re-ranker looks at."""


def is_new(movies: Movies, week: int) -> np.ndarray:
    """Which places hold a new title: boolean (places,)."""
    return movies.released(week) > week - NEW_WEEKS


def make_rows(
    movies: Movies, trained: Trained, ranked: Ranked, rules: Rules, *, week: int, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of places (users, count), NOBODY where there are too few, and their propensities."""

    def make(scores: np.ndarray) -> np.ndarray:
        return _rows(movies, trained, replace(ranked, scores=scores), rules, week, count)

    if rules.explore == "thompson":
        rng = stream(movies.seed, f"thompson {week}")
        # The spread is one of scores, so scores are brought to theirs.
        return thompson_rows(
            _level(ranked.scores), trained.shown.sum(axis=0), make, spread=rules.amount, rng=rng
        )
    rows = make(ranked.scores)
    if rules.explore == "epsilon":
        rng = stream(movies.seed, f"epsilon {week}")
        return epsilon_rows(rows, np.isfinite(ranked.generated), share=rules.amount, rng=rng)
    return rows, np.ones(rows.shape)


def _level(scores: np.ndarray) -> np.ndarray:
    there = np.isfinite(scores)
    centred = in_spread(np.where(there, np.where(scores > AHEAD / 2, scores - AHEAD, scores), 0))
    return np.where(there, centred, -np.inf)


def _rows(
    movies: Movies, trained: Trained, ranked: Ranked, rules: Rules, week: int, count: int
) -> np.ndarray:
    items = best(ranked.scores, max(LOOKED_AT, count))
    if rules.slots:
        items = _with_new(movies, trained, ranked, items, week)
    there, place = items != NOBODY, np.maximum(items, 0)
    scores = np.take_along_axis(ranked.scores, place, axis=1)
    # A new title that was no candidate stands behind those that were.
    least = np.where(np.isfinite(scores), scores, np.inf).min(axis=1, keepdims=True)
    last = np.where(np.isfinite(least), least, 0.0) - 1.0
    scores = np.where(there, np.where(np.isfinite(scores), scores, last), -np.inf)
    order = _reordered(movies, trained, scores, place, rules, week, items.shape[1], count)
    lists = np.where(order == NOBODY, NOBODY, np.take_along_axis(items, np.maximum(order, 0), 1))
    if rules.originals:
        owned = movies.titles.seen["original"].to_numpy()[movies.standing(week)]
        lists = _quota(lists, owned, rules.originals)
    if rules.slots:
        lists = _quota(lists, is_new(movies, week), SLOTS)
    return lists[:, :count]


def _reordered(movies, trained, scores, place, rules: Rules, week: int, width: int, count: int):
    """Places of the candidates in the order of the re-ranker; those it leaves out follow."""
    if rules.rerank == "discount":
        popular = (trained.taken > 0).sum(axis=0)[place]
        return best(discounted(scores, popular, rules.strength), width)
    if rules.rerank == "mmr":
        vectors = movies.known_mix(week)[place]
        picked = mmr(scores, vectors, strength=rules.strength, count=count)
    elif rules.rerank == "calibrated":
        wanted = taste_of_log(movies, trained)
        picked = calibrated(
            scores, movies.known_mix(week)[place], wanted, strength=rules.strength, count=count
        )
    else:
        return best(scores, width)
    return _followed(picked, scores, width)


def _followed(picked: np.ndarray, scores: np.ndarray, width: int) -> np.ndarray:
    """The picked places first, then all others by score."""
    rest = scores.copy()
    rows, columns = np.nonzero(picked != NOBODY)
    rest[rows, picked[rows, columns]] = -np.inf
    both = np.concatenate([picked, best(rest, width)], axis=1)
    order = np.argsort(both == NOBODY, axis=1, kind="stable")
    return np.take_along_axis(both, order, axis=1)[:, :width]


def taste_of_log(movies: Movies, trained: Trained) -> np.ndarray:
    """The mix of genres of what each user took, by metadata; of everybody where that is nothing."""
    mix = trained.taken @ movies.metadata[trained.standing]
    everybody = mix.sum(axis=0) + 1e-9
    mix = np.where(mix.sum(axis=1, keepdims=True) > 0, mix, everybody)
    return mix / mix.sum(axis=1, keepdims=True)


def _quota(lists: np.ndarray, marked: np.ndarray, share: float) -> np.ndarray:
    """`with_quota` for lists of items: `marked` is (items,)."""
    places = np.where(lists == NOBODY, NOBODY, np.arange(lists.shape[1])[None, :])
    owned = marked[np.maximum(lists, 0)]
    order = with_quota(places, owned, share)
    return np.where(order == NOBODY, NOBODY, np.take_along_axis(lists, np.maximum(order, 0), 1))


def _with_new(movies, trained, ranked: Ranked, items: np.ndarray, week: int) -> np.ndarray:
    """Candidates whose last few make room for the new titles that content likes best."""
    new = is_new(movies, week)
    room = min(int(new.sum()), items.shape[1] // 5)
    if not room:
        return items
    liked = content_scores(movies, trained, week)
    free = np.isfinite(ranked.generated) & new[None, :]
    listed = np.zeros(liked.shape, dtype=bool)
    rows, columns = np.nonzero(items != NOBODY)
    listed[rows, items[rows, columns]] = True
    found = best(np.where(free & ~listed, liked, -np.inf), room)
    return np.where(
        np.arange(items.shape[1])[None, :] >= items.shape[1] - room,
        np.pad(found, ((0, 0), (items.shape[1] - room, 0)), constant_values=NOBODY),
        items,
    )
