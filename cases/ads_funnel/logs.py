"""What was shown and clicked: the log of each week, and the counts that features are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from data.ads import AdMarket
from data.ads.constants import CHANGE

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
        attention: np.ndarray | None = None,
    ) -> Log:
        """Show `winners` (requests, slots; -1 is empty) and let the market answer.

        `shown` counts how often each user met each ad before (users, ads), `explored` marks
        requests, `attention` is how much of ads each request's user still takes in.
        """
        ads = np.maximum(winners, 0)
        user = market.requests.seen["user"].to_numpy()[rows]
        met = shown[user[:, None], ads]
        chance = market.probability(rows, ads, shown=met, attention=attention)
        chance = chance * np.array(market.constants.slots[: winners.shape[1]])
        clicks = market.recorded(rows, ads, market.click(rows, ads, chance))
        slots = np.broadcast_to(np.arange(winners.shape[1]), winners.shape)
        kept = winners >= 0
        request = np.broadcast_to(rows[:, None], winners.shape)
        tried = np.broadcast_to(explored[:, None], winners.shape)
        return cls(week, request[kept], ads[kept], slots[kept], clicks[kept], tried[kept])


@dataclass(frozen=True, eq=False)
class Counts:
    """Impressions and clicks so far, by ad, advertiser and user, and how often each pair met.

    The first three have shape (2, ads), (2, advertisers), (2, users): impressions, then clicks.
    `shown` (users, ads) halves every week, so that it says how often a user met an ad lately.
    `level` is the click rate over all.
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

    def after(self, market: AdMarket, log: Log, *, by_slot: bool) -> Counts:
        """The counts once a week's log is added.

        With `by_slot` an impression further down counts for less, as fewer see it. Once tracking
        is lost, the log no longer knows who looked.
        """
        made = market.constants
        known_users = market.drift != "tracking" or log.week < CHANGE
        weight = np.array(made.slots)[log.slot] if by_slot else np.ones(len(log))
        owner = market.ads.seen["advertiser"].to_numpy()[log.ad]
        user = market.requests.seen["user"].to_numpy()[log.request]
        ad = self.ad + _sums(log.ad, weight, log.click, made.ads)
        pairs = np.bincount(user * made.ads + log.ad, minlength=self.shown.size)
        return Counts(
            ad,
            self.advertiser + _sums(owner, weight, log.click, made.advertisers),
            self.user + _sums(user, weight, log.click, made.users) * known_users,
            0.5 * self.shown + pairs.reshape(self.shown.shape).astype(np.float32),
            float(ad[1].sum() / max(ad[0].sum(), 1.0)) or 1e-4,
        )

    def rate(self, kind: str) -> np.ndarray:
        """Smoothed click rates by `kind` (ad, advertiser, user): never 0."""
        shown, clicked = getattr(self, kind)
        return (clicked + SMOOTHING * self.level) / (shown + SMOOTHING)


def counts_by_week(
    market: AdMarket, logs: Iterable[Log], *, by_slot: bool
) -> tuple[dict[int, Counts], Counts]:
    """The counts known before each logged week, by week, and those after the last."""
    counts, before = Counts.none(market), {}
    for log in logs:
        before[log.week] = counts
        counts = counts.after(market, log, by_slot=by_slot)
    return before, counts


def within(logs: Sequence[Log], week: int, weeks: int) -> list[Log]:
    """The logs of the `weeks` weeks before `week`."""
    return [log for log in logs if week - weeks <= log.week < week]


def _sums(index: np.ndarray, weight: np.ndarray, click: np.ndarray, size: int) -> np.ndarray:
    return np.stack([np.bincount(index, weight, size), np.bincount(index, click, size)])
