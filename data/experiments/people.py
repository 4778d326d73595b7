"""One user of the shop, as moments: sessions and clicks, a purchase, a basket with a long tail.

A user has a number of sessions (negative binomial), clicks in each with a chance of their own
(beta), buys or does not, and if they buy spends a log-normal amount. Tests compare sums over
thousands of users, which are normal; so a world needs the moments and no users one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

METRICS = ("conversion", "ctr", "ctr_average", "money", "minutes")
DAYS = 56  # that a world lasts; a plan is shorter
WEEKDAYS = (1.08, 1.06, 1.04, 1.02, 1.0, 0.92, 0.88)  # users by day of the week, mean 1
WEEKEND_BUYERS = (1.02, 1.02, 1.02, 1.02, 1.02, 0.95, 0.95)  # conversion by day of the week


@dataclass(frozen=True)
class Shop:
    """What the users of a shop are like; chances are per user, money in dollars."""

    sessions: float = 10.0
    dispersion: float = 1.5  # of the negative binomial: small is uneven
    click: tuple[float, float] = (0.5, 4.5)  # beta: a user's own chance of a click a session
    conversion: float = 0.05
    basket: float = 3.0  # mean log of what a buyer spends
    tail: float = 1.2  # standard deviation of it
    minutes: tuple[float, float] = (8.0, 12.0)  # mean and standard deviation a user
    returning: float = 0.4  # share that comes back, the guardrail

    def __post_init__(self) -> None:
        if not 0 < self.conversion < 1 or self.tail <= 0 or self.dispersion <= 0:
            raise ValueError(f"{self}: conversion lies between 0 and 1, tail and dispersion above")

    @property
    def money(self) -> float:
        """Mean money a user."""
        return self.conversion * float(np.exp(self.basket + self.tail**2 / 2))


@dataclass(frozen=True)
class Clicks:
    """Moments of clicks (y) and sessions (d) of a user: means, mean squares, mean product."""

    y: float
    d: float
    yy: float
    dd: float
    yd: float


def clicks(shop: Shop) -> Clicks:
    """Clicks and sessions of one user, whose chance of a click is the same in all of them."""
    a, b = shop.click
    chance, square = a / (a + b), a * (a + 1) / (a + b) / (a + b + 1)
    sessions = shop.sessions
    squared = sessions + sessions**2 * (1 + 1 / shop.dispersion)
    return Clicks(
        y=chance * sessions,
        d=sessions,
        yy=(chance - square) * sessions + square * squared,
        dd=squared,
        yd=chance * squared,
    )


def own_rate(shop: Shop) -> tuple[float, float]:
    """Mean and mean square of clicks over sessions, user by user, of those with a session."""
    a, b = shop.click
    chance, square = a / (a + b), a * (a + 1) / (a + b) / (a + b + 1)
    counts = np.arange(1, 40 * int(shop.sessions) + 1)
    ratio = (counts - 1 + shop.dispersion) / counts * shop.sessions
    mass = np.cumprod(ratio / (shop.sessions + shop.dispersion))
    once = float((mass / counts).sum() / mass.sum())
    return chance, (chance - square) * once + square


@dataclass(frozen=True)
class Treatment:
    """How money counts: `of(money, z)` for a buyer, `nothing` for whoever buys nothing.

    z is a basket's place among all baskets, standard normal.
    """

    of: Callable[[np.ndarray, np.ndarray], np.ndarray]
    nothing: float = 0.0


def treatment(shop: Shop, outliers: str, cap: float) -> Treatment:
    """Money as it is ("none"), no more than `cap` dollars ("cap"), its log ("log"), or its "rank".

    The rank is the share of all users who spend less, ties halved: Mann and Whitney's statistic is
    the difference of its means.
    """
    from scipy.special import ndtr

    bought = shop.conversion
    known = {
        "none": Treatment(lambda money, z: money),
        "cap": Treatment(lambda money, z: np.minimum(money, cap)),
        "log": Treatment(lambda money, z: np.log1p(money)),
        "rank": Treatment(lambda money, z: (1 - bought) + bought * ndtr(z), (1 - bought) / 2),
    }
    if outliers not in known:
        raise ValueError(f"no treatment is called {outliers}; there are {', '.join(known)}")
    return known[outliers]


def baskets(shop: Shop, shift: np.ndarray, treat: Treatment) -> tuple[np.ndarray, np.ndarray]:
    """Mean and mean square of what a buyer spends, as it counts: each of the shape of `shift`.

    `shift` moves the log of all baskets.
    """
    z = np.linspace(-7, 7, 701)
    weight = np.exp(-0.5 * z * z)
    weight = weight / weight.sum()
    moved = z + np.asarray(shift, dtype=float)[..., None] / shop.tail
    value = treat.of(np.exp(shop.basket + shop.tail * moved), moved)
    return value @ weight, value**2 @ weight
