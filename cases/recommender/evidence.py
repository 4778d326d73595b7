"""The sums behind the readings: what people take of rows, how good and how varied rows are.

Every part is summed over people for each length of the row, under weights where people are
resampled; the formulas beside the metrics (`cases.recommender.readings`) divide them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cases.recommender.judged import JudgedRows, by_truth
from cases.recommender.world import LONGEST, is_new
from data.movies import Movies
from kit.readings import Evidence
from pipelines.evaluation.list_metrics import diversity, jaccard, novelty, pairs_of
from pipelines.evaluation.offline import ByUser
from pipelines.evaluation.tally import Draws, Fixed, Grid, Part, Summand, Tally
from pipelines.evaluation.uncertainty import Resamples
from pipelines.ranking.retrieval import NOBODY

KS = np.arange(1, LONGEST + 1)
QUALITY = ("ndcg", "recall", "precision", "hit")
HIDDEN = ("best takes", "hours")
"""Sums no team makes: takes of clairvoyant rows, and hours, which its dashboard does not count."""

UNKNOWN = Fixed(np.nan)

Parts = Mapping[str, Part]


@dataclass(frozen=True, eq=False)
class Exposure:
    """How often each title is shown in the first k places: `lists` (rows, places), NOBODY empty.

    Its total is (places, titles), or (resamples, places, titles) where rows have weights.
    """

    lists: np.ndarray
    titles: int

    def total(self, axis: np.ndarray, resamples: Resamples | None) -> np.ndarray:
        """Showings of each title at each length of the row."""
        weights = np.ones((1, len(self.lists))) if resamples is None else resamples.weights
        row, place = np.nonzero(self.lists != NOBODY)
        cell = place * self.titles + self.lists[row, place]
        order = np.argsort(cell, kind="stable")
        cells, starts = np.unique(cell[order], return_index=True)
        places = self.lists.shape[1]
        shown = np.zeros((len(weights), places * self.titles), dtype=weights.dtype)
        if len(cells):
            shown[:, cells] = np.add.reduceat(weights[:, row[order]], starts, axis=1)
        shown = shown.reshape(len(weights), places, self.titles).cumsum(axis=1)
        return shown[0] if resamples is None else shown


@dataclass(frozen=True, eq=False)
class Pairs:
    """A number for each pair of rows and length of the row: `values` (pairs, places) or (pairs, 1).

    A pair counts as often as both of its rows together: the product of their weights.
    """

    values: np.ndarray
    one: np.ndarray
    other: np.ndarray

    def total(self, axis: np.ndarray, resamples: Resamples | None) -> np.ndarray:
        """The sum over pairs at each length of the row."""
        if resamples is None:
            return self.values.sum(axis=0, dtype=float)
        return (resamples.weights[:, self.one] * resamples.weights[:, self.other]) @ self.values


def evidence(
    movies: Movies,
    judged: JudgedRows,
    recorded: np.ndarray,
    offline: ByUser | None,
    resamples: Resamples,
    *,
    missed: float,
) -> Evidence:
    """What the readings are made of: own rows, as they are and resampled; the team's; the best.

    `missed` is the share of requests that get the popular titles because their row comes too late.
    """
    axis, own = KS.astype(float), _own(movies, judged, missed)
    return Evidence(
        Tally(own, axis),
        Draws.of(own, axis, resamples),
        Tally({**own, **_seen(movies, judged, recorded, offline)}, axis),
        Tally(_best(movies, judged), axis),
    )


def takes(
    movies: Movies, judged: JudgedRows, lists: np.ndarray, worth: np.ndarray | None = None
) -> np.ndarray:
    """Takes each person is expected to make of the first k titles of lists (users, n): (people, n).

    With `worth` (places,) each take counts for that much, such as the hours then watched.
    """
    amount = judged.chance(lists)
    if worth is not None:
        amount = amount * worth[np.maximum(lists, 0)]
    kept = amount[movies.people] * movies.examination[: lists.shape[1]]
    return np.cumsum(kept, axis=1, dtype=float)


def _own(movies: Movies, judged: JudgedRows, missed: float) -> Parts:
    """The design's rows, in part replaced by the popular ones where they come too late."""
    rows, hours = judged.rows, movies.hours(judged.state.week)
    spare = judged.popular(movies) if missed else rows
    taken, watched = (
        (1 - missed) * takes(movies, judged, rows, worth)
        + missed * takes(movies, judged, spare, worth)
        for worth in (None, hours)
    )
    return {
        **_value(movies, judged, taken, watched),
        **_quality(by_truth(movies, rows, judged.ceilings.truth), movies.people),
        **_lists(movies, judged, rows),
    }


def _best(movies: Movies, judged: JudgedRows) -> Parts:
    """Rows by the true chances, and for hours those in which most hours are watched."""
    best, hours = judged.ceilings, movies.hours(judged.state.week)
    taken = takes(movies, judged, best.by_truth)
    return {
        **_value(movies, judged, taken, takes(movies, judged, best.most_hours, hours)),
        **_quality(by_truth(movies, best.by_truth, best.truth), movies.people),
        **_lists(movies, judged, best.by_truth),
    }


def _seen(
    movies: Movies, judged: JudgedRows, recorded: np.ndarray, offline: ByUser | None
) -> Parts:
    """What the team sees otherwise: takes by the dashboard, quality on its log, known genres."""
    users, cold = np.arange(len(recorded)), judged.cold[:, None]
    counted, slots = recorded.cumsum(axis=1), np.tile(KS, (len(users), 1))
    quality = _quality(offline, movies.people) if offline else dict.fromkeys(QUALITY, UNKNOWN)
    claimed = _within(judged.rows[movies.people], movies.known_mix(judged.state.week))
    return {
        **dict.fromkeys(HIDDEN, UNKNOWN),
        "takes": Grid(counted, users),
        "slots": Grid(slots, users),
        "cold takes": Grid(counted * cold, users),
        "cold slots": Grid(slots * cold, users),
        **quality,
        **_averaged("diversity", claimed),
    }


def _value(
    movies: Movies, judged: JudgedRows, taken: np.ndarray, watched: np.ndarray
) -> dict[str, Part]:
    """Takes, hours and the slots they were made in (people, places); those of cold users."""
    people = np.arange(len(taken))
    cold = judged.cold[movies.people][:, None]
    slots = np.tile(KS, (len(taken), 1))
    return {
        "people": Summand(np.ones(len(taken)), people),
        "takes": Grid(taken, people),
        "slots": Grid(slots, people),
        "hours": Grid(watched, people),
        "cold takes": Grid(taken * cold, people),
        "cold slots": Grid(slots * cold, people),
        "best takes": Grid(takes(movies, judged, judged.ceilings.by_truth), people),
    }


def _quality(judged: ByUser, people: np.ndarray) -> dict[str, Part]:
    """Each metric of lists against gains, summed over the people it is known of."""
    parts: dict[str, Part] = {}
    for name in QUALITY:
        parts |= _averaged(name, judged.of(name)[people])
    return parts


def _averaged(name: str, values: np.ndarray) -> dict[str, Part]:
    """A number a person (people, places) that not everybody has, and who has one."""
    known, people = np.isfinite(values), np.arange(len(values))
    return {
        name: Grid(np.where(known, values, 0.0), people),
        f"{name} known": Grid(known.astype(float), people),
    }


def _lists(movies: Movies, judged: JudgedRows, lists: np.ndarray) -> dict[str, Part]:
    """How lists (users, places) share out the catalogue, and how varied and alike they are."""
    mine, week = lists[movies.people], judged.state.week
    people, shown = np.arange(len(mine)), mine != NOBODY
    new = is_new(movies, week)[mine] & shown
    one, other = pairs_of(mine)
    alike = [jaccard(mine[one, :k], mine[other, :k]) for k in KS]
    bits = np.stack([novelty(mine[:, :k], _popularity(judged)) for k in KS], axis=1)
    return {
        "exposure": Exposure(mine, movies.constants.titles),
        "shown": Grid(shown.cumsum(axis=1), people),
        "new shown": Grid(new.cumsum(axis=1), people),
        "alike": Pairs(np.stack(alike, axis=1), one, other),
        "pairs": Pairs(np.ones((len(one), 1)), one, other),
        **_averaged("diversity", _within(mine, movies.true_mix(week))),
        **_averaged("novelty", bits),
    }


def _within(lists: np.ndarray, mix: np.ndarray) -> np.ndarray:
    """Diversity within the first k of each list: (lists, places), NaN for one title alone."""
    return np.stack([diversity(lists[:, :k], mix) for k in KS], axis=1)


def _popularity(judged: JudgedRows) -> np.ndarray:
    """The share of users who took each title, at least half a user: (places,)."""
    taken = judged.ranked.trained.taken > 0
    return np.maximum(taken.mean(axis=0), 0.5 / len(taken))
