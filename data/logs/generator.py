"""The logs of a payments platform, counted minute by minute.

Each message has a rate lognormal over messages; two thirds follow the day and the week, one third
are heartbeats. Counts are negative binomial: Poisson around a rate that a gamma variable with mean
1 and variance `overdispersion` multiplies each minute. Incidents multiply rates, write messages
nobody has seen, send payments another way or slow answers down; changes of `data.logs.changes` look
like them and are none.

What is true is the rate of every message in every minute if nothing is wrong, and what each
incident does to it: the exact likelihood ratio of any minute follows (`data.logs.posterior`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.logs.changes import begins, observed, volume
from data.logs.constants import (
    DAY,
    KINDS,
    LATENCY_LOG,
    LATENCY_SPREAD,
    LOG_RATE,
    LOG_SPREAD,
    ODD_PER_DAY,
    RATE_LIMITS,
    SESSIONS_PER_MINUTE,
    SWING,
    WEEKEND,
)
from data.logs.incidents import incidents, multiplier, slow_attacks, ticketed
from data.logs.sessions import sessions
from data.logs.templates import (
    EVERY,
    FAILURES,
    FIRST_FAILURE,
    LATENCY,
    ODD_AT,
    STREAMED,
    USUAL,
)
from data.world import World, stream


def logs(
    *,
    history_days: int,
    live_days: int,
    kinds: str,
    share: float,
    past_share: float,
    mean_minutes: float,
    signal: float,
    overdispersion: float,
    change: str,
    change_day: int,
    adversary: str,
    noticed: float,
    seed: int,
) -> World:
    """Draw the logs: `history_days` to learn from, then `live_days`.

    `share` of the live minutes lie in incidents and `past_share` of those before, of `mean_minutes`
    each and of `kinds` (one of KINDS, or "mixed"). `signal` is the exponent of what they do.
    `change` begins on live day `change_day`. Of incidents a share `noticed` is written up.

    `seen` has one row a minute: the lines of each message (columns 0 to len(EVERY) - 1), the sum of
    log milliseconds and how many there were. `truth` has the number of the incident (-1: none).
    `about` has the incidents, the rates, the clean counts, the payments and their events.
    """
    minute = np.arange(DAY * (history_days + live_days))
    live_from = DAY * history_days
    begin = begins(change_day, live_from)
    found = _incidents(
        live_from, len(minute), kinds, share, past_share, mean_minutes, adversary, noticed, seed
    )
    usual = base_rates(seed) * profile(minute)
    rates = usual * volume(change, begin, minute)
    clean = _counts(usual, rates, found, signal, overdispersion, seed)
    strange, slower = np.zeros(len(minute)), np.zeros(len(minute))
    for row in found.itertuples():
        strange[row.start : row.end] = KINDS[row.kind].strange * min(signal, 2.0)
        slower[row.start : row.end] = KINDS[row.kind].slower * signal
    seen = pd.DataFrame(observed(clean, change, begin, minute))
    seen["log_ms"] = _latency(clean[:, LATENCY], slower, seed)
    seen["timed"] = clean[:, LATENCY]
    arrivals = np.repeat(minute, stream(seed, "payments").poisson(SESSIONS_PER_MINUTE, len(minute)))
    paid, events = sessions(arrivals, strange[arrivals], seed=seed)
    about = {
        "incidents": found,
        "rates": rates.astype(np.float32),
        "clean": clean,
        "payments": paid,
        "events": events,
        "live_from": live_from,
        "change_from": begin,
        "change": change,
    }
    return World(seen, pd.DataFrame({"incident": _inside(found, len(minute))}), about)


def base_rates(seed: int) -> np.ndarray:
    """Lines a minute of each usual message, before the hour is known: (messages,)."""
    drawn = stream(seed, "rates").lognormal(LOG_RATE, LOG_SPREAD, len(USUAL))
    return np.clip(drawn, *RATE_LIMITS) / 5


def profile(minute: np.ndarray) -> np.ndarray:
    """What the hour and the weekend make of the rate of each message: (minutes, messages).

    1 + 0.7 sin - 0.25 at weekends for the first two thirds, highest at 15:00; 1 for heartbeats. The
    first day is a Monday.
    """
    wave = SWING * np.sin(2 * np.pi * (minute / DAY - 0.375))
    day = 1 + wave - WEEKEND * (minute // DAY % 7 >= 5)
    return np.where(np.arange(len(USUAL)) < STREAMED, day[:, None], 1.0)


def _incidents(
    live_from: int,
    minutes: int,
    kinds: str,
    share: float,
    past_share: float,
    mean: float,
    adversary: str,
    noticed: float,
    seed: int,
) -> pd.DataFrame:
    """All incidents by time, tickets and all."""
    before = incidents(
        live_from, share=past_share, mean=mean, kinds=kinds, seed=seed, part="before"
    )
    live = incidents(
        minutes - live_from,
        share=share,
        mean=mean,
        kinds=kinds,
        seed=seed,
        part="live",
        first=live_from,
    )
    parts = [
        ticketed(one, noticed, seed=seed, part=part) for part, one in (("a", before), ("b", live))
    ]
    if adversary == "slow":
        attacks = slow_attacks((minutes - live_from) // DAY, seed=seed, first=live_from)
        parts.append(ticketed(attacks, noticed, seed=seed, part="c"))
    found = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return found.sort_values("start", kind="stable", ignore_index=True)


def _counts(
    usual: np.ndarray,
    rates: np.ndarray,
    found: pd.DataFrame,
    signal: float,
    overdispersion: float,
    seed: int,
) -> np.ndarray:
    """Lines of every message in every minute: (minutes, all messages).

    What comes as usual is drawn first; what changes and incidents add or take away comes out of
    streams of their own, so that it is the same whatever else happens.
    """
    luck = np.ones(usual.shape)
    if overdispersion > 0:
        luck = stream(seed, "gamma").gamma(1 / overdispersion, overdispersion, usual.shape)
    counts = stream(seed, "counts").poisson(usual * luck)
    if (more := rates - usual).any():
        rows = np.flatnonzero(more.any(axis=1))
        counts[rows] += stream(seed, "growth").poisson(more[rows] * luck[rows])
    added, taken = stream(seed, "added"), stream(seed, "taken")
    whole = np.zeros((len(counts), len(EVERY)), dtype=np.int32)
    for row in found.itertuples():
        span = slice(row.start, row.end)
        times = multiplier(row.kind, row.pattern, signal)
        extra = added.poisson(np.maximum(times - 1, 0) * rates[span] * luck[span])
        counts[span] = taken.binomial(counts[span], np.minimum(times, 1.0)) + extra
        failing = KINDS[row.kind].failing * signal
        column = FIRST_FAILURE + row.pattern % len(FAILURES)
        whole[span, column] = added.poisson(failing, row.end - row.start)
    whole[:, : len(USUAL)] = counts
    whole[:, ODD_AT] = stream(seed, "odd").poisson(ODD_PER_DAY / DAY, len(counts))
    return whole


def _latency(timed: np.ndarray, slower: np.ndarray, seed: int) -> np.ndarray:
    """The sum of log milliseconds over each minute's timed lines: (minutes,)."""
    noise = LATENCY_SPREAD * np.sqrt(timed) * stream(seed, "latency").normal(size=len(timed))
    return timed * (LATENCY_LOG + slower) + noise


def _inside(found: pd.DataFrame, minutes: int) -> np.ndarray:
    """The number of the incident each minute lies in; -1 for none, the later where two overlap."""
    inside = np.full(minutes, -1)
    for row in found.itertuples():
        inside[row.start : row.end] = row.Index
    return inside
