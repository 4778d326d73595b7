"""Which posts reach a reader's page at all: sources with quotas, and the light ranker's cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cases.feed.features import WANTED, FeatureStore
from data.feed import Feed
from data.feed.log import FeedLog
from data.world import stream
from pipelines.ranking.rankers import linear
from pipelines.ranking.retrieval import NOBODY, best

LightRanker = Callable[[np.ndarray], np.ndarray]

SOURCES = ("followed", "friends follow", "similar", "trending", "random")
MIXES = {
    "mix": (1, 2, 3),
    "friends": (1,),
    "similar": (2,),
    "trending": (3,),
    "random": (4,),
}
STANDS_FOR = 1_500
"""Candidates a request gathers in production (published); those simulated stand for them."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """What is left for the heavy ranker: posts and their sources, (periods, users, candidates).

    `posts` holds NOBODY where there is none. `gathered` says which posts of the first period any
    source found: boolean, (users, posts).
    """

    posts: np.ndarray
    source: np.ndarray
    gathered: np.ndarray

    @property
    def there(self) -> np.ndarray:
        """Where there is a candidate."""
        return self.posts != NOBODY


@dataclass(frozen=True)
class Sourcing:
    """How candidates are gathered and trimmed; see the choices of the same names."""

    gathered: int
    followed_share: float
    discovery: str
    half_life: float
    light_ranker: str
    kept: int
    guards: bool

    @property
    def scored_in_production(self) -> float:
        """How many candidates of a real request the heavy ranker scores: in the same share."""
        share = 1.0 if self.light_ranker == "none" else min(1.0, self.kept / self.gathered)
        return STANDS_FOR * share


def sourcing(
    *,
    candidates_gathered: int,
    followed_share: float,
    discovery: str,
    half_life: float,
    light_ranker: str,
    candidates_kept: int,
    guards: str,
) -> Sourcing:
    """Fix how many candidates each source finds, and how they are trimmed."""
    return Sourcing(
        gathered=candidates_gathered,
        followed_share=followed_share,
        discovery=discovery,
        half_life=half_life,
        light_ranker=light_ranker,
        kept=candidates_kept,
        guards=guards == "on",
    )


def candidates(
    feed: Feed, log: FeedLog, feature_store: FeatureStore, sourcing: Sourcing
) -> Candidates:
    """Gather posts from every source for each reader, and trim them by the light ranker."""
    trim = cheap_score(feed, log, feature_store, sourcing)
    most = sourcing.gathered if sourcing.light_ranker == "none" else sourcing.kept
    posts, source, gathered = [], [], []
    for period in range(feed.constants.periods):
        ids = feed.in_period(period)
        found, origin = _from_sources(feed, feature_store, ids, period, sourcing)
        merit = np.where(found, trim(ids), -np.inf).astype(np.float32)
        kept = best(merit, most)
        posts.append(np.where(kept == NOBODY, NOBODY, ids[np.maximum(kept, 0)]))
        source.append(np.take_along_axis(origin, np.maximum(kept, 0), axis=1))
        gathered.append(found)
    width = max(table.shape[1] for table in posts)
    padded = [_padded(table, width, NOBODY) for table in posts]
    origins = [_padded(table, width, 0) for table in source]
    return Candidates(np.stack(padded).astype(np.int32), np.stack(origins), gathered[0])


def cheap_score(feed: Feed, log: FeedLog, store: FeatureStore, plan: Sourcing) -> LightRanker:
    """A cheap score of posts for every reader: given the places of n posts, (users, n)."""
    if plan.light_ranker == "logistic":
        rows = np.flatnonzero(~log.fake)
        wanted = log.labels[rows][:, WANTED].any(axis=1).astype(float)
        few = _cheap(store, log.user[rows], log.post[rows, None])[:, 0]
        place = np.log(log.place[rows])[:, None]  # so that the place does not pass for merit
        score = linear(np.hstack([few, place]).astype(np.float32), wanted)[0]
        return lambda ids: _scored(feed, store, ids, score)
    if plan.light_ranker == "affinity":
        return lambda ids: (
            store.friends[:, store.column["author"][ids]]
            + 2 * (feed.users.follows[:, store.column["author"][ids]])
        )
    return lambda ids: store.tastes @ store.vectors[ids].T


def _cheap(store: FeatureStore, users: np.ndarray, posts: np.ndarray) -> np.ndarray:
    """Five features, quick to look up: (n, k, 5)."""
    author = store.column["author"][posts]
    columns = (
        store.affinity(users, posts),
        store.feed.users.follows[users[:, None], author],
        store.column["bait"][posts],
        store.column["likes"][posts],
        np.exp(-np.maximum(store.column["age"][posts], 0) / 12),
    )
    return np.stack([np.asarray(each, np.float32) for each in columns], axis=-1)


def _scored(feed: Feed, store: FeatureStore, ids: np.ndarray, score) -> np.ndarray:
    users = np.arange(feed.constants.users)
    posts = np.broadcast_to(ids, (len(users), len(ids)))
    few = _cheap(store, users, posts).reshape(-1, 5)
    rows = np.hstack([few, np.zeros((len(few), 1), np.float32)])
    return score(rows).reshape(posts.shape)


def _from_sources(feed: Feed, store: FeatureStore, ids: np.ndarray, period: int, plan: Sourcing):
    """Which posts any source found (users, posts), and the first source that did."""
    merits = _merits(feed, store, ids, period, plan)
    own = round(plan.followed_share * plan.gathered)
    others = MIXES[plan.discovery]
    quotas = {0: own} | {each: (plan.gathered - own) // len(others) for each in others}
    shape = (feed.constants.users, len(ids))
    found, origin = np.zeros(shape, bool), np.zeros(shape, np.int8)
    allowed = _allowed(store, ids, plan)
    for source, quota in quotas.items():
        if quota <= 0:
            continue
        merit = np.where(allowed & ~found, merits[source](), -np.inf)
        picked = best(merit, quota)
        mask = np.zeros((shape[0], shape[1] + 1), bool)
        np.put_along_axis(mask, np.where(picked == NOBODY, shape[1], picked), True, axis=1)
        new = mask[:, :-1]
        origin[new] = source
        found |= new
    return found, origin


def _merits(feed: Feed, store: FeatureStore, ids: np.ndarray, period: int, plan: Sourcing):
    """Each source's order of the posts of a period, larger first, -inf where it has none."""
    author = store.column["author"][ids]
    follows = feed.users.follows[:, author]
    affinity = store.tastes @ store.vectors[ids].T
    age = store.column["age"][ids]
    age = np.clip(age, 0, None) if plan.guards else age
    # The log of freshness halves every half life; a post from the future is fresher than fresh.
    fresh = (-age / plan.half_life * np.log(2)).astype(np.float32)
    known = store.friends[:, author]
    lot = stream(feed.seed, f"random source {period}")
    return {
        0: lambda: np.where(follows, affinity + fresh, -np.inf),
        1: lambda: np.where(~follows & (known > 0), 4 * known + fresh, -np.inf),
        2: lambda: np.where(~follows, 2 * affinity + fresh, -np.inf),
        3: lambda: np.where(~follows, store.column["likes"][ids] + fresh, -np.inf),
        4: lambda: np.where(~follows, lot.random(follows.shape), -np.inf),
    }


def _allowed(store: FeatureStore, ids: np.ndarray, plan: Sourcing) -> np.ndarray:
    """Posts that may be found at all: with guards no deleted ones, no copies, none unsigned."""
    if not plan.guards:
        return np.ones(len(ids), bool)
    spoilt = store.column["gone"][ids] | store.column["unsigned"][ids]
    return ~spoilt & (store.column["copy_of"][ids] < 0)


def _padded(table: np.ndarray, width: int, empty: int) -> np.ndarray:
    return np.pad(table, ((0, 0), (0, width - table.shape[1])), constant_values=empty)
