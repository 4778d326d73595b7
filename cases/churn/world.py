"""The world of subscriptions as stages: who shows what, who leaves, what a contact would change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.subscriptions import subscriptions as draw
from data.subscriptions.ceilings import States, attainable, clairvoyant, filtered
from data.subscriptions.effects import Chances
from data.world import World, stream

DAYS = 30.4
"""Days a month."""

SIZES = {"tiny": 400, "small": 1200, "live": 4000, "large": 12_000}


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What becomes of each row's customer, in the window that starts `gap` months later.

    `left_at` is the month at whose end the customer leaves (months count from 0; beyond the panel
    where it stays). `leaves` and `leaves_contacted` are the potential outcomes (0 or 1), `early`
    marks who is gone before the window. `chances` are the true ones, `best` those attainable.
    `wait` is how many months a label takes.
    """

    left_at: np.ndarray
    leaves: np.ndarray
    leaves_contacted: np.ndarray
    early: np.ndarray
    chances: Chances
    best: Chances
    wait: int


def subscriptions(
    *,
    business: str,
    size: str,
    drift: str,
    shape: str,
    drift_start: int,
    severity: float,
    missingness: str,
    noise: float,
    response: str,
    seed: int,
) -> World:
    """Let customers come, show signs and leave, month by month."""
    return draw(
        preset=business,
        customers=SIZES[size],
        drift=drift,
        shape=shape,
        start=drift_start,
        severity=severity,
        missing=missingness,
        noise=noise,
        response=response,
        seed=seed,
    )


def states(subscriptions: World) -> States:
    """Filter what could be known of each customer from its signs so far."""
    return filtered(subscriptions)


def outcomes(
    subscriptions: World, states: States, *, gap: int, horizon: int, seed: int
) -> Outcomes:
    """Work out who leaves in the window, and who would if contacted; and both ceilings."""
    month = subscriptions.seen["month"].to_numpy()
    left_at = leaving_months(subscriptions)
    early = left_at < month + gap
    leaves = ~early & (left_at < month + gap + horizon)
    true = clairvoyant(subscriptions, gap=gap, horizon=horizon)
    contacted = answered(leaves, early, true, stream(seed, "contacts").random(len(month)))
    return Outcomes(
        left_at,
        leaves.astype(float),
        contacted.astype(float),
        early,
        true,
        attainable(subscriptions, states, gap=gap, horizon=horizon),
        gap + horizon,
    )


def leaving_months(subscriptions: World) -> np.ndarray:
    """The month at whose end each row's customer leaves; a month never reached if it stays."""
    months, places = subscriptions.about["months"], subscriptions.about["customers"]
    left = subscriptions.truth["left"].to_numpy().reshape(months, places)
    when = np.where(left, np.arange(months)[:, None], 10 * months)
    return np.minimum.accumulate(when[::-1], axis=0)[::-1].ravel()


def answered(
    leaves: np.ndarray, early: np.ndarray, chances: Chances, luck: np.ndarray
) -> np.ndarray:
    """Who leaves if contacted: as few outcomes as possible differ from those without a contact.

    Of those who would leave, as many are kept as the contact relieves; of those who would stay, as
    many go as it provokes. The chance to leave then is `chances.contacted`, whatever the state.
    """
    uplift = chances.uplift
    with np.errstate(divide="ignore", invalid="ignore"):
        kept = np.nan_to_num(np.maximum(uplift, 0) / chances.leaving)
        gone = np.nan_to_num(np.maximum(-uplift, 0) / (1 - chances.leaving - chances.early))
    return np.where(leaves, luck >= kept, ~early & (luck < gone))


def grid_of(subscriptions: World, values: np.ndarray) -> np.ndarray:
    """Values a row as an array of shape (months, places)."""
    return values.reshape(subscriptions.about["months"], subscriptions.about["customers"])
