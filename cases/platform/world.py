"""The platform as it is drawn: releases, models, features and faults, and who may see what."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cases.platform.measured import decay
from data.platform import platform as drawn
from data.world import World

MONTHS = {"small": 12, "usual": 36, "large": 96}

SOAKS = np.unique(
    np.r_[0.0, 0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 16, np.arange(24, 169, 12), np.arange(192, 337, 24)]
)
"""Hours of a soak: the positions of the dial."""


def platform(
    *, size: str, releases: int, bad_share: float, effect: float, faults: float, seed: int
) -> World:
    """Draw fifty models of eight teams, months of their releases, and features that break."""
    return drawn(
        months=MONTHS[size],
        releases=releases,
        bad_share=bad_share,
        effect=effect,
        faults=faults,
        seed=seed,
    )


def fleet(
    platform: World, ageing: Mapping[str, tuple[np.ndarray, np.ndarray]], *, drift: float
) -> pd.DataFrame:
    """Give every model the decay that was measured on its kind, times how fast its world moves.

    Adds to the table of models: decay (share of its value lost a day).
    """
    known = np.array([decay(curve) for curve in ageing.values()])
    models = platform.about["models"]
    loss = np.clip(drift * known[models["kind"]] * models["ageing"], 0, 0.05)
    return models.assign(decay=loss)
