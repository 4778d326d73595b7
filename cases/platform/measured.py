"""Two real small models, fitted and served: what a join, a second transform and age do to them.

Ad clicks (LightGBM, on the market of the ads scenario) and subscriptions (logistic regression, on
the customers of churn). What the platform's fifty models lose to skew and to age is what these two
lose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.ads import ad_market
from data.ads.constants import SEARCH
from data.subscriptions import subscriptions
from data.world import stream
from pipelines.evaluation.scores import average_precision
from pipelines.learning.training import Recipe, fit
from pipelines.learning.windows import Moments

BLOCKS = 10
WEEK = 7 * 24.0  # hours
SMALL_MARKET = replace(SEARCH, ads=300, past_requests=5_000, live_requests=4_000, rate=0.06)
ASKED = ("tenure", "annual", "minutes", "logins", "tickets", "calls", "promo", "bill", "total")


@dataclass(frozen=True, eq=False)
class Material:
    """The rows of one world, and every way in which their features reach a model.

    `fresh` holds features as they were at each row, `stale` as of the last nightly batch, `latest`
    as they stand in the table on the day of training; all (rows, columns). `wrong` is what a second
    transform multiplies each column by. `label` is 0 or 1, `chance` the true probability, `age`
    counts periods of `days` days since launch: below 0 is the past.
    """

    name: str
    model: str
    columns: tuple[str, ...]
    fresh: np.ndarray
    stale: np.ndarray
    latest: np.ndarray
    wrong: np.ndarray
    label: np.ndarray
    chance: np.ndarray
    age: np.ndarray
    days: float

    def fed(self, join: str, transform: str, freshness: str) -> Fed:
        """Fit by a join and serve by a transform, and measure both."""
        served = self.fresh if freshness == "streaming" else self.stale
        joined = {"point_in_time": self.fresh, "latest": self.latest, "logged": served}[join]
        served = served * self.wrong if transform == "two" else served
        if join == "logged":
            joined = served
        part = -2 if self.days < 30 else -4
        learn, held = self.age < part, (self.age >= part) & (self.age < 0)
        live = np.flatnonzero((self.age >= 0) & (self.age < 2))
        model = fit(joined[learn], self.label[learn], Recipe(self.model, seed=1))
        parts = np.array_split(stream(1, "blocks").permutation(len(live)), BLOCKS)
        return Fed(
            self.name,
            Scored(self.label[held].astype(float), model.predict(joined[held])),
            Scored(self.chance[live], model.predict(served[live])),
            tuple(parts),
            self._apart(joined[learn | held], served[live], parts),
        )

    def _apart(self, joined: np.ndarray, served: np.ndarray, parts: list) -> Apart:
        spread = np.maximum(joined.std(axis=0), 1e-9)
        mean = joined.mean(axis=0)
        far = np.abs(served.mean(axis=0) - mean) / spread
        blocks = np.array([(np.abs(served[p].mean(axis=0) - mean) / spread).mean() for p in parts])
        told = {
            "feature": self.columns,
            "training": mean,
            "spread": spread,
            "serving": served.mean(axis=0),
        }
        return Apart(pd.DataFrame(told | {"skew": far}), blocks)

    def aged(self) -> tuple[np.ndarray, np.ndarray]:
        """Days of age, and the share of average precision lost against a model fitted then."""
        periods = np.unique(self.age[self.age >= 0])[:-1]
        first, days, lost = None, [], []
        for at in periods[:: max(1, len(periods) // 4)]:
            learn, now = (
                (self.age < at) & (self.age >= at - 8),
                (self.age >= at) & (self.age <= at + 1),
            )
            model = fit(self.fresh[learn], self.label[learn], Recipe(self.model, seed=1))
            first = first or model
            old, new = (
                average_precision(self.chance[now], one.predict(self.fresh[now]))
                for one in (first, model)
            )
            days.append(at * self.days)
            lost.append(1 - old / new)
        return np.array(days, dtype=float), np.array(lost)


@dataclass(frozen=True, eq=False)
class Apart:
    """How far serving lies from training: one row a feature, and their mean in ten live parts."""

    features: pd.DataFrame
    blocks: np.ndarray

    @property
    def mean(self) -> float:
        """Mean over the features, in spreads of the training rows."""
        return float(self.features["skew"].mean())


@dataclass(frozen=True, eq=False)
class Scored:
    """Rows with what is known of each, a label or the true chance of one, and a model's score."""

    truth: np.ndarray
    score: np.ndarray

    @property
    def precision(self) -> float:
        """Average precision of the score."""
        return average_precision(self.truth, self.score)


@dataclass(frozen=True, eq=False)
class Fed:
    """One real model: its scores of held-back rows of the joined history and of live rows, ten
    parts of the live rows, and how far features lie apart."""

    name: str
    held: Scored
    live: Scored
    parts: tuple[np.ndarray, ...]
    apart: Apart

    @property
    def seen(self) -> float:
        """What its team reports: average precision on the held-back rows."""
        return self.held.precision

    @property
    def served(self) -> float:
        """What it does live: average precision by the true chances."""
        return self.live.precision

    @property
    def blocks(self) -> np.ndarray:
        """The same in each part of the live rows."""
        own = self.live
        return np.array([Scored(own.truth[p], own.score[p]).precision for p in self.parts])


@dataclass(frozen=True, eq=False)
class Measured:
    """The real models as the design feeds them, and as they are fed honestly."""

    fed: tuple[Fed, ...]
    honest: tuple[Fed, ...]

    @property
    def kept(self) -> np.ndarray:
        """The share of what an honestly fed model does that each keeps: (models,), at most 1."""
        both = zip(self.fed, self.honest, strict=True)
        return np.array([min(1.0, own.served / best.served) for own, best in both])

    @property
    def leak(self) -> float:
        """How much more teams promise than they would of an honestly joined history, on average,
        relative; 0 where they promise less."""
        both = zip(self.fed, self.honest, strict=True)
        ways = [(own.seen / own.served) / (best.seen / best.served) for own, best in both]
        return float(np.mean(np.maximum(np.array(ways) - 1, 0)))

    @property
    def skew(self) -> float:
        """How far served features lie from those trained on, in spreads, over all models."""
        return float(np.mean([own.apart.mean for own in self.fed]))

    @property
    def skew_blocks(self) -> np.ndarray:
        """The same in ten parts of the live rows."""
        return np.mean([own.apart.blocks for own in self.fed], axis=0)


def materials(*, seed: int) -> tuple[Material, ...]:
    """Draw the ad clicks and the subscriptions that two real models learn from."""
    return _clicks(seed), _customers(seed)


def measured(
    materials: tuple[Material, ...], *, join: str, transform: str, freshness: str
) -> Measured:
    """Fit both real models on the joined history and serve them, and again in the honest way."""
    honest = ("point_in_time", "one", "streaming")
    own = tuple(each.fed(join, transform, freshness) for each in materials)
    best = (
        own
        if (join, transform, freshness) == honest
        else tuple(each.fed(*honest) for each in materials)
    )
    return Measured(own, best)


def ageing(materials: tuple[Material, ...]) -> Mapping[str, tuple[np.ndarray, np.ndarray]]:
    """Let each real model grow old beside one fitted afresh: days, and the share lost."""
    return {each.name: each.aged() for each in materials}


def decay(curve: tuple[np.ndarray, np.ndarray]) -> float:
    """The share of its value a model loses a day: the line through no loss, by least squares.

    >>> round(decay((np.array([0.0, 10.0]), np.array([0.0, 0.05]))), 4)
    0.005
    """
    days, lost = curve
    return max(float(days @ lost / (days @ days)), 2e-4)


def _customers(seed: int) -> Material:
    """Subscriptions: one row a customer and month; who leaves at its end."""
    world = subscriptions(customers=1000, drift="competitor", start=2, seed=seed)
    seen, launch = world.seen, world.about["launch"]
    fresh = seen[list(ASKED)].fillna(0.0).to_numpy(float)
    for name in ("minutes", "total"):
        fresh[:, ASKED.index(name)] = np.log1p(fresh[:, ASKED.index(name)])
    rows, who = pd.Series(np.arange(len(seen))), seen["customer"].to_numpy()
    before = rows.groupby(who).shift(1).fillna(rows).astype(int).to_numpy()
    known = rows.where(seen["month"].to_numpy() < launch).groupby(who).transform("max")
    wrong = np.where(np.array(ASKED) == "tenure", 52 / 12, 1.0)  # weeks for months
    return Material(
        "churn risk",
        "logistic",
        ASKED,
        fresh,
        fresh[before],
        fresh[known.fillna(rows).astype(int).to_numpy()],
        wrong,
        world.truth["left"].to_numpy().astype(int),
        world.truth["hazard"].to_numpy(),
        seen["month"].to_numpy() - launch,
        30.0,
    )


def _clicks(seed: int) -> Material:
    """Ads shown at random: one row a request, and whether it was clicked."""
    market = ad_market(seed, drift="fatigue", constants=SMALL_MARKET)
    seen, count = market.requests.seen, len(market.requests.seen)
    ad = stream(seed, "shown").integers(0, SMALL_MARKET.ads, count)
    rows = np.arange(count)
    chance = market.probability(rows, ad[:, None])[:, 0]
    click = market.click(rows, ad[:, None], chance[:, None])[:, 0]
    hour = (
        seen["hour"].to_numpy()
        if seen["hour"].max() > 24
        else (seen["week"].to_numpy() * WEEK + seen["hour"].to_numpy() * 7)
    )
    at = np.sort(hour - hour.min())
    likeness = _likeness(seen, market.ads.seen.iloc[ad])
    launch = at[np.searchsorted(seen["week"].to_numpy(), 0)]
    ways = {
        "fresh": at,
        "stale": np.floor(at / 24) * 24,
        "latest": np.full(count, launch),
    }
    own = {
        name: np.column_stack([likeness, *_rates(ad, seen["user"].to_numpy(), at, when, click)])
        for name, when in ways.items()
    }
    columns = ("likeness", "ad clicks", "ad click rate", "user clicks", "user click rate")
    wrong = np.array([1.0, 1.4, 1.0, 1.4, 1.0])  # a month of 30 days for one of three weeks
    return Material(
        "ad clicks", "lightgbm", columns, **own, wrong=wrong, label=click.astype(int),
        chance=chance.astype(float), age=seen["week"].to_numpy(), days=7.0,
    )  # fmt: skip


def _rates(
    ad: np.ndarray, user: np.ndarray, at: np.ndarray, when: np.ndarray, click: np.ndarray
) -> list[np.ndarray]:
    """Clicks and click rate of each row's ad and user over the three weeks before `when`."""
    found = []
    for who in (ad, user):
        moments = Moments.sort(who, when, span=(0.0, float(at.max()) + 24))
        events = moments.events(who, at)
        clicks, shows = events.within(3 * WEEK, click.astype(float)), events.within(3 * WEEK)
        found += [clicks, (clicks + 1) / (shows + 16)]
    return found


def _likeness(requests: pd.DataFrame, ads: pd.DataFrame) -> np.ndarray:
    """How well each request's context vector fits its ad's, as both are seen."""
    ours = requests[[name for name in requests if name[0] == "e" and name[1:].isdigit()]]
    theirs = ads[[name for name in ads if name[0] == "f" and name[1:].isdigit()]]
    return (ours.to_numpy() * theirs.to_numpy()).sum(axis=1)
