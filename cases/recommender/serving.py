"""The request path: what each station takes and costs, and who misses the deadline."""

from __future__ import annotations

from dataclasses import dataclass

from kit.service import SMALL_SERVER, Timed, timed
from pipelines.serving import Fork, Lognormal, Path, Station

TAIL = 3.0  # a stage's 99th percentile over its median: assumed
MAC_MS = 1e-6  # a multiplication and addition, in milliseconds: assumed

# Multiplications a title by generator, beside its vector's own; looked-up lists need none.
PER_TITLE = {"ease": 20.0, "content": 12.0, "ncf": 512.0, "hybrid": 12.0, "union": 32.0}
VECTORS = ("svd", "als", "bpr", "rated", "two_tower", "ncf", "hybrid", "union")
LOOKED_UP_MS = {"random": 0.3, "popularity": 0.3, "recent": 0.3, "item": 1.5, "user": 3.0}
RANKER_US = {"none": 0.0, "logistic": 5.0, "lightgbm": 60.0, "lambdarank": 60.0}
RERANK_MS = {"none": 0.3, "discount": 0.4, "mmr": 2.5, "calibrated": 4.0}
DAY = 86_400.0
NEVER_RETRAINED = 365.0  # days: how old a model that is never retrained is taken to be
REQUESTS = 4_000


@dataclass(frozen=True, eq=False)
class Service:
    """The timed path, how old what it serves is (days), and how long a title that must go can
    still turn up (seconds)."""

    timed: Timed
    retrieval_ms: float
    age: float
    takedown: float


def retrieval_ms(
    generator: str, *, titles: float, factors: int, serving: str, index_recall: float
) -> float:
    """The median time (ms) to fetch candidates from `titles` titles.

    Exact search multiplies a vector with every title's; an approximate one grows little with their
    number and much as `index_recall` nears 1; precomputed rows are only looked up.
    """
    if serving == "precomputed":
        return 1.0
    if generator in LOOKED_UP_MS:
        return LOOKED_UP_MS[generator]
    if serving == "approximate":
        return 2.0 + 4.0 * (0.07 / (1.001 - index_recall)) ** 0.35 * (titles / 1e6) ** 0.1
    work = PER_TITLE.get(generator, 0.0) + (factors if generator in VECTORS else 0)
    return 0.3 + work * titles * MAC_MS


def request_path(fetch: float, *, ranker: str, candidates: int, rerank: str, servers: int) -> Path:
    """Gateway; user features beside retrieval, which takes `fetch` ms; title features; ranker;
    re-ranking."""
    score = 0.2 + RANKER_US[ranker] * candidates / 1000
    return Path(
        Station("gateway", 16, Lognormal(1, 4), price_per_hour=SMALL_SERVER),
        Fork(
            Station("user features", 24, Lognormal(2, 8), price_per_hour=SMALL_SERVER),
            Station("retrieval", servers, _lognormal(fetch), price_per_hour=SMALL_SERVER),
        ),
        Station("title features", 24, Lognormal(2, 8), price_per_hour=SMALL_SERVER),
        Station("ranker", 16, _lognormal(score), price_per_hour=SMALL_SERVER),
        Station("re-ranking", 16, _lognormal(RERANK_MS[rerank]), price_per_hour=SMALL_SERVER),
    )


def _lognormal(median: float) -> Lognormal:
    return Lognormal(median, TAIL * median)


def serving(
    *,
    generator: str,
    factors: int,
    serving: str,
    index_recall: float,
    days_ahead: int,
    ranker: str,
    candidates: int,
    rerank: str,
    catalogue: float,
    retrieval_servers: int,
    traffic: int,
    deadline: int,
    retrain: int,
    seed: int,
) -> Service:
    """Send requests through the machines and time them; see how old what they serve is."""
    fetch = retrieval_ms(
        generator,
        titles=10_000 * catalogue,
        factors=factors,
        serving=serving,
        index_recall=index_recall,
    )
    path = request_path(
        fetch, ranker=ranker, candidates=candidates, rerank=rerank, servers=retrieval_servers
    )
    ahead = days_ahead if serving == "precomputed" else 0
    return Service(
        timed(path, traffic, deadline, seed=seed, requests=REQUESTS),
        fetch,
        age=(7 * retrain / 2 if retrain else NEVER_RETRAINED) + ahead,
        takedown=takedown(serving, days_ahead),
    )


def takedown(serving: str, days_ahead: int) -> float:
    """Seconds until a title is out of every row: the next filter list, or the next rebuilding."""
    return {
        "exact": 300.0,
        "approximate": DAY / 4,
        "precomputed": max(days_ahead, 1) * DAY,
    }[serving]
