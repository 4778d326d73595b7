"""One request followed through every phase: its page, and the ads that fell out and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cases.ads_funnel.auctions import Auctions
from cases.ads_funnel.decide import KEEPS, Sales
from cases.ads_funnel.retrieval import cells, eligible, matching
from kit.figure import Card, Cards, Drawn, Table
from kit.run import Run
from kit.words import say

SHOWN = 14  # ads of a request that the table lists
BEST = 4  # truly best ads of the market that are followed
SLOT, TRIMMED = "shown in slot", "trimmed by the light ranker"


def requests(run: Run) -> dict[str, str]:
    """The judged requests of the last week by number: the worst miss first, then a very good page.

    What a request missed is the welfare of the best ads selected, less that of its page.
    """
    sales, auctions = run["sales"], run["auctions"]
    last = np.flatnonzero(auctions.week == auctions.week.max())
    welfare = sales.sums["welfare"][run.readout.at, last]
    missed = run["live"][-1].scored.reachable - welfare
    telling = {
        int(last[missed.argmax()]): "Worst miss: ",
        int(last[welfare.argmax()]): "Best page: ",
    }
    rows = dict.fromkeys([*telling, *last.tolist()])
    return {str(auctions.rows[row]): telling.get(row, "") + _label(run, row) for row in rows}


def _label(run: Run, row: int) -> str:
    seen = run["market"].requests.seen.iloc[int(run["auctions"].rows[row])]
    return f"request {seen['request']:.0f}, topic {seen['topic']:.0f}, {seen['hour']:.0f}:00"


@dataclass(frozen=True, eq=False)
class Followed:
    """A judged request with the truth about every ad of the market.

    `row` is its place among the judged requests, `truth` the true chance of each ad, `listed` the
    places of the ads the light ranker handed on, `best` the ads worth most, best first.
    """

    run: Run
    row: int
    truth: np.ndarray
    listed: dict[int, int]
    best: list[int]

    @classmethod
    def of(cls, run: Run, subject: str) -> Followed:
        """Look up a request by its number; the most telling one without."""
        market, auctions = run["market"], run["auctions"]
        request = int(subject or next(iter(requests(run))))
        row = int(np.flatnonzero(auctions.rows == request)[0])
        week = int(auctions.week[row])
        attention = run["live"][week].scored.attention
        own = attention[np.flatnonzero(run["live"][week].scored.rows == request)]
        truth = market.grid(np.array([request]), attention=own)[0]
        allowed = eligible(market, week, policy=False)
        worth = truth * market.value(week)
        worth = worth * allowed[cells(market)[request] % (2 * market.constants.regions)]
        there = np.flatnonzero(auctions.there[row])
        listed = {int(auctions.ads[row, place]): int(place) for place in there}
        return cls(run, row, truth, listed, [int(ad) for ad in np.argsort(-worth)[:BEST]])

    @property
    def auctions(self) -> Auctions:
        """All judged requests."""
        return self.run["auctions"]

    def fate(self, ad: int) -> str:
        """What became of an ad, and why."""
        place = self.listed.get(ad)
        return self._not_listed(ad) if place is None else self._listed(place)

    def _listed(self, place: int) -> str:
        sales, at, auctions = self.run["sales"], self.run.position, self.auctions
        won = np.flatnonzero(sales.place[at, self.row] == place)
        if len(won):
            return f"{SLOT} {won[0] + 1}"
        if place >= KEEPS[at]:
            return TRIMMED
        rules, bid = sales.rules, float(auctions.bid[self.row, place])
        score = bid * float(auctions.chance[self.row, place]) ** rules.squash
        if {"click": bid, "score": score}.get(rules.reserve_kind, np.inf) < rules.reserve:
            return "under the reserve"
        paced = self.run.settings["pacing"] != "off"
        return "outbid, or held back by its budget" if paced else "outbid"

    def _not_listed(self, ad: int) -> str:
        market, settings, store = self.run["market"], self.run.settings, self.run["store"]
        if settings["policy"] == "on" and bool(market.ads.seen["flagged"][ad]):
            return "taken out by policy"
        topic, match = int(store.topic[self.auctions.rows[self.row]]), settings["match"]
        if match != "embedding" and not matching(market, store, match)[topic, ad]:
            return "not selected: does not match"
        return "beyond k1, capped, or trimmed early by the light ranker"

    def bid(self, ad: int) -> float:
        """What the ad bids for a click, in $."""
        week = int(self.auctions.week[self.row])
        place = self.listed.get(ad)
        return float(self.run["market"].bid(week)[ad] if place is None else self._at("bid", place))

    def predicted(self, ad: int) -> float:
        """The heavy model's chance of a click; NaN where it was not asked."""
        place = self.listed.get(ad)
        return np.nan if place is None else float(self._at("chance", place))

    def true(self, ad: int) -> float:
        """The true chance of a click in the first slot."""
        place = self.listed.get(ad)
        return float(self.truth[ad]) if place is None else float(self._at("truth", place))

    def _at(self, name: str, place: int) -> float:
        return getattr(self.auctions, name)[self.row, place]


def page(run: Run, subject: str = "") -> Drawn:
    """A results page with its ads.

    What does a user get, and what could it have been? Pick any judged request of the last week: its
    page as served, and the ads of the market that would have been worth most.
    """
    followed = Followed.of(run, subject)
    sales: Sales = run["sales"]
    at, auctions = run.position, sales.auctions
    won = sales.place[at, followed.row]
    shown = [int(auctions.ads[followed.row, place]) for place in won if place >= 0]
    prices = sales.price[at, followed.row]
    slots = [
        Card(
            f"Slot {slot + 1}: ad {ad}",
            (f"pays {say(float(prices[slot]), 'money')} a click", *_lines(followed, ad)),
            *(("one of the best", "ceiling") if ad in followed.best else ("", "true")),
        )
        for slot, ad in enumerate(shown)
    ]
    wanted = followed.best[: len(sales.rules.slots)]
    best = [
        Card(f"Ad {ad}", _lines(followed, ad), followed.fate(ad), _colour(followed.fate(ad)))
        for ad in wanted
    ]
    rows = {"The page as served": slots or [Card("No ad")], "The best page there could be": best}
    return Cards(rows, f"{len(set(wanted) & set(shown))} of the {len(wanted)} best ads are shown.")


def _lines(followed: Followed, ad: int) -> tuple[str, ...]:
    """What people read on an ad's card."""
    market, predicted = followed.run["market"], followed.predicted(ad)
    said = "not scored" if np.isnan(predicted) else f"{say(predicted, 'share')} predicted"
    seen = market.ads.seen.iloc[ad]
    return (
        f"advertiser {seen['advertiser']}, topic {seen['topic']}",
        f"bids {say(followed.bid(ad), 'money')} a click",
        f"chance of a click: {said}, {say(followed.true(ad), 'share')} true",
    )


def _colour(fate: str) -> str:
    return "ceiling" if fate.startswith(SLOT) else "alarm"


def follow(run: Run, subject: str = "") -> Drawn:
    """One request, followed.

    Why did this ad win, and where did the better one fall out? The winners, the runners-up and the
    truly best ads of the market, with what became of each.
    """
    followed = Followed.of(run, subject)
    best_listed = _best_listed(followed)
    first = _auction_order(followed, KEEPS[run.position])[: SHOWN - BEST]
    ads = list(dict.fromkeys([*first, *best_listed, *followed.best]))
    frame = pd.DataFrame(
        {
            "ad": ads,
            "what became of it": [followed.fate(ad) for ad in ads],
            "place": [followed.listed.get(ad, np.nan) + 1 for ad in ads],
            "bid": [followed.bid(ad) for ad in ads],
            "predicted": [followed.predicted(ad) for ad in ads],
            "true": [followed.true(ad) for ad in ads],
        }
    )
    frame["bid x predicted"] = frame["bid"] * frame["predicted"]
    kept = sum(followed.listed.get(ad, SHOWN**2) < KEEPS[run.position] for ad in followed.best)
    return Table(
        frame,
        f"{_label(run, followed.row).capitalize()}. Of the market's {BEST} truly best ads {kept} "
        "reach the auction. Place is the light ranker's.",
        {"place": "count", "bid": "money", "predicted": "share", "true": "share"}
        | {"bid x predicted": "money"},
    )


def _auction_order(followed: Followed, keep: int) -> list[int]:
    """The ads that reach the auction, by bid times probability."""
    ads = [ad for ad, place in followed.listed.items() if place < keep]
    return sorted(ads, key=lambda ad: -followed.bid(ad) * followed.predicted(ad))


def _best_listed(followed: Followed) -> list[int]:
    """The two truly best ads among all that the light ranker ordered."""
    worth = followed.auctions.worth()[followed.row]
    return sorted(followed.listed, key=lambda ad: -worth[followed.listed[ad]])[:2]
