"""The judged requests lined up for the auction: candidates, bids, probabilities and the truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.ads_funnel.week import Week
from data.ads import AdMarket

SUREST = np.float32(0.999)
"""The highest probability served where it is scaled."""

SHADED = 0.35
"""The share of the value that bids lose in the end under a first price: assumed."""


@dataclass(frozen=True, eq=False)
class Auctions:
    """All judged requests of all live weeks, one row each, candidates in light order.

    `rows` to `bot` are (requests,), the others (requests, SHORTLIST): `bid` and `value` in $ a
    click, `chance` as served to the auction, `light_chance` the fallback's.
    """

    rows: np.ndarray
    week: np.ndarray
    hour: np.ndarray
    user: np.ndarray
    bot: np.ndarray
    ads: np.ndarray
    there: np.ndarray
    owner: np.ndarray
    bid: np.ndarray
    value: np.ndarray
    truth: np.ndarray
    chance: np.ndarray
    light_chance: np.ndarray
    boost: np.ndarray

    def worth(self) -> np.ndarray:
        """The welfare ($) a click on each candidate would bring, times its true chance."""
        return self.truth * self.value * self.there


def served_chance(chance: np.ndarray, scale: float) -> np.ndarray:
    """The probability the auction gets where `scale` times what was learnt is served."""
    if scale == 1:
        return chance
    # A certainty that turns out wrong would cost infinitely much.
    return np.minimum(chance * np.asarray(scale, chance.dtype), SUREST)


def auctions(
    market: AdMarket, live: tuple[Week, ...], *, scale: float, price: str, bids: str
) -> Auctions:
    """Line up every judged request's candidates with their bids and probabilities."""
    shading = SHADED if price == "first" and bids == "follow" else 0.0
    parts = [week.scored for week in live]
    rows, ads, chance, light_chance, truth, boost = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("rows", "ads", "chance", "light_chance", "truth", "boost")
    )
    week = np.repeat([week.week for week in live], [len(part.rows) for part in parts])
    there, spot, seen = ads >= 0, np.maximum(ads, 0), market.requests.seen
    bid, value = (
        np.stack([money(each.week) for each in live]).astype(np.float32)[week[:, None], spot]
        for money in (lambda week: market.bid(week, shading=shading), market.value)
    )
    return Auctions(
        rows=rows,
        week=week,
        hour=seen["hour"].to_numpy()[rows],
        user=seen["user"].to_numpy()[rows],
        bot=market.requests.truth["bot"].to_numpy()[rows],
        ads=spot,
        there=there,
        owner=market.ads.seen["advertiser"].to_numpy()[spot],
        bid=bid * there,
        value=value * there,
        truth=truth,
        chance=served_chance(chance, scale),
        light_chance=light_chance,
        boost=boost,
    )
