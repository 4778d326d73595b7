"""One box on the request path: how many servers, how long the work takes, what it costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.world import stream
from pipelines.serving.bounds import not_negative, positive, whole, within_one
from pipelines.serving.service import Batch, Service


@dataclass(frozen=True)
class Station:
    """One box on the request path: a first-come-first-served queue before alike servers.

    Either `service` (one request at a time) or `batch` says how long the work takes. `share` of
    the requests come here, drawn at random, the rest pass by at once (behind a cache of hit ratio
    h, 1 - h come). Of the stations of one router each request comes to one: `route` is the
    router's name and where this station's share of its draws begins. After `timeout_ms` (wait and
    service) the caller goes on without the answer, degraded, while the station still does the
    work. `price_per_hour` is for one server, in USD.
    """

    name: str
    servers: int
    service: Service | None = None
    batch: Batch | None = None
    share: float = 1.0
    timeout_ms: float | None = None
    price_per_hour: float = 0.0
    route: tuple[str, float] | None = None

    def __post_init__(self) -> None:
        whole(f"{self.name}: the number of servers", self.servers, at_least=1)
        if (self.service is None) == (self.batch is None):
            raise ValueError(
                f"{self.name}: give either a service time or a batch, not both or none"
            )
        if self.service is not None:
            positive(f"{self.name}: the mean service time in ms", self.service.mean_ms)
        positive(f"{self.name}: the share of requests that come", self.share)
        within_one(f"{self.name}: the share of requests that come", self.share)
        if self.timeout_ms is not None:
            positive(f"{self.name}: the timeout in ms", self.timeout_ms)
        not_negative(f"{self.name}: the price per hour", self.price_per_hour)

    @property
    def capacity_per_s(self) -> float:
        """Requests per second the servers can work off, batches full."""
        if self.batch is not None:
            return (
                1000
                * self.servers
                * self.batch.max_batch
                / self.batch.time_ms(self.batch.max_batch)
            )
        assert self.service is not None
        return 1000 * self.servers / self.service.mean_ms

    def load(self, rate_per_s: float) -> float:
        """Share of the capacity that `rate_per_s` requests on the path take; unstable from 1."""
        return rate_per_s * self.share / self.capacity_per_s

    def work(self, seed: int) -> Work:
        """This station's own random numbers under one seed."""
        return Work(self, seed)


class Work:
    """A station's random numbers: which requests come, and how long each (or each batch) takes.

    Drawn from streams named after the station, so a change at one station reshuffles no other.
    Calling again continues the stream, as retries need.
    """

    def __init__(self, station: Station, seed: int) -> None:
        self._station = station
        self._times = stream(seed, f"serving {station.name} time")
        door = f"{station.name} visit" if station.route is None else f"route {station.route[0]}"
        self._visits = stream(seed, f"serving {door}")

    def times(self, n: int) -> NDArray[np.float64]:
        """The next `n` service times in ms or, with batches, the next `n` batches' factors."""
        if self._station.batch is not None:
            return self._station.batch.draw_factors(self._times, n)
        assert self._station.service is not None
        drawn = np.asarray(self._station.service.draw(self._times, n), dtype=float)
        not_negative(f"{self._station.name}: a drawn service time", drawn)
        return drawn

    def visits(self, n: int) -> NDArray[np.bool_]:
        """Whether each of the next `n` requests comes to this station."""
        if self._station.share == 1:
            return np.ones(n, dtype=bool)
        drawn, begins = self._visits.random(n), self._station.route[1] if self._station.route else 0
        return (drawn >= begins) & (drawn < begins + self._station.share)
