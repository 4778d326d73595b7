"""What a release shows while only a part of the traffic meets it: four signals, by the hour."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd

from cases.platform.world import SOAKS
from data.world import World, stream

Number = TypeVar("Number", float, np.ndarray)

NEVER = len(SOAKS)
PROXY_CV, LABEL_CV = 3.0, 8.0
"""Standard deviation over mean of one request's proxy and of its matured outcome: assumed."""
CLUSTER = 3.0  # requests of one user are alike: so many of them tell as much as one
DILUTED = 0.6  # of an effect that is left where a user meets both versions in turn
PROXY_SLOPE = 0.5  # of a true effect shows in the proxy
SHIFTED = 0.1  # how far predictions may move, in their own spread
SLICE_ROWS = 20_000  # predictions it takes to see one slice move
ERRORS = 50  # requests it takes to see that inputs do not fit
SYSTEM_LUCK = 0.002  # share of releases stopped by a system alarm that is not theirs


@dataclass(frozen=True, eq=False)
class Signals:
    """Signals of every release at every soak of `SOAKS`.

    `system` and `drift` are the first position at which each rings, (releases,), `NEVER` where it
    does not. `proxy` and `labels` are (score, information) pairs, (releases, positions): a score is
    a Brownian motion with drift, its information the inverse variance of the effect's estimate, so
    score over the root of information is a z-score.
    """

    system: np.ndarray
    drift: np.ndarray
    proxy: tuple[np.ndarray, np.ndarray]
    labels: tuple[np.ndarray, np.ndarray]


def matured(hours: np.ndarray, delay: float) -> np.ndarray:
    """Hours' worth of labels known after so many hours, with delays exponential of mean `delay`.

    t - d (1 - exp(-t / d)), the integral of the share known.

    >>> matured(np.array([0.0, 24.0]), 24.0).round(2).tolist()
    [0.0, 8.83]
    """
    return hours - delay * -np.expm1(-hours / delay) if delay > 0 else hours


def signals(
    platform: World, *, rollout: str, share: float, unit: str, label_days: float, seed: int
) -> Signals:
    """Let every release meet its part of the traffic, and write down what each signal shows."""
    truth, rate = platform.truth, _rates(platform)
    mirrored = rollout in ("shadow", "both")
    met = share if rollout in ("canary", "both") else 0.0
    watched = 1.0 if mirrored else met
    an_hour = compared(rate, met, unit)
    effect = truth["effect"].to_numpy() * (1.0 if unit == "user" else DILUTED)
    near = PROXY_SLOPE * effect + truth["mismatch"].to_numpy()
    known = matured(SOAKS, 24 * label_days)
    return Signals(
        _system(truth, rate * 3600 * watched, seed),
        _drift(truth, rate * 3600 * watched),
        _walk(near, an_hour[:, None] * SOAKS / PROXY_CV**2, seed, "proxy"),
        _walk(effect, an_hour[:, None] * known / LABEL_CV**2, seed, "labels"),
    )


def compared(rate: Number, share: float, unit: str) -> Number:
    """What an hour of a canary tells, in independent requests: n s (1 - s), which over the variance
    of one request is the inverse variance of the difference between both sides.

    `rate` is the model's requests a second, `share` that of the canary.
    """
    return rate * 3600 * share * (1 - share) / (CLUSTER if unit == "user" else 1.0)


def _rates(platform: World) -> np.ndarray:
    return platform.about["models"]["rate"].to_numpy()[platform.seen["model"].to_numpy()]


def first_at(hours: np.ndarray) -> np.ndarray:
    """The first position of the soaks not before these hours; `NEVER` beyond the last."""
    return np.searchsorted(SOAKS, np.where(np.isfinite(hours), hours, math.inf))


def _system(truth: pd.DataFrame, an_hour: np.ndarray, seed: int) -> np.ndarray:
    """Errors show at once where the schema does not fit; rarely an alarm is somebody else's."""
    rng, count = stream(seed, "system alarms"), len(truth)
    other = np.where(rng.random(count) < SYSTEM_LUCK, rng.uniform(0.1, 24, count), math.inf)
    broken = np.where((truth["kind"] == "schema") & (an_hour > 0), ERRORS, math.inf)
    return np.where(an_hour > 0, first_at(np.minimum(other, _hours(broken, an_hour))), NEVER)


def _drift(truth: pd.DataFrame, an_hour: np.ndarray) -> np.ndarray:
    """Predictions as a whole move enough to see in an hour; a slice's need many rows of it."""
    whole = np.where((truth["shift"] > SHIFTED) & (an_hour > 0), 1.0, math.inf)
    of_slice = _hours(SLICE_ROWS, an_hour * truth["slice_share"].to_numpy())
    return first_at(np.minimum(whole, of_slice))


def _hours(rows: np.ndarray | float, an_hour: np.ndarray) -> np.ndarray:
    return np.divide(rows, an_hour, out=np.full(len(an_hour), math.inf), where=an_hour > 0)


def _walk(
    effect: np.ndarray, information: np.ndarray, seed: int, name: str
) -> tuple[np.ndarray, np.ndarray]:
    luck = stream(seed, f"{name} noise").standard_normal(information.shape, dtype=np.float32)
    steps = np.sqrt(np.diff(information, axis=1, prepend=0.0)) * luck
    return effect[:, None] * information + np.cumsum(steps, axis=1), information
