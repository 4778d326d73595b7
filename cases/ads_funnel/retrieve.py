"""Phase 1: which of a hundred thousand ads may compete for a request at all."""

from __future__ import annotations

import numpy as np

from cases.ads_funnel.features import Sight
from cases.ads_funnel.logs import Counts
from data.ads import AdMarket
from pipelines.ranking.retrieval import nearest, posting_lists

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


def matching(market: AdMarket, sight: Sight, match: str) -> np.ndarray:
    """Which ads match which query topic: boolean (topics, ads)."""
    made = market.constants
    topics = np.arange(made.topics)
    if match == "exact":
        return sight.ad_topic[None, :] == topics[:, None]
    if match == "broad":
        return sight.ad_category[None, :] == (topics % made.categories)[:, None]
    held = np.maximum(np.bincount(sight.ad_topic, minlength=made.topics), 1)
    sums = np.zeros((made.topics, sight.ad_vectors.shape[1]))
    np.add.at(sums, sight.ad_topic, sight.ad_vectors)
    centre = sums / held[:, None]
    alike = centre @ centre.T
    alike[topics, topics] = np.inf
    related = np.argsort(-alike, axis=1)[:, :RELATED]
    return (related[:, :, None] == sight.ad_topic[None, None, :]).any(axis=1)


def retrieve(
    market: AdMarket,
    sight: Sight,
    rows: np.ndarray,
    counts: Counts,
    *,
    week: int,
    match: str,
    cap: int,
    policy: bool,
) -> np.ndarray:
    """The candidates of each request: ad numbers (rows, cap), NOBODY where there are fewer.

    Lists are kept in order of bid times smoothed click rate; "embedding" takes the ads whose
    vectors lie nearest instead.
    """
    made = market.constants
    allowed = eligible(market, week, policy=policy)
    if match == "embedding":
        place = cells(market)[rows] % (2 * made.regions)
        return nearest(sight.vectors[rows], sight.ad_vectors, allowed[place], cap=cap)
    matched = matching(market, sight, match)
    members = (matched[:, None, :] & allowed[None, :, :]).reshape(-1, made.ads)
    merit = market.bid(week) * counts.rate("ad")
    return posting_lists(members, merit, cap=cap)[cells(market)[rows]]
