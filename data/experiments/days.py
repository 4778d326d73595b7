"""What the tests count, day by day: sums over the users of each arm, never the users themselves.

All draws are standard normals that belong to an idea, an arm and a day; a setting only scales and
moves them. So two designs with one seed meet the same luck, however many users they assign.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.experiments.people import (
    DAYS,
    METRICS,
    WEEKDAYS,
    WEEKEND_BUYERS,
    Clicks,
    Shop,
    Treatment,
    baskets,
    clicks,
    own_rate,
    treatment,
)
from data.world import stream

LIGHT_USERS = 0.7
"""How much of an effect on clicks a user's own rate shows: those who come often use what is new
more, and their sessions count for less there. Assumed."""


@dataclass(frozen=True, eq=False)
class Noise:
    """The luck of every idea, arm and day: each stream (ideas, 2, days), made when asked for."""

    seed: int
    ideas: int

    def __getitem__(self, mechanism: str) -> np.ndarray:
        shape = (self.ideas, 2, DAYS)
        return stream(self.seed, f"test {mechanism}").standard_normal(shape, np.float32)

    @cached_property
    def assigned(self) -> np.ndarray:
        """How far the split of each day falls from the plan: (ideas, days)."""
        shape = (self.ideas, DAYS)
        return stream(self.seed, "test assignment").standard_normal(shape, np.float32)


@dataclass(frozen=True, eq=False)
class Setting:
    """What a test measures of the truth: `effects` by name, each (ideas, days), relative.

    `bias` (ideas, days) is added to the treatment's mean by a fault. `base` (days,) multiplies the
    conversion of both arms. `inflation` is how much wider sums vary than independent users make
    them (the design effect). `correlation` is that of the metric with the covariate, of which
    `leaked` is the share of the effect that the treatment moves the covariate by.
    """

    effects: dict[str, np.ndarray]
    bias: np.ndarray
    base: np.ndarray
    inflation: float
    correlation: float
    leaked: float


def users_by_day(a_week: float, *, share: float) -> np.ndarray:
    """Users that enter one test each day, by weekday: (days,)."""
    if a_week < 0 or not 0 <= share <= 1:
        raise ValueError(f"{a_week} users a week, share {share}: neither below 0, share up to 1")
    pattern = np.resize(WEEKDAYS, DAYS)
    return a_week / 7 * share * pattern


def buyers_by_day(*, holiday: bool) -> np.ndarray:
    """How conversion goes from day to day, as a factor: fewer buy at weekends, more in a sale.

    The sale is in the second week.
    """
    pattern = np.resize(WEEKEND_BUYERS, DAYS)
    pattern[7:14] *= 1.5 if holiday else 1.0
    return pattern


def counted(
    shop: Shop,
    noise: Noise,
    units: np.ndarray,
    setting: Setting,
    *,
    metric: str,
    outliers: str = "none",
    cap: float = 0.0,
) -> dict[str, np.ndarray]:
    """Sums of a metric over the users of each arm and day, by name: each (ideas, 2, days), float64.

    `units` (ideas, 2, days) are the users of each arm. Gives y and yy; d, dd and yd for the ratio;
    else x, xx and xy, a covariate of mean 0 and variance 1. Squares follow from the known spread of
    a user, as of a year of users, for all metrics but conversion.
    """
    if metric not in METRICS:
        raise ValueError(f"no metric is called {metric}; there are {', '.join(METRICS)}")
    if metric == "ctr":
        return _ratio(clicks(shop), noise, units, setting)
    if metric == "conversion":
        y, mean, spread = _bought(shop, noise, units, setting)
        return {"y": y, "yy": y} | _covariate(noise, units, y, mean, spread, setting)
    if metric == "money":
        return _money(shop, noise, units, setting, treatment(shop, outliers, cap))
    return _mean(shop, noise, units, setting, metric)


def _arms(effect: np.ndarray, setting: Setting) -> np.ndarray:
    """The factor on a mean in each arm: (ideas, 2, days); the control's is 1."""
    return np.stack([np.ones_like(effect), 1 + effect + setting.bias], axis=1)


def _bought(shop: Shop, noise: Noise, units: np.ndarray, setting: Setting):
    """Buyers, the mean of each arm and day, and the spread of a user."""
    chance = shop.conversion * setting.base * _arms(setting.effects["conversion"], setting)
    chance = np.clip(chance, 0, 1)
    spread = np.sqrt(chance * (1 - chance))
    luck = np.sqrt(units * setting.inflation) * spread * noise["conversions"]
    return np.clip(units * chance + luck, 0, units), chance, spread


def _money(
    shop: Shop, noise: Noise, units: np.ndarray, setting: Setting, treat: Treatment
) -> dict[str, np.ndarray]:
    buyers, chance, _ = _bought(shop, noise, units, setting)
    known, place = np.unique(setting.effects["basket"][:, 0], return_inverse=True)
    mean, square = (
        np.stack([np.full(len(place), moment[0]), moment[1:][place]], axis=1)[..., None]
        for moment in baskets(shop, np.log1p(np.r_[0.0, known]), treat)
    )
    within = np.maximum(square - mean**2, 0)
    luck = np.sqrt(buyers * within * setting.inflation) * noise["baskets"]
    y = buyers * mean + (units - buyers) * treat.nothing + luck
    yy = buyers * square + (units - buyers) * treat.nothing**2
    expected = chance * mean + (1 - chance) * treat.nothing
    second = chance * square + (1 - chance) * treat.nothing**2
    spread = np.sqrt(np.maximum(second - expected**2, 0))
    return {"y": y, "yy": yy} | _covariate(noise, units, y, expected, spread, setting)


def _ratio(moments: Clicks, noise: Noise, units: np.ndarray, setting: Setting) -> dict:
    """Clicks over sessions; the sums of both vary together."""
    wide = np.sqrt(units * setting.inflation)
    variance = moments.dd - moments.d**2
    slope = (moments.yd - moments.y * moments.d) / variance
    rest = moments.yy - moments.y**2 - slope**2 * variance
    sessions = wide * np.sqrt(variance) * noise["sessions"]
    own = slope * sessions + wide * np.sqrt(rest) * noise["clicks"]
    effect = moments.y * (_arms(setting.effects["clicks"], setting) - 1)
    return {
        "y": np.maximum(units * (moments.y + effect) + own, 0),
        "d": np.maximum(units * moments.d + sessions, 0),
        "yy": units * moments.yy,
        "dd": units * moments.dd,
        "yd": units * moments.yd,
    }


def _mean(
    shop: Shop, noise: Noise, units: np.ndarray, setting: Setting, metric: str
) -> dict[str, np.ndarray]:
    """Minutes, or each user's own click rate."""
    if metric == "minutes":
        level, spread = shop.minutes
        effect = setting.effects["minutes"]
    else:
        level, square = own_rate(shop)
        spread, effect = np.sqrt(square - level**2), LIGHT_USERS * setting.effects["clicks"]
    mean = level * _arms(effect, setting)
    luck = np.sqrt(units * setting.inflation) * spread * noise[metric]
    y = units * mean + luck
    yy = units * (spread**2 + mean**2)
    return {"y": y, "yy": yy} | _covariate(noise, units, y, mean, np.array(spread), setting)


def _covariate(
    noise: Noise,
    units: np.ndarray,
    y: np.ndarray,
    mean: np.ndarray,
    spread: np.ndarray,
    setting: Setting,
) -> dict[str, np.ndarray]:
    """Sums of a covariate that goes with y as far as the setting says."""
    rho = setting.correlation
    safe = np.maximum(spread, 1e-12)
    own = np.sqrt(units * setting.inflation * (1 - rho**2)) * noise["covariate"]
    x = rho * (y - units * mean) / safe + own
    if setting.leaked:
        moved = (mean - mean[:, :1]) / safe  # nothing in the control
        x = x + setting.leaked * units * moved
    average = np.divide(y, units, out=np.zeros_like(y), where=units > 0)
    xx = units + np.square(x) / np.maximum(units, 1)
    return {"x": x, "xx": xx, "xy": units * rho * spread + average * x}
