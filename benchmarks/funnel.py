"""The ads funnel: many requests at once against one after another, with the same models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.rounds import Row, compare
from cases.ads_funnel.features import FeatureStore, store
from cases.ads_funnel.light_ranker import LightRanker, LightRecipe
from cases.ads_funnel.logs import Counts, counts_by_week
from cases.ads_funnel.model import HeavyModel, Recipe, Sampling, launch_model
from cases.ads_funnel.retrieval import Selection, candidates_of
from cases.ads_funnel.world import past_log
from data.ads import AdMarket, ad_market
from pipelines.ranking.auction import Rules, sell
from pipelines.ranking.retrieval import best

K1, K2, WEEK, SLOTS = 150, 24, 0, 3
SELECTION = Selection("broad", K1, policy=True, frequency_cap=0)
SAMPLING = Sampling("shown", window=6, share=1.0, keep=0.1, keep_after_change=0.1)
RECIPE = Recipe("lightgbm", "both", False, recalibration="formula", position="feature")


@dataclass(frozen=True, eq=False)
class Funnel:
    """A market with trained models, ready to serve its first live week."""

    market: AdMarket
    store: FeatureStore
    counts: Counts
    heavy: HeavyModel

    @classmethod
    def of(cls, seed: int = 1) -> Funnel:
        """Learn from the past weeks' log."""
        market = ad_market(seed)
        seen = store(market)
        logs = past_log(market, seen)
        _, counts = counts_by_week(market, logs, by_slot=True)
        return cls(market, seen, counts, launch_model(market, seen, logs, SAMPLING, RECIPE))

    @property
    def rules(self) -> Rules:
        """A generalised second price for three slots."""
        return Rules(slots=self.market.constants.slots[:SLOTS])

    def requests(self, count: int) -> np.ndarray:
        """The first live requests."""
        return np.flatnonzero(self.market.requests.seen["week"].to_numpy() == WEEK)[:count]


def at_once(funnel: Funnel, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Winners and prices of all requests, each phase for all of them: two arrays (n, slots)."""
    market, store, counts = funnel.market, funnel.store, funnel.counts
    pairs = candidates_of(market, store, rows, counts, SELECTION, week=WEEK)
    light = LightRanker(LightRecipe("history", "ecpm"))
    kept = best(light.score(market, pairs, light.chance(store, pairs, counts)), K2)
    place = np.maximum(kept, 0)
    ads = np.take_along_axis(pairs.ads, place, axis=1)
    bid = np.where(kept >= 0, np.take_along_axis(pairs.bid, place, axis=1), 0)
    chance = funnel.heavy.predict(np.repeat(rows, K2), ads.ravel(), week=WEEK, counts=counts)
    sold = sell(bid, chance.reshape(ads.shape), funnel.rules)
    return sold.of(ads, empty=-1).astype(int), sold.price


def one_by_one(funnel: Funnel, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same, a plain loop over requests: numpy within a request, one prediction for each."""
    market, store, counts = funnel.market, funnel.store, funnel.counts
    ad, seen, made = market.ads.seen, market.requests.seen, market.constants
    region, device = ad["region"].to_numpy(), ad["device"].to_numpy()
    fit = market.running(WEEK) & ~ad["flagged"].to_numpy()
    where, hand = seen["region"].to_numpy(), seen["device"].to_numpy()
    bid, rate = market.bid(WEEK), counts.rate("ad")
    merit, shown = bid * rate, np.float32(rate) * np.float32(bid)
    winners, prices = [], []
    for row in rows:
        near = store.ad_category == store.topic[row] % made.categories
        allowed = fit & near & ((region < 0) | (region == where[row]))
        ads = np.flatnonzero(allowed & ((device < 0) | (device == hand[row])))
        ads = ads[np.argsort(-merit[ads], kind="stable")][:K1]
        ads = ads[np.argsort(-shown[ads], kind="stable")][:K2]
        chance = funnel.heavy.predict(np.repeat(row, len(ads)), ads, week=WEEK, counts=counts)
        score = np.float32(bid[ads]) * chance
        order = np.argsort(-score, kind="stable")
        top = order[:SLOTS]
        following = np.append(score[order[1 : SLOTS + 1]], np.zeros(SLOTS))[: len(top)]
        winners.append(ads[top])
        prices.append(following * bid[ads[top]] / score[top])
    return np.array(winners), np.array(prices)


def rows(*, quick: bool) -> Iterator[Row]:
    """Requests through the whole funnel, and the heavy model's predictions alone."""
    funnel, rounds = Funnel.of(), 1 if quick else 5
    many, few = (200, 50) if quick else (4000, 400)
    some = funnel.requests(many)
    yield compare(
        f"{many:,} requests through the funnel ({K1} selected, {K2} scored by boosted trees)",
        lambda: at_once(funnel, some),
        "the same, one request after another",
        lambda: one_by_one(funnel, some[:few]),
        rounds=rounds,
        per=(1, few / many),
        note="the same winners and prices, the same LightGBM model",
    )
    pairs = np.repeat(some[:few], K2)
    ads = np.arange(len(pairs)) % funnel.market.constants.ads
    table = funnel.store.of_pairs(pairs, ads, week=WEEK, counts=funnel.counts, group="both")
    table = np.hstack([table, np.zeros((len(table), 1), dtype=np.float32)])
    predict = funnel.heavy.ranker.predict
    yield compare(
        f"{len(table):,} predictions in one batch",
        lambda: predict(table),
        f"in {few:,} batches of {K2}",
        lambda: [predict(table[start : start + K2]) for start in range(0, len(table), K2)],
        rounds=rounds,
        note="LightGBM's cost of a call, apart from its trees",
    )
    yield compare(
        f"{len(table):,} predictions in one batch, again",
        lambda: predict(table),
        "one ad at a time",
        lambda: [predict(table[start : start + 1]) for start in range(500)],
        rounds=rounds,
        per=(1, 500 / len(table)),
        note="what scoring ad by ad would cost",
    )
