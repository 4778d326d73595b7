"""The world of payments as stages: what happens, what the team sees, what is true."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.payments import payments as draw
from data.payments.ceilings import attainable
from data.world import World

DAY = 86_400.0
WEEK = 7
USUAL_DELAY = 30  # days a label may take within the usual history

# Cards, terminals, days and the first live day of each size.
SIZES = {
    "small": (800, 1600, 98, 70),
    "live": (1500, 3000, 126, 84),
    "large": (3000, 6000, 126, 84),
    "year": (1000, 2000, 448, 84),
    "handbook": (5000, 10_000, 183, 141),
}


def payments(
    *,
    world: str,
    size: str,
    drift: str,
    severity: float,
    delay: int,
    prevalence: float,
    seed: int,
) -> World:
    """Draw customers, terminals and their payments, with the truth behind each."""
    customers, terminals, days, live_from = SIZES[size]
    more = longer_history(delay)
    return draw(
        preset=world,
        customers=customers,
        terminals=terminals,
        days=days + more,
        live_from=live_from + more,
        drift=drift,
        severity=severity,
        label_delay=float(delay),
        prevalence=prevalence,
        seed=seed,
    )


def longer_history(delay: int) -> int:
    """Days of history beyond the usual, in whole weeks, for labels that take over a month.

    Held-back weeks whose labels are due, a gap as long as the delay, and a training window before
    it have to fit in.

    >>> longer_history(7), longer_history(60)
    (0, 98)
    """
    if delay <= USUAL_DELAY:
        return 0
    return WEEK * -(-(2 * (delay + 1) - 28) // WEEK)


def seen(payments: World) -> pd.DataFrame:
    """Keep what the team can see: payments, and the reports that arrive in time."""
    return payments.seen


def ceiling(payments: World) -> np.ndarray:
    """Filter out each payment's attainable probability: the best anyone could know in time."""
    return attainable(payments)


def population(seen: pd.DataFrame, *, compromised: str) -> np.ndarray:
    """Mark the payments that count: those of cards not reissued after a recent report."""
    return in_population(seen, removed=compromised == "removed")


def in_population(seen: pd.DataFrame, *, removed: bool) -> np.ndarray:
    """Whether each payment counts; with `removed`, not within 28 days of a report of its card."""
    if not removed:
        return np.ones(len(seen), dtype=bool)
    fraud = seen["reported"].to_numpy() == 1
    reports = pd.DataFrame(
        {"card": seen["card"].to_numpy()[fraud], "report": seen["label_time"].to_numpy()[fraud]}
    ).sort_values("report")
    asked = seen[["card", "time"]].reset_index().sort_values("time")
    reports["card"] = reports["card"].astype(asked["card"].dtype)
    last = pd.merge_asof(
        asked,
        reports,
        left_on="time",
        right_on="report",
        by="card",
        allow_exact_matches=False,
    ).set_index("index")["report"]
    since = seen["time"].to_numpy() - last.reindex(seen.index).to_numpy()
    return ~(since < 28 * DAY)
