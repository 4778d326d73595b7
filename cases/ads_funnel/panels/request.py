"""One request followed through every phase, with the ads that fell out and why."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.ads_funnel.decide import KEEPS, Sales
from cases.ads_funnel.retrieval import cells, eligible, matching
from kit.figure import Drawn, Table
from kit.run import Run
from kit.words import say

SHOWN = 14
BEST = 4


def follow(run: Run) -> Drawn:
    """The request's winners, the ads next to them, and the truly best, each with its fate."""
    market, sales = run["market"], run["sales"]
    at, auctions = run.position, sales.auctions
    row = _telling(sales, at)
    request = int(auctions.rows[row])
    week = int(auctions.week[row])
    truth = market.grid(np.array([request]))[0]
    worth = truth * market.value(week)
    listed = {
        int(ad): place for place, ad in enumerate(auctions.ads[row]) if auctions.there[row, place]
    }
    allowed = eligible(market, week, policy=False)
    allowed = allowed[cells(market)[request] % (2 * market.constants.regions)]
    best = [int(ad) for ad in np.argsort(-worth * allowed)[:BEST]]
    order = _auction_order(sales, row, KEEPS[at])
    ads = list(dict.fromkeys([*order[: SHOWN - BEST], *_best_listed(sales, row), *best]))
    rows = [_line(run, row, ad, listed, truth[ad]) for ad in ads]
    columns = ["ad", "fate", "place", "bid", "predicted", "true", "bid x predicted"]
    frame = pd.DataFrame(rows, columns=columns)
    formats = {
        "place": "count",
        "bid": "money",
        "predicted": "share",
        "true": "share",
        "bid x predicted": "money",
    }
    return Table(frame, _said(run, request, best, listed), formats)


def _telling(sales: Sales, at: int) -> int:
    """A request of the last week whose truly best candidate fell out, if there is one."""
    auctions = sales.auctions
    last = np.flatnonzero(auctions.week == auctions.week.max())
    worth = (auctions.truth * auctions.value * auctions.there)[last]
    best = worth.argmax(axis=1)
    trimmed = (best >= KEEPS[at]) & (worth.max(axis=1) > 0)
    beaten = best != sales.place[at, last, 0]
    return int(last[np.argmax(2 * trimmed + beaten)])


def _auction_order(sales: Sales, row: int, keep: int) -> list[int]:
    """The ads that reach the auction, best score first."""
    auctions = sales.auctions
    score = np.where(auctions.there[row], auctions.bid[row] * auctions.chance[row], -1)[:keep]
    return [int(auctions.ads[row, place]) for place in np.argsort(-score) if score[place] >= 0]


def _best_listed(sales: Sales, row: int) -> list[int]:
    """The truly best ads among all that the light ranker ordered."""
    auctions = sales.auctions
    worth = np.where(auctions.there[row], auctions.truth[row] * auctions.value[row], -1)
    return [int(auctions.ads[row, place]) for place in np.argsort(-worth)[:2] if worth[place] >= 0]


def _line(run: Run, row: int, ad: int, listed: dict[int, int], truth: float) -> tuple:
    auctions = run["sales"].auctions
    place = listed.get(ad)
    if place is None:
        bid = float(run["market"].bid(int(auctions.week[row]))[ad])
        return (ad, _not_listed(run, row, ad), np.nan, bid, np.nan, truth, np.nan)
    bid, chance = float(auctions.bid[row, place]), float(auctions.chance[row, place])
    return (ad, _fate(run, row, place), place + 1, bid, chance, truth, bid * chance)


def _fate(run: Run, row: int, place: int) -> str:
    """Why a ranked ad is shown or not."""
    sales, at = run["sales"], run.position
    won = np.flatnonzero(sales.place[at, row] == place)
    if len(won):
        price = float(sales.price[at, row, won[0]])
        return f"shown in slot {won[0] + 1} at {say(price, 'money')} a click"
    if place >= KEEPS[at]:
        return "trimmed by the light ranker"
    rules, auctions = sales.rules, sales.auctions
    score = float(auctions.bid[row, place] * auctions.chance[row, place] ** rules.squash)
    bar = {"click": float(auctions.bid[row, place]), "score": score}.get(rules.reserve_kind, np.inf)
    if bar < rules.reserve:
        return "under the reserve"
    if run.settings["pacing"] != "off" and sales.spent[at, int(auctions.week[row])].any():
        return "outbid, or held back by its budget"
    return "outbid"


def _not_listed(run: Run, row: int, ad: int) -> str:
    """Why an ad is not among the candidates the light ranker handed on."""
    market, settings = run["market"], run.settings
    auctions, store = run["sales"].auctions, run["store"]
    if settings["policy"] == "on" and bool(market.ads.seen["flagged"][ad]):
        return "taken out by policy"
    topic = int(store.topic[auctions.rows[row]])
    matched = (
        settings["match"] == "embedding" or matching(market, store, settings["match"])[topic, ad]
    )
    if not matched:
        return "not selected: does not match"
    return "beyond k1, capped, or trimmed early by the light ranker"


def _said(run: Run, request: int, best: list[int], listed: dict[int, int]) -> str:
    market = run["market"]
    seen = market.requests.seen.iloc[request]
    kept = sum(ad in listed and listed[ad] < KEEPS[run.position] for ad in best)
    return (
        f"A request on topic {int(seen['topic'])} at {seen['hour']:.0f}:00 by user "
        f"{int(seen['user'])}. Of the market's {BEST} truly best ads {kept} reach the auction."
    )
