"""Shared features that break: how far each fault reaches, how long it lasts, what it costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.world import World

UNNOTICED = 7 * 24.0  # hours until somebody notices what no monitor sees
NOTICED = 1.0  # hours with a monitor on inputs
MENDING = 4.0  # hours from noticing to mended
STALE_IN = 48.0  # hours after which a value that stands still is worth nothing
BY_DEFAULT = 0.5  # of a feature's worth is lost where a default stands in for it
BETWEEN_BATCHES = 0.5  # of an outage of a nightly feature falls where nothing was due


@dataclass(frozen=True, eq=False)
class Faulted:
    """`faults`: the world's faults with found (hours until noticed), lasted (hours), reached
    (models), hours_lost (of one model's worth) and lost ($)."""

    faults: pd.DataFrame

    def by_month(self, column: str, months: int) -> np.ndarray:
        """A column added up by month: (months,)."""
        return np.bincount(self.faults["month"], self.faults[column], months)


def faulted(
    platform: World,
    *,
    monitoring: str,
    freshness: str,
    ttl_hours: int,
    isolation: str,
) -> Faulted:
    """Let features break, and models lose what they read of them until it is mended."""
    faults, graph = platform.about["faults"], platform.about["graph"]
    value = platform.about["models"]["value"].to_numpy()
    lost = np.array([graph.lost(name) @ value for name in graph.names]) / 24
    reached = np.array([graph.reached(name).sum() for name in graph.names])
    found = NOTICED if monitoring in ("inputs", "labels") else UNNOTICED
    unit = (faults["kind"] == "unit").to_numpy()
    lasted = np.where(unit, found + MENDING, faults["hours"])
    weight = np.where(
        unit,
        found + MENDING * (BY_DEFAULT if isolation == "breaker" else 1.0),
        _outage(faults["hours"].to_numpy(), ttl_hours, freshness),
    )
    feature = faults["feature"].to_numpy()
    return Faulted(
        faults.assign(
            found=np.where(unit, found, 0.0),
            lasted=lasted,
            reached=reached[feature],
            lost=weight * lost[feature],
        )
    )


def _outage(hours: np.ndarray, ttl: float, freshness: str) -> np.ndarray:
    """Hours' worth of a feature that an outage costs: stale until the time to live, then default.

    A value that stands still loses its worth evenly over `STALE_IN` hours.
    """
    stale = np.minimum(hours, ttl)
    growing = np.minimum(stale, STALE_IN)
    lost = growing**2 / (2 * STALE_IN) + (stale - growing)
    part = BETWEEN_BATCHES if freshness == "batch" else 1.0
    return part * (lost + BY_DEFAULT * np.maximum(hours - ttl, 0.0))
