"""The request path of an application: what is asked of whom before there is a decision."""

from __future__ import annotations

from kit.service import SMALL_SERVER, Timed, timed
from pipelines.serving import Lognormal, Path, Station

# Median and 99th percentile of one score, in milliseconds: assumed, by kind of model.
SCORING_MS = {"logistic": (0.3, 1.0), "tree": (0.3, 1.0), "lightgbm": (3.0, 10.0)}
BUREAU_MS = (220.0, 900.0)
"""Median and 99th percentile of an answer from a credit bureau over the network: assumed."""

LINES = 64  # questions a bureau answers at a time
REASONS_MS = (6.0, 20.0)
"""The reasons for a refusal, which the law of many countries asks for: assumed."""


def serving(*, model: str, traffic: int, replicas: int, deadline: int, seed: int) -> Timed:
    """Send applications through the path and time them."""
    return timed(request_path(model, replicas), traffic, deadline, seed=seed)


def request_path(model: str, replicas: int) -> Path:
    """Gateway, the bureau's answer, the model, the rule with its reasons."""
    return Path(*_stations(model, replicas))


def stacked_p99(model: str, replicas: int) -> float:
    """The stations' own 99th percentiles added up (ms): what a team sees that has no trace.

    Too high, for the slow rarely meet the slow, and too low, as it knows of no queue.
    """
    laws = (station.service for station in _stations(model, replicas))
    return sum(law.p99_ms for law in laws if isinstance(law, Lognormal))


def _stations(model: str, replicas: int) -> tuple[Station, ...]:
    return (
        Station("gateway", 8, Lognormal(1, 4), price_per_hour=SMALL_SERVER),
        Station("credit bureau", LINES, Lognormal(*BUREAU_MS), price_per_hour=0.0),
        Station("model", replicas, Lognormal(*SCORING_MS[model]), price_per_hour=SMALL_SERVER),
        Station("reasons", replicas, Lognormal(*REASONS_MS), price_per_hour=SMALL_SERVER),
    )
