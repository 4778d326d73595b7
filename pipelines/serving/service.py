"""How long the work takes: service times from two percentiles, and dynamic batches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from pipelines.serving.bounds import not_negative, positive, whole

Z99 = 2.3263478740408408  # the standard normal's 99th percentile


@runtime_checkable
class Service(Protocol):
    """How long one request is worked on: its mean, its spread and how to draw it."""

    @property
    def mean_ms(self) -> float: ...

    @property
    def scv(self) -> float:
        """Squared coefficient of variation: variance over squared mean."""
        ...

    def draw(self, rng: np.random.Generator, n: int) -> NDArray[np.float64]: ...


@dataclass(frozen=True)
class Lognormal:
    """Service times as dashboards report them: a median and a 99th percentile, in ms."""

    p50_ms: float
    p99_ms: float

    def __post_init__(self) -> None:
        positive("the median service time in ms", self.p50_ms)
        positive("the 99th percentile of the service time in ms", self.p99_ms)
        if self.p99_ms < self.p50_ms:
            raise ValueError(
                f"p99 is {self.p99_ms} ms and p50 {self.p50_ms} ms: p99 must be at least p50"
            )

    @property
    def sigma(self) -> float:
        """Standard deviation of the logarithm."""
        return float(np.log(self.p99_ms / self.p50_ms) / Z99)

    @property
    def mean_ms(self) -> float:
        return float(self.p50_ms * np.exp(self.sigma**2 / 2))

    @property
    def scv(self) -> float:
        return float(np.expm1(self.sigma**2))

    def draw(self, rng: np.random.Generator, n: int) -> NDArray[np.float64]:
        return self.p50_ms * np.exp(self.sigma * rng.standard_normal(n))


@dataclass(frozen=True)
class Exponential:
    """Memoryless service times of a given mean in ms: the textbook's case."""

    mean_ms: float

    def __post_init__(self) -> None:
        positive("the mean service time in ms", self.mean_ms)

    @property
    def scv(self) -> float:
        return 1.0

    def draw(self, rng: np.random.Generator, n: int) -> NDArray[np.float64]:
        return self.mean_ms * rng.standard_exponential(n)


@dataclass(frozen=True)
class Deterministic:
    """The same service time in ms for every request."""

    mean_ms: float

    def __post_init__(self) -> None:
        positive("the service time in ms", self.mean_ms)

    @property
    def scv(self) -> float:
        return 0.0

    def draw(self, rng: np.random.Generator, n: int) -> NDArray[np.float64]:
        return np.full(n, float(self.mean_ms))


@dataclass(frozen=True)
class Batch:
    """Dynamic batching, in Triton's words: a full batch leaves at once, others after a delay.

    A batch of b takes `t0_ms + per_item_ms * b`, times a lognormal factor of mean 1 whose
    coefficient of variation is `cv`. `max_delay_ms` is the longest the oldest request is held
    back for company while a replica is idle; with 0 a replica takes all that waits.
    """

    t0_ms: float
    per_item_ms: float
    max_batch: int
    max_delay_ms: float = 0.0
    cv: float = 0.0

    def __post_init__(self) -> None:
        not_negative("the fixed time of a batch in ms", self.t0_ms)
        positive("the time per item in ms", self.per_item_ms)
        whole("the maximum batch size", self.max_batch, at_least=1)
        not_negative("the maximum queue delay in ms", self.max_delay_ms)
        not_negative("the batch time's coefficient of variation", self.cv)

    def time_ms(self, size: int) -> float:
        """Mean time of a batch of `size` requests."""
        return self.t0_ms + self.per_item_ms * size

    def draw_factors(self, rng: np.random.Generator, n: int) -> NDArray[np.float64]:
        """What the mean times of `n` batches are multiplied by."""
        sigma = np.sqrt(np.log1p(self.cv**2))
        return np.exp(sigma * rng.standard_normal(n) - sigma**2 / 2)
