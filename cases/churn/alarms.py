"""Alarms judged: how many were right, how late the first was, and what the wait cost."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from cases.churn.decide import SHARES
from cases.churn.judged import RankedCustomers
from cases.churn.live import Live
from cases.churn.sums import MonthlySums
from cases.churn.world import DAYS
from kit.metric import Metric, Spread
from kit.readings import Evidence, tracks
from pipelines.evaluation.tally import Draws, Part, Summand, Tally
from pipelines.evaluation.uncertainty import Resamples
from pipelines.over_time.monitors import judge
from pipelines.readout import Track, track

NO_CHANGE = "The world does not change while the model is live, or changed before it."
MISSED = "The monitor did not ring after the change."
ONE_REPLAY = "Counted over the one replay of the live months; the race of monitors has several."


def beyond_usual(sums: Mapping[str, np.ndarray]) -> np.ndarray:
    """The shortfall of each unnoticed month beyond the usual one, added up: shape (..., 1)."""
    beyond = sums["shortfall by month, unnoticed"] - sums["usual shortfall"]
    return np.maximum(beyond, 0.0).sum(axis=-1, keepdims=True)


LOST = Metric(
    "lost_before_alarm",
    "Lost before the alarm",
    "money",
    "down",
    "Profit lost against the attainable ranking, beyond what was usual, from the "
    "change to the first true alarm or the end. Decides what an earlier alarm is "
    "worth.",
    role="harm",
    spread=Spread(level=2.5, difference=2.3),
    formula=beyond_usual,
)
ALARM_METRICS = (
    Metric(
        "false_alarms",
        "False alarms",
        "count",
        "down",
        "How often the monitor rang while the world was as before. Decides its threshold.",
        role="drift",
        exact=ONE_REPLAY,
    ),
    Metric(
        "true_alarms",
        "Alarms after the change",
        "count",
        "none",
        "How often the monitor rang once the world had changed. Decides whether it can be relied "
        "on.",
        role="drift",
        exact=ONE_REPLAY,
    ),
    Metric(
        "detection_delay",
        "Days to the first true alarm",
        "days",
        "down",
        "How long the change went unnoticed. Decides between monitors with labels and without.",
        role="drift",
        exact=ONE_REPLAY,
    ),
    LOST,
)


def alarm_tracks(
    judged: RankedCustomers,
    attainable: RankedCustomers,
    live: Live,
    at: int,
    resamples: Resamples,
) -> dict[str, Track]:
    """Alarms, their delay, and what the wait cost."""
    rang = [month for month in live.replayed.alarms if month < judged.months]
    found = judge(rang, judged.changed, lost_by_month(judged, attainable, at))
    counts = {
        "false_alarms": track(float(found.false)),
        "true_alarms": track(float(found.true)),
    }
    if not judged.changed.any():
        missing = dict.fromkeys(("detection_delay", LOST.name), track(math.nan, why=NO_CHANGE))
        return counts | missing
    start = int(np.argmax(judged.changed))
    end = judged.months if math.isnan(found.delay) else start + int(found.delay)
    short = _shortfalls(judged, shortfall(judged, attainable, at), end)
    evidence = Evidence(Tally(short, SHARES), Draws.of(short, SHARES, resamples))
    delay = {"detection_delay": track(found.delay * DAYS, why=MISSED)}
    return counts | delay | tracks([LOST], evidence)


def shortfall(own: RankedCustomers, best: RankedCustomers, at: int) -> np.ndarray:
    """How much less each customer due earns than under the best ranking at a position ($).

    Both campaigns hold the same rows: shape (rows,).
    """
    ours, theirs = (
        np.where(one.by_gain.position <= at, one.by_gain.gain, 0.0) for one in (own, best)
    )
    return theirs - ours


def lost_by_month(own: RankedCustomers, best: RankedCustomers, at: int) -> np.ndarray:
    """What each month loses against the best beyond what was usual before the change, $: (months,).

    Nothing before the change, nothing where a month does better.
    """
    gap = np.bincount(own.by_gain.month, shortfall(own, best, at), own.months)
    before = gap[~own.changed]
    usual = before.mean() if len(before) else 0.0
    return np.where(own.changed, np.maximum(gap - usual, 0.0), 0.0)


def _shortfalls(judged: RankedCustomers, short: np.ndarray, end: int) -> dict[str, Part]:
    """The shortfall of changed months before `end`, by month, and the usual one of other months."""
    due = judged.by_gain
    unnoticed = judged.changed & (np.arange(judged.months) < end)
    number, before = np.cumsum(unnoticed) - 1, ~judged.changed
    these, others = unnoticed[due.month], before[due.month]
    return {
        "shortfall by month, unnoticed": MonthlySums(
            short[these], due.place[these], number[due.month[these]], int(unnoticed.sum())
        ),
        "usual shortfall": Summand(short * others / max(1, before.sum()), due.place),
    }
