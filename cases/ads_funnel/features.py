"""What the rankers may know about a request and an ad."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.ads_funnel.logs import Counts
from data.ads import AdMarket

CONTEXT = ("hour", "device", "format", "closeness", "same topic", "same category", "e0", "f1")
HISTORY = (
    "ad click rate",
    "ad impressions",
    "advertiser click rate",
    "user click rate",
    "ad age",
    "met lately",
)
AT_ONCE = 256


def names(group: str, dimensions: int = 8) -> tuple[str, ...]:
    """The columns of a feature group, in order."""
    crosses = tuple(f"e{i} x f{i}" for i in range(dimensions)) if group == "crosses" else ()
    context = CONTEXT if group != "history" else ()
    return (*context, *(HISTORY if group != "context" else ()), *crosses)


@dataclass(frozen=True, eq=False)
class FeatureStore:
    """The columns a team can see, as arrays, so that pairs are gathered and never joined.

    Hour to `vectors` have one entry (or row) a request, the `ad_` columns and `owner` one an ad.
    """

    hour: np.ndarray
    device: np.ndarray
    topic: np.ndarray
    user: np.ndarray
    vectors: np.ndarray
    ad_format: np.ndarray
    ad_topic: np.ndarray
    ad_category: np.ndarray
    ad_start: np.ndarray
    ad_vectors: np.ndarray
    owner: np.ndarray
    categories: int

    def closeness(self, rows: np.ndarray, ads: np.ndarray) -> np.ndarray:
        """Inner products of requests `rows` (n,) with, of each, `ads` (n, k): shape (n, k)."""
        near = np.empty(ads.shape, dtype=np.float32)
        for start in range(0, len(rows), AT_ONCE):
            # One block of products with all ads fits in cache; a gather of vectors does not.
            part = slice(start, start + AT_ONCE)
            block = self.vectors[rows[part]] @ self.ad_vectors.T
            near[part] = np.take_along_axis(block, ads[part], axis=1)
        return near

    def of_pairs(
        self, rows: np.ndarray, ads: np.ndarray, *, week: int, counts: Counts, group: str
    ) -> np.ndarray:
        """The features of request and ad pairs, both (n,): float32 of shape (n, columns)."""
        columns: list[np.ndarray] = []
        request, ad = self.vectors[rows], self.ad_vectors[ads]
        products = request * ad
        if group != "history":
            topic = self.topic[rows]
            columns += [self.hour[rows], self.device[rows], self.ad_format[ads], products.sum(1)]
            columns += [topic == self.ad_topic[ads]]
            columns += [topic % self.categories == self.ad_category[ads], request[:, 0], ad[:, 1]]
        if group != "context":
            by_ad = np.log(np.stack([counts.rate("ad"), counts.ad[0] + 1])).astype(np.float32)
            user, owner = self.user[rows], self.owner[ads]
            columns += [by_ad[0][ads], by_ad[1][ads]]
            columns += [np.log(counts.rate("advertiser"))[owner], np.log(counts.rate("user"))[user]]
            columns += [np.minimum(week - self.ad_start, 10)[ads], counts.shown[user, ads]]
        if group == "crosses":
            columns += list(products.T)
        table = np.empty((len(rows), len(columns)), dtype=np.float32)
        for place, column in enumerate(columns):
            table[:, place] = column
        return table


def store(market: AdMarket) -> FeatureStore:
    """Put what a team can see of requests and ads where rankers look it up."""
    request, ad, size = market.requests.seen, market.ads.seen, market.constants.dimensions
    return FeatureStore(
        hour=request["hour"].to_numpy(),
        device=request["device"].to_numpy(),
        topic=request["topic"].to_numpy(),
        user=request["user"].to_numpy(),
        vectors=request[[f"e{i}" for i in range(size)]].to_numpy(np.float32),
        ad_format=ad["format"].to_numpy(),
        ad_topic=ad["topic"].to_numpy(),
        ad_category=ad["category"].to_numpy(),
        ad_start=ad["start"].to_numpy(),
        ad_vectors=ad[[f"f{i}" for i in range(size)]].to_numpy(np.float32),
        owner=ad["advertiser"].to_numpy(),
        categories=market.constants.categories,
    )
