"""The best anybody could do: for the page, for the year, and by what people say they want."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.feed.pages import Layout
from cases.feed.sight import Sight
from cases.feed.year import Known, Year, live, past_applause
from data.feed import Feed
from data.feed_log import FeedLog
from pipelines.retrieval import NOBODY, best

FAMILY = (0.0, 0.4, 0.8, 1.2, 2.0, 4.0)
"""How much gladness counts beside engagement, in standard deviations of each."""
LOOKED = 3  # of each order, this many pages' worth of posts are candidates


@dataclass(frozen=True, eq=False)
class Ceilings:
    """What perfect knowledge reaches: of a page in the first period, and over the year.

    `value` and `glad` are means over readers of the best page by each alone; `year` is lived by
    the FAMILY of policies that know the truth of both.
    """

    value: float
    glad: float
    ndcg_ideal: np.ndarray
    year: Year


def best_known(feed: Feed, log: FeedLog, sight: Sight, k: int) -> Ceilings:
    """Rank all posts by their true value, true gladness, and sums of the two."""
    made = feed.constants
    users = np.arange(made.users)
    posts, value, glad = [], [], []
    for period in range(made.periods):
        ids = feed.in_period(period)
        table = np.broadcast_to(ids, (made.users, len(ids)))
        worth = feed.value(feed.chances(users, table))
        said = feed.gladness(users, table).astype(np.float32)
        if period == 0:
            first = _page(feed, worth, said, k)
        picked = _either(worth, said, min(LOOKED * k, len(ids)))
        posts.append(np.where(picked == NOBODY, NOBODY, ids[np.maximum(picked, 0)]))
        value.append(np.take_along_axis(worth, np.maximum(picked, 0), axis=1))
        glad.append(np.take_along_axis(said, np.maximum(picked, 0), axis=1))
    width = min(table.shape[1] for table in posts)
    tables = [np.stack([t[:, :width] for t in each]) for each in (posts, value, glad)]
    best_value, best_glad, ideal = first
    return Ceilings(best_value, best_glad, ideal, _year(feed, log, sight, tables, k))


def _page(feed: Feed, worth: np.ndarray, said: np.ndarray, k: int):
    """The best page by value and by gladness, and each reader's ideal discounted gain."""
    top = -np.sort(-np.maximum(worth, 0), axis=1)[:, :k]
    looked = feed.looked_at(np.arange(1, top.shape[1] + 1))
    nice = -np.sort(-said, axis=1)[:, :k]
    discount = 1 / np.log2(2 + np.arange(top.shape[1]))
    glad = float((nice @ looked).mean() / looked.sum())
    return float((top @ looked).mean()), glad, top @ discount


def _either(worth: np.ndarray, said: np.ndarray, count: int) -> np.ndarray:
    """Places of the best by value and of the best by gladness with some value, each once."""
    mixed = said / said.std() + 0.3 * worth / worth.std()
    one, other = best(worth, count // 2), best(mixed, count // 2)
    twice = (other[:, :, None] == one[:, None, :]).any(axis=2)
    return np.hstack([one, np.where(twice, NOBODY, other)])


def _year(feed: Feed, log: FeedLog, sight: Sight, tables: list[np.ndarray], k: int) -> Year:
    posts, value, glad = tables
    there = posts != NOBODY
    known = _looked_up(feed, posts, value, glad)
    units = [float(table[there].std()) for table in (value, glad)]
    share = np.array(FAMILY, np.float32)[:, None, None]

    def scores(period: int) -> np.ndarray:
        level = value[period] / units[0] + share * glad[period] / units[1]
        return np.where(there[period], level, -np.inf).astype(np.float32)

    plain = Layout(k, 1.0, 0.0, 1.0, 0.0, False, 0.0, 0.0, 1.0, 0, True)
    return live(feed, sight, posts, known, scores, plain, applause=past_applause(feed, log))


def _looked_up(feed: Feed, posts, value, glad) -> Known:
    """The truth of candidates whose value and gladness are known; an author's applause besides."""
    shape = posts.shape
    applause = np.empty(shape, np.float32)
    users = np.arange(shape[1])
    for period, ids in enumerate(posts):
        chances = feed.chances(users, np.maximum(ids, 0))
        applause[period] = chances[..., :3].sum(axis=-1)
    return Known(value, glad, applause, np.zeros((0, 0, 0)), np.zeros((0, 0, 0)))
