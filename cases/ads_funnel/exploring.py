"""Exploration: how ads nobody knows get a chance."""

from __future__ import annotations

import numpy as np

from cases.ads_funnel.light import Candidates
from cases.ads_funnel.logs import Counts
from cases.ads_funnel.plan import NEW_WEEKS, Plan
from data.ads import AdMarket, pair_draw
from data.world import stream

UNSURE = 0.25
"""Spread of the log of a click rate known from one click, for Thompson draws of strength 1."""


def boosts(market, sight, counts: Counts, plan: Plan, week: int, pairs: Candidates) -> np.ndarray:
    """What exploration multiplies a candidate's score by."""
    ones = np.ones(pairs.ads.shape, dtype=np.float32)
    if plan.explore == "boost":
        new = sight.ad_start > week - NEW_WEEKS
        return np.where(new[pairs.ads], np.float32(plan.amount), ones)
    if plan.explore == "thompson":
        sure = 1 + counts.ad[1]
        drawn = pair_draw(market.seed, "thompson", pairs.rows[:, None], pairs.ads)
        normal = np.sqrt(2) * _probit(drawn)
        spread = UNSURE * plan.amount / np.sqrt(sure)
        return np.exp(spread[pairs.ads] * normal).astype(np.float32)
    return ones


def _probit(uniform: np.ndarray) -> np.ndarray:
    from scipy.special import erfinv

    return erfinv(2 * np.clip(uniform, 1e-6, 1 - 1e-6) - 1)


def explored(market: AdMarket, plan: Plan, week: int, rows: np.ndarray) -> np.ndarray:
    """The requests on which ads are shown at random (epsilon)."""
    if plan.explore != "epsilon":
        return np.zeros(len(rows), dtype=bool)
    first = int(rows[0]) if len(rows) else 0
    return (
        stream(market.seed, f"epsilon {week}").random(market.constants.live_requests)[rows - first]
        < plan.amount
    )
