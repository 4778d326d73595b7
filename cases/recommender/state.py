"""What is known by the start of a week, and how a week's answers add to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.movies import Movies
from data.movies.entities import LONG_AGO
from pipelines.over_time.loop import Log


@dataclass(frozen=True, eq=False)
class State:
    """By the start of `week`: the logs so far, and when each user last met each place's title.

    `met` (users, places) is when it was shown and `took` when it was taken by the log, `watched`
    when a person truly watched it, as weeks (LONG_AGO for never); all start anew when a title is
    replaced or an account changes hands.
    `lean` (users, genres) is how far rows have moved tastes; None where they do not.
    """

    week: int
    logs: tuple[Log, ...]
    met: np.ndarray
    took: np.ndarray
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
        tired = np.where(self.met > since, np.float32(made.met), np.float32(1.0))
        return np.where(self.watched > since, np.float32(made.again), tired)

    def chance(self, movies: Movies) -> np.ndarray:
        """The true chance that each title is taken when looked at, this week."""
        return movies.chance(self.week, self.lean) * self.fatigue(movies)

    def hidden(self, movies: Movies, what: str) -> np.ndarray:
        """What the seen filter leaves out, of the last weeks: titles `taken`, or also `shown`."""
        return (self.met if what == "shown" else self.took) > self._since(movies)

    def _since(self, movies: Movies) -> int:
        return self.week - movies.constants.cooldown - 1


def at_launch(movies: Movies, past: Log, watched: np.ndarray) -> State:
    """The state after the past: `watched` says which of its impressions a person took."""
    made = movies.constants
    size = (made.users, made.titles)
    tables = [np.full(size, LONG_AGO, dtype=np.int16) for _ in range(3)]
    every = np.ones(len(past), dtype=bool)
    for table, rows in zip(tables, (every, past.taken > 0, watched), strict=True):
        # The log is in order of time, so what is written last is the latest.
        table[past.user[rows], past.item[rows]] = past.round[rows]
    return State(0, (past,), *tables)


def after(
    movies: Movies,
    state: State,
    log: Log,
    rows: np.ndarray,
    watched: np.ndarray,
    *,
    mind: float,
) -> State:
    """The state a week later: answers are added, tastes lean, titles and holders are replaced."""
    now, came = state.week, state.week + 1
    met, took, saw = (each.copy() for each in (state.met, state.took, state.watched))
    met[log.user, log.item] = now
    took[log.user[log.taken > 0], log.item[log.taken > 0]] = now
    user, slot = np.nonzero(watched)
    saw[user, rows[user, slot]] = now
    replaced = movies.standing(came) != movies.standing(now)
    arrived = movies.held_since(came) == came
    for table in (met, took, saw):
        table[:, replaced] = LONG_AGO
        table[arrived] = LONG_AGO
    lean = _leaning(movies, state, user, rows[user, slot], mind)
    if lean is not None:
        lean[arrived] = 0
    return State(came, (*state.logs, log), met, took, saw, lean)


def _leaning(
    movies: Movies, state: State, user: np.ndarray, item: np.ndarray, mind: float
) -> np.ndarray | None:
    """Tastes move by a share `mind` towards what was watched this week (as in RecSim)."""
    if not mind:
        return None
    taste = movies.taste(state.week, state.lean)
    base = movies.taste(state.week)
    mix = movies.true_mix(state.week)[item]
    count = np.maximum(np.bincount(user, minlength=len(taste)), 1)[:, None]
    mean = np.stack([np.bincount(user, column, len(taste)) for column in mix.T], axis=1) / count
    some = (np.bincount(user, minlength=len(taste)) > 0)[:, None]
    return taste + mind * np.where(some, mean - taste, 0.0) - base
