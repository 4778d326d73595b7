"""Every reading of the feed at every penalty, as seen and as true."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cases.feed.ceilings import Ceilings
from cases.feed.clicks import Clicked
from cases.feed.first_weeks import FirstWeeks
from cases.feed.judging import Judged, entropies
from cases.feed.latency import Timing
from cases.feed.scoring import PENALTIES
from cases.feed.year import Year
from data.feed import Feed
from pipelines.evaluation.ranking_metrics import gini
from pipelines.evaluation.uncertainty import Resamples, interval
from pipelines.ranking.retrieval import NOBODY
from pipelines.readout import Readout, Track

TEST = 28
WEEK = 7
EMPTY = "No post reaches any page."
WORTHLESS = "No post of the period is worth anything to anybody."
DEADLINE = 1_500.0  # ms until the page stands, as published


def users_redrawn(feed: Feed) -> Resamples:
    """Weights of users, the same for every design on a feed."""
    name = f"feed {feed.constants.users}"
    return Resamples.draw(feed.constants.users, seed=feed.seed, world=name, resamples=120)


def read(
    feed: Feed, year: Year, weeks: FirstWeeks, judged: Judged, ceilings: Ceilings,
    clicked: Clicked, timed: Timing, *, aim: str, position: str,
) -> Readout:  # fmt: skip
    """Read every metric at each penalty, and put the dial where the design aims."""
    resamples = users_redrawn(feed)
    tracks = _of_pages(feed, weeks, ceilings, resamples)
    tracks |= _of_the_year(year, ceilings, resamples)
    tracks |= _of_authors(feed, year, weeks, ceilings, resamples)
    tracks |= entropies(judged, resamples)
    tracks |= _learnt_from_clicks(clicked, position)
    tracks |= _machines(timed)
    marks = {
        "best in the test": int(np.argmax(tracks["engagement_28"].true)),
        "best over the year": int(np.argmax(tracks["engagement_year"].true)),
    }
    at = {"test": marks["best in the test"], "year": marks["best over the year"]}.get(aim, 0)
    return Readout(np.array(PENALTIES), at, tracks, marks, resamples.name)


def _drawn(values: np.ndarray, resamples: Resamples, over: np.ndarray | None = None) -> np.ndarray:
    """Resampled means (resamples, policies) of (policies, users), or ratios of sums."""
    weights = resamples.weights.astype(float)
    total = weights @ values.T
    below = weights.sum(axis=1, keepdims=True) if over is None else weights @ over.T
    return np.divide(total, below, out=np.full(total.shape, np.nan), where=below > 0)


def _track(
    values: np.ndarray, resamples: Resamples, *, over: np.ndarray | None = None, seen=None,
    ceiling=None, why: str = "", times: float = 1.0,
) -> Track:  # fmt: skip
    """The mean over users of (policies, users), or the ratio of two sums, with its interval."""
    below = values.shape[1] if over is None else over.sum(axis=1)
    total = values.sum(axis=1)
    true = np.divide(total, below, out=np.full(len(values), np.nan), where=np.asarray(below) > 0)
    draws = times * _drawn(values, resamples, over)
    low, high = interval(draws)
    lost = why if not np.isfinite(true).all() else ""
    return Track(times * true, seen, low, high, ceiling, draws, why=lost)


def _of_pages(feed: Feed, weeks: FirstWeeks, ceilings: Ceilings, resamples) -> dict[str, Track]:
    looks = weeks.looks
    ideal = np.broadcast_to(ceilings.ndcg_ideal, looks.shape)
    good = ideal > 0
    parts: Mapping[str, tuple[np.ndarray, float]] = {
        "in_network": (weeks.followed, 1.0),
        "toxic": (weeks.toxic, 1.0),
        "complaints": (weeks.complaints, 1000.0),
    }
    found = {
        name: _track(values, resamples, over=looks, why=EMPTY, times=times)
        for name, (values, times) in parts.items()
    }
    limits = np.array([ceilings.value]), np.array([ceilings.glad])
    found |= {
        "value": _track(
            weeks.value, resamples, seen=weeks.logged.mean(axis=1), ceiling=limits[0]
        ),
        "wanted": _track(
            (1 + weeks.glad) / 2, resamples, ceiling=(1 + limits[1]) / 2, seen=_asked(weeks)
        ),
        "ndcg": _track(
            np.where(good, weeks.dcg / np.where(good, ideal, 1), 0), resamples,
            over=good.astype(float), ceiling=np.ones(1), why=WORTHLESS,
        ),
        "authors_page": _track(weeks.authors.astype(float), resamples),
        "topics_page": _track(weeks.topics.astype(float), resamples),
        "age": _median_age(feed, weeks),
    }  # fmt: skip
    return found


def _asked(weeks: FirstWeeks) -> np.ndarray:
    """The survey's mean: one reader in five is asked, so the team sees it with some noise."""
    return (1 + weeks.glad[:, ::5].mean(axis=1)) / 2


def _median_age(feed: Feed, weeks: FirstWeeks) -> Track:
    age = feed.posts.truth["real_age"].to_numpy()
    looked = feed.looked_at(np.arange(1, weeks.posts.shape[2] + 1))
    medians = []
    for page in weeks.posts:
        shown = page != NOBODY
        hours, weight = age[page[shown]], np.broadcast_to(looked, page.shape)[shown]
        order = np.argsort(hours)
        total = np.cumsum(weight[order])
        middle = np.searchsorted(total, total[-1] / 2) if len(total) else 0
        medians.append(3600 * hours[order][middle] if len(total) else np.nan)
    why = EMPTY if np.isnan(medians).any() else ""
    return Track(np.array(medians), why=why)


def _of_the_year(year: Year, ceilings: Ceilings, resamples) -> dict[str, Track]:
    spans = {
        "engagement_7": ("engagement", slice(0, WEEK)),
        "engagement_28": ("engagement", slice(0, TEST)),
        "engagement_240": ("engagement", slice(-WEEK, None)),
        "engagement_year": ("engagement", slice(None)),
        "actives_7": ("visits", slice(0, WEEK)),
        "actives_28": ("visits", slice(TEST - WEEK, TEST)),
        "actives_240": ("visits", slice(-WEEK, None)),
    }
    means = {n: _mean(year, what, days) for n, (what, days) in spans.items()}
    seen = {name: values.mean(axis=1) for name, values in means.items()}
    seen |= {
        "engagement_year": seen["engagement_28"],
        "engagement_240": seen["engagement_28"],
        "actives_240": seen["actives_28"],
    }
    best = {n: _mean(ceilings.year, what, days) for n, (what, days) in spans.items()}
    return {
        name: _track(
            values, resamples, seen=seen[name],
            ceiling=best[name].mean(axis=1).max(keepdims=True),
        )
        for name, values in means.items()
    }  # fmt: skip


def _mean(year: Year, what: str, days: slice) -> np.ndarray:
    """A user's mean over some days, (policies, users)."""
    return getattr(year, what)[:, days].mean(axis=1, dtype=float)


def _of_authors(
    feed: Feed, year: Year, weeks: FirstWeeks, ceilings: Ceilings, resamples
) -> dict[str, Track]:
    looks = weeks.author_looks.sum(axis=1)
    top = max(1, round(0.01 * looks.shape[1]))
    total = looks.sum(axis=1)
    share = lambda part: np.divide(  # noqa: E731
        part, total, out=np.full(len(total), np.nan), where=total > 0
    )
    days = feed.constants.days
    test = min(-(-TEST // days), feed.constants.periods - 1)
    posts = feed.in_period(0)
    deserved = ceilings.year.views[0, 0]
    deserved = deserved[feed.authors.attacked].sum() / max(deserved.sum(), 1e-9)
    attacked = weeks.author_looks[:, :, feed.authors.attacked].sum(axis=2)
    unequal = np.array([gini(each) for each in looks])
    why = EMPTY if np.isnan(unequal).any() else ""
    return {
        "silent": Track(
            1 - year.active[:, -1].mean(axis=1), 1 - year.active[:, test].mean(axis=1)
        ),
        "no_feedback": Track(np.exp(-year.feedback[:, 0]).mean(axis=1)),
        "gini": Track(unequal, why=why),
        "top_share": Track(share(-np.sort(-looks, axis=1)[:, :top].sum(axis=1)), why=why),
        "coverage": Track(np.array([len(_shown(page)) / len(posts) for page in weeks.posts])),
        "attacked": _track(
            attacked, resamples, over=weeks.looks, why=EMPTY, times=1 / max(deserved, 1e-9)
        ),
    }  # fmt: skip


def _shown(page: np.ndarray) -> np.ndarray:
    return np.unique(page[page != NOBODY])


def _learnt_from_clicks(clicked: Clicked, position: str) -> dict[str, Track]:
    ndcg = clicked.ndcg[position]
    draws = Resamples.draw(len(ndcg), seed=0, world="lists", resamples=120)
    track = _track(ndcg[None], draws, ceiling=np.ones(1))
    return {"ndcg_clicks": track}


def _machines(timed: Timing) -> dict[str, Track]:
    p99 = np.array([timed.p99])
    return {
        "p99": Track(p99, p99, budget=DEADLINE),
        "cost": Track(np.array([timed.cost])),
    }
