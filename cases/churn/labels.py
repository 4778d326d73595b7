"""What the team calls churn: the label of each snapshot, by definition and when it is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.churn.world import Outcomes, grid_of
from data.world import World

DAYS_A_MONTH = 30


@dataclass(frozen=True, eq=False)
class Labels:
    """The team's label of each row: 1 churned, 0 not, as far as the panel tells.

    `usable` marks rows a model may learn from: still there when the window starts, and with a
    window that ends within the panel. `monthly` is the label of a discrete-time hazard: whether
    the customer leaves at the end of the row's own month.
    """

    label: np.ndarray
    monthly: np.ndarray
    usable: np.ndarray
    wait: int


def labels(
    subscriptions: World,
    outcomes: Outcomes,
    *,
    definition: str,
    inactive_days: int,
    gap: int,
    horizon: int,
) -> Labels:
    """Label every snapshot by the team's definition of churn."""
    month = subscriptions.seen["month"].to_numpy()
    start = month + gap
    if definition == "cancel":
        event = outcomes.left_at
    elif definition == "renewal":
        event = _recorded(subscriptions, outcomes.left_at)
    else:
        months = max(1, round(inactive_days / DAYS_A_MONTH))
        event = _inactive(subscriptions, outcomes.left_at, gap, months)
    label = (event >= start) & (event < start + horizon)
    usable = ~outcomes.early & (start + horizon <= subscriptions.about["months"])
    own = outcomes.left_at if definition != "renewal" else event
    return Labels(label.astype(float), (own == month).astype(float), usable, outcomes.wait)


def _recorded(subscriptions: World, left_at: np.ndarray) -> np.ndarray:
    """When a loss is booked: at once, or for annual contracts when the year is up."""
    seen = subscriptions.seen
    then = seen["tenure"].to_numpy() + (left_at - seen["month"].to_numpy())
    rest = (-(then + 1) % 12) * seen["annual"].to_numpy()
    return left_at + rest.astype(int)


def _inactive(subscriptions: World, left_at: np.ndarray, gap: int, months: int) -> np.ndarray:
    """The first month from the window's start on in which a customer has been away so long.

    Away is a month without a login; who has left is away from then on.
    """
    seen = {name: grid_of(subscriptions, subscriptions.seen[name].to_numpy()) for name in _READ}
    away, start = seen["logins"] == 0, seen["start"]
    left = grid_of(subscriptions, left_at)
    total = len(left)
    run = np.zeros(left.shape, dtype=int)
    for month in range(total):
        before = run[month - 1] * (start[month] < month) if month else 0
        run[month] = np.where(away[month], before + 1, 0)
    # Who was silent before leaving is found that much sooner after it.
    last = run[np.minimum(left, total - 1), np.arange(left.shape[1])]
    ends = left + months - np.minimum(last * (left < total), months - 1)
    first = ends.copy()
    for month in range(total - 1, -1, -1):
        later = first[month]
        if month + 1 < total:
            later = np.where(left[month] > month, first[month + 1], later)
        first[month] = np.where(run[month] >= months, month, later)
    at = np.minimum(np.arange(total) + gap, total - 1)
    there = left >= at[:, None]
    return np.where(there, first[at], np.maximum(ends, at[:, None])).ravel()


_READ = ("logins", "start")
