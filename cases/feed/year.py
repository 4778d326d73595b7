"""The year: readers come back or do not, authors go on or fall silent, under every penalty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cases.feed.pages import Layout, Pages, lay_out, small_authors
from cases.feed.sight import Sight
from data.feed import Feed
from data.feed.constants import DAYS, HEADS
from data.feed.days import Crowd, Luck, first_motivation, motivation, spend
from data.feed.log import FeedLog
from pipelines.engine import part_done
from pipelines.over_time.loop import turns
from pipelines.ranking.retrieval import NOBODY

APPLAUSE = slice(0, 3)  # likes, reposts and replies are what an author notices
EXODUS = 60  # the day by which those who leave in an exodus have left
HELD_BACK = 0.7  # how strongly a share of views above the cap is answered


@dataclass(frozen=True, eq=False)
class Known:
    """What is true of the candidates, (periods, users, candidates), float32.

    `value` in points of engagement, `glad` what the reader would say, `applause` engagements an
    author notices and `complaints`, all of a post that is looked at. `first` are the chances of
    all heads in the first period, (users, candidates, heads).
    """

    value: np.ndarray
    glad: np.ndarray
    applause: np.ndarray
    complaints: np.ndarray
    first: np.ndarray

    @classmethod
    def of(cls, feed: Feed, posts: np.ndarray) -> Known:
        """Look the truth up for posts (periods, users, candidates), NOBODY where there is none."""
        shape = posts.shape
        ids = np.maximum(posts, 0).reshape(-1, shape[2])
        users = np.tile(np.arange(shape[1]), shape[0])
        chances = feed.chances(users, ids)
        return cls(
            value=feed.value(chances).reshape(shape),
            glad=feed.gladness(users, ids).astype(np.float32).reshape(shape),
            applause=chances[..., APPLAUSE].sum(axis=-1).reshape(shape),
            complaints=chances[..., HEADS.index("negative") :].sum(axis=-1).reshape(shape),
            first=chances[: shape[1]],
        )


@dataclass(frozen=True, eq=False)
class Begun:
    """Where a period begins: readers, authors' motivation and who posts, and who is held back.

    Authors' arrays are (policies, authors).
    """

    crowd: Crowd
    motivation: np.ndarray
    active: np.ndarray
    handicap: np.ndarray


@dataclass(frozen=True, eq=False)
class Month:
    """What one period brought: sums of each reader's page (policies, users), days, authors."""

    pages: Pages
    value: np.ndarray
    glad: np.ndarray
    visits: np.ndarray
    engagement: np.ndarray
    views: np.ndarray
    feedback: np.ndarray
    active: np.ndarray


@dataclass(frozen=True, eq=False)
class Year:
    """240 days under every policy.

    `visits` and `engagement` are (policies, days, users); `views` and `feedback` (policies,
    periods, authors), `active` too: who posted. `pages` are those of the first period, `value` and
    `glad` what one visit to them brings, (policies, users).
    """

    pages: Pages
    value: np.ndarray
    glad: np.ndarray
    visits: np.ndarray
    engagement: np.ndarray
    views: np.ndarray
    feedback: np.ndarray
    active: np.ndarray


def live(
    feed: Feed, sight: Sight, posts: np.ndarray, known: Known,
    scores: Callable[[int], np.ndarray], layout: Layout, *, applause: np.ndarray,
) -> Year:  # fmt: skip
    """Let everybody live through the year; `scores(period)` are (policies, users, candidates).

    `applause` is what each author was given in the log, (authors,).
    """
    made, luck = feed.constants, Luck.of(feed)

    def serve(_: None, begun: Begun, now: int) -> tuple[Month, tuple[Month, Crowd]]:
        small = small_authors(begun.motivation, begun.active)
        pages = lay_out(
            feed, sight, posts[now], scores(now), layout, begun.active, small, begun.handicap
        )
        month, crowd = _lived(feed, sight, posts[now], known, pages, begun, luck, now)
        part_done((now + 1) / made.periods)
        return month, (month, crowd)

    def grow(begun: Begun, logged: tuple[Month, Crowd], now: int) -> Begun:
        return _after(feed, begun, *logged, layout, now)

    policies = len(scores(0))
    start = _start(feed, policies, applause)
    rounds = turns(
        start, rounds=made.periods, every=0, learn=lambda state, now: None, serve=serve, grow=grow
    )
    return _joined([turn.record for turn in rounds])


def _start(feed: Feed, policies: int, applause: np.ndarray) -> Begun:
    made = feed.constants
    shape = (policies, made.authors)
    level = np.broadcast_to(first_motivation(applause), shape)
    crowd = Crowd.at_first(policies, made.users)
    return Begun(crowd, level, np.ones(shape, bool), np.zeros(shape))


def past_applause(feed: Feed, log: FeedLog) -> np.ndarray:
    """Likes, reposts and replies that each author was given in the log: (authors,)."""
    author = feed.posts.seen["author"].to_numpy()[log.post]
    return np.bincount(author, log.labels[:, APPLAUSE].sum(axis=1), feed.constants.authors)


def page_sums(pages: Pages, table: np.ndarray, looked: np.ndarray) -> np.ndarray:
    """What a page brings of a table (users, candidates), looks counted: (policies, users)."""
    there = pages.places != NOBODY
    users = np.arange(len(table))[None, :, None]
    values = table[users, np.maximum(pages.places, 0)]
    return np.where(there, values, 0) @ looked


def _lived(feed, sight, posts, known: Known, pages: Pages, begun: Begun, luck, now: int):
    """Spend a period on its pages: what came of it, and the crowd afterwards."""
    made = feed.constants
    k = pages.places.shape[2]
    looked = feed.looked_at(np.arange(1, k + 1)).astype(np.float32)
    value = page_sums(pages, known.value[now], looked)
    empty = (pages.places == NOBODY) @ looked
    glad = (page_sums(pages, known.glad[now], looked) - made.emptiness * empty) / looked.sum()
    days = range(now * made.days, (now + 1) * made.days)
    crowd, visits, factor = spend(begun.crowd, luck, days, glad, made)
    engagement = visits * factor * value[:, None]
    times = visits.sum(axis=1, dtype=np.float32)
    author = sight.column["author"][np.maximum(posts, 0)]
    views = _by_author(pages, author, looked, times, None, made.authors)
    feedback = _by_author(pages, author, looked, times, known.applause[now], made.authors)
    month = Month(pages, value, glad, visits, engagement, views, feedback, begun.active)
    return month, crowd


def _by_author(pages: Pages, author, looked, times, table, authors: int) -> np.ndarray:
    """Looks, or what they bring by a table, summed by author: (policies, authors)."""
    policies, users, _ = pages.places.shape
    place = np.maximum(pages.places, 0)
    whose = author[np.arange(users)[None, :, None], place]
    amount = np.where(pages.places != NOBODY, looked, 0) * times[:, :, None]
    if table is not None:
        amount = amount * table[np.arange(users)[None, :, None], place]
    cell = whose + authors * np.arange(policies)[:, None, None]
    sums = np.bincount(cell.ravel(), amount.ravel(), policies * authors)
    return sums.reshape(policies, authors)


def _after(feed: Feed, begun: Begun, month: Month, crowd: Crowd, layout: Layout, now: int) -> Begun:
    """Where the next period begins."""
    made = feed.constants
    level = motivation(begun.motivation, month.feedback / made.days, made.days, made)
    active = begun.active & (level >= made.silence)
    if feed.drift == "exodus" and (now + 2) * made.days > EXODUS:
        active = active & ~feed.authors.leaving
    handicap = begun.handicap
    if layout.cap < 1:
        share = month.views / np.maximum(month.views.sum(axis=1, keepdims=True), 1e-9)
        more = HELD_BACK * np.log(np.maximum(share, 1e-9) / layout.cap)
        handicap = np.clip(handicap + more, 0, 6)
    return Begun(crowd, level, active, handicap)


def _joined(months: list[Month]) -> Year:
    first = months[0]
    stacked = {
        name: np.stack([getattr(month, name) for month in months], axis=1)
        for name in ("views", "feedback", "active")
    }
    days = {
        name: np.concatenate([getattr(month, name) for month in months], axis=1)
        for name in ("visits", "engagement")
    }
    assert days["visits"].shape[1] == DAYS
    return Year(first.pages, first.value, first.glad, **days, **stacked)
