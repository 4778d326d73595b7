"""Boxes and long runs of them, for tests of the serving simulator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.serving import (
    Batch,
    Deterministic,
    Exponential,
    Fork,
    Lognormal,
    Path,
    Station,
    arrival_times,
    sweep,
)


@dataclass(frozen=True)
class Erlang:
    """A service time of our own: the sum of `stages` exponentials."""

    mean_ms: float
    stages: int = 4

    @property
    def scv(self) -> float:
        return 1 / self.stages

    def draw(self, rng, n):
        return rng.gamma(self.stages, self.mean_ms / self.stages, n)


TANDEM = Path(
    Station("a", 1, Exponential(8)),
    Station("b", 4, Exponential(30)),
    Station("c", 2, Exponential(15)),
    Station("d", 16, Exponential(120)),
)
MIXED = Path(
    Station("gateway", 16, Lognormal(1, 4)),
    Fork(
        Station("features", 3, Lognormal(2, 8), timeout_ms=9),
        Path(
            Station("cache", 2, Exponential(0.4)),
            Station("counters", 1, Exponential(2), share=0.4),
        ),
    ),
    Station("heavy", 2, batch=Batch(2.33, 0.8, max_batch=8, max_delay_ms=4, cv=0.2)),
    Station("rules", 1, Deterministic(0.5)),
    Station("second", 1, batch=Batch(1, 0.1, max_batch=64)),
)


def one(servers=1, service=None, **more):
    return Path(Station("box", servers, service or Exponential(10), **more))


def steady(path, rate_per_s, read, *, runs=24, requests=12_000):
    """`read` of each of several runs, the first third of each run left out."""
    values = []
    for seed in range(runs):
        trace = sweep(path, arrival_times(rate_per_s, requests, seed), seed)
        values.append(read(trace, requests // 3))
    return np.array(values)


def z_score(values, exact):
    """How far the runs' mean is from the exact value, as a standard normal would have it.

    With few runs their spread is itself uncertain, so the ratio is Student's t: it is mapped to
    the normal value that is equally unlikely.
    """
    from scipy.stats import norm, t

    ratio = (values.mean() - exact) / (values.std(ddof=1) / np.sqrt(len(values)))
    return np.sign(ratio) * norm.isf(t.sf(abs(ratio), len(values) - 1))


def waits(trace, skip):
    return trace.visits["box"].wait_ms[skip:]
