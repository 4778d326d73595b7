"""The video service as stages: who likes what, what the past system logged, what could be reached.

What a team knows at the start of a week, and what people still remember of it, is a `State`; a
week of answers makes the next one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import data.movies.past as past
from data.movies import Movies
from data.movies import movies as draw
from data.movies.constants import SIZES, MovieConstants
from data.movies.entities import LONG_AGO
from pipelines.over_time.loop import Log
from pipelines.ranking.reranking import hide
from pipelines.ranking.retrieval import best

ROW = 10
"""Titles in a row as it is served."""

LONGEST = 20
"""The end of the dial: how long a row may be."""

COLD = 5
"""A user who has taken fewer titles is cold."""

NEW_WEEKS = 2
"""A title is new in the week it comes out and in the next ones, this many in all."""


def movies(
    *,
    seed: int,
    size: str,
    drift: str,
    taste_strength: float,
    exposure_skew: float,
    impressions: int,
    metadata_noise: float,
    catalogue_turnover: float,
    shared_accounts: float,
) -> Movies:
    """Draw users, titles and the catalogue of the coming weeks, and who likes what."""
    constants = MovieConstants(
        taste=taste_strength,
        skew=exposure_skew,
        shows=impressions,
        blur=metadata_noise,
        churn=catalogue_turnover,
        shared=shared_accounts,
        **SIZES[size],
    )
    return draw(seed, drift=drift, constants=constants)


@dataclass(frozen=True, eq=False)
class State:
    """What is known at the start of `week`: the logs so far, and when users last met each title.

    `shown`, `taken` (by the log) and `watched` (in truth) are weeks, (users, places), LONG_AGO for
    never; all start anew when a title is replaced or an account changes hands. `lean` (users,
    genres) is how far rows have moved tastes; None where they do not.
    """

    week: int
    logs: tuple[Log, ...]
    shown: np.ndarray
    taken: np.ndarray
    watched: np.ndarray
    lean: np.ndarray | None = None

    def log(self, movies: Movies) -> Log:
        """Every impression of titles that are still there to users who still are."""
        log = Log.joined(self.logs)
        born = np.maximum(movies.released(self.week), 0)
        # A title there at launch has the log of the past; later ones start when they come out.
        born = np.where(born > 0, born, LONG_AGO)
        held = movies.held_since(self.week)
        return log.at((log.round >= born[log.item]) & (log.round >= held[log.user]))

    def fatigue(self, movies: Movies) -> np.ndarray:
        """What multiplies a chance, by what was shown and watched of late: (users, places)."""
        made, since = movies.constants, self._since(movies)
        tired = np.where(self.shown > since, np.float32(made.met), np.float32(1.0))
        return np.where(self.watched > since, np.float32(made.again), tired)

    def chance(self, movies: Movies) -> np.ndarray:
        """The true chance that each title is taken when looked at, this week: (users, places)."""
        return movies.chance(self.week, self.lean) * self.fatigue(movies)

    def hidden(self, movies: Movies, what: str) -> np.ndarray:
        """What the seen filter leaves out, of the last weeks: titles `taken`, or also `shown`."""
        return (self.shown if what == "shown" else self.taken) > self._since(movies)

    def _since(self, movies: Movies) -> int:
        return self.week - movies.constants.cooldown - 1


def launch(movies: Movies) -> State:
    """Let the previous system fill rows for twelve weeks; only what it showed was logged."""
    world = past.past(movies)
    columns = ("week", "user", "item", "slot", "taken", "propensity")
    log = Log(*(world.seen[name].to_numpy() for name in columns))
    return at_launch(movies, log, world.truth["watched"].to_numpy())


def at_launch(movies: Movies, log: Log, watched: np.ndarray) -> State:
    """The state after the past: `watched` says which of its impressions a person took."""
    made = movies.constants
    size = (made.users, made.titles)
    tables = [np.full(size, LONG_AGO, dtype=np.int16) for _ in range(3)]
    every = np.ones(len(log), dtype=bool)
    for table, rows in zip(tables, (every, log.taken > 0, watched), strict=True):
        # The log is in order of time, so what is written last is the latest.
        table[log.user[rows], log.item[rows]] = log.round[rows]
    return State(0, (log,), *tables)


def after(
    movies: Movies,
    state: State,
    log: Log,
    rows: np.ndarray,
    watched: np.ndarray,
    *,
    influence: float,
) -> State:
    """The state a week later: answers are added, tastes lean, titles and holders are replaced.

    `rows` and `watched` are (users, slots): what was shown, and what people watched of it.
    """
    now, next_week = state.week, state.week + 1
    shown, taken, last = (each.copy() for each in (state.shown, state.taken, state.watched))
    shown[log.user, log.item] = now
    taken[log.user[log.taken > 0], log.item[log.taken > 0]] = now
    user, slot = np.nonzero(watched)
    last[user, rows[user, slot]] = now
    replaced = movies.standing(next_week) != movies.standing(now)
    arrived = movies.held_since(next_week) == next_week
    for table in (shown, taken, last):
        table[:, replaced] = LONG_AGO
        table[arrived] = LONG_AGO
    lean = _leaning(movies, state, user, rows[user, slot], influence)
    if lean is not None:
        lean[arrived] = 0
    return State(next_week, (*state.logs, log), shown, taken, last, lean)


def _leaning(
    movies: Movies, state: State, user: np.ndarray, item: np.ndarray, influence: float
) -> np.ndarray | None:
    """Tastes move by a share `influence` towards what was watched this week (as in RecSim)."""
    if not influence:
        return None
    taste = movies.taste(state.week, state.lean)
    base = movies.taste(state.week)
    mix = movies.true_mix(state.week)[item]
    count = np.maximum(np.bincount(user, minlength=len(taste)), 1)[:, None]
    mean = np.stack([np.bincount(user, column, len(taste)) for column in mix.T], axis=1) / count
    some = (np.bincount(user, minlength=len(taste)) > 0)[:, None]
    return taste + influence * np.where(some, mean - taste, 0.0) - base


def is_new(movies: Movies, week: int) -> np.ndarray:
    """Which places of the catalogue hold a new title: boolean (places,)."""
    return movies.released(week) > week - NEW_WEEKS


@dataclass(frozen=True, eq=False)
class Ceilings:
    """Rows (users, LONGEST) of three that know more than any design, and the truth they use.

    `truth` (users, places) is the chance that a title is taken when looked at. `by_truth` ranks by
    it; `most_hours` by it times the hours then watched. `metadata` knows everybody's taste but
    titles only by their metadata. `endless` knows the true chance of every title over the past
    weeks, as endless logs would tell, and goes by metadata for titles that have no log.
    """

    truth: np.ndarray
    most_hours: np.ndarray
    by_truth: np.ndarray
    metadata: np.ndarray
    endless: np.ndarray

    @classmethod
    def of(cls, movies: Movies, state: State) -> Ceilings:
        """The three in a state."""
        week, tired = state.week, state.fatigue(movies)
        truth = state.chance(movies)
        watched = tired < movies.constants.met
        known = movies.known_chance(week) * tired
        weeks = range(0, movies.constants.past_weeks, 4)
        logged = np.mean([movies.chance(week - 1 - back) for back in weeks], axis=0) * tired
        unlogged = is_new(movies, week) | (movies.standing(week) != movies.standing(week - 1))
        logged = np.where(unlogged[None, :], known, logged)
        return cls(
            truth.astype(np.float32),
            best(truth * movies.hours(week)[None, :], LONGEST),
            best(truth, LONGEST),
            best(hide(known, watched), LONGEST),
            best(hide(logged, watched), LONGEST),
        )


def ceilings(movies: Movies, launch: State) -> Ceilings:
    """Fill rows by the truth, by tastes and metadata, and by what endless logs would tell."""
    return Ceilings.of(movies, launch)
