"""What the pages of the first weeks are like, for every penalty: what is looked at, and whose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.feed.sight import Sight
from cases.feed.year import Known, Year
from data.ads import pair_draw
from data.feed import Feed
from data.feed.constants import HEADS, WEIGHTS
from pipelines.ranking.retrieval import NOBODY


@dataclass(frozen=True, eq=False)
class FirstWeeks:
    """Sums over each reader's page of the first period, (policies, users), looks counted.

    `looks` is how much of a page is looked at; `dcg` the discounted true value (negative counts
    as none); `logged` the points of engagement that were logged in one visit. `posts` are the
    pages, (policies, users, k), NOBODY where empty; `author_looks` (policies, users, authors).
    """

    looks: np.ndarray
    value: np.ndarray
    logged: np.ndarray
    glad: np.ndarray
    dcg: np.ndarray
    followed: np.ndarray
    toxic: np.ndarray
    complaints: np.ndarray
    authors: np.ndarray
    topics: np.ndarray
    posts: np.ndarray
    author_looks: np.ndarray


def first_weeks(
    feed: Feed, sight: Sight, posts: np.ndarray, source: np.ndarray, known: Known, year: Year
) -> FirstWeeks:
    """Add up the first period's pages."""
    places = year.pages.places.astype(int)
    there, spot = places != NOBODY, np.maximum(places, 0)
    users = np.arange(places.shape[1])[None, :, None]
    ids = posts[0][users, spot]
    looked = feed.looked_at(np.arange(1, places.shape[2] + 1))
    looks = np.where(there, looked, 0.0)
    gain = np.maximum(known.value[0], 0)[users, spot]
    discount = 1 / np.log2(2 + np.arange(places.shape[2]))
    author = sight.column["author"][ids]
    total = lambda table: (looks * table[users, spot]).sum(axis=2)  # noqa: E731
    toxic = feed.posts.truth["toxicity"].to_numpy()[ids]
    return FirstWeeks(
        looks=looks.sum(axis=2),
        value=total(known.value[0]),
        logged=logged(feed, ids, there, looked, known.first[users, spot]),
        glad=year.glad,
        dcg=np.where(there, gain, 0) @ discount,
        followed=total((source[0] == 0).astype(float)),
        toxic=(looks * toxic).sum(axis=2),
        complaints=total(known.complaints[0]),
        authors=_different(np.where(there, author, -1), feed.constants.authors),
        topics=_different(np.where(there, sight.column["topic"][ids], -1), 8),
        posts=np.where(there, ids, NOBODY),
        author_looks=_author_looks(author, looks, feed.constants.authors),
    )


def labels_of(feed: Feed, users, ids, chances: np.ndarray) -> np.ndarray:
    """Which engagements follow one showing with these chances (..., heads); luck is the pair's."""
    heads = np.arange(len(HEADS))
    draws = pair_draw(feed.seed, "first weeks", (users * 1_000_003 + ids)[..., None], heads)
    return draws < chances


def logged(feed: Feed, ids, there, looked, chances) -> np.ndarray:
    """Points of engagement logged in one visit to each page: (policies, users)."""
    users = np.arange(ids.shape[1])[None, :, None]
    happened = labels_of(feed, users, ids, chances * looked[:, None])
    points = happened @ np.array(WEIGHTS)
    return np.where(there, points, 0).sum(axis=2)


def _different(groups: np.ndarray, count: int) -> np.ndarray:
    """How many different groups stand on each page, -1 being none: (policies, users)."""
    ordered = np.sort(groups, axis=2)
    new = np.diff(ordered, axis=2, prepend=-1) > 0
    return new.sum(axis=2)


def _author_looks(author: np.ndarray, looks: np.ndarray, authors: int) -> np.ndarray:
    policies, users, _ = author.shape
    cell = np.arange(policies * users).reshape(policies, users, 1) * authors + author
    sums = np.bincount(cell.ravel(), looks.ravel(), policies * users * authors)
    return sums.reshape(policies, users, authors)
