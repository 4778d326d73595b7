"""What stands on each box at every edit: load, wait, p99, age and cost, in closed form.

These are estimates from formulas, there in milliseconds; `running` measures. A box that gets more
than it can serve has a growing backlog and no percentile.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kit.board.compiling import Way, batch_of, service_of, spread_of_arrivals
from kit.board.graph import Box
from kit.board.wiring import Wiring
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
    """Wait and service of one station in closed form, as a distribution to draw from."""

    mean_wait_ms: float
    waits: float
    hold_ms: float
    times_ms: Numbers

    def quantiles(self, shares: Numbers) -> Numbers:
        """Time in ms that each of `shares` of the requests does not exceed, by halving."""
        low, high = np.zeros(len(shares)), np.full(len(shares), self.most(shares.max()))
        for _ in range(40):
            middle = (low + high) / 2
            under = self.below(middle) < shares
            low, high = np.where(under, middle, low), np.where(under, high, middle)
        return high

    def most(self, share: float) -> float:
        """A time in ms that surely no more than 1 - `share` exceed."""
        tail = self.mean_wait_ms / max(self.waits, 1e-12) * np.log(2 / (1 - share))
        return float(2 * self.times_ms.max() + self.hold_ms + tail + 1e-9)

    def below(self, at_ms: Numbers) -> Numbers:
        """The share of the requests that are through by each of the times."""
        left = at_ms[:, None] - self.times_ms[None, :]
        if self.hold_ms:
            left = left - self.hold_ms * POINTS[::8, None, None]
        pace = self.waits / max(self.mean_wait_ms, 1e-12)
        through = np.where(left >= 0, 1 - self.waits * np.exp(-pace * np.maximum(left, 0)), 0.0)
        return through.mean(axis=-1) if not self.hold_ms else through.mean(axis=(0, -1))


def sojourn_of(box: Box, station: Station, rate_per_s: float, arrivals: str) -> Sojourn | None:
    """Wait and service at a station, or None where it is full."""
    came = rate_per_s * station.share
    if station.load(rate_per_s) >= 1:
        return None
    if station.batch is not None:
        return _batches(box, station, came, arrivals)
    service = service_of(box)
    spread = {"arrival_scv": spread_of_arrivals(arrivals), "service_scv": service.scv}
    wait = mean_wait_estimate(came, service.mean_ms, station.servers, **spread)
    waits = mmc_wait_probability(came, service.mean_ms, station.servers)
    times = np.full(len(POINTS), service.mean_ms)
    if isinstance(service, Lognormal):
        times = service.p50_ms * np.exp(service.sigma * _normal())
    return Sojourn(float(wait), float(waits), 0.0, times)


def _batches(box: Box, station: Station, came: float, arrivals: str) -> Sojourn:
    """A batch is who comes while its oldest waits, or while all replicas are busy if that is more.

    Beyond that there is a queue only of full batches, as if those were the customers.
    """
    batch, most, size = batch_of(box), station.batch.max_batch if station.batch else 1, 1.0
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
    return Sojourn(float(wait), float(waits), float(hold), times)


def _time(batch: Batch, size: float) -> float:
    """Mean time in ms of a batch of a size that need not be whole."""
    return batch.t0_ms + batch.per_item_ms * size


def _normal() -> Numbers:
    global _NORMAL
    if not len(_NORMAL):
        from scipy.special import ndtri

        _NORMAL = ndtri(POINTS)
    return _NORMAL


def sojourns(way: Way, wiring: Wiring, times: float = 1.0) -> dict[str, Sojourn | None]:
    """The closed form of every box on the way, at `times` the traffic; None where it is full."""
    rate = way.rate_per_s * times
    return {
        id: sojourn_of(wiring.graph.by_id[id], way.flow.by_name[names[0]], rate, way.arrivals)
        for id, names in way.stations.items()
    }


def on_the_way(way: Way, found: dict[str, Sojourn | None]) -> dict[str, Figure]:
    """The figures of the boxes on the way to the answer."""
    return {id: _figure(way, names, found[id]) for id, names in way.stations.items()}


def _figure(way: Way, names: tuple[str, ...], sojourn: Sojourn | None) -> Figure:
    station = way.flow.by_name[names[0]]
    rate, load = way.rate_per_s * station.share, station.load(way.rate_per_s)
    growth = max(rate - station.capacity_per_s, 0.0)
    if sojourn is None:
        return Figure(rate, load, None, None, growth, station.capacity_per_s)
    p99 = sojourn.quantiles(np.array([0.99 ** (1 / len(names))]))[0]
    wait = sojourn.mean_wait_ms + sojourn.hold_ms / 2
    return Figure(rate, load, wait, float(p99), 0.0, station.capacity_per_s)


DRAWS = 2000


def estimated_latency(way: Way, found: dict[str, Sojourn | None]) -> Numbers | None:
    """Latencies of the whole way in ms, drawn from the boxes' closed forms as if independent.

    None where a box is full. A hint until the board is run: true queues are not independent.
    """
    if any(each is None for each in found.values()):
        return None
    rng = np.random.default_rng(0)
    done: dict[str, Numbers] = {}
    owner = {name: id for id, names in way.stations.items() for name in names}
    grid = (np.arange(400) + 0.5) / 400
    tables = {id: each.quantiles(grid) for id, each in found.items() if each is not None}
    for name in way.flow.order:
        began = np.maximum.reduce([done[c] for c in way.flow.callers[name]] or [np.zeros(DRAWS)])
        took = np.interp(rng.random(DRAWS), grid, tables[owner[name]])
        share = way.flow.by_name[name].share
        comes = rng.random(DRAWS) < share if share < 1 else np.ones(DRAWS, dtype=bool)
        done[name] = began + np.where(comes, took, 0.0)
    return np.maximum.reduce([done[name] for name in way.flow.ends])
