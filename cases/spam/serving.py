"""The stream a message passes: parse, score, score again, and what gives way in a burst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cases.spam.filters import EXPENSIVE
from cases.spam.live import Live
from kit.service import NO_LATENCY, SMALL_SERVER
from pipelines.serving import (
    Batch,
    Estimate,
    Path,
    Served,
    Station,
    cost_per_million,
    headroom,
    simulate,
)
from pipelines.serving.load import Overload
from pipelines.serving.served import in_groups, share_estimate, time_estimate
from pipelines.serving.stream import Burst, Day, Times, day_of_rates, day_times, through, unstable

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
GPU_HOURLY = 1.006  # $ (a public price list of June 2026)
BATCH_CV = 0.3
LOOK_UP = 0.1  # ms to find that a message was handled before
LARGE = 4.0  # times as fast, and as expensive
LEVELS = 4  # of traffic, between the quietest hours of a day and the busiest
REQUESTS = 20_000  # simulated at each level: 1,250 full batches, for a 99th percentile of them
FULLEST = 0.97  # the highest load at which queues are simulated; above, the backlog says it all


@dataclass(frozen=True, eq=False)
class Stream:
    """A Monday, the busiest day, in the stream.

    `path` are the stations and `served` how they fare at the usual peak; `monday` and `usual` are
    days of traffic through them. `p50`, `p95` and `p99` are times to decision on Monday in ms (NaN
    where a stage is unstable: `why` then says by how much), `planned_p99` what a plan on paper
    says. `missed` is the share of Monday's messages not decided by the deadline: delivered unscored
    or refused for want of room, or decided later; `bounced` the share refused. `cost` is in $ per
    million decided in time, `twice` counts second actions per 10,000 messages.
    """

    path: Path
    served: Served
    monday: Day
    usual: Day
    overload: tuple[Overload, ...]
    p50: Estimate
    p95: Estimate
    p99: Estimate
    planned_p99: float
    missed: Estimate
    bounced: float
    cost: float
    twice: float

    @property
    def why(self) -> str:
        """Which stage is unstable, and by how much its backlog grows."""
        return "; ".join(map(str, self.overload)) + "." * bool(self.overload)

    @property
    def headroom(self) -> float:
        """How many times the usual peak fits before the busiest stage is 90 % busy."""
        return headroom(self.path, float(self.usual.rates.max()))

    @property
    def work(self) -> float:
        """Milliseconds of processor time a message takes in full batches, all stages together."""
        return sum(
            station.share * batch.time_ms(batch.max_batch) / batch.max_batch
            for station, batch in _batches(self.path)
        )


def stream(
    live: Live,
    *,
    representation: str,
    model: str,
    expensive_model: str,
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
    expensive_workers: int,
    backpressure: str,
    queue_limit: int,
    deadline: int,
    seed: int,
) -> Stream:
    """Run a Monday's traffic through the workers: what waits, what gives way, what it costs."""
    hits = float(live.rows["copy"].mean()) if cache == "on" else 0.0
    synchronous, again = architecture == "sync", 1 + duplicates * (dedupe == "off")
    first = first_stage(
        first_work(representation, model, hits) + LOOK_UP * duplicates * (dedupe == "on"),
        workers=workers,
        speed=LARGE if server == "large" else 1.0,
        batch=1 if synchronous else batch,
        linger=0 if synchronous else linger,
    )
    share = float(live.rows["expensive"].mean()) * (1 - hits)
    second = [second_stage(expensive_model, device, expensive_workers, share)] if share > 0 else []
    path = Path(first, *second)
    room = deadline / 1000 * first.capacity_per_s if synchronous else float(queue_limit)
    monday, usual = (
        through(path, day_of_rates(traffic * again, each), room=room, when_full=backpressure)
        for each in (Burst(burst, 60.0 * burst_minutes), Burst())
    )
    return timed_day(
        path, monday, usual, again, deadline, bounces=backpressure == "drop", seed=seed
    )


def first_stage(work: float, *, workers: int, speed: float, batch: int, linger: int) -> Station:
    """The workers: each takes a micro-batch, with `work` ms a message on a small server."""
    batches = Batch(OVERHEAD / speed, work / speed, batch, float(linger), BATCH_CV)
    return Station("workers", workers, batch=batches, price_per_hour=SMALL_SERVER * speed)


def first_work(representation: str, model: str, hits: float) -> float:
    """Milliseconds of work on a message at the first stage; the share of `hits` that the cache
    answers is only parsed."""
    first = ("words", "nb") if model == "cascade" else (representation, model)
    return PARSE + (1 - hits) * (REPRESENT[first[0]] + MODEL[first[1]])


def second_work(expensive_model: str) -> float:
    """Milliseconds of work on a message at a cascade's second stage, on a small server."""
    representation, model = EXPENSIVE[expensive_model]
    return REPRESENT[representation] + MODEL[model]


def second_stage(expensive_model: str, device: str, workers: int, share: float) -> Station:
    """The expensive model behind the workers, which a `share` of the messages goes on to."""
    gpu, work = device == "gpu", second_work(expensive_model)
    overhead, each = (GPU_OVERHEAD, work / GPU_SPEED) if gpu else (OVERHEAD, work)
    return Station(
        "expensive model",
        workers,
        batch=Batch(overhead, each, 16, 5.0, BATCH_CV),
        share=min(1.0, share),
        price_per_hour=GPU_HOURLY if gpu else SMALL_SERVER,
    )


def timed_day(
    path: Path, monday: Day, usual: Day, again: float, deadline: float, *, bounces: bool, seed: int
) -> Stream:
    """Time a Monday against the deadline, and price the servers by what is decided in time.

    A message is delivered `again` times on average; `bounces` says that what has no room is
    refused, not delivered unscored.
    """
    overload = tuple(
        found
        for station, stage in zip(path.stations, usual.stages.values(), strict=True)
        if (found := unstable(station.name, stage.arriving, station.capacity_per_s))
    )
    whole, groups, busiest = _day_times(path, monday, seed)

    def time(percent: float) -> Estimate:
        if overload:
            return NO_LATENCY
        parts = np.array([group.percentile(percent) for group in groups])
        return time_estimate(whole.percentile(percent), parts, busiest.widened(1 - percent / 100))

    away, peak = monday.turned_away, float(usual.rates.max())
    missed = _missed(whole, groups, deadline, away, busiest)
    return Stream(
        path=path,
        served=simulate(path, peak, requests=REQUESTS, seed=seed),
        monday=monday,
        usual=usual,
        overload=overload,
        p50=time(50),
        p95=time(95),
        p99=time(99),
        planned_p99=_planned(path),
        missed=missed,
        bounced=away if bounces else 0.0,
        cost=cost_per_million(
            path, float(usual.rates.mean()) / again, success_share=max(1 - missed.value, 1e-9)
        ),
        twice=1e4 * (again - 1),
    )


def _missed(
    whole: Times, groups: Sequence[Times], deadline: float, away: float, busiest: Served
) -> Estimate:
    """The share turned `away`, and of the rest what is decided too late."""
    parts, share = (
        np.array([one.later_than(deadline) for one in groups]),
        whole.later_than(deadline),
    )
    late = share_estimate(share, parts, busiest.widened(max(min(share, 1 - share), 1e-4)))
    return Estimate(*(away + (1 - away) * part for part in (late.value, late.low, late.high)))


def _day_times(path: Path, day: Day, seed: int) -> tuple[Times, list[Times], Served]:
    """Times to decision over a day, the same from each group of the simulated messages, and what
    was simulated at the busiest time."""
    calm = min(FULLEST / station.load(1.0) for station in path.stations)
    parts = np.array_split(np.sort(day.rates), LEVELS)
    levels = [min(float(part.mean()), calm) for part in parts]
    served = [simulate(path, rate, requests=REQUESTS, seed=seed) for rate in levels]
    samples = [level.latency_ms for level in served]
    waits = [stage.wait for stage in day.stages.values()]
    visiting = [station.share for station in path.stations]
    grouped = zip(*(in_groups(sample) for sample in samples), strict=True)
    return (
        day_times(waits, samples, day.rates, visiting),
        [day_times(waits, group, day.rates, visiting) for group in grouped],
        served[-1],
    )


def _planned(path: Path) -> float:
    """What a plan on paper says of the 99th percentile: work and linger of each stage, no queue."""
    return sum(
        batch.time_ms(batch.max_batch) * 1.8 + batch.max_delay_ms for _, batch in _batches(path)
    )


def _batches(path: Path) -> list[tuple[Station, Batch]]:
    return [(station, station.batch) for station in path.stations if station.batch]
