"""A request path, timed and priced alike in every scenario: latency, deadline, headroom, cost."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kit.metric import Metric
from pipelines.readout import Number, Track, track
from pipelines.serving import Path, Served, cost_per_million, headroom, simulate
from pipelines.serving.load import overloads
from pipelines.serving.served import Estimate, missed_under_any_load

SMALL_SERVER = 0.0816
"""Dollars an hour for one small server: a public price list of June 2026."""

NO_LATENCY = Estimate(math.nan, math.nan, math.nan)
KNOTS = 5  # positions of a dial at which its path is simulated

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
    def p99(self) -> Estimate:
        """The latency that one request in a hundred exceeds (ms); NaN where there is none."""
        return self.served.p99 or NO_LATENCY

    @property
    def headroom(self) -> float:
        """How many times the traffic fits before the busiest station is 90 % busy."""
        return headroom(self.path, self.traffic)


def timed(
    path: Path, traffic: float, deadline: float, *, seed: int, requests: int = 8_000
) -> Timed:
    """Send `requests` through a path at `traffic` a second and time them against `deadline` (ms).

    Where a station is overloaded, what it cannot serve has missed the deadline, and no less than
    at the brink of overload.
    """
    served = simulate(path, traffic, requests=requests, seed=seed)
    missed, why = served.missed(deadline), ""
    if missed is None:
        missed = missed_under_any_load(path, traffic, deadline, requests=requests, seed=seed)
        why = str(max(served.unstable, key=lambda each: each.load))
    cost = cost_per_million(path, traffic, success_share=max(1e-9, 1.0 - missed.value))
    return Timed(path, traffic, served, missed, cost, why)


@dataclass(frozen=True, eq=False)
class Estimates:
    """A measured value and its 95 % interval at each position of a dial: (positions,)."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True, eq=False)
class TimedAlong:
    """As `Timed`, for a path that changes along a dial: one path, and one value, a position.

    Latencies are simulated at a few positions (`served`, by place on the dial) and lie on straight
    lines between; where a station is overloaded they are NaN.
    """

    paths: tuple[Path, ...]
    traffic: float
    served: Mapping[int, Served]
    p99: Estimates
    missed: Estimates
    cost: np.ndarray
    headroom: np.ndarray
    why: str

    def nearest(self, position: int) -> Served | None:
        """What was simulated nearest to a position; None where every position is overloaded."""
        knot = min(self.served, key=lambda at: abs(at - position), default=None)
        return None if knot is None else self.served[knot]


def timed_along(
    paths: Sequence[Path],
    axis: Sequence[float],
    traffic: float,
    deadline: float,
    *,
    seed: int,
    requests: int = 8_000,
) -> TimedAlong:
    """Time the paths that belong to the positions of a dial; `axis` holds the dial's values."""
    busy = [overloads(path, traffic) for path in paths]
    stable = np.array([place for place, found in enumerate(busy) if not found], dtype=int)
    knots = (
        stable[np.linspace(0, len(stable) - 1, KNOTS).round().astype(int)] if len(stable) else ()
    )
    known = {
        int(at): simulate(paths[at], traffic, requests=requests, seed=seed)
        for at in np.unique(knots)
    }
    x = np.asarray(axis, dtype=float)
    lost = np.array([_lost(path, traffic, deadline, requests, seed) for path in paths])
    missed = _along(x, stable, known, lambda one: one.missed(deadline), elsewhere=lost)
    answered = np.maximum(1e-9, 1.0 - missed.value)
    return TimedAlong(
        tuple(paths),
        traffic,
        known,
        _along(x, stable, known, lambda one: one.p99, elsewhere=np.full(len(x), math.nan)),
        missed,
        np.array([cost_per_million(path, traffic) for path in paths]) / answered,
        np.array([headroom(path, traffic) for path in paths]),
        next(
            (f"From {at:g} on: {found[0]}." for at, found in zip(axis, busy, strict=True) if found),
            "",
        ),
    )


def _lost(path: Path, traffic: float, deadline: float, requests: int, seed: int) -> float:
    """What an overloaded path misses; 0 where it is not overloaded."""
    if not overloads(path, traffic):
        return 0.0
    return missed_under_any_load(path, traffic, deadline, requests=requests, seed=seed).value


def _along(
    axis: np.ndarray,
    stable: np.ndarray,
    known: Mapping[int, Served],
    measure: Callable[[Served], Estimate | None],
    *,
    elsewhere: np.ndarray,
) -> Estimates:
    """What was simulated at some positions, on straight lines between at the stable ones."""
    found = [measure(one) or NO_LATENCY for one in known.values()]
    parts = []
    for name in ("value", "low", "high"):
        values = elsewhere.copy()
        if found:
            at_knots = [getattr(one, name) for one in found]
            values[stable] = np.interp(axis[stable], axis[list(known)], at_knots)
        parts.append(values)
    return Estimates(*parts)


P99 = Metric(
    "p99",
    "Time to decide, 99th percentile",
    "ms",
    "down",
    "The latency that one request in a hundred exceeds. Decides how many servers, and "
    "which features and models there is time for.",
    role="latency",
)
MISSED_DEADLINE = Metric(
    "missed_deadline",
    "Deadline missed",
    "share",
    "down",
    "Share of requests without an answer when the deadline passed. Decides how many servers.",
    role="latency",
)
HEADROOM = Metric(
    "headroom",
    "Headroom",
    "ratio",
    "up",
    "How many times today's traffic fits before the busiest server is 90 % busy. "
    "Decides when to add servers.",
    role="latency",
    exact=ARITHMETIC,
)
SERVING_COST = Metric(
    "serving_cost",
    "Serving cost per million",
    "money",
    "down",
    "Price of all servers for a million requests answered in time. Decides whether an "
    "expensive model pays.",
    role="cost",
    exact=ARITHMETIC,
)


class Answering(Protocol):
    """What the readings of a service are made of: `Timed`, `TimedAlong`, or what says the same.

    One value, or one a position of a dial; as in `Timed`.
    """

    @property
    def p99(self) -> Estimate | Estimates: ...

    @property
    def missed(self) -> Estimate | Estimates: ...

    @property
    def headroom(self) -> Number: ...

    @property
    def cost(self) -> Number: ...

    @property
    def why(self) -> str: ...


def service_tracks(
    timed: Answering,
    deadline: float,
    *,
    seen_p99: Number = math.nan,
    most_missed: float = 0.001,
) -> dict[str, Track]:
    """The readings of P99, MISSED_DEADLINE, HEADROOM and SERVING_COST.

    `seen_p99` is what the team believes the latency to be (ms); `most_missed` the share of requests
    that may miss the deadline.
    """
    p99, missed = timed.p99, timed.missed
    return {
        "p99": track(p99.value, seen_p99, p99.low, p99.high, budget=deadline, why=timed.why),
        "missed_deadline": track(
            missed.value, low=missed.low, high=missed.high, budget=most_missed
        ),
        "headroom": track(timed.headroom, budget=1.0),
        "serving_cost": track(timed.cost),
    }
