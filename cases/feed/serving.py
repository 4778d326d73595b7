"""The request path of a feed: what each stage takes, and what a million pages cost.

Published figures set the scale: about 1,500 candidates a request, 220 seconds of processor time,
1.5 seconds until the page is ready. The heavy ranker does nearly all of the work.
"""

from __future__ import annotations

import math

from cases.feed.candidates import STANDS_FOR, Sourcing
from kit.service import SMALL_SERVER, Timed, timed
from pipelines.serving import Fork, Lognormal, Path, Station

DEADLINE = 1_500.0  # ms until the page is ready, as published
CORE_HOURLY = SMALL_SERVER / 2  # $ an hour for one core: a small server has two
HEAVY_CPU_MS = {"heads": 140.0, "one": 40.0, "lambdarank": 40.0}  # a candidate; 40 is assumed
LIGHT_CPU_MS = {"none": 0.0, "affinity": 0.05, "logistic": 0.4}  # a candidate: assumed
SOURCES_MS = {"followed": 12.0, "friends": 25.0, "similar": 20.0, "trending": 5.0}  # assumed
AT_ONCE = 250  # cores that share the candidates of one request: they make 210 s into 0.84 s
CELLS = 200  # traffic is split over this many equal cells, of which one is simulated
BUSY = 0.6  # how busy servers are planned to be
TAIL = 2.5  # a stage's 99th percentile over its median: assumed


def serving(sourcing: Sourcing, *, heavy_ranker: str, mmr: float, traffic: int, seed: int) -> Timed:
    """Send requests through one cell of the path, on as many servers as it needs, and time them."""
    rate = rate_of(traffic)
    path = path_of(
        sourcing.scored_in_production,
        light_ranker=sourcing.light_ranker,
        heavy_ms=HEAVY_CPU_MS[heavy_ranker],
        mmr=mmr,
        rate=rate,
    )
    return timed(path, rate, DEADLINE, seed=seed, requests=3_000)


def rate_of(traffic: float) -> float:
    """Pages a second that one of the CELLS serves."""
    return max(traffic / CELLS, 0.5)


def path_of(scored: float, *, light_ranker: str, heavy_ms: float, mmr: float, rate: float) -> Path:
    """Gateway, sources side by side, light ranker, features, heavy ranker, mixer.

    `scored` candidates reach the heavy ranker, which takes `heavy_ms` of one core for each. Both
    rankers share a request's candidates among AT_ONCE cores: one server of theirs.
    """
    light_ms = STANDS_FOR * LIGHT_CPU_MS[light_ranker]
    return Path(
        _station("gateway", 1.0, rate),
        Fork(*(_station(name, ms, rate) for name, ms in SOURCES_MS.items())),
        _station("light ranker", 2 + light_ms / AT_ONCE, rate, cores=AT_ONCE),
        _station("features", 10 + scored / 60, rate),
        _station("heavy ranker", 5 + scored * heavy_ms / AT_ONCE, rate, cores=AT_ONCE),
        _station("mixer", 25.0 if mmr else 5.0, rate),
    )


def _station(name: str, median_ms: float, rate: float, *, cores: int = 1) -> Station:
    work = Lognormal(median_ms, TAIL * median_ms)
    servers = max(2, math.ceil(rate * work.mean_ms / 1000 / BUSY))
    return Station(name, servers, work, price_per_hour=cores * CORE_HOURLY)


def processor_seconds(path: Path) -> float:
    """Seconds of one core that a page takes on average, at all stations together."""
    busy = (one.load(1.0) * one.servers * one.price_per_hour for one in path.stations)
    return sum(busy) / CORE_HOURLY
