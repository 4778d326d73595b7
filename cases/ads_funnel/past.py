"""The market, and the weeks in which a previous system decided what was shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cases.ads_funnel.features import Sight
from cases.ads_funnel.logs import Counts, Log
from cases.ads_funnel.retrieve import cells, eligible, matching
from data.ads import AdMarket, ad_market, pair_draw
from data.ads.constants import SURFACES
from data.world import stream
from pipelines.ranking.auction import Rules, sell
from pipelines.ranking.retrieval import NOBODY, posting_lists

LOOKED_AT = 24
"""Ads the previous system compared for a request."""

EXPLORED = 0.05
"""Share of requests on which the previous system showed ads at random."""


SIZES = {"small": 0.3, "live": 1.0, "large": 2.5}
"""How many requests a week are simulated, as a multiple of the world's own number."""


def market(*, seed, size, surface, drift):
    """Draw users, requests, advertisers and ads, and how likely each is to be clicked."""
    known = drift if drift != "sampling" else "none"  # that one is in the trainer
    usual = SURFACES[surface]
    made = replace(
        usual,
        past_requests=round(SIZES[size] * usual.past_requests),
        live_requests=round(SIZES[size] * usual.live_requests),
    )
    return ad_market(seed, surface=surface, drift=known, constants=made)


def past(market):
    """Let the previous system show ads for six weeks; only what it showed was logged."""
    sight, counts, logs = Sight.of(market), Counts.none(market), []
    for week in range(-market.constants.past_weeks, 0):
        log = _week(market, sight, counts, week)
        logs.append(log)
        counts = counts.after(market, log, by_slot=True)
    return tuple(logs)


def _week(market: AdMarket, sight: Sight, counts: Counts, week: int) -> Log:
    """A week of the previous system: some matching ads, by bid and click rate so far."""
    rows = np.flatnonzero(market.requests.seen["week"].to_numpy() == week)
    ads = _some(market, sight, rows, week)
    rng = stream(market.seed, f"previous system {week}")
    explored = rng.random(len(rows)) < EXPLORED
    chance = np.minimum(counts.rate("ad"), 1.0)[ads]
    bid = np.where(ads == NOBODY, 0.0, market.bid(week)[ads])
    luck = pair_draw(market.seed, "previous luck", rows[:, None], np.maximum(ads, 0))
    boost = np.where(explored[:, None], luck / np.maximum(bid * chance, 1e-9), 1.0)
    sold = sell(bid, chance, Rules(slots=market.constants.slots), boost=boost)
    winners = sold.of(ads, empty=NOBODY).astype(int)
    return Log.of(market, week, rows, winners, explored=explored, shown=counts.shown)


def _some(market: AdMarket, sight: Sight, rows: np.ndarray, week: int) -> np.ndarray:
    """A stretch of LOOKED_AT ads from each request's list, which is shuffled anew each week."""
    allowed, made = eligible(market, week, policy=True), market.constants
    members = (matching(market, sight, "broad")[:, None, :] & allowed[None]).reshape(-1, made.ads)
    rng = stream(market.seed, f"shuffle {week}")
    lists = posting_lists(members, rng.random(made.ads), cap=made.ads // made.categories)
    length = np.maximum((lists != NOBODY).sum(axis=1), 1)
    place = cells(market)[rows]
    start = (rng.random(len(rows)) * length[place]).astype(int)
    steps = np.arange(LOOKED_AT)
    spots = (start[:, None] + steps) % length[place][:, None]
    stretch = lists[place[:, None], spots]
    return np.where(steps < length[place][:, None], stretch, NOBODY)


@dataclass(frozen=True)
class Facts:
    """Figures about the past that an interviewer would give when asked."""

    impressions: int
    clicks: int

    @classmethod
    def of(cls, logs: tuple[Log, ...]) -> Facts:
        """Count them."""
        return cls(sum(len(log) for log in logs), int(sum(log.click.sum() for log in logs)))
