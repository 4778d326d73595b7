"""The year: readers come back or do not, authors go on or fall silent, under every penalty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cases.feed.candidates import Candidates
from cases.feed.decide import PENALTIES, Predicted, Scored, penalised
from cases.feed.features import FeatureStore
from cases.feed.pages import Layout, Pages, lay_out, small_authors
from data.feed import Feed
from data.feed.constants import DAYS, HEADS
from data.feed.days import Crowd, Luck, first_motivation, motivation, spend
from data.feed.log import FeedLog
from pipelines.over_time.loop import turns
from pipelines.ranking.retrieval import NOBODY
from pipelines.watching import part_done

APPLAUSE = slice(0, 3)  # likes, reposts and replies are what an author notices
EXODUS = 60  # the day by which those who leave in an exodus have left
HELD_BACK = 0.7  # how strongly a share of views above the cap is answered


@dataclass(frozen=True, eq=False)
class TrueValues:
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


def true_values(feed: Feed, candidates: Candidates) -> TrueValues:
    """Look up what is true of every candidate."""
    shape = candidates.posts.shape
    ids = np.maximum(candidates.posts, 0).reshape(-1, shape[2])
    users = np.tile(np.arange(shape[1]), shape[0])
    chances = feed.chances(users, ids)
    return TrueValues(
        value=feed.value(chances).reshape(shape),
        glad=feed.gladness(users, ids).astype(np.float32).reshape(shape),
        applause=chances[..., APPLAUSE].sum(axis=-1).reshape(shape),
        complaints=chances[..., HEADS.index("negative") :].sum(axis=-1).reshape(shape),
        first=chances[: shape[1]],
    )


@dataclass(frozen=True, eq=False)
class PeriodStart:
    """Where a period begins: readers, authors' motivation and who posts, and who is held back.

    Authors' arrays are (policies, authors).
    """

    crowd: Crowd
    motivation: np.ndarray
    active: np.ndarray
    handicap: np.ndarray


@dataclass(frozen=True, eq=False)
class Period:
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


def year(
    feed: Feed,
    log: FeedLog,
    feature_store: FeatureStore,
    candidates: Candidates,
    true_values: TrueValues,
    predicted: Predicted,
    scored: Scored,
    layout: Layout,
) -> Year:
    """Live through 240 days under every penalty: pages, visits, authors who go on or stop."""
    return lived(
        feed,
        feature_store,
        candidates.posts,
        true_values,
        lambda period: penalised(scored.score[period], predicted.bait[period], PENALTIES),
        layout,
        applause=past_applause(feed, log),
    )


def lived(
    feed: Feed, store: FeatureStore, posts: np.ndarray, true: TrueValues,
    scores: Callable[[int], np.ndarray], layout: Layout, *, applause: np.ndarray,
) -> Year:  # fmt: skip
    """Let everybody live through the year; `scores(period)` are (policies, users, candidates).

    `applause` is what each author was given in the log, (authors,).
    """
    made, luck = feed.constants, Luck.of(feed)

    def serve(_: None, begun: PeriodStart, now: int) -> tuple[Period, tuple[Period, Crowd]]:
        small = small_authors(begun.motivation, begun.active)
        pages = lay_out(
            feed, store, posts[now], scores(now), layout, begun.active, small, begun.handicap
        )
        period, crowd = _spent(feed, store, posts[now], true, pages, begun, luck, now)
        part_done((now + 1) / made.periods)
        return period, (period, crowd)

    def grow(begun: PeriodStart, logged: tuple[Period, Crowd], now: int) -> PeriodStart:
        return _after(feed, begun, *logged, layout, now)

    policies = len(scores(0))
    start = _start(feed, policies, applause)
    rounds = turns(
        start, rounds=made.periods, every=0, learn=lambda state, now: None, serve=serve, grow=grow
    )
    return _joined([turn.record for turn in rounds])


def _start(feed: Feed, policies: int, applause: np.ndarray) -> PeriodStart:
    made = feed.constants
    shape = (policies, made.authors)
    level = np.broadcast_to(first_motivation(applause), shape)
    crowd = Crowd.at_first(policies, made.users)
    return PeriodStart(crowd, level, np.ones(shape, bool), np.zeros(shape))


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


def _spent(
    feed: Feed, store: FeatureStore, posts: np.ndarray, true: TrueValues, pages: Pages,
    begun: PeriodStart, luck: Luck, now: int,
) -> tuple[Period, Crowd]:  # fmt: skip
    """Spend a period on its pages: what came of it, and the crowd afterwards."""
    made = feed.constants
    k = pages.places.shape[2]
    looked = feed.looked_at(np.arange(1, k + 1)).astype(np.float32)
    value = page_sums(pages, true.value[now], looked)
    empty = (pages.places == NOBODY) @ looked
    glad = (page_sums(pages, true.glad[now], looked) - made.emptiness * empty) / looked.sum()
    days = range(now * made.days, (now + 1) * made.days)
    crowd, visits, factor = spend(begun.crowd, luck, days, glad, made)
    engagement = visits * factor * value[:, None]
    times = visits.sum(axis=1, dtype=np.float32)
    author = store.column["author"][np.maximum(posts, 0)]
    views = _by_author(pages, author, looked, times, None, made.authors)
    feedback = _by_author(pages, author, looked, times, true.applause[now], made.authors)
    period = Period(pages, value, glad, visits, engagement, views, feedback, begun.active)
    return period, crowd


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


def _after(
    feed: Feed, begun: PeriodStart, period: Period, crowd: Crowd, layout: Layout, now: int
) -> PeriodStart:
    """Where the next period begins."""
    made = feed.constants
    level = motivation(begun.motivation, period.feedback / made.days, made.days, made)
    active = begun.active & (level >= made.silence)
    if feed.drift == "exodus" and (now + 2) * made.days > EXODUS:
        active = active & ~feed.authors.leaving
    handicap = begun.handicap
    if layout.author_cap < 1:
        share = period.views / np.maximum(period.views.sum(axis=1, keepdims=True), 1e-9)
        more = HELD_BACK * np.log(np.maximum(share, 1e-9) / layout.author_cap)
        handicap = np.clip(handicap + more, 0, 6)
    return PeriodStart(crowd, level, active, handicap)


def _joined(periods: list[Period]) -> Year:
    first = periods[0]
    stacked = {
        name: np.stack([getattr(period, name) for period in periods], axis=1)
        for name in ("views", "feedback", "active")
    }
    days = {
        name: np.concatenate([getattr(period, name) for period in periods], axis=1)
        for name in ("visits", "engagement")
    }
    assert days["visits"].shape[1] == DAYS
    return Year(first.pages, first.value, first.glad, **days, **stacked)
