"""From a log to scores: what the candidate generator learns, and what it cannot know."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.recommender.world import COLD, State
from data.movies import Movies
from data.movies.entities import LONG_AGO
from pipelines.over_time.loop import Log
from pipelines.ranking.generators import Examples, Recipe, blended, generate, in_spread
from pipelines.ranking.neighbours import by_content

RECENT = 3
"""Weeks that count as recent for recent popularity."""

DAYS = 7  # a week


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
