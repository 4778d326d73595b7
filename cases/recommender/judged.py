"""The week that is judged: everybody's rows, the best ones, and the team's own trial on its log.

A trial is the design as the team tries it before launch: trained on a part of the log, its rows
judged by the takes that were held back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.recommender.decide import Ranked, Ranking, Rules, fill, rank
from cases.recommender.model import Learning
from cases.recommender.ranker import fit
from cases.recommender.world import COLD, LONGEST, Ceilings, State
from data.movies import Movies
from data.world import stream
from pipelines.evaluation.holdout import held_back
from pipelines.evaluation.offline import (
    ByUser,
    by_user,
    expected,
    inverse_propensity,
    places_among,
    sampled,
)
from pipelines.over_time.loop import Log
from pipelines.ranking.generators import in_spread
from pipelines.ranking.negatives import drawn_from
from pipelines.ranking.reranking import hide
from pipelines.ranking.retrieval import best

NEGATIVES = 100
"""How many sampled negatives stand beside each held-back take."""


@dataclass(frozen=True, eq=False)
class Held:
    """What the team trains its trial on, and the takes it holds back."""

    train: Log
    positives: Log


@dataclass(frozen=True, eq=False)
class JudgedRows:
    """The week that is judged: what was known, the order, everybody's `rows`; the team's trial.

    `rows` and `trial_rows` are places (users, LONGEST).
    """

    state: State
    ranked: Ranked
    rows: np.ndarray
    held: Held
    trial: Ranked
    trial_rows: np.ndarray
    ceilings: Ceilings

    @property
    def takes(self) -> np.ndarray:
        """How many titles the model knows each user to have taken: (users,)."""
        return (self.ranked.trained.taken > 0).sum(axis=1)

    @property
    def cold(self) -> np.ndarray:
        """Which users are cold to the model: boolean (users,)."""
        return self.takes < COLD

    def chance(self, lists: np.ndarray) -> np.ndarray:
        """The true chance of each title in lists (users, k); 0 in empty places."""
        return chance_in(lists, self.ceilings.truth)

    def popular(self, movies: Movies) -> np.ndarray:
        """The row everybody gets when the design's own misses the deadline."""
        taken = self.ranked.trained.taken
        scores = np.broadcast_to((taken > 0).sum(axis=0).astype(float), taken.shape)
        return best(hide(scores, self.state.hidden(movies, "taken")), LONGEST)


def chance_in(lists: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The true chances (users, places) of the titles in lists (users, k); 0 in empty places.

    >>> chance_in(np.array([[1, 0, -1]]), np.array([[0.1, 0.7]])).tolist()
    [[0.7, 0.1, 0.0]]
    """
    return np.where(lists >= 0, np.take_along_axis(truth, np.maximum(lists, 0), axis=1), 0.0)


def held(movies: Movies, launch: State, *, split: str, seed: int) -> Held:
    """Hold back a part of the log, as the team does to judge a design before it is launched."""
    return hold(movies, launch, split=split, seed=seed)


def trial(
    movies: Movies,
    launch: State,
    held: Held,
    learning: Learning,
    ranking: Ranking,
    *,
    ranker: str,
) -> Ranked:
    """Train the design on the team's part of the log and rank by it."""
    return tried(movies, held.train, learning, ranker, ranking, week=launch.week)


def trial_rows(movies: Movies, launch: State, trial: Ranked, rules: Rules) -> np.ndarray:
    """Fill the rows that the team judges on its held-back takes."""
    return fill(movies, trial, rules, week=launch.week)


def hold(movies: Movies, state: State, *, split: str, seed: int) -> Held:
    """Divide a state's log into what a trial trains on and the takes it is judged by."""
    log = state.log(movies)
    rng = stream(seed, "split")
    out = held_back(log.round, log.user, log.taken, split=split, rng=rng)
    return Held(log.at(~out), log.at(out & (log.taken > 0)))


def tried(
    movies: Movies, log: Log, learning: Learning, ranker: str, ranking: Ranking, *, week: int
) -> Ranked:
    """Train on a part of the log and rank; what was taken in that part is hidden by the filter."""
    fitted = fit(movies, log, learning, ranker, week=week)
    users, places = fitted.generator.taken.shape
    hidden = log.table(users, places, log.taken.astype(float)) > 0
    return rank(movies, fitted, ranking, week=week, hidden=hidden)


def judged(
    launch: State,
    ranked: Ranked,
    rows: np.ndarray,
    held: Held,
    trial: Ranked,
    trial_rows: np.ndarray,
    ceilings: Ceilings,
    later: JudgedRows | None,
) -> JudgedRows:
    """Take the week that is judged: that of launch, or the one after some weeks of the loop."""
    return later or JudgedRows(launch, ranked, rows, held, trial, trial_rows, ceilings)


def recorded(movies: Movies, judged: JudgedRows) -> np.ndarray:
    """Count what a dashboard records as taken of the rows shown, bots and autoplay included.

    Answers are drawn once: boolean (users, LONGEST).
    """
    rows, week = judged.rows, judged.state.week
    watched = movies.answer(week, rows, judged.chance(rows)) & movies.people[:, None]
    return movies.recorded(week, rows, watched)


def offline(movies: Movies, judged: JudgedRows, *, metric: str, logged: str) -> ByUser | None:
    """Judge the trial's rows by the takes held back, in the team's way; None where it cannot.

    Whoever is told the truth (the metric "truth") judges the rows themselves, by it.
    """
    if metric == "ips" and logged == "taken":
        return None
    if metric == "truth":
        return by_truth(movies, judged.rows, judged.ceilings.truth)
    return by_log(movies, judged.trial, judged.trial_rows, judged.held, metric)


def by_truth(movies: Movies, lists: np.ndarray, truth: np.ndarray) -> ByUser:
    """What to expect of lists by user and k, where `truth` are the chances of each take."""
    return expected(lists, truth, movies.examination[: lists.shape[1]])


def by_log(movies: Movies, trial: Ranked, lists: np.ndarray, held: Held, metric: str) -> ByUser:
    """The team's metrics of a trial's `lists` by user and k, on the takes held back."""
    users, places = trial.scores.shape
    if metric == "sampled":
        places_of = sampled_places(movies, whole_order(trial), held)
        return sampled(*places_of, held.positives.user, count=users, size=LONGEST)
    return by_user(lists, gains(held.positives, (users, places), metric))


def gains(positives: Log, shape: tuple[int, ...], metric: str) -> np.ndarray:
    """What each title is worth to each user by the log (users, places): 1 for a held-back take.

    With the metric "ips" it is 1 / propensity.
    """
    found = np.zeros(shape)
    weight = inverse_propensity(positives.propensity) if metric == "ips" else 1.0
    found[positives.user, positives.item] = weight
    return found


def sampled_places(movies: Movies, scores: np.ndarray, held: Held) -> tuple[np.ndarray, np.ndarray]:
    """First and last place each held-back take may have among NEGATIVES titles, from 1: (takes,).

    They are drawn evenly from what its user did not take. Titles that are no candidates stand
    below those that are, by the generator's score.
    """
    users, items = held.positives.user, held.positives.item
    taken = held.train.table(scores.shape[0], scores.shape[1], held.train.taken) > 0
    taken[users, items] = True
    luck = stream(movies.seed, "sampled negatives").random((len(users), NEGATIVES))
    return places_among(scores, users, items, drawn_from(~taken, users, luck))


def whole_order(ranked: Ranked) -> np.ndarray:
    """One score for every title: candidates as ranked, all others behind them as generated."""
    generated = ranked.generated
    there = np.isfinite(generated)
    # A user of whom everything is hidden would otherwise have no spread.
    behind = in_spread(np.where(there, generated, generated.min(where=there, initial=0)))
    order = ranked.scores
    return np.where(np.isfinite(order), order, np.where(there, behind - 1e4, -np.inf))
