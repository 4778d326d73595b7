"""Exploration: how ads nobody knows get a chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.ads_funnel.features import FeatureStore
from cases.ads_funnel.logs import Counts
from cases.ads_funnel.retrieval import Candidates
from data.ads import AdMarket, pair_draw
from data.world import stream

UNSURE = 0.25
"""Spread of the log of a click rate known from one click, for Thompson draws of strength 1."""

NEW_WEEKS = 2
"""An ad is new in the week it starts and in the next ones, this many in all."""


@dataclass(frozen=True)
class Exploration:
    """How unknown ads get a chance: none, epsilon (a `share` of requests at random), thompson or
    boost (both of strength `lift`)."""

    kind: str
    share: float
    lift: float


def exploration(*, explore: str, share: float, lift: float) -> Exploration:
    """Fix how ads nobody knows get a chance."""
    return Exploration(explore, share, lift)


def boosts(
    market: AdMarket,
    store: FeatureStore,
    counts: Counts,
    exploration: Exploration,
    week: int,
    pairs: Candidates,
) -> np.ndarray:
    """What exploration multiplies each candidate's score by: (requests, candidates)."""
    ones = np.ones(pairs.ads.shape, dtype=np.float32)
    if exploration.kind == "boost":
        new = store.ad_start > week - NEW_WEEKS
        return np.where(new[pairs.ads], np.float32(exploration.lift), ones)
    if exploration.kind == "thompson":
        drawn = pair_draw(market.seed, "thompson", pairs.rows[:, None], pairs.ads)
        spread = UNSURE * exploration.lift / np.sqrt(1 + counts.ad[1])
        return np.exp(spread[pairs.ads] * np.sqrt(2) * _probit(drawn)).astype(np.float32)
    return ones


def explored(market: AdMarket, exploration: Exploration, week: int, rows: np.ndarray) -> np.ndarray:
    """The requests, out of the week's `rows`, on which ads are shown at random (epsilon)."""
    if exploration.kind != "epsilon":
        return np.zeros(len(rows), dtype=bool)
    return stream(market.seed, f"epsilon {week}").random(len(rows)) < exploration.share


def _probit(uniform: np.ndarray) -> np.ndarray:
    from scipy.special import erfinv

    return erfinv(2 * np.clip(uniform, 1e-6, 1 - 1e-6) - 1)
