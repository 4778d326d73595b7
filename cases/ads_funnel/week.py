"""What is kept of a live week: what was scored, and the truth looked up behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from cases.ads_funnel.features import FeatureStore
from cases.ads_funnel.logs import Counts, Log
from cases.ads_funnel.model import HeavyModel
from cases.ads_funnel.retrieval import Candidates
from data.ads import AdMarket, pair_draw
from pipelines.ranking.retrieval import NOBODY

SHORTLIST = 48
"""The most candidates the heavy model is ever asked about, and the end of the dial."""

REFERENCE = 8
"""Ads drawn for each judged request, whatever the design, to judge predictions by."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Requests and ads with the chance of a click that was predicted, and what is known of it.

    `outcome` is the true chance, or whether a click was logged; one entry a pair.
    """

    request: np.ndarray
    ad: np.ndarray
    week: np.ndarray
    predicted: np.ndarray
    outcome: np.ndarray

    def __len__(self) -> int:
        return len(self.request)

    @classmethod
    def joined(cls, parts: Iterable[Pairs]) -> Pairs:
        """Pairs of several weeks, one after another."""
        columns = zip(*(vars(part).values() for part in parts), strict=True)
        return cls(*(np.concatenate(column) for column in columns))


@dataclass(frozen=True, eq=False)
class Shortlist:
    """The candidates that phase 2 hands on, best first: matrices (requests, SHORTLIST)."""

    rows: np.ndarray
    ads: np.ndarray
    there: np.ndarray
    bid: np.ndarray
    light_chance: np.ndarray
    boost: np.ndarray

    @classmethod
    def of(
        cls, pairs: Candidates, kept: np.ndarray, light_chance: np.ndarray, boost: np.ndarray
    ) -> Shortlist:
        """Gather the kept places (NOBODY where none), padded to SHORTLIST columns."""
        width = SHORTLIST - kept.shape[1]
        kept = np.pad(kept, ((0, 0), (0, width)), constant_values=NOBODY)
        place, there = np.maximum(kept, 0), kept != NOBODY
        ads, bid, chance, boosted = (
            np.take_along_axis(table, place, axis=1)
            for table in (pairs.ads, pairs.bid, light_chance, boost)
        )
        return cls(pairs.rows, ads, there, np.where(there, bid, 0), chance, boosted)


@dataclass(frozen=True, eq=False)
class Scored:
    """Judged requests and their shortlists, as scored and as is true: (requests, SHORTLIST).

    `ads` is -1 where there is none; `chance` is the heavy model's, `light_chance` the light
    ranker's, `truth` the true one, `boost` what exploration multiplies the score by. `attention`
    is how much of ads each request's user takes in, `selected` how many ads phase 1 found, and
    `reachable` the most welfare ($) that was among those.
    """

    rows: np.ndarray
    ads: np.ndarray
    chance: np.ndarray
    light_chance: np.ndarray
    truth: np.ndarray
    boost: np.ndarray
    attention: np.ndarray
    selected: np.ndarray
    reachable: np.ndarray


@dataclass(frozen=True, eq=False)
class HeavyOrder:
    """Heavy rank scores of all candidates of some requests, in the light ranker's order.

    `scores` is (requests, candidates), -inf where there is none.
    """

    rows: np.ndarray
    scores: np.ndarray


@dataclass(frozen=True, eq=False)
class Week:
    """A live week, counted from 0: its log, what was scored, and the model that served it.

    `trained` is the week before which that model was trained. `reference` are pairs drawn whatever
    the design, `logged` pairs of the week's own log.
    """

    week: int
    trained: int
    log: Log
    scored: Scored
    reference: Pairs
    logged: Pairs
    heavy_order: HeavyOrder
    rows_trained: int
    clicks_trained: float
    importance: np.ndarray | None


@dataclass(frozen=True, eq=False)
class Judge:
    """Looks up the truth in a live week: its market, the counts before it, users' attention."""

    market: AdMarket
    store: FeatureStore
    counts: Counts
    attention: np.ndarray
    week: int

    def truth(self, rows: np.ndarray, ads: np.ndarray) -> np.ndarray:
        """The true chance of a click in the first slot, for requests and, of each, ads (n, k)."""
        user = self.store.user[rows]
        shown = self.counts.shown[user[:, None], ads]
        return self.market.probability(rows, ads, shown=shown, attention=self.attention[user])

    def reachable(self, pairs: Candidates, judged: np.ndarray, slots: np.ndarray) -> np.ndarray:
        """The welfare ($) of the best selected ads by their true chance, a judged request."""
        rows, ads = pairs.rows[judged], pairs.ads[judged]
        people = ~self.market.requests.truth["bot"].to_numpy()[rows][:, None]
        worth = self.truth(rows, ads) * self.market.value(self.week)[ads]
        worth = worth * pairs.there[judged] * people
        top = -np.sort(-worth, axis=1)[:, : len(slots)]
        return top @ slots[: top.shape[1]]

    def reference(self, heavy: HeavyModel, rows: np.ndarray) -> Pairs:
        """Pairs drawn whatever the design, as the heavy model scores them and as is true."""
        ads = _reference_ads(self.market, self.store, rows, self.week)
        flat = np.repeat(rows, ads.shape[1])
        said = heavy.predict(flat, ads.ravel(), week=self.week, counts=self.counts)
        truth = self.truth(rows, ads).ravel()
        return self._pairs(flat, ads.ravel(), said, truth)

    def logged(self, heavy: HeavyModel, log: Log) -> Pairs:
        """A third of the week's impressions, as the heavy model scores them in their slots."""
        request, ad, slot, click = (
            column[::3] for column in (log.request, log.ad, log.slot, log.click)
        )
        said = heavy.predict(request, ad, week=self.week, counts=self.counts, slot=slot)
        return self._pairs(request, ad, said, click)

    def _pairs(
        self, request: np.ndarray, ad: np.ndarray, said: np.ndarray, outcome: np.ndarray
    ) -> Pairs:
        week = np.full(len(request), self.week)
        return Pairs(request, ad, week, said.astype(float), outcome.astype(float))

    def heavy_order(self, heavy: HeavyModel, pairs: Candidates, score: np.ndarray) -> HeavyOrder:
        """All candidates of one request in a hundred, scored by the heavy model; `score` is light.

        What the light ranker's cut loses is measured on these.
        """
        some = np.arange(len(pairs.rows))[3::100]
        order = np.argsort(-score[some], axis=1, kind="stable")
        ads, there, bid = (
            np.take_along_axis(table[some], order, axis=1)
            for table in (pairs.ads, pairs.there, pairs.bid)
        )
        flat = np.repeat(pairs.rows[some], ads.shape[1])
        chance = heavy.predict(flat, ads.ravel(), week=self.week, counts=self.counts)
        worth = chance.reshape(ads.shape) * bid
        return HeavyOrder(pairs.rows[some], np.where(there, worth, -np.inf))


def _reference_ads(
    market: AdMarket, store: FeatureStore, rows: np.ndarray, week: int
) -> np.ndarray:
    """Running ads of each request's own category: (requests, REFERENCE)."""
    made = market.constants
    running = np.flatnonzero(market.running(week))
    by_category = [running[store.ad_category[running] == each] for each in range(made.categories)]
    longest = max(1, min(len(each) for each in by_category))
    table = np.stack([each[:longest] for each in by_category])
    drawn = pair_draw(market.seed, "reference", rows[:, None], np.arange(REFERENCE)[None, :])
    return table[(store.topic[rows] % made.categories)[:, None], (drawn * longest).astype(int)]
