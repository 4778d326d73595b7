"""The feature store: what the team knows of readers, authors and posts when it ranks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.feed import Feed
from data.feed.constants import COMPLAINTS, HEADS, TOPICS
from data.feed.log import DAYS_LOGGED, FeedLog

WANTED = slice(0, 6)  # like to click: what an author's past is judged by
COMPLAINED = slice(8, 10)
HALF = DAYS_LOGGED // 2
PRIOR = 60.0  # shows of the average author that every author starts with

NAMES = (
    "taste",
    "followed",
    "friends follow",
    "bait",
    "toxic",
    "craft",
    "age",
    "image",
    "video",
    "followers",
    "likes",
    "author's engagement",
    "author's complaints",
)
COUNTS = 2 + 1  # the last columns are counts of what others did


@dataclass(frozen=True, eq=False)
class Rates:
    """Authors' past: engagements and complaints a show, smoothed, (authors,) each."""

    engagement: np.ndarray
    complaints: np.ndarray


@dataclass(frozen=True, eq=False)
class FeatureStore:
    """What the team knows: vectors of readers and posts as it estimates them, and authors' past.

    `training` are the authors' rates in training and judged rows, `serving` those of live posts.
    """

    feed: Feed
    training: Rates
    serving: Rates

    @cached_property
    def friends(self) -> np.ndarray:
        """The share of a reader's community that follows each author: (users, authors), float32."""
        users = self.feed.users
        member = np.eye(len(TOPICS), dtype=np.float32)[users.community]
        share = member.T @ users.follows.astype(np.float32)
        return (share / np.maximum(member.sum(axis=0), 1)[:, None])[users.community]

    @cached_property
    def column(self) -> dict[str, np.ndarray]:
        """Columns of the posts' table as arrays."""
        return {name: values.to_numpy() for name, values in self.feed.posts.seen.items()}

    @cached_property
    def vectors(self) -> np.ndarray:
        """Posts' vectors as known: (posts, dimensions), float32."""
        names = [f"f{i}" for i in range(self.feed.constants.dimensions)]
        return self.feed.posts.seen[names].to_numpy(np.float32)

    @cached_property
    def tastes(self) -> np.ndarray:
        """Readers' vectors as known, scaled so that products with posts are near one."""
        return (self.feed.users.known / np.sqrt(self.feed.constants.dimensions)).astype(np.float32)

    def affinity(self, users: np.ndarray, posts: np.ndarray) -> np.ndarray:
        """How near each post lies to its reader's known taste: (n, k), float32."""
        return np.einsum("nd,nkd->nk", self.tastes[users], self.vectors[posts])

    def table(
        self, users: np.ndarray, posts: np.ndarray, *, counts: bool, live: bool
    ) -> np.ndarray:
        """The features of pairs, `users` (n,) and `posts` (n, k): (n, k, columns), float32.

        Without `counts` the last columns, what others did, are left out. A clock ahead of now
        says nothing about an age.
        """
        rates = self.serving if live else self.training
        get, author = self.column, self.column["author"][posts]
        whose = users[:, None]
        columns = [
            self.affinity(users, posts),
            self.feed.users.follows[whose, author],
            self.friends[whose, author],
            get["bait"][posts],
            get["toxic"][posts],
            get["craft"][posts],
            get["age"][posts],
            get["media"][posts] == 1,
            get["media"][posts] == 2,
            np.log(get["followers"])[posts],
        ]
        if counts:
            columns += [get["likes"][posts], rates.engagement[author], rates.complaints[author]]
        found = np.empty((*posts.shape, len(columns)), np.float32)
        for place, values in enumerate(columns):
            found[..., place] = values
        return found


def feature_store(feed: Feed, log: FeedLog, *, split: str, complaints_counted: str) -> FeatureStore:
    """Count authors' past engagements and complaints.

    Rows to train and judge on carry counts of the first two weeks alone; with a random split counts
    of the whole log, which then hold the very labels to be predicted.
    """
    once = complaints_counted == "once"
    counted = once_per_community(feed, log) if once else np.ones(len(log), bool)
    early = counted & (log.day < HALF) if split == "time" else counted
    return FeatureStore(feed, _rates(feed, log, early), _rates(feed, log, counted))


def once_per_community(feed: Feed, log: FeedLog) -> np.ndarray:
    """Rows that count if each community may complain about an author only once: boolean."""
    author = feed.posts.seen["author"].to_numpy()[log.post]
    community = feed.users.community[log.user]
    complained = log.labels[:, COMPLAINED].any(axis=1)
    cell = author * len(TOPICS) + community
    first = np.zeros(len(log), bool)
    rows = np.flatnonzero(complained)
    first[rows[np.unique(cell[rows], return_index=True)[1]]] = True
    return ~complained | first


def _rates(feed: Feed, log: FeedLog, rows: np.ndarray) -> Rates:
    author = feed.posts.seen["author"].to_numpy()[log.post]
    authors = feed.constants.authors
    shows = np.bincount(author[rows], minlength=authors)
    worth = [
        log.labels[:, WANTED].sum(axis=1) / log.place**-0.5,
        log.labels[:, COMPLAINED].sum(axis=1) / COMPLAINTS,
    ]
    found = []
    for amount in worth:
        total = np.bincount(author[rows], amount[rows], authors)
        mean = total.sum() / max(shows.sum(), 1)
        found.append(((total + PRIOR * mean) / (shows + PRIOR)).astype(np.float32))
    return Rates(*found)


def head(name: str) -> int:
    """The place of a head among HEADS."""
    return HEADS.index(name)
