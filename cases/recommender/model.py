"""From a log to a model: a generator that scores every title, and a ranker for its candidates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cases.recommender.world import COLD, State
from data.movies import Movies
from data.movies.entities import LONG_AGO
from pipelines.over_time.loop import Log
from pipelines.ranking.generators import Examples, Recipe, blended, generate, in_spread
from pipelines.ranking.negatives import draw_negatives
from pipelines.ranking.neighbours import by_content
from pipelines.ranking.rankers import fit_ranker

RECENT = 3
"""Weeks that count as recent for recent popularity."""

DAYS = 7  # a week

TREES = 25
"""Trees of a boosted ranker: few, since it scores a hundred candidates of everybody."""

RANKER_WEEKS = 3
"""The last weeks of a log, which a ranker learns from; its features are of the weeks before."""

FEATURES = (
    "generator's score", "content", "takes of the title", "recent takes", "share taken when shown",
    "age in weeks", "takes of the user", "shown and left",
)  # fmt: skip


@dataclass(frozen=True)
class Learning:
    """How scores are learnt: by which `generator` with how many `factors`, from which labels.

    `days_ahead` is how old the log is when rows are computed ahead; `quiz` whether cold users were
    asked for their taste first.
    """

    generator: str
    factors: int
    negatives: str
    negatives_per_take: int
    target: str
    logged: str
    days_ahead: int
    quiz: bool
    seed: int


def learning(
    *,
    generator: str,
    factors: int,
    negatives: str,
    negatives_per_take: int,
    target: str,
    logged: str,
    serving: str,
    days_ahead: int,
    cold_start: str,
    seed: int,
) -> Learning:
    """Decide how scores are learnt."""
    return Learning(
        generator=generator,
        factors=factors,
        negatives=negatives,
        negatives_per_take=negatives_per_take,
        target=target,
        logged=logged,
        days_ahead=days_ahead if serving == "precomputed" else 0,
        quiz=cold_start == "quiz",
        seed=seed,
    )


@dataclass(frozen=True, eq=False)
class Trained:
    """A generator as trained in `week` on a log; what came after is unknown to it.

    `scores`, `taken` (how often, quiz answers included) and `shown` are (users, places), `lately`
    (places,) counts recent takes. `standing` (places,) and `held` (users,) say which title stood in
    each place and since when each account had its holder.
    """

    week: int
    scores: np.ndarray
    taken: np.ndarray
    shown: np.ndarray
    lately: np.ndarray
    standing: np.ndarray
    held: np.ndarray

    def knows_title(self, movies: Movies, week: int) -> np.ndarray:
        """Which places still hold the title that was there at training: boolean (places,)."""
        return self.standing == movies.standing(week)

    def knows_user(self, movies: Movies, week: int) -> np.ndarray:
        """Which accounts are still held by who held them at training: boolean (users,)."""
        return self.held == movies.held_since(week)


def trained(movies: Movies, launch: State, learning: Learning) -> Trained:
    """Fit the candidate generator on the log."""
    return train(movies, launch.log(movies), learning, week=0)


def train(movies: Movies, log: Log, learning: Learning, *, week: int) -> Trained:
    """Fit the generator on a log as it stands in `week`, or on an older one where it is stale."""
    log = log.at(log.round < week - learning.days_ahead / DAYS) if learning.days_ahead else log
    users, places = movies.constants.users, movies.constants.titles
    amount = log.taken.astype(float)
    if learning.target == "hours":
        hours = movies.hours(week)
        amount = amount * hours[log.item] / max(float(hours.mean()), 1e-9)
    taken = np.minimum(log.table(users, places, amount), 5.0)
    shown = log.table(users, places)
    if learning.logged == "taken":
        shown = (taken > 0).astype(np.float32)
    if learning.quiz:
        taken = _with_quiz(movies, taken, week)
    recent = (log.round >= week - RECENT) & (log.taken > 0)
    lately = np.bincount(log.item[recent], minlength=places).astype(float)
    stars = movies.ratings(taken > 0) if learning.generator == "rated" else None
    examples = Examples(taken, shown, lately, movies.known_mix(week), stars)
    recipe = Recipe(
        learning.factors, learning.negatives, learning.negatives_per_take, learning.seed
    )
    scores = generate(learning.generator, examples, recipe)
    held = movies.held_since(week)
    return Trained(week, scores, taken, shown, lately, movies.standing(week), held)


def _with_quiz(movies: Movies, taken: np.ndarray, week: int) -> np.ndarray:
    """Takes with the answers of cold users to a quiz: of each genre the purest title, or the most
    taken among the pure."""
    mix = movies.known_mix(week)
    liked = (taken > 0).sum(axis=0)
    merit = mix + 0.1 * (liked / max(liked.max(), 1))[:, None]
    asked = np.unique(merit.argmax(axis=0))
    cold = (taken > 0).sum(axis=1) < COLD
    answers = movies.quiz(asked) & cold[:, None]
    quizzed = taken.copy()
    quizzed[:, asked] = np.maximum(quizzed[:, asked], answers)
    return quizzed


def completed(movies: Movies, trained: Trained, week: int, cold_start: str) -> np.ndarray:
    """Scores of every user and place in a week, (users, places), those of the cold filled in.

    "none" leaves the generator's: a title it has not met gets its lowest score. "popularity" gives
    cold users what is taken most. "content" gives cold users and titles their content score,
    "blend" and "quiz" weigh the two by what is known; "slots" does nothing here: it acts on rows.
    """
    known = trained.knows_title(movies, week)
    there = trained.knows_user(movies, week)
    taken = np.where(there[:, None], np.where(known[None, :], trained.taken, 0), 0)
    scores = np.where(there[:, None], trained.scores, np.float32(0))
    low = scores.min(axis=1, keepdims=True)
    scores = np.where(known[None, :], scores, low - 1e-3)
    few = (taken > 0).sum(axis=1) < COLD
    if cold_start == "popularity":
        return np.where(few[:, None], _popular(trained, known)[None, :], scores)
    if cold_start in ("content", "blend", "quiz"):
        content = content_scores(movies, trained, week)
        return _with_content(scores, content, taken, trained, known, cold_start)
    return scores


def _popular(trained: Trained, known: np.ndarray) -> np.ndarray:
    return np.where(known, (trained.taken > 0).sum(axis=0), 0).astype(np.float32)


def _with_content(scores, content, taken, trained: Trained, known, cold_start: str) -> np.ndarray:
    if cold_start != "content":
        return blended(scores, content, taken)
    ours, theirs = (taken > 0).sum(axis=1), (taken > 0).sum(axis=0)
    warm = np.outer(ours >= COLD, theirs >= COLD)
    mixed = np.where(warm, in_spread(scores), in_spread(content))
    # Of whom nothing is known, content knows nothing either.
    return np.where((ours == 0)[:, None], in_spread(_popular(trained, known)[None, :]), mixed)


def content_scores(movies: Movies, trained: Trained, week: int) -> np.ndarray:
    """Content scores in a week: profiles from training, titles as they stand now."""
    then = movies.metadata[trained.standing]
    known = trained.knows_user(movies, week)
    taken = np.where(known[:, None], trained.taken, 0)
    unit = then / np.maximum(np.linalg.norm(then, axis=1, keepdims=True), 1e-9)
    now = movies.known_mix(week)
    if trained.knows_title(movies, week).all():
        return by_content(taken, now)
    profile = taken @ unit
    profile /= np.maximum(np.linalg.norm(profile, axis=1, keepdims=True), 1e-9)
    return profile @ (now / np.maximum(np.linalg.norm(now, axis=1, keepdims=True), 1e-9)).T


def age_in_weeks(movies: Movies, week: int) -> np.ndarray:
    """Weeks since each place's title came out, at most a year: (places,)."""
    release = movies.released(week)
    return np.minimum(np.where(release == LONG_AGO, 52, week - release), 52).astype(np.float32)


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
    movies: Movies, trained: Trained, scores: np.ndarray, users, items, week: int
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
