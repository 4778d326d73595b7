"""The world of loans as stages: who applied before, who applies now, and the best to be known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.loans import attainable
from data.loans import loans as draw
from data.loans.constants import LoanConstants
from data.loans.generator import gaming_share, live_share
from data.world import World, stream

SIZES = {"small": 4000, "live": 10_000, "large": 30_000}
"""Applications of the past, and as many of the live year."""

GROUPS = ("A", "B")
AGES = ("thirty or over", "under thirty")


@dataclass(frozen=True, eq=False)
class Applicants:
    """Applications in order of time, one row each: what is seen of them and, apart, what is true.

    `default` is whether the loan would default if granted, `chance` how likely that was. `best` is
    the exact chance given all that is observed, `blind` the same without the group; both are empty
    where nobody needs them. `lots` are random numbers from 0 to 1 for decisions drawn by lot,
    `explore` for those approved at random.
    """

    seen: pd.DataFrame
    merit: np.ndarray
    default: np.ndarray
    chance: np.ndarray
    lots: np.ndarray
    explore: np.ndarray
    best: np.ndarray
    blind: np.ndarray

    @property
    def group(self) -> np.ndarray:
        """0 for group A, 1 for group B: (rows,)."""
        return self.seen["group"].to_numpy()

    @property
    def young(self) -> np.ndarray:
        """Who is under thirty: boolean (rows,)."""
        return self.seen["young"].to_numpy() == 1

    @property
    def month(self) -> np.ndarray:
        """Month of application; before launch below 0: (rows,)."""
        return self.seen["month"].to_numpy()


def loans(
    *,
    size: str,
    group_share: float,
    base_gap: float,
    noise_gap: float,
    proxy: float,
    history: str,
    past_approval: float,
    biased_by: float,
    label_bias: float,
    drift: str,
    severity: float,
    delay: int,
    seed: int,
) -> World:
    """Draw applicants, what is measured of them, and what the old policy decided."""
    constants = LoanConstants(
        gap=base_gap, noise_gap=noise_gap, proxy=proxy, group_share=group_share
    )
    return draw(
        past=SIZES[size],
        live=SIZES[size],
        constants=constants,
        history=history,
        past_approval=past_approval,
        biased_by=biased_by,
        label_bias=label_bias,
        drift=drift,
        severity=severity,
        delay=delay,
        seed=seed,
    )


def past(loans: World, *, seed: int) -> Applicants:
    """Take the applications of three years that the old policy decided."""
    return _applicants(loans, slice(0, loans.about["past"]), seed)


def live(loans: World, *, seed: int) -> Applicants:
    """Take the applications of the year to be decided, and the best to be known of each."""
    found = _applicants(loans, slice(loans.about["past"], None), seed)
    odds = loans.truth["odds"].to_numpy()[loans.about["past"] :]
    drift, severity = loans.about["drift"], loans.about["severity"]
    best, blind = (
        attainable(
            found.seen,
            odds,
            loans.about["constants"],
            group_share=live_share(loans.about["constants"], drift, severity),
            gaming=gaming_share(drift, severity),
            group_known=known,
        )
        for known in (True, False)
    )
    return replace(found, best=best, blind=blind)


def _applicants(loans: World, rows: slice, seed: int) -> Applicants:
    truth = loans.truth.iloc[rows]
    lots, explore = (
        stream(seed, name).random(len(loans))[rows] for name in ("lots", "random approvals")
    )
    nothing = np.zeros(0)
    return Applicants(
        loans.seen.iloc[rows].reset_index(drop=True),
        truth["merit"].to_numpy(),
        truth["default"].to_numpy(float),
        truth["chance"].to_numpy(),
        lots,
        explore,
        nothing,
        nothing,
    )
