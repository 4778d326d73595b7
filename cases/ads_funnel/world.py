"""The market, the weeks in which a previous system decided what was shown, and the ceilings."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cases.ads_funnel.features import FeatureStore
from cases.ads_funnel.logs import Counts, Log
from cases.ads_funnel.retrieval import cells, eligible, matching
from data.ads import AdMarket, ad_market, pair_draw
from data.ads.constants import SURFACES
from data.world import stream
from pipelines.ranking.auction import Rules, sell
from pipelines.ranking.retrieval import NOBODY, posting_lists

LOOKED_AT = 24
"""Ads the previous system compared for a request."""

EXPLORED = 0.05
"""Share of requests on which the previous system showed ads at random."""

JUDGED = 5
"""One live request in this many is judged: its truth is looked up for every candidate."""


SIZES = {"small": 0.3, "live": 1.0, "large": 2.5}
"""How many requests a week are simulated, as a multiple of the world's own number."""


def market(*, seed: int, size: str, surface: str, drift: str) -> AdMarket:
    """Draw users, requests, advertisers and ads, and how likely each is to be clicked."""
    of_the_world = drift if drift != "sampling" else "none"  # that one is in the trainer
    usual = SURFACES[surface]
    made = replace(
        usual,
        past_requests=round(SIZES[size] * usual.past_requests),
        live_requests=round(SIZES[size] * usual.live_requests),
    )
    return ad_market(seed, surface=surface, drift=of_the_world, constants=made)


def past_log(market: AdMarket, store: FeatureStore) -> tuple[Log, ...]:
    """Let the previous system show ads for six weeks; only what it showed was logged."""
    counts, logs = Counts.none(market), []
    for week in range(-market.constants.past_weeks, 0):
        log = _week(market, store, counts, week)
        logs.append(log)
        counts = counts.after(market, log, by_slot=True)
    return tuple(logs)


def _week(market: AdMarket, store: FeatureStore, counts: Counts, week: int) -> Log:
    """A week of the previous system: some matching ads, by bid and click rate so far."""
    rows = np.flatnonzero(market.requests.seen["week"].to_numpy() == week)
    ads = _some(market, store, rows, week)
    rng = stream(market.seed, f"previous system {week}")
    explored = rng.random(len(rows)) < EXPLORED
    chance = np.minimum(counts.rate("ad"), 1.0)[ads]
    bid = np.where(ads == NOBODY, 0.0, market.bid(week)[ads])
    luck = pair_draw(market.seed, "previous luck", rows[:, None], np.maximum(ads, 0))
    boost = np.where(explored[:, None], luck / np.maximum(bid * chance, 1e-9), 1.0)
    sold = sell(bid, chance, Rules(slots=market.constants.slots), boost=boost)
    winners = sold.of(ads, empty=NOBODY).astype(int)
    return Log.of(market, week, rows, winners, explored=explored, shown=counts.shown)


def _some(market: AdMarket, store: FeatureStore, rows: np.ndarray, week: int) -> np.ndarray:
    """A stretch of LOOKED_AT ads from each request's list, which is shuffled anew each week."""
    allowed, made = eligible(market, week, policy=True), market.constants
    members = (matching(market, store, "broad")[:, None, :] & allowed[None]).reshape(-1, made.ads)
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
class Ceilings:
    """Means a judged request: welfare (money), clicks, and users' value (useful clicks).

    Each has its own best allocation; no design reaches all three. Users are not tired here and
    overlook nothing. `by_slots[n - 1]` is the welfare of the first n slots alone.
    """

    welfare: float
    clicks: float
    user: float
    by_slots: np.ndarray


def ceilings(market: AdMarket) -> Ceilings:
    """Fill every slot with the best of all ads allowed, by their true probability."""
    seen, made = market.requests.seen, market.constants
    weeks, slots = seen["week"].to_numpy(), np.array(made.slots)
    landing = market.ads.truth["landing"].to_numpy(np.float32)
    totals, by_slot, count = np.zeros(2), np.zeros(len(slots)), 0
    for week in range(made.live_weeks):
        rows = np.flatnonzero(weeks == week)[::JUDGED]
        chance = market.grid(rows)
        # Bots buy nothing: a click of theirs is worth nothing to anybody.
        chance[market.requests.truth["bot"].to_numpy()[rows]] = 0
        # Policy is no limit here: a design may switch its filter off.
        chance *= eligible(market, week, policy=False)[cells(market)[rows] % (2 * made.regions)]
        value = market.value(week).astype(np.float32)
        useful = np.maximum(_top(chance * landing, len(slots)) * slots - made.annoyance, 0)
        by_slot += (_top(chance * value, len(slots)) * slots).sum(axis=0)
        totals += [(_top(chance, len(slots)) * slots).sum(), useful.sum()]
        count += len(rows)
    clicks, user = totals / max(count, 1)
    by_slots = np.cumsum(by_slot) / max(count, 1)
    return Ceilings(float(by_slots[-1]), float(clicks), float(user), by_slots)


def _top(values: np.ndarray, count: int) -> np.ndarray:
    """The `count` largest of each row, largest first."""
    part = -np.partition(-values, count - 1, axis=1)[:, :count]
    return -np.sort(-part, axis=1)
