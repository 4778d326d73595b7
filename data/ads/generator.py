"""A market of ads that answers: whatever a design shows, the same draws decide what is clicked.

Requests and ads are two tables, each with its truth apart (`World`). What happens when an ad is
shown is not a row of either, so the market has a method for it: `probability` is the truth of a
pair, `click` its outcome, decided by a uniform number that belongs to the pair. Two designs that
show the same ad to the same request see the same outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from data.ads.constants import CHANGE, DRIFTS, SURFACES, AdConstants
from data.ads.entities import draw_ads, draw_advertisers, draw_requests, topic_centres
from data.drift import episode, ramp
from data.world import World, stream


@dataclass(frozen=True, eq=False)
class AdMarket:
    """Requests, ads and advertisers of one seed, and the answers of the users behind them."""

    constants: AdConstants
    seed: int
    drift: str
    requests: World
    ads: World
    advertisers: pd.DataFrame

    @cached_property
    def _sides(self) -> tuple[np.ndarray, np.ndarray]:
        """Vectors of requests and of ads (but for quality) whose product is the log odds."""
        request, ad = self.requests, self.ads
        size, constants = self.constants.dimensions, self.constants
        context = request.truth[[f"c{i}" for i in range(size)]].to_numpy(np.float32)
        vector = ad.truth[[f"a{i}" for i in range(size)]].to_numpy(np.float32)
        rng = stream(self.seed, "settings")
        table = rng.normal(0, 1, (2, 2, 3))
        table = (constants.setting * (table - table.mean()) / table.std()).astype(np.float32)
        hour = request.seen["hour"].to_numpy()
        evening = ((hour >= 18) | (hour < 2)).astype(int)
        setting = table[request.seen["device"].to_numpy(), evening]
        bend = constants.bend * np.sin(2 * context[:, :1])
        scaled = context * np.float32(constants.match / np.sqrt(size))
        sign = np.sign(vector[:, 1:2])
        formats = np.eye(3, dtype=np.float32)[ad.seen["format"].to_numpy()]
        return np.hstack([scaled, bend, setting]), np.hstack([vector, sign, formats])

    @cached_property
    def _level(self) -> np.float32:
        """The log odds every pair starts from, so that the mean chance is the constants' rate."""
        ours, theirs = self._sides
        odds = ours[:: max(1, len(ours) // 400)] @ theirs.T + self._quality[0]
        low, high = -30.0, 30.0
        for _ in range(40):
            level = (low + high) / 2
            much = np.mean(1 / (1 + np.exp(-(odds + level)))) > self.constants.rate
            low, high = (low, level) if much else (level, high)
        return np.float32(level)

    @cached_property
    def _quality(self) -> np.ndarray:
        """Each ad's quality in each week, past weeks first: shape (weeks, ads)."""
        constants = self.constants
        weeks = np.arange(-constants.past_weeks, constants.live_weeks)
        steps = stream(self.seed, "walk").normal(0, constants.walk, (len(weeks), constants.ads))
        quality = self.ads.truth["quality"].to_numpy() + np.cumsum(steps, axis=0)
        if self.drift == "fatigue":
            worn = np.maximum(weeks - CHANGE + 1, 0)[:, None]
            quality = quality - constants.fading * worn * self.ads.truth["fades"].to_numpy()
        return quality.astype(np.float32)

    def probability(
        self,
        rows: np.ndarray,
        ads: np.ndarray,
        *,
        shown: np.ndarray | None = None,
        attention: np.ndarray | None = None,
    ) -> np.ndarray:
        """The true chance of a click in the first slot, for requests `rows` and, of each, `ads`.

        `rows` has shape (n,), `ads` (n, k). `shown` is how often each pair's user met the ad
        before (n, k), `attention` how much of ads each request's user still takes in (n,). A bot
        clicks as it likes.
        """
        ours, theirs = self._sides
        odds = np.einsum("nd,nkd->nk", ours[rows], theirs[ads])
        odds += self._quality[self._week_of(rows)[:, None], ads]
        return self._answer(odds, rows, shown, attention)

    def grid(
        self,
        rows: np.ndarray,
        *,
        shown: np.ndarray | None = None,
        attention: np.ndarray | None = None,
    ) -> np.ndarray:
        """`probability` for every ad there is, for requests of one week: shape (n, ads)."""
        ours, theirs = self._sides
        week = self._week_of(rows)
        if len(week) and week.min() != week.max():
            raise ValueError(
                f"rows are of weeks {week.min()} to {week.max()}; a grid is of one week"
            )
        odds = ours[rows] @ theirs.T
        odds += self._quality[week[:1]]
        return self._answer(odds, rows, shown, attention)

    def click(self, rows: np.ndarray, ads: np.ndarray, chance: np.ndarray) -> np.ndarray:
        """Whether each pair is clicked when shown at probability `chance`: boolean, same shape.

        A higher chance never turns a click into none: the draw belongs to request and ad.
        """
        return pair_draw(self.seed, "clicks", rows[:, None], ads) < chance

    def running(self, week: int) -> np.ndarray:
        """Which ads run in a week: boolean, one per ad."""
        return self.ads.seen["start"].to_numpy() <= week

    def value(self, week: int) -> np.ndarray:
        """What a click is worth to each ad's advertiser in a week, in money."""
        lift = 1.0
        if self.drift == "holiday":
            live = self.constants.live_weeks
            lift += self.constants.holiday * float(episode(week, start=CHANGE, length=live))
        return self.ads.truth["value"].to_numpy() * lift

    def bid(self, week: int, *, shading: float = 0.0) -> np.ndarray:
        """What each ad bids for a click in a week: its value, less the share that is shaded.

        Shading is learnt over three live weeks.
        """
        learnt = float(ramp(week, start=-1, length=3))
        return self.value(week) * (1 - shading * learnt)

    def recorded(self, rows: np.ndarray, ads: np.ndarray, clicks: np.ndarray) -> np.ndarray:
        """The clicks that reach the log: all, but for those lost where tracking is."""
        if self.drift != "tracking":
            return clicks
        lost = pair_draw(self.seed, "tracking", rows[:, None], ads) < self.constants.lost_clicks
        late = self.requests.seen["week"].to_numpy()[rows] >= CHANGE
        return clicks & ~(lost & late[:, None])

    def _week_of(self, rows: np.ndarray) -> np.ndarray:
        return self.requests.seen["week"].to_numpy()[rows] + self.constants.past_weeks

    def _answer(self, odds, rows, shown, attention) -> np.ndarray:
        odds += self._level
        if shown is not None:
            odds -= np.float32(self.constants.tiring) * np.log2(1 + shown, dtype=np.float32)
        chance = 1 / (1 + np.exp(-odds))
        if attention is not None:
            chance *= attention[:, None].astype(np.float32)
        chance[self.requests.truth["bot"].to_numpy()[rows]] = self.constants.bot_click
        return chance


def ad_market(
    seed: int,
    *,
    surface: str = "search",
    drift: str = "none",
    constants: AdConstants | None = None,
) -> AdMarket:
    """Draw a market of ads for a surface (search, feed) that changes in one of the DRIFTS ways."""
    if surface not in SURFACES:
        raise ValueError(f"no surface is called {surface}; there are {', '.join(SURFACES)}")
    if drift not in DRIFTS:
        raise ValueError(f"no drift is called {drift}; there are {', '.join(DRIFTS)}")
    made = constants or SURFACES[surface]
    centres = topic_centres(made, seed)
    advertisers = draw_advertisers(made, seed)
    ads = draw_ads(made, centres, advertisers, seed=seed, drift=drift)
    requests = draw_requests(made, centres, seed=seed, drift=drift)
    return AdMarket(made, seed, drift, requests, ads, advertisers)


def pair_draw(seed: int, mechanism: str, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """A uniform number in [0, 1) for each pair of integers: the same wherever the pair turns up.

    Steele, Lea and Flood's SplitMix64 finaliser over the pair, so no table of draws is kept.

    >>> a = pair_draw(1, "clicks", np.array([3, 4]), np.array([7, 7]))
    >>> b = pair_draw(1, "clicks", np.array([4]), np.array([7]))
    >>> bool(a[1] == b[0])
    True
    """
    start = stream(seed, mechanism).integers(0, 2**63, dtype=np.uint64)
    word = np.asarray(one, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    word = word + np.asarray(other, dtype=np.uint64) * np.uint64(0xD1B54A32D192ED03) + start
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        word = (word ^ (word >> np.uint64(shift))) * np.uint64(factor)
    word = word ^ (word >> np.uint64(31))
    return (word >> np.uint64(11)).astype(np.float64) * 2.0**-53
