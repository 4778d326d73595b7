"""The best anybody could do: the true probability of every ad, and all the time in the world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.ads_funnel.plan import JUDGED
from cases.ads_funnel.retrieve import cells, eligible
from data.ads import AdMarket


@dataclass(frozen=True)
class Ceilings:
    """Means a judged request: welfare (money), clicks, and users' value (useful clicks).

    Each has its own best allocation; no design reaches all three. Users are not tired here and
    overlook nothing. `by_slots[n - 1]` is the welfare of the first n slots alone.
    """

    welfare: float
    clicks: float
    user: float
    by_slots: np.ndarray


def ceilings(market: AdMarket) -> Ceilings:
    """Fill every slot with the best of all ads allowed, by their true probability."""
    seen, made = market.requests.seen, market.constants
    weeks, slots = seen["week"].to_numpy(), np.array(made.slots)
    landing = market.ads.truth["landing"].to_numpy(np.float32)
    totals, by_slot, count = np.zeros(2), np.zeros(len(slots)), 0
    for week in range(made.live_weeks):
        rows = np.flatnonzero(weeks == week)[::JUDGED]
        chance = market.grid(rows)
        # Bots buy nothing: a click of theirs is worth nothing to anybody.
        chance[market.requests.truth["bot"].to_numpy()[rows]] = 0
        # Policy is no limit here: a design may switch its filter off.
        chance *= eligible(market, week, policy=False)[cells(market)[rows] % (2 * made.regions)]
        value = market.value(week).astype(np.float32)
        useful = np.maximum(_top(chance * landing, len(slots)) * slots - made.annoyance, 0)
        by_slot += (_top(chance * value, len(slots)) * slots).sum(axis=0)
        totals += [(_top(chance, len(slots)) * slots).sum(), useful.sum()]
        count += len(rows)
    clicks, user = totals / max(count, 1)
    by_slots = np.cumsum(by_slot) / max(count, 1)
    return Ceilings(float(by_slots[-1]), float(clicks), float(user), by_slots)


def _top(values: np.ndarray, count: int) -> np.ndarray:
    """The `count` largest of each row, largest first."""
    part = -np.partition(-values, count - 1, axis=1)[:, :count]
    return -np.sort(-part, axis=1)
