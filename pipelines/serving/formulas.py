"""Closed forms of whole designs: fan-in, caches, batches, overload, retries, availability.

Rates are per second, latencies in milliseconds, drains and outages in seconds. Arguments may be
arrays that broadcast.
"""

from __future__ import annotations

import numpy as np

from pipelines.serving.bounds import Amount, Numbers, not_negative, positive, whole, within_one


def fan_in_mean(legs: int, leg_mean_ms: Amount) -> Numbers:
    """Mean time in ms until the last of `legs` alike exponential calls answers: H_n times one."""
    whole("the number of legs", legs, at_least=1)
    positive("the legs' mean time in ms", leg_mean_ms)
    return np.asarray(leg_mean_ms, dtype=float) * (1 / np.arange(1, legs + 1)).sum()


def fan_in_leg_percentile(q: Amount, legs: int) -> Numbers:
    """Which percentile of one leg is percentile `q` of the slowest of `legs`: q^(1/n).

    The 99th percentile over 100 legs is the 99.99th of each.
    """
    whole("the number of legs", legs, at_least=1)
    within_one("the percentile", q)
    return np.asarray(q, dtype=float) ** (1 / legs)


def fan_in_percentile(q: Amount, legs: int, leg_mean_ms: Amount) -> Numbers:
    """Percentile `q` in ms of the slowest of `legs` alike exponential calls."""
    positive("the legs' mean time in ms", leg_mean_ms)
    with np.errstate(divide="ignore"):  # all of them: no time is long enough
        return -np.log1p(-fan_in_leg_percentile(q, legs)) * np.asarray(leg_mean_ms, dtype=float)


def slow_share(legs: int, leg_slow_share: Amount) -> Numbers:
    """Share of requests held up by at least one slow leg (Dean and Barroso, 2013)."""
    whole("the number of legs", legs, at_least=1)
    within_one("the share of slow legs", leg_slow_share)
    return 1 - (1 - np.asarray(leg_slow_share, dtype=float)) ** legs


def cache_mean(hit_ratio: Amount, hit_ms: Amount, miss_ms: Amount) -> Numbers:
    """Mean time in ms behind a cache: the mixture of hits and misses."""
    within_one("the hit ratio", hit_ratio)
    hits = np.asarray(hit_ratio, dtype=float)
    return hits * np.asarray(hit_ms) + (1 - hits) * np.asarray(miss_ms)


def cache_downstream_rate(rate_per_s: Amount, hit_ratio: Amount) -> Numbers:
    """Requests per second that a cache lets through to what it protects."""
    within_one("the hit ratio", hit_ratio)
    not_negative("the rate per second", rate_per_s)
    return np.asarray(rate_per_s, dtype=float) * (1 - np.asarray(hit_ratio, dtype=float))


def batching_latency_hint(rate_per_s: Amount, t0_ms: Amount, per_item_ms: Amount) -> Numbers:
    """A hint of the mean latency in ms when one server takes all that waits as one batch.

    A batch of b takes t0 + a b; with x = rate a: 1.5 t0/(1-x) + a (2+x)/(2 (1-x^2)). It forgets
    idle periods, so it is high at light load and right from x of about 0.5. Infinite from x = 1.
    """
    not_negative("the fixed time of a batch in ms", t0_ms)
    t0, each = np.asarray(t0_ms, dtype=float), np.asarray(per_item_ms, dtype=float)
    x = np.asarray(rate_per_s, dtype=float) * each / 1000
    positive("the time per item in ms", per_item_ms)
    with np.errstate(divide="ignore", invalid="ignore"):
        latency = 1.5 * t0 / (1 - x) + each * (2 + x) / (2 * (1 - x**2))
    return np.where(x < 1, latency, np.inf)


def backlog_growth(rate_per_s: Amount, capacity_per_s: Amount) -> Numbers:
    """Requests per second added to the backlog while more arrives than can be served."""
    not_negative("the rate per second", rate_per_s)
    not_negative("the capacity per second", capacity_per_s)
    return np.maximum(np.asarray(rate_per_s, dtype=float) - np.asarray(capacity_per_s), 0.0)


def drain_seconds(backlog: Amount, rate_per_s: Amount, capacity_per_s: Amount) -> Numbers:
    """Seconds until a backlog is worked off while traffic goes on; infinite without spare room."""
    not_negative("the backlog", backlog)
    waiting = np.asarray(backlog, dtype=float)
    spare = np.asarray(capacity_per_s, dtype=float) - np.asarray(rate_per_s, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(waiting == 0, 0.0, np.where(spare > 0, waiting / spare, np.inf))


def retry_amplification(failure_share: Amount, retries: int) -> Numbers:
    """Attempts per request when each attempt fails alike: (1 - p^(r+1)) / (1 - p)."""
    whole("the number of retries", retries, at_least=0)
    within_one("the failing share", failure_share)
    failed = np.asarray(failure_share, dtype=float)
    return (failed[..., None] ** np.arange(retries + 1)).sum(axis=-1)


def availability_in_series(*parts: float) -> float:
    """Availability of parts that must all be up."""
    within_one("an availability", parts)
    return float(np.prod(parts))


def availability_in_parallel(*parts: float) -> float:
    """Availability of independent parts of which one is enough."""
    within_one("an availability", parts)
    return float(1 - np.prod(1 - np.asarray(parts)))
