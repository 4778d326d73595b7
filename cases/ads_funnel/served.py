"""The auctions of judged requests at every cut of the dial, hour by hour, with budgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cases.ads_funnel.plan import LARGEST, NEW_WEEKS, Week
from data.ads import AdMarket, pair_draw
from pipelines.ranking.auction import Rules, Sold, sell
from pipelines.ranking.pacing import Paced

KEEPS = (3, 4, 5, 6, 8, 10, 12, 15, 18, 24, 30, 36, 42, 48)
"""The positions of the dial: how many ads the light ranker hands to the heavy one."""

HOURS = 24
EVENING = 18
MEASURES = (
    "welfare",
    "revenue",
    "user",
    "clicks",
    "shown",
    "new",
    "flagged",
    "promised",
    "seen_welfare",
    "seen_revenue",
    "seen_clicks",
)


@dataclass(frozen=True, eq=False)
class Table:
    """All judged requests of all live weeks, one row each, candidates in light order."""

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
    guess: np.ndarray
    boost: np.ndarray

    @classmethod
    def of(cls, market: AdMarket, weeks: Sequence[Week], *, shading: float, scale: float) -> Table:
        """Line the weeks up; predicted chances are served multiplied by `scale`, at most 1."""
        rows = np.concatenate([week.rows for week in weeks])
        ads = np.concatenate([week.ads for week in weeks])
        number = np.repeat([week.week for week in weeks], [len(week.rows) for week in weeks])
        there, spot = ads >= 0, np.maximum(ads, 0)
        seen = market.requests.seen
        bids = np.stack([market.bid(week.week, shading=shading) for week in weeks]).astype(
            np.float32
        )
        values = np.stack([market.value(week.week) for week in weeks]).astype(np.float32)
        chance = np.concatenate([week.chance for week in weeks])
        return cls(
            rows,
            number,
            seen["hour"].to_numpy()[rows],
            seen["user"].to_numpy()[rows],
            market.requests.truth["bot"].to_numpy()[rows],
            spot,
            there,
            market.ads.seen["advertiser"].to_numpy()[spot],
            bids[number[:, None], spot] * there,
            values[number[:, None], spot] * there,
            np.concatenate([week.truth for week in weeks]),
            np.minimum(chance * np.float32(scale), 1) if scale != 1 else chance,
            np.concatenate([week.guess for week in weeks]),
            np.concatenate([week.boost for week in weeks]),
        )


@dataclass(frozen=True, eq=False)
class Served:
    """What the judged requests brought, at every position of the dial.

    `sums` maps each of MEASURES to an array (positions + 1, requests): the last position is the
    fallback, which ranks by the light model's guess. `spent` is money billed (positions + 1,
    weeks, hours, advertisers), in the same scale as `budget`. `place` and `price` are the winners
    at each position (positions + 1, requests, slots).
    """

    table: Table
    rules: Rules
    sums: dict[str, np.ndarray]
    spent: np.ndarray
    budget: np.ndarray
    exhausted: np.ndarray
    place: np.ndarray
    price: np.ndarray


def serve(
    market: AdMarket,
    table: Table,
    rules: Rules,
    *,
    pacing: str,
    early: bool,
    keeps: Sequence[int] = KEEPS,
) -> Served:
    """Sell every judged request at every cut of `keeps`, hour by hour, all weeks side by side.

    With `early`, ads of advertisers out of money are left out before the cut, so that others take
    their places; else they take up places and fall out at the auction.
    """
    cuts = np.array([*keeps, LARGEST])
    weeks = int(table.week.max(initial=-1)) + 1
    asked = np.bincount(table.week, minlength=weeks)
    budget = market.advertisers["budget"].to_numpy() * asked[:, None]
    shape = (len(cuts), weeks, market.constants.advertisers)
    paced, plan = Paced.start(pacing, budget, shape), _planned(market)
    place = np.full((len(cuts), len(table.rows), len(rules.slots)), -1)
    price, billed = np.zeros(place.shape), np.ones(place.shape)
    spent, exhausted = np.zeros((len(cuts), weeks, HOURS, shape[-1])), np.zeros(shape, dtype=bool)
    hours = np.zeros(len(table.rows), dtype=int) if pacing == "off" else table.hour.astype(int)
    for hour in range(HOURS if pacing != "off" else 1):
        here = np.flatnonzero(hours == hour)
        sold = _slice(market, table, here, paced, rules, cuts, early)
        wanted, share = _spending(table, here, sold, rules, paced)
        place[:, here], price[:, here], billed[:, here] = sold.place, sold.price, share
        spent[:, :, hour] = paced.billed(wanted)
        paced = paced.after(wanted, planned=plan[hour])
        if hour == EVENING - 1:
            exhausted = ~paced.solvent
    sums = _measure(market, table, rules, place, price, billed)
    return Served(table, rules, sums, spent, budget, exhausted, place, price)


def _planned(market: AdMarket) -> np.ndarray:
    """The share of a day's money that should be spent by the end of each hour: as traffic was."""
    seen = market.requests.seen
    past = seen["hour"].to_numpy()[seen["week"].to_numpy() < 0].astype(int)
    return np.cumsum(np.bincount(past, minlength=HOURS)) / max(len(past), 1)


def _slice(market, table: Table, here, paced: Paced, rules: Rules, cuts, early: bool) -> Sold:
    """The auctions of some requests, at every cut, under the advertisers' current rates."""
    owner, week = table.owner[here], table.week[here][:, None]
    there = table.there[here]
    bid, chance = table.bid[here], table.chance[here]
    chances = np.broadcast_to(chance, (len(cuts), *chance.shape)).copy()
    chances[-1] = table.guess[here]
    inside = np.arange(LARGEST) < cuts[:, None, None]
    if paced.kind == "off":
        return sell(bid, chances, rules, open_to=there & inside, boost=table.boost[here])
    active = there & paced.solvent[:, week, owner]
    if paced.kind == "throttle":
        lot = pair_draw(market.seed, "throttle", table.rows[here][:, None], owner)
        active = active & (lot < paced.rate[:, week, owner])
    elif paced.kind == "bid":
        bid = bid * paced.rate[:, week, owner].astype(np.float32)
    kept = np.cumsum(active, axis=-1) <= cuts[:, None, None] if early else inside
    return sell(bid, chances, rules, open_to=active & kept, boost=table.boost[here])


def _spending(table: Table, here, sold: Sold, rules: Rules, paced: Paced):
    """What a slice's clicks cost each advertiser, and the share of it that can be billed."""
    slots = np.array(rules.slots)
    cost = sold.of(table.truth[here]) * slots * sold.price
    owner = sold.of(table.owner[here]).astype(int)
    cuts, weeks, advertisers = paced.spent.shape
    cell = (
        np.arange(cuts)[:, None, None] * weeks + table.week[here][:, None]
    ) * advertisers + owner
    wanted = np.bincount(cell.ravel(), cost.ravel(), paced.spent.size).reshape(paced.spent.shape)
    share = np.divide(paced.billed(wanted), wanted, out=np.ones_like(wanted), where=wanted > 0)
    return wanted, share.ravel()[cell]


def _measure(market: AdMarket, table: Table, rules: Rules, place, price, billed) -> dict:
    """Sums over each request's slots of what its ads brought, expected and as it happened."""
    sold, slots = Sold(place, price), np.array(rules.slots)
    spot, filled = np.maximum(place, 0), place >= 0
    take = lambda array: np.where(filled, array[np.arange(len(array))[:, None], spot], 0)  # noqa: E731
    ads = take(table.ads)
    chance = take(table.truth) * slots * filled
    clicked = pair_draw(market.seed, "clicks", table.rows[:, None], ads) < chance
    rows = np.broadcast_to(table.rows[:, None], clicked.shape[1:])
    logged = _recorded(market, table, rows, ads, clicked)
    real = chance * ~table.bot[:, None]
    paid = price * billed
    landing = market.ads.truth["landing"].to_numpy()[ads]
    made = market.constants
    new = market.ads.seen["start"].to_numpy()[ads] > table.week[:, None] - NEW_WEEKS
    flagged = market.ads.seen["flagged"].to_numpy()[ads]
    bid = sold.of(table.bid)
    whole = {
        "welfare": real * take(table.value),
        "revenue": real * paid,
        "user": real * landing - made.annoyance * filled,
        "clicks": real,
        "shown": filled.astype(float),
        "new": filled * new,
        "flagged": filled * flagged,
        "promised": take(table.chance) * slots * filled,
        "seen_welfare": logged * bid,
        "seen_revenue": logged * paid,
        "seen_clicks": logged.astype(float),
    }
    return {name: parts.sum(axis=-1).astype(np.float32) for name, parts in whole.items()}


def _recorded(market: AdMarket, table: Table, rows, ads, clicked) -> np.ndarray:
    flat = ads.reshape(-1, ads.shape[-1])
    again = np.tile(table.rows, len(ads))
    return market.recorded(again, flat, clicked.reshape(flat.shape)).reshape(clicked.shape)
