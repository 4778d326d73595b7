"""The best anybody could do: for the page, for the year, and by what people say they want."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.feed.features import FeatureStore
from cases.feed.judged import discounts
from cases.feed.live import APPLAUSE, TrueValues, Year, lived, past_applause
from cases.feed.pages import in_order
from data.feed import Feed
from data.feed.log import FeedLog
from pipelines.ranking.retrieval import NOBODY, best

FAMILY = (0.0, 0.4, 0.8, 1.2, 2.0, 4.0)
"""How much gladness counts beside engagement, in standard deviations of each."""
LARGEST = 40  # posts a page at most
LOOKED = 1.5  # of each of two orders, this many pages' worth of posts are candidates


@dataclass(frozen=True, eq=False)
class BestPosts:
    """Each reader's best posts by value, and by gladness with some value: (periods, users, 2, n).

    Best first. `value`, `glad` and `applause` are true. `top_value` and `top_glad` are the largest
    of the first period's, sorted, (users, LARGEST); `first_value` the true value of all its posts,
    (users, posts).
    """

    posts: np.ndarray
    value: np.ndarray
    glad: np.ndarray
    applause: np.ndarray
    top_value: np.ndarray
    top_glad: np.ndarray
    first_value: np.ndarray


@dataclass(frozen=True, eq=False)
class Ceilings:
    """What perfect knowledge reaches: of a page in the first period, and over the year.

    `value` and `glad` are means over readers of the best page by each alone, `ndcg_ideal` each
    reader's ideal discounted gain; `year` is that of the FAMILY of policies that know the truth
    of both.
    """

    value: float
    glad: float
    ndcg_ideal: np.ndarray
    year: Year


def best_posts(feed: Feed) -> BestPosts:
    """Look up the truth of all posts, and keep each reader's best."""
    made, users = feed.constants, np.arange(feed.constants.users)
    kept: dict[str, list[np.ndarray]] = {
        name: [] for name in ("posts", "value", "glad", "applause")
    }
    first: dict[str, np.ndarray] = {}
    for period in range(made.periods):
        ids = feed.in_period(period)
        table = np.broadcast_to(ids, (made.users, len(ids)))
        chances = feed.chances(users, table)
        tables = {
            "value": feed.value(chances),
            "glad": feed.gladness(users, table).astype(np.float32),
            "applause": chances[..., APPLAUSE].sum(axis=-1),
        }
        first = first or {name: tables[name] for name in ("value", "glad")}
        picked = _either(tables["value"], tables["glad"])
        spots = np.maximum(picked, 0).reshape(made.users, -1)
        kept["posts"].append(np.where(picked == NOBODY, NOBODY, ids[np.maximum(picked, 0)]))
        for name, values in tables.items():
            found = np.take_along_axis(values, spots, axis=1)
            kept[name].append(found.reshape(picked.shape))
    return BestPosts(
        **{name: np.stack(each) for name, each in kept.items()},
        top_value=_largest(first["value"]),
        top_glad=_largest(first["glad"]),
        first_value=first["value"],
    )


def ceilings(
    feed: Feed, log: FeedLog, feature_store: FeatureStore, best_posts: BestPosts, *, page_size: int
) -> Ceilings:
    """Rank everything by the truth: for a page, for a year, by what people say they want.

    Pages of k by true value, by true gladness, and by sums of the two.
    """
    k = page_size
    value, glad = np.maximum(best_posts.top_value[:, :k], 0), best_posts.top_glad[:, :k]
    looked = feed.looked_at(np.arange(1, value.shape[1] + 1))
    return Ceilings(
        float((value @ looked).mean()),
        float((glad @ looked).mean() / looked.sum()),
        value @ discounts(value.shape[1]),
        _year(feed, log, feature_store, best_posts, k),
    )


def _largest(values: np.ndarray) -> np.ndarray:
    return -np.sort(-values, axis=1)[:, :LARGEST]


def _either(worth: np.ndarray, said: np.ndarray) -> np.ndarray:
    """Places of the best by value and of the best by gladness with some value: (users, 2, n)."""
    count = min(round(LOOKED * LARGEST), worth.shape[1])
    mixed = said / said.std() + 0.3 * worth / worth.std()
    return np.stack([best(worth, count), best(mixed, count)], axis=1)


def _year(feed: Feed, log: FeedLog, store: FeatureStore, found: BestPosts, k: int) -> Year:
    """The year of the FAMILY, whose pages are made of the first of both orders, each post once."""
    some = min(round(LOOKED * k), found.posts.shape[3])
    shape = (*found.posts.shape[:2], 2 * some)
    posts, value, glad, applause = (
        table[..., :some].reshape(shape)
        for table in (found.posts, found.value, found.glad, found.applause)
    )
    twice = (posts[..., some:, None] == posts[..., None, :some]).any(axis=-1)
    there = np.concatenate([np.ones(twice.shape, bool), ~twice], axis=-1)
    posts = np.where(there, posts, NOBODY)
    none = np.zeros((0, 0, 0), np.float32)
    units = [float(table[there].std()) for table in (value, glad)]
    share = np.array(FAMILY, np.float32)[:, None, None]

    def scores(period: int) -> np.ndarray:
        level = value[period] / units[0] + share * glad[period] / units[1]
        return np.where(there[period], level, -np.inf).astype(np.float32)

    true = TrueValues(value, glad, applause, none, none)
    past = past_applause(feed, log)
    return lived(feed, store, posts, true, scores, in_order(k), applause=past)
