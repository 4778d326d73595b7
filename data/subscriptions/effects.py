"""What becomes of a customer: the chance to leave within a window, and what a contact changes.

A contact takes a share (relief) of the chance to leave and provokes a share of those who would
have stayed: P1 = P0 (1 - relief) + (1 - P0) provoked, so P1 never needs to be cut at 0 or 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.subscriptions.constants import ALIGNED, PERSUADABLE, SLEEPING

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(3)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
MOST_TICKETS = 4


@dataclass(frozen=True, eq=False)
class Chances:
    """Of each row: the chance to leave in the window, before it, and what a contact changes.

    `leaving` is P0 and `contacted` P1, both for the outcome window; `early` is the chance to be
    gone before the window starts, which no contact can change.
    """

    leaving: np.ndarray
    contacted: np.ndarray
    early: np.ndarray

    @property
    def uplift(self) -> np.ndarray:
        """How much a contact lowers the chance to leave; negative where it provokes."""
        return self.leaving - self.contacted


def future_hazard(
    index: np.ndarray,
    spread: np.ndarray | float,
    engagement: np.ndarray,
    slope: np.ndarray | float,
    *,
    rate: float,
    rate_slope: float,
    ticket: float,
) -> np.ndarray:
    """The expected hazard of a month to come, over what is not known yet.

    The log odds but for tickets are normal with mean `index` and deviation `spread`; engagement
    is `engagement + slope z` at z deviations; tickets are Poisson with log rate
    `rate + rate_slope * engagement` and weigh `ticket` each. By Gauss-Hermite nodes and a sum
    over counts.
    """
    total = np.zeros_like(index)
    for node, weight in zip(NODES, WEIGHTS, strict=True):
        at = index + node * spread
        expected = np.exp(rate + rate_slope * (engagement + node * slope))
        share = np.exp(-expected)
        for count in range(MOST_TICKETS + 1):
            total += weight * share / (1 + np.exp(-at - ticket * count))
            share = share * expected / (count + 1)
    return total


def expected_hazard(index: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """The expected hazard of a month whose tickets are known: over the index alone."""
    total = np.zeros_like(index)
    for node, weight in zip(NODES, WEIGHTS, strict=True):
        total += weight / (1 + np.exp(-index - node * spread))
    return total


def chances(hazards: list[np.ndarray], gap: int, effects: tuple[np.ndarray, np.ndarray]) -> Chances:
    """Chances from the hazards of the coming months, the first `gap` of them before the window.

    `effects` are relief and provoked of each row.
    """
    stays = np.ones_like(hazards[0])
    for hazard in hazards[:gap]:
        stays = stays * (1 - hazard)
    early, kept = 1 - stays, stays
    for hazard in hazards[gap:]:
        kept = kept * (1 - hazard)
    leaving, (relief, provoked) = stays - kept, effects
    contacted = leaving * (1 - relief) + (stays - leaving) * provoked
    return Chances(leaving, contacted, early)


def effects(
    response: str,
    engagement: np.ndarray,
    sensitivity: np.ndarray,
    *,
    spread: tuple[np.ndarray, np.ndarray] | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Relief and provoked of each row; expected ones where engagement and sensitivity are normal
    with deviations `spread` (their correlation left out).

    Aligned: relief is the same for all, so those most likely to leave gain most. Misaligned: who
    is price-sensitive and still engaged can be kept; who has lost interest is reminded to leave.
    """
    if response == "aligned":
        return np.full_like(engagement, ALIGNED.strength), np.zeros_like(engagement)
    e_sd, s_sd = spread or (np.zeros_like(engagement), np.zeros_like(engagement))
    relief = PERSUADABLE.strength * _above(sensitivity, s_sd, PERSUADABLE.price)
    relief = relief * _above(engagement, e_sd, PERSUADABLE.engagement)
    provoked = SLEEPING.strength * _above(-engagement, e_sd, SLEEPING.engagement)
    return relief, provoked


def _above(value: np.ndarray, spread: np.ndarray, place: tuple[float, float]) -> np.ndarray:
    """The normal distribution function at (value - middle) / width, expected over the spread."""
    return normal_cdf((value - place[0]) / np.sqrt(place[1] ** 2 + spread**2))


def normal_cdf(z: np.ndarray) -> np.ndarray:
    """The standard normal distribution function, by Abramowitz and Stegun 26.2.17 (error 1e-7)."""
    t = 1 / (1 + 0.2316419 * np.abs(z))
    series = t * (
        0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)))
    )
    tail = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * series
    return np.where(z >= 0, 1 - tail, tail)
