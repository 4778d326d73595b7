"""The request path of a feed: what each stage takes, and what a thousand pages cost.

Published figures set the scale: about 1,500 candidates a request, 220 seconds of processor time,
1.5 seconds until the page stands. The heavy ranker does nearly all of the work.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from cases.feed.sourcing import STANDS_FOR
from pipelines.serving import Fork, Lognormal, Path, Served, Station, simulate

CORE_HOURLY = 0.0408  # $ an hour for one core (half of a small server's public price, June 2026)
HEAVY_CPU_MS = {"heads": 140.0, "one": 40.0, "lambdarank": 40.0}  # a candidate; 40 is assumed
LIGHT_CPU_MS = {"none": 0.0, "affinity": 0.05, "logistic": 0.4}  # a candidate: assumed
AT_ONCE = 250  # cores that share one request's candidates: what makes 210 s into 0.84 s
CELLS = 200  # traffic is split over as many alike cells, of which one is simulated
BUSY = 0.6  # how busy machines are planned to be
TAIL = 2.5  # a stage's 99th percentile over its median: assumed


@dataclass(frozen=True, eq=False)
class Timing:
    """Seconds and dollars of a request: simulated path, processor time, cost of a thousand."""

    path: Path
    served: Served
    scored: float
    cpu_s: float
    cost: float

    @property
    def p99(self) -> float:
        """The 99th percentile in milliseconds."""
        found = self.served.percentile(99)
        return float(found.value) if found else math.nan


def scored_in_production(keep: int, pool: int, light: str) -> float:
    """How many of the candidates of a real request the heavy ranker would score."""
    return STANDS_FOR * (1.0 if light == "none" else min(1.0, keep / pool))


def cpu_seconds(scored: float, *, light: str, heavy: str) -> float:
    """Processor time of a request: gathering, the light ranker, the heavy one, mixing."""
    return (2_000 + STANDS_FOR * LIGHT_CPU_MS[light] + scored * HEAVY_CPU_MS[heavy]) / 1000


def timing(
    *, keep: int, pool: int, light: str, heavy: str, mmr: float, traffic: int, seed: int
) -> Timing:
    """Time and price the path at a traffic, on as many machines as it needs."""
    scored = scored_in_production(keep, pool, light)
    stages = {
        "light ranker": 2 + STANDS_FOR * LIGHT_CPU_MS[light] / AT_ONCE,
        "features": 10 + scored / 60,
        "heavy ranker": 5 + scored * HEAVY_CPU_MS[heavy] / AT_ONCE,
        "mixer": 5 + (20 if mmr else 0),
    }
    rate = max(traffic / CELLS, 0.5)
    sources = (("followed", 12), ("friends", 25), ("similar", 20), ("trending", 5))
    path = Path(
        _station("gateway", 1.0, rate),
        Fork(*(_station(name, ms, rate) for name, ms in sources)),
        *(_station(name, ms, rate) for name, ms in stages.items()),
    )
    cpu = cpu_seconds(scored, light=light, heavy=heavy)
    served = simulate(path, rate, requests=3_000, seed=seed)
    return Timing(path, served, scored, cpu, 1000 * cpu / 3600 * CORE_HOURLY)


def _station(name: str, median_ms: float, rate: float) -> Station:
    work = Lognormal(median_ms, TAIL * median_ms)
    servers = max(2, math.ceil(rate * work.mean_ms / 1000 / BUSY))
    return Station(name, servers, work, price_per_hour=CORE_HOURLY)
