"""The best anybody could do: with the truth, with what can be known, with endless logs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.recommender.plan import LONGEST
from cases.recommender.rows import is_new
from cases.recommender.state import State
from data.movies import Movies
from pipelines.ranking.reranking import hide
from pipelines.ranking.retrieval import best


@dataclass(frozen=True, eq=False)
class Ceilings:
    """Rows (users, LONGEST) of three that know more than any design.

    `oracle` ranks by the true chance of this week. `metadata` knows everybody's taste but titles
    only by their metadata. `endless` knows the true chance of every title over the past weeks, as
    endless logs would tell, and goes by metadata for titles that have no log. `hours` are rows of
    the most hours watched, by the truth.
    """

    truth: np.ndarray
    hours: np.ndarray
    oracle: np.ndarray
    metadata: np.ndarray
    endless: np.ndarray

    @classmethod
    def of(cls, service: Movies, state: State) -> Ceilings:
        """The three in a state."""
        week, tired = state.week, state.fatigue(service)
        truth = state.chance(service)
        watched = tired < service.constants.met
        known = service.known_chance(week) * tired
        past = range(0, service.constants.past_weeks, 4)
        logged = np.mean([service.chance(week - 1 - back) for back in past], axis=0) * tired
        unlogged = is_new(service, week) | (service.standing(week) != service.standing(week - 1))
        logged = np.where(unlogged[None, :], known, logged)
        return cls(
            truth.astype(np.float32),
            best(truth * service.hours(week)[None, :], LONGEST),
            best(truth, LONGEST),
            best(hide(known, watched), LONGEST),
            best(hide(logged, watched), LONGEST),
        )
