"""The request path of the funnel: what each phase takes and costs, and who misses the deadline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cases.ads_funnel.served import KEEPS
from pipelines.serving import (
    Fork,
    Lognormal,
    Path,
    Served,
    Station,
    cost_per_hour,
    headroom,
    simulate,
)

HOURLY = 0.0816  # $ an hour for one small server (a public price list of June 2026)

# Processor time for one ad in microseconds, by model: assumed.
LIGHT_US = {"none": 0.05, "history": 0.3, "dot": 1.0, "logistic": 2.0, "distilled": 2.0}
HEAVY_US = {"logistic": 12.0, "lightgbm": 120.0, "leaves": 150.0, "mlp": 200.0, "lambdarank": 120.0}
MATCH_MS = {
    "exact": (2.0, 9.0),
    "broad": (3.0, 12.0),
    "expansion": (2.5, 11.0),
    "embedding": (6.0, 25.0),
}
TAIL = 3.0  # a stage's 99th percentile over its median: assumed
SHARDS = 4
KNOTS = 5


@dataclass(frozen=True, eq=False)
class Timing:
    """The path at every position of the dial.

    `p99`, `missed` (share past the deadline or shed), `cost` ($ a million answered in time) and
    `cpu` (ms a request) have one value a position; p99 is NaN where a station is overloaded.
    `served` are the simulated positions, by place on the dial.
    """

    p50: np.ndarray
    p99: np.ndarray
    missed: np.ndarray
    cost: np.ndarray
    cpu: np.ndarray
    headroom: np.ndarray
    served: dict[int, Served]
    paths: tuple[Path, ...]
    fits: int
    why: str


def request_path(
    keep: int, *, match: str, light: str, k1: int, heavy: str, slow: float, fleet: int
) -> Path:
    """Gateway, index shards side by side, light ranker, features, heavy ranker, auction."""
    trim = 0.4 + LIGHT_US[light] * k1 / 1000
    learnt = slow * HEAVY_US[heavy] * keep / 1000
    shard = Lognormal(*MATCH_MS[match])
    shards = [Station(f"index {i + 1}", 64, shard, price_per_hour=HOURLY) for i in range(SHARDS)]
    return Path(
        Station("gateway", 16, Lognormal(1, 4), price_per_hour=HOURLY),
        Fork(*shards),
        Station("light ranker", 24, Lognormal(trim, TAIL * trim), price_per_hour=HOURLY),
        Station("features", 24, Lognormal(2, 8), price_per_hour=HOURLY),
        Station("heavy ranker", fleet, Lognormal(learnt, TAIL * learnt), price_per_hour=HOURLY),
        Station("auction", 16, Lognormal(0.5, 2), price_per_hour=HOURLY),
    )


def latency(
    *,
    match: str,
    light: str,
    k1: int,
    heavy: str,
    slow: float,
    fleet: int,
    traffic: int,
    deadline: int,
    seed: int,
) -> Timing:
    """Send requests through the funnel's machines and time them, for each number of ads kept."""
    paths = tuple(
        request_path(keep, match=match, light=light, k1=k1, heavy=heavy, slow=slow, fleet=fleet)
        for keep in KEEPS
    )
    loads = np.array([max(s.load(traffic) for s in path.stations) for path in paths])
    stable = np.flatnonzero(loads < 1)
    served = {
        place: simulate(paths[place], traffic, requests=4_000, seed=seed)
        for place in _knots(stable)
    }
    p50, p99 = (
        _along(served, stable, len(KEEPS), lambda s, q=q: s.percentile(q).value) for q in (50, 99)
    )
    missed = _along(served, stable, len(KEEPS), lambda s: s.missed(deadline).value)
    missed = np.where(loads < 1, np.nan_to_num(missed), 1 - 1 / np.maximum(loads, 1e-9))
    answered = np.maximum(1 - missed, 1e-9) * traffic * 3600
    cost = np.array([cost_per_hour(path) for path in paths]) / answered * 1e6
    fits = np.flatnonzero((np.nan_to_num(p99, nan=np.inf) <= deadline) & (loads < 0.9))
    return Timing(
        p50,
        p99,
        missed,
        cost,
        np.array([sum(_work(s) for s in path.stations) for path in paths]),
        np.array([headroom(path, traffic) for path in paths]),
        served,
        paths,
        int(fits[-1]) if len(fits) else 0,
        _overloaded(paths, traffic),
    )


def _work(station: Station) -> float:
    return station.share * station.service.mean_ms if station.service else 0.0


def _overloaded(paths: Sequence[Path], traffic: int) -> str:
    for keep, path in zip(KEEPS, paths, strict=True):
        for station in path.stations:
            if station.load(traffic) >= 1:
                load = station.load(traffic)
                return f"From {keep} ads on, the {station.name} is overloaded (load {load:.2f})."
    return ""


def _knots(stable: np.ndarray) -> list[int]:
    """A few stable positions, the ends among them, to simulate; between them we interpolate."""
    if not len(stable):
        return []
    picked = np.linspace(0, len(stable) - 1, min(KNOTS, len(stable))).round().astype(int)
    return sorted({int(stable[place]) for place in picked})


def _along(served: dict[int, Served], stable: np.ndarray, count: int, read) -> np.ndarray:
    """A latency reading at every position, interpolated between simulated ones; NaN if unstable."""
    values = np.full(count, math.nan)
    if served:
        keeps = np.array(KEEPS, dtype=float)
        knots = sorted(served)
        known = [read(served[knot]) for knot in knots]
        values[stable] = np.interp(keeps[stable], keeps[knots], known)
    return values
