"""What a design costs per million decisions, and how old what it decides with is."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.serving.bounds import not_negative, positive, within_one
from pipelines.serving.path import Path


def cost_per_hour(path: Path) -> float:
    """USD per hour of all servers on a path, busy or idle."""
    return sum(station.servers * station.price_per_hour for station in path.stations)


def cost_per_million(path: Path, rate_per_s: float, *, success_share: float = 1.0) -> float:
    """USD per million decisions that succeeded; infinite when none does.

    Attempts that failed or fell back are paid for and not counted.
    """
    positive("the rate per second", rate_per_s)
    within_one("the share of successful decisions", success_share)
    decisions_per_hour = rate_per_s * 3600 * success_share
    return cost_per_hour(path) / decisions_per_hour * 1e6 if decisions_per_hour else float("inf")


@dataclass(frozen=True)
class Age:
    """How old something is when it is used, on average and at worst, in the unit it was given."""

    mean: float
    worst: float


def batch_feature_age(interval: float, duration: float, publish: float = 0.0) -> Age:
    """Age of features from a job that starts every `interval` and takes `duration`.

    Mean interval/2 + duration + publish: they describe the job's start, and serve until the next
    job has published.
    """
    positive("the interval between jobs", interval)
    not_negative("the job's duration", duration)
    not_negative("the time to publish", publish)
    return Age(interval / 2 + duration + publish, interval + duration + publish)


def stream_feature_age(watermark: float, processing: float, lag: float = 0.0) -> float:
    """Age of features from a stream: how long it waits for stragglers, works, and lags behind."""
    for name, value in (("watermark", watermark), ("processing time", processing), ("lag", lag)):
        not_negative(f"the stream's {name}", value)
    return watermark + processing + lag


def model_age(
    *,
    label_delay: float,
    trigger_wait: float = 0.0,
    training: float = 0.0,
    gate: float = 0.0,
    rollout: float = 0.0,
) -> float:
    """Age of the freshest event a model has learnt from on the day it goes live."""
    parts = {
        "label delay": label_delay,
        "wait for the trigger": trigger_wait,
        "training time": training,
        "gate": gate,
        "rollout": rollout,
    }
    for name, value in parts.items():
        not_negative(f"the model's {name}", value)
    return sum(parts.values())
