"""Whether tests can be trusted: users an arm against the plan, and a week of A/A before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.experiment.analysis import Paths
from cases.experiment.world import LOST, Entered
from data.world import World, stream
from pipelines.experiments.checks import ratio_check

AA_DAYS, AA_BOUND = 7, 2.576  # of an A/A test: days, and standard errors (p below .01)
SEEN_IN_AA = ("redirect", "logging", "carry_over")


@dataclass(frozen=True, eq=False)
class Health:
    """Which tests are stopped on what day as not to be trusted (ideas, days), and which should be.

    `ratio` is the p value of the ratio check on each day; `days` what the checks cost each test.
    """

    flagged: np.ndarray
    invalid: np.ndarray
    ratio: np.ndarray
    days: int


def health(
    programme: World,
    entered: Entered,
    paths: Paths,
    *,
    srm: str,
    planned: str,
    aa: str,
    fault: str,
    loss: float,
    seed: int,
) -> Health:
    """Check users an arm on every day, and what a week of A/A would have shown."""
    expected = (
        _planned_so_far(entered) if planned == "plan" else np.full(entered.planned.shape, 0.5)
    )
    units = np.moveaxis(np.cumsum(entered.units, axis=2), 1, 2)
    ratio = ratio_check(units, np.stack([1 - expected, expected], axis=2))
    flagged = ratio < float(srm) if srm in ("0.01", "0.001") else np.zeros(ratio.shape, bool)
    faulty = programme.truth["faulty"].to_numpy()
    if aa == "week":
        flagged = flagged | _caught_before(faulty, paths, fault, loss, seed)[:, None]
    return Health(flagged, faulty & (loss > 0), ratio, AA_DAYS * (aa == "week"))


def _planned_so_far(entered: Entered) -> np.ndarray:
    """The treatment's planned share of all users so far: (ideas, days)."""
    weight = np.maximum(entered.days, 1e-9)
    return np.cumsum(weight * entered.planned, axis=1) / np.cumsum(weight)


def _caught_before(
    faulty: np.ndarray, paths: Paths, fault: str, loss: float, seed: int
) -> np.ndarray:
    """Which tests an A/A test of a week finds at fault, rightly or not: (ideas,)."""
    shows = LOST[fault] * loss if fault in SEEN_IN_AA else 0.0
    luck = stream(seed, "A/A").standard_normal(len(faulty))
    return np.abs(luck + faulty * shows / paths.error[:, AA_DAYS - 1]) >= AA_BOUND
