"""A page: the first k candidates after diversity, time order and the lift of small authors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.feed.features import FeatureStore
from data.feed import Feed
from data.world import stream
from pipelines.ranking.diversity import spread_out
from pipelines.ranking.reranking import mmr, with_quota
from pipelines.ranking.retrieval import NOBODY

STEP = 0.1  # standard deviations between neighbours once MMR has set the order
BOOSTED = 1 / 3
"""The share of active authors, least motivated first, that count as small."""


@dataclass(frozen=True)
class Layout:
    """How a page is put together; see the choices of the same names."""

    k: int
    author_decay: float
    author_floor: float
    topic_cap: float
    mmr: float
    skip_seen: bool
    time_order_share: float
    boost: float
    author_cap: float
    small_author_slots: int
    guards: bool


def layout(
    *,
    page_size: int,
    author_decay: float,
    author_floor: float,
    topic_cap: int,
    mmr: float,
    seen_posts: str,
    time_order_share: float,
    small_author_boost: float,
    author_cap: int,
    small_author_slots: int,
    guards: str,
) -> Layout:
    """Fix how a page is put together from the scores."""
    return Layout(
        k=page_size,
        author_decay=author_decay,
        author_floor=author_floor,
        topic_cap=topic_cap / 100,
        mmr=mmr,
        skip_seen=seen_posts == "on",
        time_order_share=time_order_share,
        boost=small_author_boost,
        author_cap=author_cap / 100,
        small_author_slots=small_author_slots,
        guards=guards == "on",
    )


def in_order(k: int) -> Layout:
    """A page of the first k by score, and nothing else."""
    return Layout(
        k=k,
        author_decay=1.0,
        author_floor=0.0,
        topic_cap=1.0,
        mmr=0.0,
        skip_seen=False,
        time_order_share=0.0,
        boost=0.0,
        author_cap=1.0,
        small_author_slots=0,
        guards=True,
    )


@dataclass(frozen=True, eq=False)
class Pages:
    """Pages under several policies: places among the candidates, (policies, users, k).

    NOBODY stands where nothing is left to show. `scores` are those that decided, -inf there.
    """

    places: np.ndarray
    scores: np.ndarray


def lay_out(
    feed: Feed, store: FeatureStore, posts: np.ndarray, scores: np.ndarray, layout: Layout,
    active: np.ndarray, small: np.ndarray, handicap: np.ndarray,
) -> Pages:  # fmt: skip
    """Rank the candidates of one period for every policy and reader.

    `posts` is (users, candidates), `scores` (policies, users, candidates). `active`, `small` and
    `handicap` are (policies, authors): who still posts, who counts as small, and by how much
    those who had more than their share are held back.
    """
    policies, users, width = scores.shape
    ids = np.maximum(posts, 0)
    author = store.column["author"][ids]
    shown = np.take_along_axis(
        active[:, None], np.broadcast_to(author[None], scores.shape), axis=2
    ) if not active.all() else np.ones(1, bool)  # fmt: skip
    level = np.where(shown & (posts != NOBODY), scores, -np.inf)
    if layout.skip_seen:
        level = np.where(feed.met(np.arange(users), ids), -np.inf, level)
    if layout.boost:
        level = level + np.float32(layout.boost) * small[:, author]
    if handicap.any():
        level = level - handicap[:, author].astype(np.float32)
    if layout.time_order_share:
        level = _by_time(feed, store, ids, level, layout.time_order_share)
    return _ranked(store, ids, level.reshape(policies * users, width), layout, small, policies)


def _by_time(feed: Feed, store: FeatureStore, ids: np.ndarray, level: np.ndarray, share: float):
    """For some readers: what they follow, newest first, and then the rest."""
    users = len(ids)
    chosen = stream(feed.seed, "time order").random(users) < share
    follows = feed.users.follows[np.arange(users)[:, None], store.column["author"][ids]]
    newest = 1000.0 * follows - store.column["age"][ids]
    order = np.where(np.isfinite(level), newest.astype(np.float32), -np.inf)
    return np.where(chosen[:, None], order, level)


def _ranked(store: FeatureStore, ids, level, layout: Layout, small, policies: int) -> Pages:
    rows, width = level.shape
    flat = np.broadcast_to(ids, (policies, *ids.shape)).reshape(rows, width)
    if layout.mmr:
        level = _unlike(level, store.vectors[flat], layout)
    most = None
    if layout.topic_cap < 1:
        most = max(1, round(layout.topic_cap * layout.k))
    order, value = spread_out(
        level, store.column["author"][flat], store.column["topic"][flat],
        decay=layout.author_decay, floor=layout.author_floor, most=most, careful=layout.guards,
    )  # fmt: skip
    order = np.where(np.isfinite(value), order, NOBODY)
    if layout.small_author_slots:
        author = store.column["author"][flat]
        marked = small[np.arange(policies).repeat(rows // policies)[:, None], author]
        order = _guaranteed(order, marked, layout)
    top, best = order[:, : layout.k], value[:, : layout.k]
    shape = (policies, rows // policies, top.shape[1])
    return Pages(top.reshape(shape).astype(np.int16), best.reshape(shape))


def _unlike(level: np.ndarray, vectors: np.ndarray, layout: Layout) -> np.ndarray:
    """Scores that fall along the order of MMR, for a page's worth of candidates; others -inf.

    Where a cap or a guarantee takes posts off the page again, for two pages' worth.
    """
    pages = 2 if layout.topic_cap < 1 or layout.small_author_slots else 1
    count = min(pages * layout.k, level.shape[1])
    order = mmr(level, vectors, strength=layout.mmr, count=count)
    top = np.where(order == NOBODY, -np.inf, np.take_along_axis(level, np.maximum(order, 0), 1))
    falling = np.where(order == NOBODY, -np.inf, top[:, :1] - STEP * np.arange(order.shape[1]))
    # What is not there is written to a column of its own, and cut off.
    table = np.full((len(level), level.shape[1] + 1), -np.inf, np.float32)
    spots = np.where(order == NOBODY, level.shape[1], order)
    np.put_along_axis(table, spots, falling.astype(np.float32), axis=1)
    return table[:, :-1]


def _guaranteed(order: np.ndarray, marked: np.ndarray, layout: Layout) -> np.ndarray:
    """Some places of the page for small authors, as long as there are any among the candidates."""
    return with_quota(order, marked, min(1.0, layout.small_author_slots / layout.k), layout.k)


def small_authors(motivation: np.ndarray, active: np.ndarray) -> np.ndarray:
    """The least motivated third of those who still post, (policies, authors); boolean."""
    level = np.where(active, motivation, np.inf)
    place = np.argsort(np.argsort(level, axis=1, kind="stable"), axis=1)
    return active & (place < np.ceil(BOOSTED * active.sum(axis=1, keepdims=True)))
