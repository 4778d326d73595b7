"""From scores to a row: candidates, their order, re-ranking, quotas, explore slots, exploration."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cases.recommender.model import Trained, completed, content_scores
from cases.recommender.ranker import Model, features
from cases.recommender.world import LONGEST, State, is_new
from data.ads import pair_draw
from data.movies import Movies
from data.world import stream
from pipelines.ranking.exploring import epsilon_rows, thompson_rows
from pipelines.ranking.generators import in_spread
from pipelines.ranking.reranking import calibrated, discounted, hide, mmr, with_quota
from pipelines.ranking.retrieval import NOBODY, best

LOOKED_AT = 50
"""How many of the best candidates a re-ranker looks at."""

SLOTS = 0.2
"""The share of the row that explore slots give to new titles."""

AHEAD = 1e3
"""What is added to a ranker's scores: candidates stand before everything that is none."""


@dataclass(frozen=True)
class Ranking:
    """How scores are completed for the cold, filtered, and cut to candidates.

    `recall` is the share of the true candidates that the index finds.
    """

    cold_start: str = "none"
    candidates: int = 500
    seen_filter: str = "taken"
    recall: float = 1.0


@dataclass(frozen=True)
class Rules:
    """How a row is made of an order; `slots` keeps places for new titles."""

    rerank: str
    strength: float
    originals: float
    exploration: str
    amount: float
    slots: bool


@dataclass(frozen=True, eq=False)
class Ranked:
    """The order in which a model puts titles in a week: `scores` (users, places), -inf for what may
    not be shown.

    `generated` is what they were before the ranker, of all titles; `fetched` the candidates
    (users, m) the ranker looked at, NOBODY where there are fewer.
    """

    model: Model
    scores: np.ndarray
    generated: np.ndarray
    fetched: np.ndarray

    @property
    def trained(self) -> Trained:
        """The generator behind it, and the log it knows."""
        return self.model.generator


def ranking(
    *, cold_start: str, candidates: int, seen_filter: str, serving: str, index_recall: float
) -> Ranking:
    """Decide how scores are completed, filtered and cut to candidates."""
    recall = index_recall if serving == "approximate" else 1.0
    return Ranking(cold_start, candidates, seen_filter, recall)


def rules(
    *,
    rerank: str,
    rerank_strength: float,
    originals: float,
    exploration: str,
    exploration_amount: float,
    cold_start: str,
) -> Rules:
    """Decide how a row is made of an order."""
    return Rules(
        rerank=rerank,
        strength=rerank_strength,
        originals=originals,
        exploration=exploration,
        amount=exploration_amount,
        slots=cold_start == "slots",
    )


def ranked(movies: Movies, launch: State, model: Model, ranking: Ranking) -> Ranked:
    """Fetch each user's candidates and put them in order."""
    return order(movies, launch, model, ranking)


def order(movies: Movies, state: State, model: Model, ranking: Ranking) -> Ranked:
    """Candidates and their order in a state, what the seen filter hides left out."""
    hidden = state.hidden(movies, ranking.seen_filter)
    return rank(movies, model, ranking, week=state.week, hidden=hidden)


def rank(
    movies: Movies, model: Model, ranking: Ranking, *, week: int, hidden: np.ndarray
) -> Ranked:
    """Complete the scores, fetch candidates, and let the ranker order them anew.

    `hidden` (users, places) is what the seen filter would leave out. Of candidates an approximate
    search misses some, by a draw that belongs to the pair.
    """
    trained = model.generator
    generated = completed(movies, trained, week, ranking.cold_start)
    scores = hide(generated, hidden) if ranking.seen_filter != "off" else generated
    if ranking.recall < 1:
        users, places = np.arange(len(scores))[:, None], np.arange(scores.shape[1])[None, :]
        missed = pair_draw(movies.seed, "missed", users, places) >= ranking.recall
        scores = hide(scores, missed)
    fetched = best(scores, ranking.candidates)
    ordered = hide(scores, ~listed(fetched, scores.shape))
    if model.ranker.predict is not None:
        rows, places = np.nonzero(fetched != NOBODY)
        items = fetched[rows, places]
        table = features(movies, trained, generated, rows, items, week)
        ordered[rows, items] = AHEAD + model.ranker.predict(table)
    return Ranked(model, ordered, scores, fetched)


def listed(lists: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Which titles stand in each user's list: boolean, of `shape` (users, places)."""
    marked = np.zeros(shape, dtype=bool)
    rows, places = np.nonzero(lists != NOBODY)
    marked[rows, lists[rows, places]] = True
    return marked


def rows(movies: Movies, launch: State, ranked: Ranked, rules: Rules) -> np.ndarray:
    """Fill everybody's row, for every length the dial may have."""
    return fill(movies, ranked, rules, week=launch.week)


def fill(movies: Movies, ranked: Ranked, rules: Rules, *, week: int) -> np.ndarray:
    """Rows of places as long as the dial goes: (users, LONGEST)."""
    return make_rows(movies, ranked, rules, week=week, count=LONGEST)[0]


def make_rows(
    movies: Movies, ranked: Ranked, rules: Rules, *, week: int, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of places (users, count), NOBODY where there are too few, and their propensities."""

    def make(scores: np.ndarray) -> np.ndarray:
        return _rows(movies, replace(ranked, scores=scores), rules, week, count)

    if rules.exploration == "thompson":
        rng = stream(movies.seed, f"thompson {week}")
        # The spread is one of scores, so scores are brought to theirs.
        return thompson_rows(
            _level(ranked.scores),
            ranked.trained.shown.sum(axis=0),
            make,
            spread=rules.amount,
            rng=rng,
        )
    rows = make(ranked.scores)
    if rules.exploration == "epsilon":
        rng = stream(movies.seed, f"epsilon {week}")
        return epsilon_rows(rows, np.isfinite(ranked.generated), share=rules.amount, rng=rng)
    return rows, np.ones(rows.shape)


def _level(scores: np.ndarray) -> np.ndarray:
    there = np.isfinite(scores)
    centred = in_spread(np.where(there, np.where(scores > AHEAD / 2, scores - AHEAD, scores), 0))
    return np.where(there, centred, -np.inf)


def _rows(movies: Movies, ranked: Ranked, rules: Rules, week: int, count: int) -> np.ndarray:
    items = best(ranked.scores, max(LOOKED_AT, count))
    if rules.slots:
        items = _with_new(movies, ranked, items, week)
    there, place = items != NOBODY, np.maximum(items, 0)
    scores = np.take_along_axis(ranked.scores, place, axis=1)
    # A new title that was no candidate stands behind those that were.
    least = np.where(np.isfinite(scores), scores, np.inf).min(axis=1, keepdims=True)
    last = np.where(np.isfinite(least), least, 0.0) - 1.0
    scores = np.where(there, np.where(np.isfinite(scores), scores, last), -np.inf)
    order = _reordered(movies, ranked.trained, scores, place, rules, week=week, count=count)
    lists = np.where(order == NOBODY, NOBODY, np.take_along_axis(items, np.maximum(order, 0), 1))
    if rules.originals:
        owned = movies.titles.seen["original"].to_numpy()[movies.standing(week)]
        lists = _quota(lists, owned, rules.originals)
    if rules.slots:
        lists = _quota(lists, is_new(movies, week), SLOTS)
    return lists[:, :count]


def _reordered(
    movies: Movies,
    trained: Trained,
    scores: np.ndarray,
    place: np.ndarray,
    rules: Rules,
    *,
    week: int,
    count: int,
) -> np.ndarray:
    """Places of the candidates in the order of the re-ranker; those it leaves out follow."""
    width = scores.shape[1]
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


def _with_new(movies: Movies, ranked: Ranked, items: np.ndarray, week: int) -> np.ndarray:
    """Candidates whose last few make room for the new titles that content likes best."""
    new = is_new(movies, week)
    room = min(int(new.sum()), items.shape[1] // 5)
    if not room:
        return items
    liked = content_scores(movies, ranked.trained, week)
    free = np.isfinite(ranked.generated) & new[None, :]
    found = best(np.where(free & ~listed(items, liked.shape), liked, -np.inf), room)
    return np.where(
        np.arange(items.shape[1])[None, :] >= items.shape[1] - room,
        np.pad(found, ((0, 0), (items.shape[1] - room, 0)), constant_values=NOBODY),
        items,
    )
