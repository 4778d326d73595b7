"""How the funnel runs and learns, and what is kept of each live week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.ads_funnel.heavy import Recipe
from cases.ads_funnel.light import Candidates
from cases.ads_funnel.logs import Counts, Log
from pipelines.ranking.retrieval import NOBODY

LARGEST = 48
"""The most candidates the heavy model is ever asked about, and the end of the dial."""

USUAL = 12
"""How many candidates the heavy model sees while the funnel learns, whatever the dial says."""

JUDGED = 5
"""One request in this many is judged: its truth is looked up for every candidate."""

NEW_WEEKS = 2
"""An ad is new in the week it starts and in the next ones, this many in all."""


@dataclass(frozen=True)
class Plan:
    """How the funnel runs and learns; every field is a choice of the page."""

    recipe: Recipe
    match: str
    k1: int
    policy: bool
    light: str
    objective: str
    window: int
    retrain: str
    explore: str
    amount: float
    slots: int
    cap: int
    thinned: float | None
    judged_by: str


@dataclass(frozen=True, eq=False)
class Week:
    """What is kept of a live week, for its judged requests.

    Matrices are (requests, LARGEST) in the light ranker's order: `ads` (-1 where none), predicted
    `chance`, the light ranker's `guess`, the `truth`, and the exploration's `boost`. `sample` are
    pairs drawn whatever the design (the judge's), `seen` pairs of the week's own log. `recall`
    holds the heavy scores of all candidates of some requests, in light order; `reachable` is the
    welfare (money) of the best slots' worth of all ads selected, for each judged request.
    """

    week: int
    rows: np.ndarray
    ads: np.ndarray
    chance: np.ndarray
    guess: np.ndarray
    truth: np.ndarray
    boost: np.ndarray
    sight: np.ndarray
    found: np.ndarray
    sample: np.ndarray
    seen: np.ndarray
    recall: np.ndarray
    reachable: np.ndarray
    rows_trained: int
    clicks_trained: float
    importance: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class State:
    """What has been shown and learnt by the start of a week."""

    logs: tuple[Log, ...]
    counts: Counts
    before: dict[int, Counts]
    sight: np.ndarray


@dataclass(frozen=True, eq=False)
class Taken:
    """The candidates that phase 2 hands on, best first."""

    rows: np.ndarray
    ads: np.ndarray
    there: np.ndarray
    bid: np.ndarray
    guess: np.ndarray
    boost: np.ndarray

    @classmethod
    def of(cls, pairs: Candidates, kept: np.ndarray, guess, boost) -> Taken:
        """Gather the kept places, padded to LARGEST columns."""
        width = LARGEST - kept.shape[1]
        kept = np.pad(kept, ((0, 0), (0, width)), constant_values=NOBODY)
        place, there = np.maximum(kept, 0), kept != NOBODY
        ads, bid, guessed, boosted = (
            np.take_along_axis(table, place, axis=1)
            for table in (pairs.ads, pairs.bid, guess, boost)
        )
        return cls(pairs.rows, ads, there, np.where(there, bid, 0), guessed, boosted)

    def at(self, chosen: np.ndarray) -> Taken:
        """Some of the requests."""
        return Taken(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))
