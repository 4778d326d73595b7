"""The auction: every judged request sold at every position of the dial, hour by hour, in budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cases.ads_funnel.auctions import Auctions
from cases.ads_funnel.exploration import NEW_WEEKS
from cases.ads_funnel.week import SHORTLIST
from data.ads import AdMarket, pair_draw
from pipelines.ranking.auction import Rules, Sold, sell
from pipelines.ranking.pacing import Paced

KEEPS = (3, 4, 5, 6, 8, 10, 12, 15, 18, 24, 30, 36, 42, 48)
"""The positions of the dial: how many ads the light ranker hands to the heavy one."""

FIXED = KEEPS.index(24)
"""Where the dial stands unless the deadline decides."""

RESERVES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 4, 5)
HOURS = 24
EVENING = 18


def rules(market: AdMarket, *, rank: str, squash: float, price: str, slots: int) -> Rules:
    """Fix who wins a slot and what a click costs, reserves aside."""
    return Rules(slots=market.constants.slots[:slots], rank=rank, squash=squash, price=price)


def sales(
    market: AdMarket,
    auctions: Auctions,
    rules: Rules,
    *,
    reserve_kind: str,
    reserve: float,
    pacing: str,
    solvent: str,
) -> Sales:
    """Sell the slots hour by hour, under budgets, for every number of ads the dial may keep."""
    if reserve_kind != "none":
        rules = replace(rules, reserve_kind=reserve_kind, reserve=reserve)
    return sell_all(market, auctions, rules, pacing=pacing, early=solvent == "early")


def reserve_curve(
    market: AdMarket, auctions: Auctions, rules: Rules, *, reserve_kind: str
) -> pd.DataFrame:
    """Sell everything again at one reserve after another, budgets aside."""
    kind = "score" if reserve_kind == "score" else "click"
    levels = [replace(rules, reserve_kind=kind, reserve=level) for level in RESERVES]
    frame = pd.DataFrame([_brought(market, auctions, each) for each in levels])
    frame.insert(0, "reserve", RESERVES)
    return frame


def _brought(market: AdMarket, auctions: Auctions, rules: Rules) -> dict[str, float]:
    """What a thousand requests bring where the dial stands, budgets aside."""
    sold = sell_all(
        market, auctions, rules, pacing="off", early=True, keeps=KEEPS[FIXED : FIXED + 1]
    )
    return {
        name: 1000 * float(sold.sums[name][0].mean()) for name in ("welfare", "revenue", "shown")
    }


def hourly_spending(
    market: AdMarket, auctions: Auctions, rules: Rules, *, solvent: str
) -> pd.DataFrame:
    """Sell everything again under each way to pace budgets, and add up the spending by hour."""
    keeps, early, frames = KEEPS[FIXED : FIXED + 1], solvent == "early", []
    for kind in ("greedy", "throttle", "bid"):
        sold = sell_all(market, auctions, rules, pacing=kind, early=early, keeps=keeps)
        spent = sold.spent[0].sum(axis=(0, 2))
        frames.append(pd.DataFrame({"hour": range(1, 25), "spent": spent, "pacing": kind}))
    return pd.concat(frames, ignore_index=True)


@dataclass(frozen=True, eq=False)
class Sales:
    """What the judged requests brought, at every position of the dial.

    `sums` maps what is measured to an array (positions + 1, requests): the last position is the
    fallback, which ranks by the light model's guess. `spent` is money billed (positions + 1,
    weeks, hours, advertisers), in the same scale as `budget`. `place` and `price` are the winners
    at each position (positions + 1, requests, slots).
    """

    auctions: Auctions
    rules: Rules
    sums: Mapping[str, np.ndarray]
    spent: np.ndarray
    budget: np.ndarray
    exhausted: np.ndarray
    place: np.ndarray
    price: np.ndarray


def sell_all(
    market: AdMarket,
    auctions: Auctions,
    rules: Rules,
    *,
    pacing: str,
    early: bool,
    keeps: Sequence[int] = KEEPS,
) -> Sales:
    """Sell every judged request at every cut of `keeps`, hour by hour, all weeks side by side.

    With `early`, ads of advertisers out of money are left out before the cut, so that others take
    their places; else they take up places and fall out at the auction.
    """
    cuts = np.array([*keeps, SHORTLIST])
    weeks = int(auctions.week.max(initial=-1)) + 1
    asked = np.bincount(auctions.week, minlength=weeks)
    budget = market.advertisers["budget"].to_numpy() * asked[:, None]
    shape = (len(cuts), weeks, market.constants.advertisers)
    paced, plan = Paced.start(pacing, budget, shape), _planned(market)
    place = np.full((len(cuts), len(auctions.rows), len(rules.slots)), -1)
    price, billed = np.zeros(place.shape), np.ones(place.shape)
    spent, exhausted = np.zeros((len(cuts), weeks, HOURS, shape[-1])), np.zeros(shape, dtype=bool)
    hours = (
        np.zeros(len(auctions.rows), dtype=int) if pacing == "off" else auctions.hour.astype(int)
    )
    for hour in range(HOURS if pacing != "off" else 1):
        here = np.flatnonzero(hours == hour)
        sold = _slice(market, auctions, here, paced, rules, cuts, early)
        wanted, share = _spending(auctions, here, sold, rules, paced)
        place[:, here], price[:, here], billed[:, here] = sold.place, sold.price, share
        spent[:, :, hour] = paced.billed(wanted)
        paced = paced.after(wanted, planned=plan[hour])
        if hour == EVENING - 1:
            exhausted = ~paced.solvent
    sums = _measure(market, auctions, rules, Sold(place, price), billed)
    return Sales(auctions, rules, sums, spent, budget, exhausted, place, price)


def _planned(market: AdMarket) -> np.ndarray:
    """The share of a day's money that should be spent by the end of each hour: as traffic was."""
    seen = market.requests.seen
    past = seen["hour"].to_numpy()[seen["week"].to_numpy() < 0].astype(int)
    return np.cumsum(np.bincount(past, minlength=HOURS)) / max(len(past), 1)


def _slice(
    market: AdMarket,
    auctions: Auctions,
    here: np.ndarray,
    paced: Paced,
    rules: Rules,
    cuts: np.ndarray,
    early: bool,
) -> Sold:
    """The auctions of some requests, at every cut, under the advertisers' current rates."""
    owner, week = auctions.owner[here], auctions.week[here][:, None]
    there, bid, chance = auctions.there[here], auctions.bid[here], auctions.chance[here]
    chances = np.broadcast_to(chance, (len(cuts), *chance.shape)).copy()
    chances[-1] = auctions.light_chance[here]
    inside = np.arange(SHORTLIST) < cuts[:, None, None]
    if paced.kind == "off":
        return sell(bid, chances, rules, open_to=there & inside, boost=auctions.boost[here])
    active = there & paced.solvent[:, week, owner]
    if paced.kind == "throttle":
        drawn = pair_draw(market.seed, "throttle", auctions.rows[here][:, None], owner)
        active = active & (drawn < paced.rate[:, week, owner])
    elif paced.kind == "bid":
        bid = bid * paced.rate[:, week, owner].astype(np.float32)
    kept = np.cumsum(active, axis=-1) <= cuts[:, None, None] if early else inside
    return sell(bid, chances, rules, open_to=active & kept, boost=auctions.boost[here])


def _spending(
    auctions: Auctions, here: np.ndarray, sold: Sold, rules: Rules, paced: Paced
) -> tuple[np.ndarray, np.ndarray]:
    """What a slice's clicks cost each advertiser, and the share of it that can be billed."""
    cost = sold.of(auctions.truth[here]) * np.array(rules.slots) * sold.price
    owner = sold.of(auctions.owner[here]).astype(int)
    cuts, weeks, advertisers = paced.spent.shape
    week = np.arange(cuts)[:, None, None] * weeks + auctions.week[here][:, None]
    cell = week * advertisers + owner
    wanted = np.bincount(cell.ravel(), cost.ravel(), paced.spent.size).reshape(paced.spent.shape)
    share = np.divide(paced.billed(wanted), wanted, out=np.ones_like(wanted), where=wanted > 0)
    return wanted, share.ravel()[cell]


def _measure(
    market: AdMarket, auctions: Auctions, rules: Rules, sold: Sold, billed: np.ndarray
) -> dict[str, np.ndarray]:
    """Sums over each request's slots of what its ads brought, expected and as it happened."""
    slots, filled = np.array(rules.slots), sold.filled
    ads = sold.of(auctions.ads).astype(int)
    chance = sold.of(auctions.truth) * slots * filled
    logged = _logged(market, auctions, ads, chance)
    real, paid = chance * ~auctions.bot[:, None], sold.price * billed
    landing = market.ads.truth["landing"].to_numpy()[ads]
    new = market.ads.seen["start"].to_numpy()[ads] > auctions.week[:, None] - NEW_WEEKS
    whole = {
        "welfare": real * sold.of(auctions.value),
        "revenue": real * paid,
        "user": real * landing - market.constants.annoyance * filled,
        "clicks": real,
        "shown": filled.astype(float),
        "new": filled * new,
        "flagged": filled * market.ads.seen["flagged"].to_numpy()[ads],
        "promised": sold.of(auctions.chance) * slots * filled,
        "seen_welfare": logged * sold.of(auctions.bid),
        "seen_revenue": logged * paid,
        "seen_clicks": logged.astype(float),
    }
    return {name: parts.sum(axis=-1).astype(np.float32) for name, parts in whole.items()}


def _logged(
    market: AdMarket, auctions: Auctions, ads: np.ndarray, chance: np.ndarray
) -> np.ndarray:
    """Which of the shown ads are clicked on record: (positions + 1, requests, slots)."""
    rows, flat = np.tile(auctions.rows, len(ads)), ads.reshape(-1, ads.shape[-1])
    clicked = market.click(rows, flat, chance.reshape(flat.shape))
    return market.recorded(rows, flat, clicked).reshape(ads.shape)
