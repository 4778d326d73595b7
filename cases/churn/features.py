"""What a customer looks like at a snapshot: windows that end there, honest or looking ahead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.churn.labels import Labels
from cases.churn.world import Outcomes, grid_of
from data.world import World, stream
from pipelines.learning.preparation import Preparation, prepare

COUNTED = ("minutes", "logins", "tickets", "calls", "promo", "survey", "downgrade")
LATEST = ("minutes", "logins", "tickets")
NAMES = (
    *(f"{name}, window" for name in COUNTED),
    *(f"{name}, last month" for name in LATEST),
    "logins, last over window",
    "bill",
    "total paid",
    "tenure",
    "annual contract",
    "cancel page",
)
CALENDAR = ("season (sine)", "season (cosine)")
SKEWED = tuple(
    NAMES.index(name)
    for name in (
        "minutes, window",
        "logins, window",
        "tickets, window",
        "calls, window",
        "minutes, last month",
        "logins, last month",
        "tickets, last month",
        "bill",
        "total paid",
        "tenure",
    )
)
WATCHED = tuple(NAMES.index(f"{name}, last month") for name in LATEST) + tuple(
    NAMES.index(f"{name}, window") for name in ("calls", "promo", "survey", "downgrade")
)
"""What input monitors look at: behaviour, not age."""


@dataclass(frozen=True, eq=False)
class Features:
    """A table of numbers, NaN where something is missing: shape (rows, columns)."""

    matrix: np.ndarray
    names: tuple[str, ...]


def served(subscriptions: World, *, observation_window: int, season_feature: str) -> Features:
    """Count what a customer did in the observation window, as it is known at the snapshot."""
    grid = _grids(subscriptions)
    page = grid["page"]
    return _table(
        subscriptions, grid, observation_window, season_feature, total=grid["total"], page=page
    )


def offline(
    subscriptions: World,
    outcomes: Outcomes,
    served: Features,
    *,
    observation_window: int,
    season_feature: str,
    leak: str,
    gap: int,
    horizon: int,
    seed: int,
) -> Features:
    """Build the training table: the same features, or some that look past the snapshot."""
    if leak == "none":
        return served
    grid = _grids(subscriptions)
    left = grid_of(subscriptions, outcomes.left_at)
    total, page = grid["total"], grid["page"]
    if leak == "dated":
        grid = {name: _a_month_later(values, left, name) for name, values in grid.items()}
    elif leak == "today":
        total = _as_of_launch(subscriptions, grid, left)
    elif leak == "page":
        leaves = grid_of(subscriptions, outcomes.leaves) > 0
        luck = stream(seed, "cancel page").random(leaves.shape)
        page = np.where(leaves & (luck < 0.8), 1.0, page)
    return _table(subscriptions, grid, observation_window, season_feature, total=total, page=page)


@dataclass(frozen=True, eq=False)
class Prepared:
    """Tables without gaps and outliers (unless left to the model), for training and for serving.

    `complete` marks the training rows that may be used; `middles` are the columns' means, for the
    linear models beside one that takes gaps as they are.
    """

    offline: np.ndarray
    served: np.ndarray
    complete: np.ndarray
    names: tuple[str, ...]
    preparation: Preparation
    middles: np.ndarray

    def whole(self, rows: np.ndarray) -> np.ndarray:
        """Prepared rows with the gaps left to the model filled by the mean."""
        return np.where(np.isnan(rows), self.middles, rows)


def prepared(
    subscriptions: World,
    served: Features,
    offline: Features,
    labels: Labels,
    *,
    missing: str,
    outliers: str,
    model: str,
) -> Prepared:
    """Fill gaps and tame outliers, by what is learnt from the history before launch."""
    month, launch = subscriptions.seen["month"].to_numpy(), subscriptions.about["launch"]
    known = (month >= launch - 24) & (month < launch) & labels.usable
    if missing == "native" and model not in GAPS_ALLOWED:
        missing = "mean"
    preparation = prepare(offline.matrix[known], missing=missing, outliers=outliers, skewed=SKEWED)
    training = preparation.apply(offline.matrix).astype(np.float32)
    same = offline.matrix is served.matrix
    serving = training if same else preparation.apply(served.matrix).astype(np.float32)
    marked = tuple(f"{offline.names[i]} missing" for i in preparation.marked)
    return Prepared(
        training,
        serving,
        preparation.usable(offline.matrix),
        offline.names + marked,
        preparation,
        _middles(training[known]),
    )


def _middles(table: np.ndarray) -> np.ndarray:
    """The mean of each column where it is known; 0 where it never is."""
    known = np.isfinite(table)
    total = np.where(known, table, 0.0).sum(axis=0, dtype=float)
    return (total / np.maximum(known.sum(axis=0), 1)).astype(np.float32)


GAPS_ALLOWED = ("lightgbm", "tree", "deep")
"""Models that take a gap as it is."""


def _grids(subscriptions: World) -> dict[str, np.ndarray]:
    columns = (*COUNTED, "tenure", "start", "bill", "total", "annual", "page")
    return {name: grid_of(subscriptions, subscriptions.seen[name].to_numpy()) for name in columns}


def _table(
    subscriptions: World,
    grid: dict[str, np.ndarray],
    observation_window: int,
    season_feature: str,
    *,
    total: np.ndarray,
    page: np.ndarray,
) -> Features:
    months = np.arange(len(page))
    first = np.maximum(months[:, None] - observation_window + 1, grid["start"])
    columns = [_mean(grid[name], first) for name in COUNTED]
    columns += [grid[name] for name in LATEST]
    columns.append((grid["logins"] + 1) / (columns[COUNTED.index("logins")] + 1))
    columns += [grid["bill"], total, grid["tenure"], grid["annual"], page]
    names = NAMES
    if season_feature == "month":
        angle = np.broadcast_to(2 * np.pi * months[:, None] / 12, page.shape)
        columns, names = [*columns, np.sin(angle), np.cos(angle)], names + CALENDAR
    return Features(np.stack([column.ravel() for column in columns], axis=1), names)


def _mean(values: np.ndarray, first: np.ndarray) -> np.ndarray:
    """The mean of each place's values from month `first` to its own, gaps left out."""
    there = np.isfinite(values)
    sums, counts = (
        np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(part, axis=0)])
        for part in (np.where(there, values, 0.0), there.astype(float))
    )
    places = np.arange(values.shape[1])
    within = [part[1:] - part[first, places] for part in (sums, counts)]
    return np.divide(within[0], within[1], out=np.full(values.shape, np.nan), where=within[1] > 0)


def _a_month_later(values: np.ndarray, left: np.ndarray, name: str) -> np.ndarray:
    """What is known a month later, dated back; nothing is used any more by who has left."""
    if name not in COUNTED:
        return values
    later = np.concatenate([values[1:], values[-1:]])
    gone = left <= np.arange(len(values))[:, None]
    return np.where(gone, np.nan if name in ("survey", "promo") else 0.0, later)


def _as_of_launch(
    subscriptions: World, grid: dict[str, np.ndarray], left: np.ndarray
) -> np.ndarray:
    """All a customer has paid by the day the table is made, whatever the snapshot's date."""
    month = np.arange(len(left))[:, None]
    last = np.maximum(np.minimum(left, subscriptions.about["launch"] - 1), month)
    return grid["bill"] * (grid["tenure"] + last - month + 1)
