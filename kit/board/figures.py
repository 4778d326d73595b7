"""What stands on each box at every edit: load, wait, p99, age and cost, in closed form.

These are estimates from formulas, there in milliseconds; `running` measures. A box that gets more
than it can serve has a growing backlog and no percentile.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kit.board.compiling import Way, spread_of_arrivals
from pipelines.serving import Batch, Lognormal, Station
from pipelines.serving.queues import mean_wait_estimate, mmc_wait_probability

Numbers = NDArray[np.float64]
POINTS = (np.arange(64) + 0.5) / 64  # quantiles at which a service time is looked at
_NORMAL = np.array([])  # the normal's quantiles at POINTS, worked out when first asked for


@dataclass(frozen=True)
class Figure:
    """What is known of one box in closed form; None where it does not apply.

    `load` is the share of its capacity that is asked for; from 1 on `backlog_per_s` grows and
    `wait_ms`, `p99_ms` are None. Rates are per second, `per_hour` in USD, `age_s` in seconds.
    """

    rate_per_s: float | None = None
    load: float | None = None
    wait_ms: float | None = None
    p99_ms: float | None = None
    backlog_per_s: float = 0.0
    capacity_per_s: float | None = None
    age_s: float | None = None
    per_hour: float = 0.0


@dataclass(frozen=True, eq=False)
class Sojourn:
    """Wait and service of one station in closed form.

    A share `waits` of the requests wait, exponentially, `mean_wait_ms` on average over all; then
    the work takes one of `times_ms` (64 equally likely values, which hold what a batch waits for
    company).
    """

    mean_wait_ms: float
    waits: float
    times_ms: Numbers

    def draw(self, rng: np.random.Generator, n: int) -> Numbers:
        """Times in ms of `n` requests."""
        waiting = rng.random(n) < self.waits
        pause = rng.standard_exponential(n) * self.mean_wait_ms / max(self.waits, 1e-12)
        return rng.choice(self.times_ms, n) + np.where(waiting, pause, 0.0)


def quantiles(of: list[Sojourn], shares: Numbers) -> Numbers:
    """The time in ms that a share of each station's requests does not exceed, by halving."""
    times = np.array([each.times_ms for each in of]).reshape(-1, len(POINTS))
    waits = np.array([each.waits for each in of])
    pace = waits / np.maximum([each.mean_wait_ms for each in of], 1e-12)
    low = np.zeros(len(of))
    high = 2 * times.max(axis=1, initial=0.0) + np.log(2 / (1 - shares)) / np.maximum(pace, 1e-12)
    high = np.where(waits > 0, high, times.max(axis=1, initial=0.0)) + 1e-9
    for _ in range(60):
        middle = (low + high) / 2
        left = middle[:, None] - times
        tail = waits[:, None] * np.exp(-pace[:, None] * np.maximum(left, 0))
        under = np.where(left >= 0, 1 - tail, 0.0).mean(axis=1) < shares
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    return high


@lru_cache(maxsize=4096)
def sojourn_of(station: Station, rate_per_s: float, arrivals: str) -> Sojourn | None:
    """Wait and service at a station, or None where it is full."""
    came = rate_per_s * station.share
    if station.load(rate_per_s) >= 1:
        return None
    if station.batch is not None:
        return _batches(station, station.batch, came, arrivals)
    service = station.service
    assert service is not None
    spread = {"arrival_scv": spread_of_arrivals(arrivals), "service_scv": service.scv}
    wait = mean_wait_estimate(came, service.mean_ms, station.servers, **spread)
    waits = mmc_wait_probability(came, service.mean_ms, station.servers)
    times = np.full(len(POINTS), service.mean_ms)
    if isinstance(service, Lognormal):
        times = service.p50_ms * np.exp(service.sigma * _normal())
    return Sojourn(float(wait), float(waits), times)


def _batches(station: Station, batch: Batch, came: float, arrivals: str) -> Sojourn:
    """A batch is who comes while its oldest waits, or while all replicas are busy if that is more.

    Beyond that there is a queue only of full batches, as if those were the customers.
    """
    most, size = batch.max_batch, 1.0
    for _ in range(30):
        company = 1 + came * batch.max_delay_ms / 1000
        busy = came * _time(batch, size) / 1000 / station.servers
        size = min(max(1.0, company, busy), most)
    spread = {"arrival_scv": spread_of_arrivals(arrivals) / most, "service_scv": batch.cv**2}
    full, took = came / most, batch.time_ms(most)
    wait = mean_wait_estimate(full, took, station.servers, **spread)
    waits = mmc_wait_probability(full, took, station.servers)
    filled = 1000 * (most - 1) / max(came, 1e-9)
    hold = max(min(batch.max_delay_ms, filled), _time(batch, busy) / station.servers * (busy > 1))
    sigma = np.sqrt(np.log1p(batch.cv**2))
    times = _time(batch, size) * np.exp(sigma * _normal() - sigma**2 / 2)
    held = np.sort((times[:, None] + hold * POINTS[None, 4::8]).ravel())[4::8]
    return Sojourn(float(wait), float(waits), held)


def _time(batch: Batch, size: float) -> float:
    """Mean time in ms of a batch of a size that need not be whole."""
    return batch.t0_ms + batch.per_item_ms * size


def _normal() -> Numbers:
    global _NORMAL
    if not len(_NORMAL):
        from scipy.special import ndtri

        _NORMAL = ndtri(POINTS)
    return _NORMAL


def sojourns(way: Way, times: float = 1.0) -> dict[str, Sojourn | None]:
    """The closed form of every box on the way, at `times` the traffic; None where it is full."""
    rate = way.rate_per_s * times
    return {
        id: sojourn_of(way.flow.by_name[names[0]], rate, way.arrivals)
        for id, names in way.stations.items()
    }


def on_the_way(way: Way, found: dict[str, Sojourn | None]) -> dict[str, Figure]:
    """The figures of the boxes on the way to the answer."""
    open_ones = [(id, each) for id, each in found.items() if each is not None]
    shares = np.array([0.99 ** (1 / len(way.stations[id])) for id, _ in open_ones])
    tails = quantiles([each for _, each in open_ones], shares)
    p99 = dict(zip((id for id, _ in open_ones), tails.tolist(), strict=True))
    return {id: _figure(way, id, found[id], p99.get(id)) for id in way.stations}


def _figure(way: Way, id: str, sojourn: Sojourn | None, p99: float | None) -> Figure:
    station = way.flow.by_name[way.stations[id][0]]
    rate, load = way.rate_per_s * station.share, station.load(way.rate_per_s)
    wait = None if sojourn is None else sojourn.mean_wait_ms
    growth = max(rate - station.capacity_per_s, 0.0)
    return Figure(rate, load, wait, p99, growth, station.capacity_per_s)


DRAWS = 2000


def estimated_latency(way: Way, found: dict[str, Sojourn | None]) -> Numbers | None:
    """Latencies of the whole way in ms, drawn from the boxes' closed forms as if independent.

    None where a box is full. A hint until the board is run: true queues are not independent.
    """
    if any(each is None for each in found.values()):
        return None
    rng = np.random.default_rng(0)
    done: dict[str, Numbers] = {}
    owner = {name: found[id] for id, names in way.stations.items() for name in names}
    for name in way.flow.order:
        began = np.maximum.reduce([done[c] for c in way.flow.callers[name]] or [np.zeros(DRAWS)])
        sojourn = owner[name]
        assert sojourn is not None
        took = sojourn.draw(rng, DRAWS)
        share = way.flow.by_name[name].share
        comes = rng.random(DRAWS) < share if share < 1 else np.ones(DRAWS, dtype=bool)
        done[name] = began + np.where(comes, took, 0.0)
    return np.maximum.reduce([done[name] for name in way.flow.ends])
