"""Where a test runs: what one arm does to the other, and what four weeks say about a year.

The auction and the feed are the worlds of the platform's other scenarios, met here as places for
an experiment: advertisers' budgets are shared by both arms, and a feed's readers change slowly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from data.ads import AdMarket, ad_market
from data.ads.constants import SEARCH
from data.experiments.people import DAYS
from data.feed import Feed, social_feed
from data.feed.constants import DAYS as YEAR
from data.feed.days import Crowd, Luck, spend
from data.world import stream
from pipelines.ranking.auction import Rules, sell
from pipelines.ranking.pacing import Paced

SLICES = 24
MARKET = replace(
    SEARCH,
    ads=160,
    advertisers=40,
    users=400,
    past_weeks=1,
    live_weeks=1,
    past_requests=1,
    live_requests=1_600,
)
BLUR = (1.0, 0.3)  # standard deviation of a ranker's log error: the old one, the new one
LOOSE, TIGHT = 8.0, 0.2  # budgets at couplings of 0 and 1, as a multiple of what would be spent
UNEVEN = 0.8  # standard deviation of log budget between advertisers
PAGE, PENALTY = 20, 3.0  # posts on a page; what the old feed takes off for clickbait
TEST_DAYS = 28


@dataclass(frozen=True)
class Auctions:
    """Revenue ($) of the old ranker and of the new one, each as if it had the whole day.

    `free` without budgets; `launch` on the budgets there are; `shared` with users split and both
    arms on the same budgets; `split` with every budget split as the users are.
    """

    free: tuple[float, float]
    launch: tuple[float, float]
    shared: tuple[float, float]
    split: tuple[float, float]

    def lift(self, design: str) -> float:
        """The lift (relative) that a design reports, by name."""
        old, new = getattr(self, design)
        return new / old - 1

    def times(self, design: str) -> float:
        """The same as a multiple of the lift without budgets."""
        return self.lift(design) / self.lift("free")


def auctions(*, place: str, coupling: float, seed: int) -> Auctions | None:
    """Sell a day of ads with the old ranker, the new one, and both at once on the same budgets."""
    return sold_by_both(coupling, seed) if place == "auction" else None


def sold_by_both(coupling: float, seed: int) -> Auctions:
    """A day of auctions under every design of the test; `coupling` 0 to 1 is how tight budgets are.

    Budgets are multiples of what the old ranker would spend; advertisers differ.
    """
    day = AuctionDay.drawn(seed)
    arm, everyone, nobody = day.arm, np.ones_like(day.arm), np.zeros_like(day.arm)
    free = np.full(MARKET.advertisers, np.inf)
    spent = day.earned(nobody, free)
    uneven = np.exp(UNEVEN * stream(seed, "budgets").standard_normal(MARKET.advertisers))
    budget = LOOSE * (TIGHT / LOOSE) ** coupling * uneven * spent.sum(axis=0)
    size = np.bincount(arm, minlength=2) / len(arm)
    both = day.earned(arm, budget).sum(axis=1) / size
    apart = [day.earned(arm, budget * size[a], only=a).sum() / size[a] for a in (0, 1)]
    return Auctions(
        (float(spent.sum()), float(day.earned(everyone, free).sum())),
        (float(day.earned(nobody, budget).sum()), float(day.earned(everyone, budget).sum())),
        (float(both[0]), float(both[1])),
        (float(apart[0]), float(apart[1])),
    )


@dataclass(frozen=True, eq=False)
class AuctionDay:
    """A day's requests: true chances, what either ranker says, and each request's arm by user."""

    market: AdMarket
    chance: np.ndarray
    said: tuple[np.ndarray, np.ndarray]
    arm: np.ndarray

    @classmethod
    def drawn(cls, seed: int) -> AuctionDay:
        """Draw the market; a ranker's error is log-normal, an ad at a time."""
        market = ad_market(seed, constants=MARKET)
        rows = np.flatnonzero(market.requests.seen["week"].to_numpy() == 0)
        chance = market.grid(rows)
        luck = stream(seed, "rankers").standard_normal((2, *chance.shape), np.float32)
        old, new = (np.minimum(chance * np.exp(b * z), 1) for b, z in zip(BLUR, luck, strict=True))
        treated = stream(seed, "arms").random(MARKET.users) < 0.5
        arm = treated[market.requests.seen["user"].to_numpy()[rows]].astype(int)
        return cls(market, chance, (old, new), arm)

    def earned(self, arm: np.ndarray, budget: np.ndarray, *, only: int = -1) -> np.ndarray:
        """What each arm's requests earn from each advertiser in a day: (2, advertisers).

        `only` names the one arm that takes part. Budgets are spent until they are gone.
        """
        paced = Paced.start("greedy", budget, budget.shape)
        earned = np.zeros((2, len(budget)))
        rows = np.arange(len(arm)) if only < 0 else np.flatnonzero(arm == only)
        for part in np.array_split(rows, SLICES):
            bill = self._bill(part, arm[part], paced.solvent)
            total = bill.sum(axis=0)
            charged = paced.billed(total)
            earned += bill * np.divide(charged, total, out=np.ones_like(total), where=total > 0)
            paced = paced.after(total, planned=1.0)
        return earned

    def _bill(self, part: np.ndarray, arm: np.ndarray, solvent: np.ndarray) -> np.ndarray:
        """Expected payments for some requests: (2, advertisers)."""
        rules, owner = Rules(slots=self.market.constants.slots), self._owner
        said = np.where(arm[:, None] == 1, self.said[1][part], self.said[0][part])
        bid = np.broadcast_to(self.market.bid(0), said.shape)
        sold = sell(bid, said, rules, open_to=solvent[owner])
        paid = sold.price * sold.of(self.chance[part]) * np.array(rules.slots)
        cell = owner[np.maximum(sold.place, 0)] + len(solvent) * arm[:, None]
        return np.bincount(cell.ravel(), paid.ravel(), 2 * len(solvent)).reshape(2, -1)

    @property
    def _owner(self) -> np.ndarray:
        return self.market.ads.seen["advertiser"].to_numpy()


@dataclass(frozen=True, eq=False)
class FeedDays:
    """Engagement a user and day under a feed with and without its penalty on clickbait: (2, days).

    Both live through the same 240 days with the same luck; the test is its first four weeks.
    """

    engagement: np.ndarray

    @property
    def lift(self) -> np.ndarray:
        """What taking the penalty away does, day by day, relative: (days,)."""
        return self.engagement[1] / np.maximum(self.engagement[0], 1e-9) - 1

    @property
    def test(self) -> float:
        """The lift over the four weeks of a test."""
        return _lift(self.engagement[:, :TEST_DAYS])

    @property
    def year(self) -> float:
        """The lift over all 240 days."""
        return _lift(self.engagement)


def feed_days(*, place: str, seed: int) -> FeedDays | None:
    """Live through a feed's year twice: with a penalty on clickbait, and without."""
    if place != "feed":
        return None
    feed = social_feed(seed, size="small")
    made, luck = feed.constants, Luck.of(feed)
    crowd, days = Crowd.at_first(2, made.users), []
    for period in range(made.periods):
        value, glad = _pages(feed, period)
        span = range(period * made.days, (period + 1) * made.days)
        crowd, visits, factor = spend(crowd, luck, span, glad, made)
        days.append((visits * factor * value[:, None]).mean(axis=2))
    engagement = np.concatenate(days, axis=1)
    assert engagement.shape == (2, YEAR)
    return FeedDays(engagement)


def _pages(feed: Feed, period: int) -> tuple[np.ndarray, np.ndarray]:
    """Points and gladness of each user's page, with the penalty and without: each (2, users)."""
    posts, users = feed.in_period(period), np.arange(feed.constants.users)
    pairs = np.broadcast_to(posts, (len(users), len(posts)))
    value, glad = feed.value(feed.chances(users, pairs)), feed.gladness(users, pairs)
    bait = feed.posts.truth["clickbait"].to_numpy()[posts]
    looked = feed.looked_at(np.arange(1, PAGE + 1)).astype(np.float32)
    sums = []
    for penalty in (PENALTY, 0.0):
        score = value / value.std() - penalty * bait
        top = np.argsort(-score, axis=1, kind="stable")[:, :PAGE]
        sums.append([np.take_along_axis(part, top, axis=1) @ looked for part in (value, glad)])
    points, mood = (np.stack([arm[i] for arm in sums]) for i in (0, 1))
    return points, mood / looked.sum()


def _lift(engagement: np.ndarray) -> float:
    old, new = engagement.mean(axis=1)
    return float(new / max(old, 1e-9) - 1)


LEAKS = 0.15  # of an idea's spill that crosses the borders of clusters: assumed
LINGERS = 0.1  # of a time slice's effect that reaches into the next: assumed


@dataclass(frozen=True, eq=False)
class Spill:
    """What the place does to an idea's effect, as multiples of it.

    `launch` is what shipping it brings, `measured` what the test reports. Tempting ideas in a feed
    do what taking the penalty on clickbait away does: `bait_days` (days,) by day of the test, as
    multiples of its first four weeks, and `bait_launch` over the year; None elsewhere.
    """

    launch: float
    measured: float
    bait_days: np.ndarray | None = None
    bait_launch: float = 1.0


def spill(
    auctions: Auctions | None,
    feed_days: FeedDays | None,
    *,
    place: str,
    coupling: float,
    unit: str,
    cookies: float,
) -> Spill:
    """Work out what a test here says of an idea, and what launching it brings."""
    launch, measured = multiples(place, coupling, unit, auctions)
    seen = measured * dilution(unit, cookies)
    if feed_days is None:
        return Spill(launch, seen)
    return Spill(
        launch,
        seen,
        feed_days.lift[:DAYS] / feed_days.test,
        feed_days.year / feed_days.test,
    )


def multiples(
    place: str, coupling: float, unit: str, auctions: Auctions | None = None
) -> tuple[float, float]:
    """Launch and measured effect as multiples of an idea's effect on one user alone.

    In a marketplace a share of what is bought more is missing for others; among friends a share
    more comes from those who see it with them. A cluster keeps most of that in its own arm, a time
    slice all of it but for what lingers.
    """
    if place == "auction" and auctions is not None:
        design = {"budget": "split", "switchback": "launch"}.get(unit, "shared")
        return auctions.times("launch"), auctions.times(design)
    spilt = {"market": -coupling, "social": coupling}.get(place, 0.0)
    kept = {"cluster": 1 - LEAKS, "switchback": 1 - LINGERS}.get(unit, 0.0)
    return 1 + spilt, 1 + kept * spilt


def dilution(unit: str, cookies: float) -> float:
    """What is left of an effect because one person meets both versions."""
    return {"session": 0.5, "cookie": 1 - cookies / 2, "switchback": 1 - LINGERS}.get(unit, 1.0)
