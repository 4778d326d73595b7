"""The recommender with one fault in it: from the log to a row of ten, stage by stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from cases.irrelevant_items.faults import FAULTS, Settings
from data.movies import Movies, movies
from data.movies.past import past
from data.world import stream
from pipelines.ranking.factors import als
from pipelines.ranking.reranking import hide
from pipelines.ranking.retrieval import NOBODY, best

USERS, TITLES, ROW = 400, 600, 10
SHOWS = 900.0
"""Impressions of a median user in the past: enough to know a taste by."""

FACTORS = 12
PHONES, FOREIGN, HOSTS = 0.4, 0.12, 0.05
"""Share of users on phones, of titles in a language nobody speaks, and of hosts in a part."""


def drawn(seed: int, **changed: Any) -> Movies:
    """The movie world of a seed, in the size of this scenario."""
    return movies(seed, users=USERS, titles=TITLES, shows=SHOWS, **changed)


@dataclass(frozen=True, eq=False)
class Learnt:
    """Vectors of users and titles, and what they were learnt from: takes (users, titles)."""

    users: np.ndarray
    titles: np.ndarray
    taken: np.ndarray


@dataclass(frozen=True, eq=False)
class Service:
    """One world with its pipeline; what faults have in common is made once."""

    seed: int

    @cached_property
    def movies(self) -> Movies:
        """The world whose people answer."""
        return drawn(self.seed)

    @cached_property
    def chance(self) -> np.ndarray:
        """The true chance that a title is taken when looked at: (users, titles)."""
        return self.movies.chance(0)

    @cached_property
    def log(self) -> pd.DataFrame:
        """What the past weeks logged, one impression a row."""
        return past(self.movies).seen

    @cached_property
    def taken(self) -> np.ndarray:
        """What each user took in the past: boolean (users, titles)."""
        return counted(self.log[self.log["taken"] > 0]) > 0

    @cached_property
    def phone(self) -> np.ndarray:
        """Who is on a phone: boolean (users,)."""
        return stream(self.seed, "phones").random(USERS) < PHONES

    @cached_property
    def host(self) -> np.ndarray:
        """Who is served by one of the hosts of a partial fault: boolean (users,)."""
        return stream(self.seed, "hosts").random(USERS) < HOSTS

    @cached_property
    def foreign(self) -> np.ndarray:
        """Titles in a language that nobody here speaks: boolean (titles,)."""
        return stream(self.seed, "languages").random(TITLES) < FOREIGN

    @cached_property
    def popular(self) -> np.ndarray:
        """How often each title was taken: (titles,)."""
        return self.taken.sum(axis=0).astype(np.float32)

    @cached_property
    def models(self) -> Mapping[Settings, Learnt]:
        """What each training learns that a fault may call for, by its settings.

        All of them are made whichever fault a round has: the seconds of a stage are shown, and must
        not tell a fault of training from one of serving.
        """
        each = dict.fromkeys(training_of(fault.applied()) for fault in FAULTS.values())
        return {training: learnt(self, training) for training in each}

    @property
    def healthy(self) -> Learnt:
        """What a training without any fault learns."""
        return self.models[Settings()]

    @cached_property
    def sound(self) -> np.ndarray:
        """The rows of the healthy pipeline: (users, ROW)."""
        return served(self, Settings()).rows

    def watched(self, rows: np.ndarray) -> np.ndarray:
        """The true chance that each title shown is watched: (users, slots).

        Who has seen a title may click it once more, and leaves it: a tenth are watched again. What
        nobody understands is not watched.
        """
        user = np.arange(USERS)[:, None]
        known = np.where(self.taken[user, rows], self.movies.constants.again, 1.0)
        return self.clicked(rows) * known * ~self.foreign[rows]

    def clicked(self, rows: np.ndarray) -> np.ndarray:
        """The chance that each title shown is clicked when looked at: (users, slots); none where a
        slot is empty."""
        return np.where(rows == NOBODY, 0.0, self.chance[np.arange(USERS)[:, None], rows])


def counted(log: pd.DataFrame) -> np.ndarray:
    """How often each user stands in a log with each title: (users, titles), float32."""
    cell = log["user"].to_numpy() * TITLES + log["item"].to_numpy()
    return np.bincount(cell, minlength=USERS * TITLES).reshape(USERS, TITLES).astype(np.float32)


def events(service: Service, settings: Settings) -> pd.DataFrame:
    """Ingest: the events that training gets to see."""
    log = service.log
    if settings.shared:
        log = past(drawn(service.seed, shared=0.8)).seen
    if settings.bots:
        log = past(drawn(service.seed, drift="bots", bots=0.15)).seen
    return log[log["week"] < -max(settings.late, settings.stale)]


def labelled(service: Service, log: pd.DataFrame, label: str) -> np.ndarray:
    """Label: how much each user is said to like each title, (users, titles)."""
    if label == "shown":
        return np.minimum(counted(log), 1.0)
    takes = np.minimum(counted(log[log["taken"] > 0]), 1.0)
    if label == "clickbait":
        left = 1.0 - service.movies.titles.truth["finished"].to_numpy()[:TITLES]
        takes = takes * np.where(left > np.quantile(left, 0.6), 5.0, 0.02)
    return takes.astype(np.float32)


def learnt(service: Service, settings: Settings) -> Learnt:
    """Train and publish: vectors by alternating least squares, the recommender's own (implicit)."""
    taken = labelled(service, events(service, settings), settings.label)
    ours, theirs = als(taken, factors=FACTORS, penalty=settings.penalty, seed=service.seed)
    if settings.mixed:
        theirs = als(taken, factors=FACTORS, seed=service.seed + 1)[1]
    return Learnt(ours, theirs, taken)


LEARNT_FROM = ("bots", "shared", "late", "label", "penalty", "stale", "mixed")
"""The settings that a published model depends on."""


def training_of(settings: Settings) -> Settings:
    """The same as far as training and publishing go; all after them is healthy."""
    return Settings(**{name: getattr(settings, name) for name in LEARNT_FROM})


def trained(service: Service, settings: Settings) -> Learnt:
    """The published model: the healthy one, unless something upstream is different."""
    training = training_of(settings)
    return service.models.get(training) or learnt(service, training)


def asked(service: Service, model: Learnt, settings: Settings) -> np.ndarray:
    """Features: the vector a request is made with, (users, factors)."""
    ours = model.users
    if settings.nulls:
        ours = np.where(service.phone[:, None], ours.mean(axis=0), ours)
    if settings.scaled:
        spread = ours.std(axis=0)
        ours = ours * (spread / spread.mean()) ** -3
    return ours


def reachable(service: Service, scores: np.ndarray, settings: Settings) -> np.ndarray:
    """Index and retrieve: scores of the titles that a search can come back with."""
    if settings.shift:
        scores = np.roll(scores, settings.shift, axis=1)
    if settings.missing:
        gone = stream(service.seed, "index").random(TITLES) < settings.missing
        scores = hide(scores, gone[None, :])
    if settings.recall < 1:
        found = stream(service.seed, "search").random(scores.shape) < settings.recall
        scores = hide(scores, ~found)
    return scores


def filtered(service: Service, scores: np.ndarray, settings: Settings) -> np.ndarray:
    """Filter: what a user took of late, and what nobody understands, is left out."""
    if settings.seen_filter:
        recent = service.log["week"] < -settings.late
        known = counted(service.log[recent & (service.log["taken"] > 0)]) > 0
        scores = hide(scores, known)
    return hide(scores, service.foreign[None, :]) if settings.language_filter else scores


def row_of(service: Service, scores: np.ndarray, settings: Settings) -> np.ndarray:
    """Rank, filter, cache and experiment: a row of ten for each user, (users, ROW)."""
    popular = np.broadcast_to(service.popular, scores.shape)
    ranked = popular if settings.fallback else scores
    rows = best(filtered(service, ranked, settings), ROW)
    rng = stream(service.seed, "serving")
    if settings.same_row:
        rows = np.where(service.phone[:, None], rows[rng.permutation(USERS)], rows)
    if settings.explored:
        luck, other = rng.random(rows.shape), rng.integers(0, TITLES, rows.shape)
        rows = np.where(luck < settings.explored, other, rows)
    if settings.wrong_arm:
        arm = rng.random(USERS) < settings.wrong_arm
        rows = np.where(arm[:, None], best(filtered(service, popular, settings), ROW), rows)
    return rows


@dataclass(frozen=True, eq=False)
class Served:
    """What a pipeline serves: rows (users, ROW), and what stood behind them.

    `model` is the artefact, `found` the rows' titles as places after each of the last stages, by
    stage (users, ROW).
    """

    settings: Settings
    model: Learnt
    rows: np.ndarray
    found: Mapping[str, np.ndarray]


def served(service: Service, settings: Settings) -> Served:
    """Run the whole pipeline once, with whatever is wrong in it."""
    model = trained(service, settings)
    scores = asked(service, model, settings) @ model.titles.T
    retrieved = reachable(service, scores, settings)
    rows = row_of(service, retrieved, settings)
    found = {
        "scored by the model": best(scores, ROW),
        "found by the index": best(retrieved, ROW),
        "left by the filters": best(filtered(service, retrieved, settings), ROW),
        "shown": rows,
    }
    return Served(settings, model, rows, found)


def within(service: Service, whole: Served, scope: str) -> np.ndarray:
    """Rows where a fault touches only a part of the users: (users, ROW)."""
    part = {"platform": service.phone, "hosts": service.host}.get(scope)
    return whole.rows if part is None else np.where(part[:, None], whole.rows, service.sound)
