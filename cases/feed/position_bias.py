"""Position bias: what each correction for the place does to the design's own heads, and to an order
learnt from clicks in an experiment apart from the feed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

import cases.feed.model as model
from cases.feed.candidates import Candidates
from cases.feed.decide import weights
from cases.feed.features import FeatureStore
from cases.feed.live import TrueValues
from data.feed import Feed
from data.feed.log import FeedLog
from data.world import stream
from pipelines.ranking.heads import Weighted
from pipelines.ranking.positions import CORRECTIONS, Lists, assumed_power

LISTS, ITEMS = 400, 10
SWAPPED = 0.04  # share of showings in random order, from which eta is estimated


@dataclass(frozen=True, eq=False)
class ClickLists:
    """nDCG of each list under each of CORRECTIONS, and in the order that was shown.

    `ndcg` maps a correction to (lists,); `shown` is the former order's; `powers` the eta assumed.
    """

    ndcg: dict[str, np.ndarray]
    shown: np.ndarray
    powers: dict[str, float]


def click_lists(feed: Feed, *, times_shown: int) -> ClickLists:
    """Show short lists again and again in one order, and learn an order from their clicks."""
    rng = stream(feed.seed, "click lists")
    lists = Lists.draw(rng, LISTS, ITEMS)
    clicks = lists.clicks(stream(feed.seed, "clicks on lists"), times_shown, feed.eta)
    places, swapped = _swapped(feed, lists, times_shown)
    powers = {each: assumed_power(each, feed.eta, places, swapped) for each in CORRECTIONS}
    ndcg = {
        each: lists.ndcg(lists.learnt(clicks, times_shown, eta)) for each, eta in powers.items()
    }
    ndcg["feature"] = lists.ndcg(_against_place(lists, clicks))
    return ClickLists(ndcg, lists.ndcg(-lists.places.astype(float)), powers)


def _swapped(feed: Feed, lists: Lists, shows: int) -> tuple[np.ndarray, np.ndarray]:
    """Places and clicks of the few showings in random order."""
    rng = stream(feed.seed, "swapped lists")
    which = rng.integers(0, LISTS, max(1, round(SWAPPED * shows * LISTS)))
    order = np.argsort(rng.random((len(which), ITEMS)), axis=1)
    relevance = np.take_along_axis(lists.relevance[which], order, axis=1)
    place = np.broadcast_to(np.arange(1, ITEMS + 1), order.shape)
    clicked = rng.random(order.shape) < relevance * feed.looked_at(place)
    return place.ravel(), clicked.ravel().astype(float)


def _against_place(lists: Lists, clicks: np.ndarray) -> np.ndarray:
    """Clicks over the mean of their place: what is left once the place takes all it can explain."""
    total = np.bincount(lists.places.ravel(), clicks.ravel())
    mean = total / np.maximum(np.bincount(lists.places.ravel()), 1)
    return clicks / np.maximum(mean[lists.places], 1e-9)


def corrected_pages(
    feed: Feed,
    log: FeedLog,
    feature_store: FeatureStore,
    candidates: Candidates,
    true_values: TrueValues,
    trained: model.Trained,
    own_weights: Weighted,
    *,
    head_weights: str,
    complaint_weight: float,
    page_size: int,
) -> dict[str, np.ndarray]:
    """Train the heads with each correction for the place, and measure the pages they order.

    True points of each reader's first page, (users,), by correction: the same candidates in the
    order of the weighted chances, before penalties and diversity.
    """
    found = {}
    for each in CORRECTIONS:
        recipe = replace(trained.recipe, position_bias=each)
        own = recipe == trained.recipe
        fitted = trained if own else model.trained(feed, log, feature_store, recipe)
        weighted = weights(
            log,
            feature_store,
            fitted,
            own_weights,
            head_weights=head_weights,
            complaint_weight=complaint_weight,
        )
        points = _points(feature_store, candidates, fitted, weighted)
        found[each] = _page_value(feed, candidates, true_values, points, page_size)
    return found


def _points(
    store: FeatureStore, candidates: Candidates, fitted: model.Trained, weighted: Weighted
) -> np.ndarray:
    """Predicted points of the first period's candidates: (users, candidates)."""
    posts = np.maximum(candidates.posts[0], 0)
    counts = fitted.recipe.counts
    table = store.table(np.arange(len(posts)), posts, counts=counts, live=True)
    chances = fitted.chances(table.reshape(-1, table.shape[-1])).reshape(*posts.shape, -1)
    return weighted.score(chances) if chances.shape[-1] > 1 else chances[..., 0]


def _page_value(
    feed: Feed, candidates: Candidates, true_values: TrueValues, points: np.ndarray, k: int
) -> np.ndarray:
    """True points of the page of k candidates with most predicted points: (users,)."""
    there = candidates.there[0]
    order = np.argsort(np.where(there, -points, np.inf), axis=1, kind="stable")[:, :k]
    value = np.take_along_axis(np.where(there, true_values.value[0], 0.0), order, axis=1)
    return value @ feed.looked_at(np.arange(1, value.shape[1] + 1))
