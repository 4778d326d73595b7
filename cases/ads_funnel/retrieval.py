"""Phase 1: which of a hundred thousand ads may compete for a request at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.ads_funnel.features import FeatureStore
from cases.ads_funnel.logs import Counts
from data.ads import AdMarket
from pipelines.ranking.retrieval import NOBODY, nearest, posting_lists

RELATED = 3
"""Topics a query is expanded to, its own included."""


def cells(market: AdMarket) -> np.ndarray:
    """The posting list each request looks up: its topic, region and device as one number."""
    seen, made = market.requests.seen, market.constants
    place = seen["topic"].to_numpy() * made.regions + seen["region"].to_numpy()
    return place * 2 + seen["device"].to_numpy()


def eligible(market: AdMarket, week: int, *, policy: bool) -> np.ndarray:
    """Which ads may be shown where: boolean (region x device, ads), by targeting, dates, policy."""
    ad, made = market.ads.seen, market.constants
    region, device = ad["region"].to_numpy(), ad["device"].to_numpy()
    there = (region[None, :] < 0) | (region[None, :] == np.arange(made.regions)[:, None])
    there = np.repeat(there, 2, axis=0)
    hand = (device[None, :] < 0) | (device[None, :] == np.arange(2)[:, None])
    allowed = there & np.tile(hand, (made.regions, 1)) & market.running(week)
    return allowed & ~ad["flagged"].to_numpy() if policy else allowed


def matching(market: AdMarket, store: FeatureStore, match: str) -> np.ndarray:
    """Which ads match which query topic: boolean (topics, ads)."""
    made = market.constants
    topics = np.arange(made.topics)
    if match == "exact":
        return store.ad_topic[None, :] == topics[:, None]
    if match == "broad":
        return store.ad_category[None, :] == (topics % made.categories)[:, None]
    held = np.maximum(np.bincount(store.ad_topic, minlength=made.topics), 1)
    sums = np.zeros((made.topics, store.ad_vectors.shape[1]))
    np.add.at(sums, store.ad_topic, store.ad_vectors)
    centre = sums / held[:, None]
    alike = centre @ centre.T
    alike[topics, topics] = np.inf
    related = np.argsort(-alike, axis=1)[:, :RELATED]
    return (related[:, :, None] == store.ad_topic[None, None, :]).any(axis=1)


@dataclass(frozen=True)
class Selection:
    """How phase 1 selects: the kind of match, at most how many ads, whether a filter takes out ads
    that break policy, and the frequency cap (0 for none)."""

    match: str
    most: int
    policy: bool
    frequency_cap: int


def selection(*, match: str, k1: int, policy: str, cap: int) -> Selection:
    """Fix which ads may compete for a request at all."""
    return Selection(match, k1, policy == "on", cap)


@dataclass(frozen=True, eq=False)
class Candidates:
    """Pairs after phase 1: matrices (requests, candidates) of ad, whether there, closeness, bid."""

    rows: np.ndarray
    ads: np.ndarray
    there: np.ndarray
    closeness: np.ndarray
    bid: np.ndarray


def candidates_of(
    market: AdMarket,
    store: FeatureStore,
    rows: np.ndarray,
    counts: Counts,
    selection: Selection,
    *,
    week: int,
) -> Candidates:
    """Select the candidates of requests `rows`, and look up what the light ranker needs of them."""
    found = _retrieved(market, store, rows, counts, selection, week)
    ads = np.maximum(found, 0)
    there = found != NOBODY
    if selection.frequency_cap:
        there &= counts.shown[store.user[rows][:, None], ads] < selection.frequency_cap
        ads = np.where(there, ads, 0)
    bid = market.bid(week).astype(np.float32)[ads]
    return Candidates(rows, ads, there, store.closeness(rows, ads), bid)


def _retrieved(
    market: AdMarket,
    store: FeatureStore,
    rows: np.ndarray,
    counts: Counts,
    selection: Selection,
    week: int,
) -> np.ndarray:
    """Ad numbers (rows, most), NOBODY where there are fewer.

    Lists are kept in order of bid times smoothed click rate; "embedding" takes the ads whose
    vectors lie nearest instead.
    """
    made = market.constants
    allowed = eligible(market, week, policy=selection.policy)
    if selection.match == "embedding":
        place = cells(market)[rows] % (2 * made.regions)
        return nearest(store.vectors[rows], store.ad_vectors, allowed[place], cap=selection.most)
    matched = matching(market, store, selection.match)
    members = (matched[:, None, :] & allowed[None, :, :]).reshape(-1, made.ads)
    merit = market.bid(week) * counts.rate("ad")
    return posting_lists(members, merit, cap=selection.most)[cells(market)[rows]]
