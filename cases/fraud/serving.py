"""The request path of the scoring service: latency, headroom, cost, and who goes unscored."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kit.service import SMALL_SERVER, Timed, timed
from pipelines.serving import (
    Fork,
    Lognormal,
    Path,
    Station,
    batch_feature_age,
    stream_feature_age,
)
from pipelines.serving.path import Step

# Median and 99th percentile of computing one score, in milliseconds: assumed, by kind of model.
SCORING_MS = {
    "constant": (0.05, 0.1),
    "amount": (0.05, 0.1),
    "logistic": (0.3, 1.0),
    "shallow_tree": (0.2, 0.6),
    "tree": (0.3, 1.0),
    "lightgbm": (3.0, 10.0),
    "histogram": (4.0, 13.0),
    "isolation": (8.0, 25.0),
    "forest": (12.0, 40.0),
}


@dataclass(frozen=True, eq=False)
class Service:
    """What serving does to the decision: the timed path, and how old its features are (seconds).

    `stacked_p99` is what a team sees that adds up the stages' own 99th percentiles: too high for
    the slow rarely meet the slow, too low as it knows of no queue.
    """

    timed: Timed
    stacked_p99: float
    feature_age: float


def serving(
    *,
    model: str,
    features: str,
    freshness: str,
    late_labels: str,
    traffic: int,
    replicas: int,
    deadline: int,
    seed: int,
) -> Service:
    """Send requests through the scoring path and time them."""
    path = request_path(model, features, freshness, replicas, doubled=late_labels == "two")
    return Service(
        timed(path, traffic, deadline, seed=seed),
        _stacked_p99(path.steps),
        _feature_age(features, freshness),
    )


def request_path(model: str, features: str, freshness: str, replicas: int, doubled: bool) -> Path:
    """Gateway, feature look-ups side by side, the model, the rules."""
    median, tail = (SCORING_MS[model][i] * (2 if doubled else 1) for i in (0, 1))
    steps: list[Step] = [Station("gateway", 16, Lognormal(1, 4), price_per_hour=SMALL_SERVER)]
    store = Station("feature store", 24, Lognormal(2, 8), price_per_hour=SMALL_SERVER)
    if features in ("windows", "risk") and freshness == "streaming":
        counters = Station("velocity counters", 24, Lognormal(1.5, 6), price_per_hour=SMALL_SERVER)
        steps.append(Fork(store, counters))
    elif features != "raw":
        steps.append(store)
    steps.append(Station("model", replicas, Lognormal(median, tail), price_per_hour=SMALL_SERVER))
    steps.append(Station("rules", 16, Lognormal(0.5, 2), price_per_hour=SMALL_SERVER))
    return Path(*steps)


def _stacked_p99(steps: tuple[Step, ...]) -> float:
    """The sum of the stations' 99th percentiles in ms, the slowest leg of a fork."""
    return sum(_alone(step) for step in steps)


def _alone(step: Step) -> float:
    if isinstance(step, Fork):
        return max(_alone(leg) for leg in step.legs)
    if isinstance(step, Path):
        return _stacked_p99(step.steps)
    assert isinstance(step, Station) and isinstance(step.service, Lognormal)
    return step.service.p99_ms


def _feature_age(features: str, freshness: str) -> float:
    """Mean age of the served windows, in seconds; not a number where there are none."""
    if features not in ("windows", "risk"):
        return math.nan
    if freshness == "streaming":
        return stream_feature_age(watermark=5.0, processing=0.003, lag=0.005)
    return batch_feature_age(interval=86_400.0, duration=3600.0, publish=600.0).mean
