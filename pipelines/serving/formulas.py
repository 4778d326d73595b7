"""Closed forms of whole designs: batches, overload, what a backlog takes to drain.

Rates are per second, latencies in milliseconds, drains and outages in seconds. Arguments may be
arrays that broadcast.
"""

from __future__ import annotations

import numpy as np

from pipelines.serving.bounds import Amount, Numbers, not_negative, positive


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
