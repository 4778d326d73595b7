"""The rows that readings are made of: the first pages, and pairs of readers and posts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cases.feed.candidates import Candidates
from cases.feed.features import FeatureStore, head
from cases.feed.live import TrueValues, Year
from cases.feed.model import Trained
from data.ads import pair_draw
from data.feed import Feed
from data.feed.constants import COMPLAINTS, HEADS, WEIGHTS
from data.feed.log import FeedLog
from data.world import stream
from pipelines.ranking.retrieval import NOBODY

PAIRS = 30  # posts a reader
SURE = 1e-7


@dataclass(frozen=True, eq=False)
class FirstPages:
    """The pages of the first period under every penalty, and what is on them.

    `posts` are the pages (policies, users, k), NOBODY where empty; `author` is whose each post is
    (-1 where empty), `looks` the chance that it is looked at (0 where empty). The rest are sums
    over each page (policies, users), every post counted by its chance of a look: `value` true
    points of engagement, `logged` points that were logged in one visit, `glad` what the reader
    would say on average (-1 to 1), `gain` the discounted true value (negative counts as none),
    looks at `followed` authors, `toxic` and `complaints`; `authors` and `topics` count how many
    different ones there are.
    """

    posts: np.ndarray
    author: np.ndarray
    looks: np.ndarray
    value: np.ndarray
    logged: np.ndarray
    glad: np.ndarray
    gain: np.ndarray
    followed: np.ndarray
    toxic: np.ndarray
    complaints: np.ndarray
    authors: np.ndarray
    topics: np.ndarray

    def looks_by_author(self, policy: int, authors: int) -> np.ndarray:
        """The looks that each author gets from all pages of a policy: (authors,)."""
        there = self.author[policy] != NOBODY
        return np.bincount(self.author[policy][there], self.looks[policy][there], authors)


def first_pages(
    feed: Feed,
    feature_store: FeatureStore,
    candidates: Candidates,
    true_values: TrueValues,
    year: Year,
) -> FirstPages:
    """Add up what the pages of the first weeks are like, for every penalty."""
    places = year.pages.places.astype(int)
    there, spot = places != NOBODY, np.maximum(places, 0)
    users = np.arange(places.shape[1])[None, :, None]
    ids = candidates.posts[0][users, spot]
    looked = feed.looked_at(np.arange(1, places.shape[2] + 1))
    looks = np.where(there, looked, 0.0)
    gain = np.maximum(true_values.value[0], 0)[users, spot]
    author, topic = (
        np.where(there, feature_store.column[name][ids], NOBODY) for name in ("author", "topic")
    )
    toxicity = feed.posts.truth["toxicity"].to_numpy()[ids]
    total: Callable[[np.ndarray], np.ndarray] = lambda table: (looks * table[users, spot]).sum(2)  # noqa: E731
    return FirstPages(
        posts=np.where(there, ids, NOBODY),
        author=author,
        looks=looks,
        value=total(true_values.value[0]),
        logged=_logged(feed, ids, there, looked, true_values.first[users, spot]),
        glad=year.glad,
        gain=np.where(there, gain, 0) @ discounts(places.shape[2]),
        followed=total((candidates.source[0] == 0).astype(float)),
        toxic=(looks * toxicity).sum(axis=2),
        complaints=total(true_values.complaints[0]),
        authors=_different(author),
        topics=_different(topic),
    )


def discounts(k: int) -> np.ndarray:
    """What nDCG counts a place: one over the binary logarithm of one more than it, (k,)."""
    return 1 / np.log2(2 + np.arange(k))


def labels_of(feed: Feed, users: np.ndarray, posts: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """Which engagements follow one showing with these chances (..., heads); luck is the pair's."""
    pair = (users * 1_000_003 + posts)[..., None]
    return pair_draw(feed.seed, "first weeks", pair, np.arange(len(HEADS))) < chances


def _logged(feed: Feed, posts, there, looked, chances) -> np.ndarray:
    """Points of engagement logged in one visit to each page: (policies, users)."""
    users = np.arange(posts.shape[1])[None, :, None]
    happened = labels_of(feed, users, posts, chances * looked[:, None])
    return np.where(there, happened @ np.array(WEIGHTS), 0).sum(axis=2)


def _different(groups: np.ndarray) -> np.ndarray:
    """How many different groups stand on each page, -1 being none: (policies, users)."""
    return (np.diff(np.sort(groups, axis=2), axis=2, prepend=-1) > 0).sum(axis=2)


@dataclass(frozen=True, eq=False)
class Pairs:
    """Readers and posts with an outcome for each engagement, and what the heads said of it.

    `target` and `said` are (rows, heads): true chances given a look, or labels of 0 and 1. What was
    `said` is scaled to the targets' mean; it has no rows where the model has no heads.
    """

    user: np.ndarray
    post: np.ndarray
    target: np.ndarray
    said: np.ndarray


def random_pairs(feed: Feed, feature_store: FeatureStore, trained: Trained) -> Pairs:
    """Compare the heads' chances with the truth on random pairs of the first period.

    The pairs are the same for every design.
    """
    users, posts = np.arange(feed.constants.users), feed.in_period(0)
    pick = stream(feed.seed, "judged pairs").integers(0, len(posts), (len(users), PAIRS))
    pairs = posts[pick]
    truth = feed.chances(users, pairs).reshape(-1, len(HEADS)).astype(float)
    said = np.zeros((0, len(HEADS)))
    if trained.heads.kind == "heads":
        table = feature_store.table(users, pairs, counts=trained.recipe.counts, live=True)
        said = trained.chances(table.reshape(-1, table.shape[-1])).astype(float)
    return Pairs(np.repeat(users, PAIRS), pairs.ravel(), truth, scaled_to(said, truth))


def held_back(log: FeedLog, trained: Trained) -> Pairs:
    """Compare the heads' chances with the labels of the log's rows that the team held back."""
    rows = trained.held
    labels = log.labels[rows].astype(float)
    said = np.zeros((0, len(HEADS)))
    if trained.heads.kind == "heads":
        said = trained.said.astype(float)
        said[:, head("negative") :] *= COMPLAINTS  # the log keeps a year of them
    return Pairs(log.user[rows], log.post[rows], labels, scaled_to(said, labels))


def scaled_to(said: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Chances with each column's mean set to the truth's, kept between 0 and 1.

    What a live feed does every hour: a wrong level is put right, a wrong order stays.
    """
    if not len(said):
        return said
    mean = said.mean(axis=0)
    factor = np.divide(truth.mean(axis=0), mean, out=np.ones_like(mean), where=mean > 0)
    return np.clip(said * factor, SURE, 1 - SURE)
