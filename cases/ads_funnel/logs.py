"""What was shown and clicked: the log of each week, and the counts that features are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.ads import AdMarket

SMOOTHING = 40.0
"""Impressions' worth of average click rate that every count starts from."""


@dataclass(frozen=True, eq=False)
class Log:
    """Impressions of one week: request, ad, slot from 0, recorded click; whether it explored."""

    week: int
    request: np.ndarray
    ad: np.ndarray
    slot: np.ndarray
    click: np.ndarray
    explored: np.ndarray

    def __len__(self) -> int:
        return len(self.request)

    @classmethod
    def of(
        cls,
        market: AdMarket,
        week: int,
        rows: np.ndarray,
        winners: np.ndarray,
        *,
        explored: np.ndarray,
        shown: np.ndarray,
        sight: np.ndarray | None = None,
    ) -> Log:
        """Show `winners` (requests, slots; -1 is empty) and let the market answer.

        `shown` counts how often each user met each ad before, `explored` marks requests.
        """
        ads = np.maximum(winners, 0)
        user = market.requests.seen["user"].to_numpy()[rows]
        chance = market.probability(rows, ads, shown=shown[user[:, None], ads], sight=sight)
        chance = chance * np.array(market.constants.slots[: winners.shape[1]])
        clicks = market.recorded(rows, ads, market.click(rows, ads, chance))
        slots = np.broadcast_to(np.arange(winners.shape[1]), winners.shape)
        kept = winners >= 0
        spread = np.broadcast_to(rows[:, None], winners.shape)
        tried = np.broadcast_to(explored[:, None], winners.shape)
        return cls(week, spread[kept], ads[kept], slots[kept], clicks[kept], tried[kept])


@dataclass(frozen=True, eq=False)
class Counts:
    """Impressions and clicks so far, by ad, advertiser and user, and how often each pair met.

    `shown` halves every week, so that it says how often a user met an ad lately.
    """

    ad: np.ndarray
    advertiser: np.ndarray
    user: np.ndarray
    shown: np.ndarray
    level: float

    @classmethod
    def none(cls, market: AdMarket) -> Counts:
        """Before anything was shown."""
        made = market.constants
        pairs = np.zeros((made.users, made.ads), dtype=np.float32)
        ad, advertiser, user = (
            np.zeros((2, count)) for count in (made.ads, made.advertisers, made.users)
        )
        return cls(ad, advertiser, user, pairs, 0.02)

    def after(self, market: AdMarket, log: Log, *, by_slot: bool, users: bool = True) -> Counts:
        """The counts once a week's log is added.

        With `by_slot` an impression further down counts for less, as fewer see it; without
        `users` the log no longer knows who looked.
        """
        made = market.constants
        weight = np.array(made.slots)[log.slot] if by_slot else np.ones(len(log))
        owner = market.ads.seen["advertiser"].to_numpy()[log.ad]
        user = market.requests.seen["user"].to_numpy()[log.request]
        ad = self.ad + _tally(log.ad, weight, log.click, made.ads)
        pairs = np.bincount(user * made.ads + log.ad, minlength=self.shown.size)
        return Counts(
            ad,
            self.advertiser + _tally(owner, weight, log.click, made.advertisers),
            self.user + _tally(user, weight, log.click, made.users) * users,
            0.5 * self.shown + pairs.reshape(self.shown.shape).astype(np.float32),
            float(ad[1].sum() / max(ad[0].sum(), 1.0)) or 1e-4,
        )

    def rate(self, kind: str) -> np.ndarray:
        """Smoothed click rates by `kind` (ad, advertiser, user): never 0."""
        shown, clicked = getattr(self, kind)
        return (clicked + SMOOTHING * self.level) / (shown + SMOOTHING)


def _tally(index: np.ndarray, weight: np.ndarray, click: np.ndarray, size: int) -> np.ndarray:
    return np.stack([np.bincount(index, weight, size), np.bincount(index, click, size)])


def within(logs: Sequence[Log], week: int, weeks: int) -> list[Log]:
    """The logs of the `weeks` weeks before `week`."""
    return [log for log in logs if week - weeks <= log.week < week]
