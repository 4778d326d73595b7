"""Closed forms of single queues: what waiting costs before anything is simulated.

Rates are per second, times in milliseconds, everywhere. Rates and times may be arrays that
broadcast; `servers` is one whole number. A queue whose load reaches 1 has no steady state: its
chance of waiting is 1 and its waits are infinite.

Formulas: Erlang (1917); Kleinrock, "Queueing Systems" I (1975); Allen, "Probability, Statistics
and Queueing Theory" (1990) for the two-moment estimate.
"""

from __future__ import annotations

import numpy as np

from pipelines.serving.bounds import Amount, Numbers, not_negative, positive, whole, within_one


def offered_load(rate_per_s: Amount, service_ms: Amount) -> Numbers:
    """Servers' worth of work that arrives: rate times mean service time (in Erlangs)."""
    not_negative("the rate per second", rate_per_s)
    positive("the mean service time in ms", service_ms)
    return np.asarray(rate_per_s, dtype=float) * np.asarray(service_ms, dtype=float) / 1000


def little(rate_per_s: Amount, time_ms: Amount) -> Numbers:
    """Little's law: how many requests are inside, from their rate and the time each spends."""
    not_negative("the rate per second", rate_per_s)
    not_negative("the time in ms", time_ms)
    return np.asarray(rate_per_s, dtype=float) * np.asarray(time_ms, dtype=float) / 1000


def erlang_b(servers: int, offered: Amount) -> Numbers:
    """Share of requests lost when nobody may wait (M/G/c/c), for an offered load in Erlangs.

    1/B = 1 + c/a + c(c-1)/a^2 + ... + c!/a^c, which neither overflows to a wrong value nor
    cancels.
    """
    whole("the number of servers", servers, at_least=1)
    not_negative("the offered load", offered)
    load = np.asarray(offered, dtype=float)
    with np.errstate(over="ignore", divide="ignore"):
        terms = np.cumprod(np.arange(servers, 0, -1) / load[..., None], axis=-1)
        return 1 / (1 + terms.sum(axis=-1))


def erlang_c(servers: int, offered: Amount) -> Numbers:
    """Chance that a request has to wait (M/M/c), for an offered load in Erlangs; 1 from load 1."""
    load = np.minimum(np.asarray(offered, dtype=float) / servers, 1.0)
    blocked = erlang_b(servers, offered)
    return np.where(load >= 1, 1.0, blocked / (1 - load * (1 - blocked)))


def mmc_wait_probability(rate_per_s: Amount, service_ms: Amount, servers: int) -> Numbers:
    """Chance that a request waits at `servers` alike servers, exponential service (M/M/c)."""
    return erlang_c(servers, offered_load(rate_per_s, service_ms))


def spare_rate(rate_per_s: Amount, service_ms: Amount, servers: int) -> Numbers:
    """Requests per ms the servers could take beyond what arrives, at least 0."""
    whole("the number of servers", servers, at_least=1)
    spare = servers - offered_load(rate_per_s, service_ms)
    return np.maximum(spare, 0.0) / np.asarray(service_ms, dtype=float)


def mmc_mean_wait(rate_per_s: Amount, service_ms: Amount, servers: int) -> Numbers:
    """Mean wait in ms before service starts (M/M/c): C / (c mu - lambda)."""
    with np.errstate(divide="ignore"):
        return mmc_wait_probability(rate_per_s, service_ms, servers) / spare_rate(
            rate_per_s, service_ms, servers
        )


def mmc_wait_percentile(q: Amount, rate_per_s: Amount, service_ms: Amount, servers: int) -> Numbers:
    """Wait in ms that a share `q` of requests (0 <= q < 1) does not exceed (M/M/c)."""
    spare = spare_rate(rate_per_s, service_ms, servers)
    waits = mmc_wait_probability(rate_per_s, service_ms, servers)
    longer = 1 - _below_one(q)
    with np.errstate(divide="ignore", invalid="ignore"):
        wait = np.where(waits > longer, np.log(np.maximum(waits / longer, 1)) / spare, 0.0)
    return np.where(spare > 0, wait, np.inf)


def mm1_sojourn_percentile(q: Amount, rate_per_s: Amount, service_ms: Amount) -> Numbers:
    """Wait plus service in ms that a share `q` does not exceed (M/M/1): -ln(1-q)/(mu-lambda)."""
    spare = spare_rate(rate_per_s, service_ms, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(spare > 0, -np.log1p(-_below_one(q)) / spare, np.inf)


def mg1_mean_wait(rate_per_s: Amount, service_ms: Amount, service_scv: Amount) -> Numbers:
    """Mean wait in ms at one server, any service times (Pollaczek-Khinchine).

    `service_scv` is the squared coefficient of variation of the service time: 0 for constant,
    1 for exponential.
    """
    not_negative("the squared coefficient of variation", service_scv)
    load = offered_load(rate_per_s, service_ms)
    with np.errstate(divide="ignore", invalid="ignore"):
        wait = load * np.asarray(service_ms) * (1 + np.asarray(service_scv)) / (2 * (1 - load))
    return np.where(load < 1, wait, np.inf)


def mean_wait_estimate(
    rate_per_s: Amount,
    service_ms: Amount,
    servers: int,
    *,
    arrival_scv: Amount = 1.0,
    service_scv: Amount = 1.0,
) -> Numbers:
    """An estimate, not a truth, of the mean wait in ms at a G/G/c queue (Allen-Cunneen).

    The M/M/c wait times half the sum of both squared coefficients of variation. Exact for M/M/c
    and M/G/1; no formula on two moments can be accurate for every service time (Gupta,
    Harchol-Balter, Dai, Zwart 2010), so show it as a hint beside a simulation.
    """
    not_negative("the arrivals' squared coefficient of variation", arrival_scv)
    not_negative("the service's squared coefficient of variation", service_scv)
    spread = (np.asarray(arrival_scv) + np.asarray(service_scv)) / 2
    wait = mmc_mean_wait(rate_per_s, service_ms, servers)
    ends = np.isfinite(wait)  # from a load of 1 on no wait does, whatever the spread
    return np.where(ends, np.where(ends, wait, 0.0) * spread, np.inf)


def _below_one(q: Amount) -> Numbers:
    within_one("the percentile", q)
    if np.any(np.asarray(q) >= 1):
        raise ValueError(f"the percentile is {q}: it must lie below 1, as 0.99 does")
    return np.asarray(q, dtype=float)
