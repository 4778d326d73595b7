"""When requests arrive: at random, evenly, in clumps, or at a rate that changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.world import stream
from pipelines.serving.bounds import not_negative, one_of, positive, whole

PATTERNS = ("poisson", "regular", "bursty")
BURSTY_SCV = 4.0
ARRIVAL_SCV = {"poisson": 1.0, "regular": 0.0, "bursty": BURSTY_SCV}
"""Squared coefficients of variation of the gaps between requests, by pattern."""


def arrival_times(
    rate_per_s: float, requests: int, seed: int, *, arrivals: str = "poisson"
) -> NDArray[np.float64]:
    """Ascending arrival times in ms of `requests` requests at a mean rate.

    "poisson": independent users; "regular": evenly spaced; "bursty": gamma gaps with a squared
    coefficient of variation of 4, so that requests come in clumps.
    """
    positive("the rate per second", rate_per_s)
    whole("the number of requests", requests, at_least=1)
    one_of("the arrival pattern", arrivals, PATTERNS)
    rng = stream(seed, f"serving arrivals {arrivals}")
    if arrivals == "poisson":
        gaps = rng.standard_exponential(requests)
    elif arrivals == "regular":
        gaps = np.ones(requests)
    else:
        gaps = rng.gamma(1 / BURSTY_SCV, BURSTY_SCV, requests)
    return np.cumsum(gaps) * (1000 / rate_per_s)


def changing_arrival_times(phases: Sequence[tuple[float, float]], seed: int) -> NDArray[np.float64]:
    """Ascending Poisson arrival times in ms over phases of (seconds, rate per second).

    `[(60, 80), (20, 128), (90, 80)]` is a minute of quiet, a burst, and quiet again. The unit-rate
    arrivals are shared by all phase plans of one seed, so before the first difference two plans
    get the same requests.
    """
    if not phases:
        raise ValueError("no phases: it needs at least one phase of (seconds, rate per second)")
    lengths, rates = np.array(phases, dtype=float).reshape(-1, 2).T
    positive("a phase's length in seconds", lengths)
    not_negative("a phase's rate per second", rates)
    ends = np.concatenate([[0.0], np.cumsum(lengths)])
    expected = np.concatenate([[0.0], np.cumsum(lengths * rates)])
    rng = stream(seed, "serving arrivals poisson")
    enough = int(expected[-1] + 10 * np.sqrt(expected[-1]) + 20)
    units = np.cumsum(rng.standard_exponential(enough))
    return np.interp(units[units < expected[-1]], expected, ends) * 1000
