"""The request path of the funnel: what each phase takes and costs, and who misses the deadline."""

from __future__ import annotations

import numpy as np

from cases.ads_funnel.decide import KEEPS
from kit.service import SMALL_SERVER, TimedAlong, timed_along
from pipelines.serving import Fork, Lognormal, Path, Station

# Processor time for one ad in microseconds, by model: assumed.
LIGHT_US = {"none": 0.05, "history": 0.3, "dot": 1.0, "logistic": 2.0, "distilled": 2.0}
HEAVY_US = {"logistic": 12.0, "lightgbm": 120.0, "leaves": 150.0, "mlp": 200.0, "lambdarank": 120.0}
# Median and 99th percentile of one shard's look-up in milliseconds, by kind of match: assumed.
MATCH_MS = {
    "exact": (2.0, 9.0),
    "broad": (3.0, 12.0),
    "expansion": (2.5, 11.0),
    "embedding": (6.0, 25.0),
}
TAIL = 3.0  # a stage's 99th percentile over its median: assumed
SHARDS = 4


def serving(
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
) -> TimedAlong:
    """Send requests through the funnel's machines and time them, for each number of ads kept."""
    paths = [
        request_path(keep, match=match, light=light, k1=k1, heavy=heavy, slow=slow, fleet=fleet)
        for keep in KEEPS
    ]
    return timed_along(paths, KEEPS, traffic, deadline, seed=seed, requests=4_000)


def request_path(
    keep: int, *, match: str, light: str, k1: int, heavy: str, slow: float, fleet: int
) -> Path:
    """Gateway, index shards side by side, light ranker, features, heavy ranker, auction."""
    trim = 0.4 + LIGHT_US[light] * k1 / 1000
    scoring = slow * HEAVY_US[heavy] * keep / 1000
    shards = [_station(f"index {i + 1}", 64, *MATCH_MS[match]) for i in range(SHARDS)]
    return Path(
        _station("gateway", 16, 1, 4),
        Fork(*shards),
        _station("light ranker", 24, trim, TAIL * trim),
        _station("features", 24, 2, 8),
        _station("heavy ranker", fleet, scoring, TAIL * scoring),
        _station("auction", 16, 0.5, 2),
    )


def _station(name: str, servers: int, median_ms: float, p99_ms: float) -> Station:
    return Station(name, servers, Lognormal(median_ms, p99_ms), price_per_hour=SMALL_SERVER)


def work_ms(timed: TimedAlong) -> np.ndarray:
    """Milliseconds of work on all machines together for one request, at each position."""
    return np.array([sum(map(mean_ms, path.stations)) for path in timed.paths])


def mean_ms(station: Station) -> float:
    """Mean milliseconds of work on a request at a station."""
    return station.service.mean_ms if station.service else 0.0


def most_in_time(timed: TimedAlong, deadline: float) -> int | None:
    """The last position whose 99th percentile keeps the deadline with a tenth of the machines to
    spare; None if there is none."""
    in_time = np.flatnonzero((timed.p99.value <= deadline) & (timed.headroom > 1))
    return int(in_time[-1]) if len(in_time) else None
