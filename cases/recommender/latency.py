"""The request path of the recommender: what each station takes and costs, and who is late."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipelines.serving import Fork, Lognormal, Path, Station, cost_per_hour, simulate

HOURLY = 0.0816  # $ an hour for one small server (a public price list of June 2026)
TAIL = 3.0  # a stage's 99th percentile over its median: assumed
MAC_MS = 1e-6  # a multiplication and addition, in milliseconds: assumed

# Multiplications a title by generator, beside its vector's own; looked-up lists need none.
PER_TITLE = {"ease": 20.0, "content": 12.0, "ncf": 512.0, "hybrid": 12.0, "union": 32.0}
VECTORS = ("svd", "als", "bpr", "rated", "two_tower", "ncf", "hybrid", "union")
LOOKED_UP_MS = {"random": 0.3, "popularity": 0.3, "recent": 0.3, "item": 1.5, "user": 3.0}
RANKER_US = {"none": 0.0, "logistic": 5.0, "lightgbm": 60.0, "lambdarank": 60.0}
RERANK_MS = {"none": 0.3, "discount": 0.4, "mmr": 2.5, "calibrated": 4.0}
DAY = 86_400.0


@dataclass(frozen=True)
class Timing:
    """The path at a traffic: p50 and p99 (ms, NaN if overloaded), share late, cost, and by whom."""

    p50: float
    p99: float
    missed: float
    cost: float
    retrieval_ms: float
    takedown: float
    age: float
    path: Path
    why: str


def retrieval_ms(generator: str, *, titles: float, factors: int, serving: str, found: float):
    """The median time to fetch candidates from `titles` titles.

    Exact search multiplies a vector with every title's; an approximate one grows little with their
    number and much as the part `found` nears 1; rows made ahead are only looked up.
    """
    if serving == "stale":
        return 1.0
    if generator in LOOKED_UP_MS:
        return LOOKED_UP_MS[generator]
    if serving == "approximate":
        return 2.0 + 4.0 * (0.07 / (1.001 - found)) ** 0.35 * (titles / 1e6) ** 0.1
    work = PER_TITLE.get(generator, 0.0) + (factors if generator in VECTORS else 0)
    return 0.3 + work * titles * MAC_MS


def request_path(
    *, generator, factors, serving, found, ranker, candidates, rerank, catalogue, fleet
) -> Path:
    """Gateway; user features beside retrieval; title features; ranker; re-ranking."""
    fetch = retrieval_ms(
        generator, titles=10_000 * catalogue, factors=factors, serving=serving, found=found
    )
    score = 0.2 + RANKER_US[ranker] * candidates / 1000
    stations = (
        Station("gateway", 16, Lognormal(1, 4), price_per_hour=HOURLY),
        Fork(
            Station("user features", 24, Lognormal(2, 8), price_per_hour=HOURLY),
            Station("retrieval", fleet, Lognormal(fetch, TAIL * fetch), price_per_hour=HOURLY),
        ),
        Station("title features", 24, Lognormal(2, 8), price_per_hour=HOURLY),
        Station("ranker", 16, Lognormal(score, TAIL * score), price_per_hour=HOURLY),
        Station("re-ranking", 16, _lognormal(RERANK_MS[rerank]), price_per_hour=HOURLY),
    )
    return Path(*stations)


def _lognormal(median: float) -> Lognormal:
    return Lognormal(median, TAIL * median)


def latency(
    *, generator, factors, serving, found, stale, ranker, candidates, rerank, catalogue, fleet,
    traffic, deadline, retrain, seed,
):  # fmt: skip
    """Send requests through the machines and time them; see how old what they serve is."""
    path = request_path(
        generator=generator, factors=factors, serving=serving, found=found, ranker=ranker,
        candidates=candidates, rerank=rerank, catalogue=catalogue, fleet=fleet,
    )  # fmt: skip
    fetch = next(s for s in path.stations if s.name == "retrieval").service
    # A title is out of an exact index with the next filter list, out of another once it is rebuilt.
    takedown = {"exact": 300.0, "approximate": DAY / 4, "stale": max(stale, 1) * DAY}[serving]
    age = (7 * retrain / 2 if retrain else 365.0) + (stale if serving == "stale" else 0)
    facts = (fetch.mean_ms if fetch else 0.0, takedown, age, path)
    busiest = max(path.stations, key=lambda station: station.load(traffic))
    load = busiest.load(traffic)
    if load >= 1:
        why = f"The {busiest.name} is overloaded (load {load:.2f}): the backlog only grows."
        late = 1 - 1 / load
        return Timing(math.nan, math.nan, late, _cost(path, traffic, late), *facts, why)
    served = simulate(path, traffic, requests=4_000, seed=seed)
    found = (served.missed(deadline), served.percentile(50), served.percentile(99))
    late, p50, p99 = (each.value if each else math.nan for each in found)
    return Timing(p50, p99, late, _cost(path, traffic, late), *facts, "")


def _cost(path: Path, traffic: float, missed: float) -> float:
    """$ a million requests answered in time."""
    answered = max(1 - missed, 1e-9) * traffic * 3600
    return cost_per_hour(path) / answered * 1e6
