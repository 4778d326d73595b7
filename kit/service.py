"""A request path, timed and priced alike in every scenario: latency, deadline, headroom, cost."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kit.metric import Metric
from pipelines.readout import Track, track
from pipelines.serving import Path, Served, cost_per_million, headroom, simulate
from pipelines.serving.load import unserved_share
from pipelines.serving.served import Estimate

SMALL_SERVER = 0.0816
"""Dollars an hour for one small server: a public price list of June 2026."""

ARITHMETIC = "Arithmetic on servers, their speed, their price and the traffic: nothing is sampled."


@dataclass(frozen=True, eq=False)
class Timed:
    """A path under a traffic: latencies, who missed the deadline, and what a decision costs.

    `cost` is in $ per million requests answered in time; `why` says what is overloaded, if
    anything is: then there is no latency to speak of.
    """

    path: Path
    traffic: float
    served: Served
    missed: Estimate
    cost: float
    why: str

    @property
    def headroom(self) -> float:
        """How many times the traffic fits before the busiest station is 90 % busy."""
        return headroom(self.path, self.traffic)


def timed(
    path: Path, traffic: float, deadline: float, *, seed: int, requests: int = 8_000
) -> Timed:
    """Send `requests` through a path at `traffic` a second and time them against `deadline` (ms).

    Where a station is overloaded, what it cannot serve has missed the deadline.
    """
    served = simulate(path, traffic, requests=requests, seed=seed)
    missed, why = served.missed(deadline), ""
    if missed is None:
        lost = unserved_share(path, traffic)
        missed, why = Estimate(lost, lost, lost), str(served.unstable[0])
    cost = cost_per_million(path, traffic, success_share=max(1e-9, 1.0 - missed.value))
    return Timed(path, traffic, served, missed, cost, why)


P99 = Metric(
    "p99",
    "Time to decide, 99th percentile",
    "ms",
    "down",
    "The latency that one request in a hundred exceeds. Decides servers and features.",
    role="latency",
)
MISSED_DEADLINE = Metric(
    "missed_deadline",
    "Deadline missed",
    "share",
    "down",
    "Requests without an answer when the deadline passed. Decides replicas.",
    role="latency",
)
HEADROOM = Metric(
    "headroom",
    "Headroom",
    "ratio",
    "up",
    "How many times today's traffic fits before the busiest server is 90 % busy. Decides when to "
    "buy.",
    role="latency",
    exact=ARITHMETIC,
)
SERVING_COST = Metric(
    "serving_cost",
    "Serving cost per million",
    "money",
    "down",
    "Servers by the hour over requests answered in time. Decides whether an expensive model pays.",
    role="cost",
    exact=ARITHMETIC,
)


def service_tracks(
    timed: Timed, deadline: float, *, seen_p99: float = math.nan, most_missed: float = 0.001
) -> dict[str, Track]:
    """The readings of P99, MISSED_DEADLINE, HEADROOM and SERVING_COST.

    `seen_p99` is what the team believes the latency to be (ms), `most_missed` the share of requests
    that may miss the deadline.
    """
    p99, missed = timed.served.p99, timed.missed
    latency = (
        track(math.nan, seen_p99, why=timed.why, budget=deadline)
        if p99 is None
        else track(p99.value, seen_p99, p99.low, p99.high, budget=deadline)
    )
    return {
        "p99": latency,
        "missed_deadline": track(
            missed.value, low=missed.low, high=missed.high, budget=most_missed
        ),
        "headroom": track(timed.headroom, budget=1.0),
        "serving_cost": track(timed.cost),
    }
