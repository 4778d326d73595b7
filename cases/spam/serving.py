"""The stream a message passes: parse, cheap model, dear model, and what gives way in a burst."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cases.spam.filters import DEAR
from cases.spam.live import Live
from pipelines.serving import (
    Batch,
    Path,
    Served,
    Station,
    cost_per_million,
    headroom,
    simulate,
)
from pipelines.serving.load import Overload
from pipelines.serving.stream import Burst, Fluid, day_of_rates, day_percentiles, flow, unstable

# Processor time for one message in milliseconds on one small worker: assumed (see the whiteboard
# figures: parse 0.2, naive Bayes 0.05, logistic regression 0.1, a small encoder 15).
PARSE = 0.2
REPRESENT = {
    "words": 0.3,
    "tfidf": 0.35,
    "tfidf_all": 0.35,
    "hashed": 0.25,
    "chars": 1.2,
    "embedding": 0.8,
    "encoder": 15.0,
}
MODEL = {
    "nb": 0.05,
    "complement": 0.05,
    "logistic": 0.1,
    "svm": 0.1,
    "svm_calibrated": 0.2,
    "online": 0.1,
    "lightgbm": 0.6,
}
OVERHEAD = 2.0  # ms a micro-batch: poll the log, call the model, commit
GPU_OVERHEAD, GPU_SPEED = 8.0, 10.0  # a GPU starts slower and reads this many times as fast
BATCH_CV = 0.3
LOOK_UP = 0.1  # ms to find that a message was handled before
LARGE = 4.0  # times as fast, and as dear
HOURLY, GPU_HOURLY = 0.0816, 1.006  # $ (a public price list of June 2026)
LEVELS = 4
REQUESTS = 2_500


@dataclass(frozen=True, eq=False)
class Stream:
    """A Monday, the busiest day, in the stream.

    `path` are the stations and `served` how they fare at the usual peak; `fluid` the stages over
    the day, by name. `p50`, `p95`, `p99` are times to decision in ms (NaN where a stage is
    unstable: `why` then says by how much). `unscored` and `lost` are shares of the day's messages;
    `away` the share turned away in each step, and `usual_away` the same on other days.
    """

    path: Path
    served: Served
    fluid: dict[str, Fluid]
    overload: tuple[Overload, ...]
    percentiles: tuple[float, float, float]
    planned: float
    unscored: float
    lost: float
    away: np.ndarray
    usual_away: np.ndarray
    twice: float
    headroom: float
    cost: float
    hit_ratio: float
    dear_share: float
    work: float

    @property
    def why(self) -> str:
        """Which stage is unstable, and by how much its backlog grows."""
        return "; ".join(map(str, self.overload)) + "." * bool(self.overload)

    @property
    def backlog(self) -> float:
        """The most messages that wait anywhere at once."""
        return sum(stage.peak_backlog for stage in self.fluid.values())

    @property
    def drain(self) -> float:
        """Seconds from the height of the worst backlog until it is gone."""
        return max(stage.drain_seconds for stage in self.fluid.values())


def stream(
    live: Live,
    *,
    representation: str,
    model: str,
    dear: str,
    architecture: str,
    traffic: int,
    burst: float,
    burst_minutes: int,
    duplicates: float,
    dedupe: str,
    cache: str,
    workers: int,
    server: str,
    batch: int,
    linger: int,
    device: str,
    dear_workers: int,
    backpressure: str,
    room: int,
    deadline: int,
    seed: int,
) -> Stream:
    """Run a Monday's traffic through the workers: what waits, what gives way, what it costs."""
    hit = float(live.rows["copy"].mean()) if cache == "on" else 0.0
    share = float(live.rows["dear"].mean()) * (1 - hit)
    synchronous = architecture == "sync"
    path = stations(
        stage_work(representation, model, hit) + LOOK_UP * duplicates * (dedupe == "on"),
        share,
        workers=workers,
        speed=LARGE if server == "large" else 1.0,
        batch=1 if synchronous else batch,
        linger=0 if synchronous else linger,
        dear_work=_dear_work(dear),
        device=device,
        dear_workers=dear_workers,
    )
    again = 1 + duplicates * (dedupe == "off")
    rates = day_of_rates(traffic * again, Burst(burst, 60.0 * burst_minutes))
    usual = day_of_rates(traffic * again, Burst())
    waits = deadline / 1000 * path.stations[0].capacity_per_s if synchronous else float(room)
    fluid = tandem(path, rates, waits, backpressure)
    quiet = tandem(path, usual, waits, backpressure)
    return _told(path, rates, usual, fluid, quiet, backpressure, again, hit, share, seed)


def stage_work(representation: str, model: str, hit: float) -> float:
    """Milliseconds of work on a message at the first stage: one in the cache is only parsed."""
    first = ("words", "nb") if model == "cascade" else (representation, model)
    return PARSE + (1 - hit) * (REPRESENT[first[0]] + MODEL[first[1]])


def stations(
    work: float,
    share: float,
    *,
    workers: int,
    speed: float,
    batch: int,
    linger: int,
    dear_work: float,
    device: str,
    dear_workers: int,
) -> Path:
    """The workers, and the dear model behind them where some messages go on to it."""
    first = Station(
        "workers",
        workers,
        batch=Batch(OVERHEAD / speed, work / speed, batch, float(linger), BATCH_CV),
        price_per_hour=HOURLY * speed,
    )
    if share <= 0:
        return Path(first)
    gpu = device == "gpu"
    overhead, each = (GPU_OVERHEAD, dear_work / GPU_SPEED) if gpu else (OVERHEAD, dear_work)
    second = Station(
        "dear model",
        dear_workers,
        batch=Batch(overhead, each, 16, 5.0, BATCH_CV),
        share=min(1.0, share),
        price_per_hour=GPU_HOURLY if gpu else HOURLY,
    )
    return Path(first, second)


def tandem(path: Path, rates: np.ndarray, room: float, backpressure: str) -> dict[str, Fluid]:
    """Each stage over a day, the second fed by what leaves the first."""
    found, rate = {}, rates
    for station in path.stations:
        capacity = station.capacity_per_s
        found[station.name] = flow(
            rate * station.share, capacity, room=room, when_full=backpressure
        )
        rate = found[station.name].passed
    return found


def _dear_work(dear: str) -> float:
    representation, model = DEAR[dear]
    return REPRESENT[representation] + MODEL[model]


def _told(path, rates, usual, fluid, quiet, backpressure, again, hit, share, seed) -> Stream:
    overload = tuple(
        found
        for station, stage in zip(path.stations, quiet.values(), strict=True)
        if (found := unstable(station.name, stage.arriving, station.capacity_per_s))
    )
    served = simulate(path, float(usual.max()), requests=REQUESTS, seed=seed)
    away = np.sum([stage.excess for stage in fluid.values()], axis=0) / rates
    usual_away = np.sum([stage.excess for stage in quiet.values()], axis=0) / usual
    turned = float((away * rates).sum() / rates.sum())
    percentiles = (math.nan,) * 3 if overload else _percentiles(path, rates, fluid, seed)
    kept = 1 - turned * (backpressure == "drop")
    return Stream(
        path,
        served,
        fluid,
        overload,
        percentiles,
        _planned(path),
        turned if backpressure == "unscored" else 0.0,
        turned if backpressure == "drop" else 0.0,
        away,
        usual_away,
        1e4 * (again - 1),
        headroom(path, float(usual.max())),
        cost_per_million(path, float(usual.mean()) / again, success_share=max(kept, 1e-9)),
        hit,
        share,
        sum(_work(station) for station in path.stations),
    )


def _work(station: Station) -> float:
    """Milliseconds of processor time a message takes at a station, in full batches."""
    batch = station.batch
    assert batch is not None
    return station.share * batch.time_ms(batch.max_batch) / batch.max_batch


def _percentiles(path, rates, fluid, seed) -> tuple[float, float, float]:
    """p50, p95 and p99 of the time to decision over the day, in ms."""
    calm = min(0.97 / station.load(1.0) for station in path.stations)
    parts = np.array_split(np.sort(rates), LEVELS)
    levels = [min(float(part.mean()), calm) for part in parts]
    samples = [simulate(path, rate, requests=REQUESTS, seed=seed).latency_ms for rate in levels]
    waits = [stage.wait for stage in fluid.values()]
    found = day_percentiles((50, 95, 99), waits, samples, rates)
    return found[0], found[1], found[2]


def _planned(path: Path) -> float:
    """What a plan on paper says of the 99th percentile: work and linger of each stage, no queue."""
    batches = [station.batch for station in path.stations if station.batch]
    return sum(each.time_ms(each.max_batch) * 1.8 + each.max_delay_ms for each in batches)
