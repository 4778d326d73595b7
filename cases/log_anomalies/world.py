"""The world of logs as stages: what is written, and how well anybody could know of an incident."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.logs import logs as draw
from data.logs import posterior
from data.world import World

# Days of history and live days of each size.
SIZES = {"small": (7, 7), "live": (14, 14), "large": (14, 56)}


@dataclass(frozen=True, eq=False)
class Ceilings:
    """Log odds of an incident in each live minute: by all that was logged, and by somebody told
    what breaks next (see `data.logs.posterior`)."""

    attainable: np.ndarray
    clairvoyant: np.ndarray


def logs(
    *,
    size: str,
    kinds: str,
    incident_share: float,
    contaminated: float,
    length: int,
    signal: float,
    overdispersion: float,
    change: str,
    change_day: int,
    adversary: str,
    noticed: float,
    seed: int,
) -> World:
    """Write logs: what thirty services say minute by minute, incidents and harmless changes."""
    history, live = SIZES[size]
    return draw(
        history_days=history,
        live_days=live,
        kinds=kinds,
        share=incident_share,
        past_share=contaminated,
        mean_minutes=float(length),
        signal=signal,
        overdispersion=overdispersion,
        change=change,
        change_day=min(change_day, live),
        adversary=adversary,
        noticed=noticed,
        seed=seed,
    )


def ceiling(
    logs: World,
    *,
    kinds: str,
    adversary: str,
    incident_share: float,
    length: int,
    signal: float,
    overdispersion: float,
) -> Ceilings:
    """Work out the exact odds of an incident with the laws it came from."""
    laws = {
        "share": incident_share,
        "mean_minutes": float(length),
        "signal": signal,
        "overdispersion": overdispersion,
    }
    return Ceilings(
        posterior.attainable(logs, kinds=kinds, adversary=adversary, **laws),
        posterior.clairvoyant(logs, **laws),
    )


def incidents_of(logs: World, *, live: bool) -> pd.DataFrame:
    """The incidents of the live weeks, or those before."""
    found = logs.about["incidents"]
    return found[(found["start"] >= logs.about["live_from"]) == live].reset_index(drop=True)
