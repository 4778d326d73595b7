"""How good predicted probabilities are, apart from what is done with them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cases.ads_funnel.plan import Week
from data.ads import AdMarket
from pipelines.evaluation.ranking_metrics import (
    cross_entropy,
    entropy,
    normalised_entropy,
    resampled_auc,
    weighted_auc,
)
from pipelines.evaluation.uncertainty import Resamples, interval
from pipelines.readout import Track

CERTAIN = "A chance of exactly 0 or 1 was predicted and came out otherwise."
ONE_CLASS = "The rows judged hold no click, or nothing but clicks."


def users_redrawn(market: AdMarket, seed: int) -> Resamples:
    """Weights of users, the same for every design on a market."""
    name = f"ads {market.constants.surface}"
    return Resamples.draw(market.constants.users, seed=seed, world=name)


def judged(market: AdMarket, learned: Sequence[Week], *, seed: int) -> dict[str, Track]:
    """Judge predictions on pairs drawn whatever the design, and as the team does, on its log."""
    sample = np.concatenate([week.sample for week in learned])
    seen = np.concatenate([week.seen for week in learned])
    said, truth = sample[:, 2], sample[:, 3]
    user = market.requests.seen["user"].to_numpy()[sample[:, 0].astype(int)]
    resamples = users_redrawn(market, seed)
    drawn = resampled_auc(truth, said, resamples.weights, user)[:, None]
    low, high = interval(drawn)
    area = Track(
        np.array([weighted_auc(truth, said)]),
        np.array([weighted_auc(seen[:, 3], seen[:, 2])]),
        low,
        high,
        np.array([weighted_auc(truth, truth)]),
        drawn,
        why=ONE_CLASS,
    )
    return {"normalised_entropy": _entropy(said, truth, seen, user, resamples), "auc": area}


def _entropy(said, truth, seen, user, resamples: Resamples) -> Track:
    """Normalised entropy; none where a certainty came out wrong, which costs infinitely much."""
    losses, floor = cross_entropy(truth, said), normalised_entropy(truth, truth)
    believed = normalised_entropy(seen[:, 3], seen[:, 2])
    believed = believed if np.isfinite(believed) else np.nan
    if not np.isfinite(losses).all():
        return Track(np.array([np.nan]), np.array([believed]), why=CERTAIN)
    loss, count = resamples.sums(user, losses), resamples.sums(user, np.ones(len(user)))
    draws = (loss / count / entropy(resamples.sums(user, truth) / count))[:, None]
    low, high = interval(draws)
    why = ONE_CLASS if not len(seen) or not 0 < seen[:, 3].mean() < 1 else CERTAIN
    true = np.array([normalised_entropy(truth, said)])
    return Track(true, np.array([believed]), low, high, np.array([floor]), draws, why=why)
