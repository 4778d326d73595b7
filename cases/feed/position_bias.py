"""Position bias: what is learnt from clicks when the place is corrected for in each way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.feed import Feed
from data.world import stream
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
