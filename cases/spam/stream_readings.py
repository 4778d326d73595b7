"""The readings of the stream: what a Monday's traffic does to the servers, and they to mail."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from cases.spam.serving import Stream
from kit.metric import Metric
from kit.service import HEADROOM, MISSED_DEADLINE, P99, SERVING_COST, service_tracks
from pipelines.readout import Track, track
from pipelines.serving import Estimate

NOT_DRAINED = "The backlog is still there at the end of the day."
FLUID = "Added up from the traffic and the servers' capacity over a day: nothing is sampled."

DECISION_P99 = replace(
    P99,
    headline=True,
    help="What 99 of 100 of a Monday's messages do not exceed; as seen is the plan on paper, "
    "full batches and no queue. Decides how many workers.",
)
NOT_IN_TIME = replace(
    MISSED_DEADLINE,
    headline=True,
    help="Share of a Monday's messages delivered unscored or bounced for want of room, or "
    "decided after the deadline; as seen is a plan for the usual peak. Decides workers.",
)
STREAM = (
    HEADROOM,
    SERVING_COST,
    Metric(
        "p50",
        "Time to decide, median",
        "ms",
        "down",
        "Half of a Monday's messages are decided within this time. Far below the 99th percentile, "
        "it shows that only some messages wait.",
        role="latency",
    ),
    Metric(
        "p95",
        "Time to decide, 95th percentile",
        "ms",
        "down",
        "95 of 100 of a Monday's messages are decided within this time.",
        role="latency",
    ),
    Metric(
        "backlog",
        "Largest backlog",
        "count",
        "down",
        "The most messages that wait on a Monday: arrivals less capacity, added up. Decides how "
        "long the queue must be allowed to get.",
        role="latency",
        exact=FLUID,
    ),
    Metric(
        "drain",
        "Time to drain the backlog",
        "seconds",
        "down",
        "Time from the largest backlog until it is gone: backlog over spare capacity. Decides how "
        "much spare capacity to keep.",
        role="latency",
        exact=FLUID,
    ),
    Metric(
        "bounced",
        "Bounced",
        "share",
        "down",
        "Share of a Monday's messages refused because the queue was full, legitimate ones among "
        "them. Decides what to give up instead.",
        role="harm",
        exact=FLUID,
    ),
    Metric(
        "twice",
        "Acted on twice per 10,000",
        "count",
        "down",
        "Messages scored and acted on again because the log delivered them twice. Decides whether "
        "to recognise duplicates.",
        role="harm",
        exact="Arithmetic on the share that is delivered twice.",
    ),
    Metric(
        "work",
        "Work on a message",
        "ms",
        "down",
        "Processor time for a message in full batches, all stages together. Decides how many "
        "servers it takes.",
        role="cost",
        exact="Arithmetic on the work of each stage.",
    ),
)


def stream_tracks(stream: Stream, deadline: float) -> dict[str, Track]:
    """The readings of a Monday; `deadline` (ms) is when 99 of 100 messages should be decided."""
    found = service_tracks(stream, deadline, seen_p99=stream.planned_p99)
    missed, drain = found["missed_deadline"], stream.monday.drain_seconds
    return found | {
        "missed_deadline": replace(missed, seen=np.zeros(1)),
        "p50": _time(stream.p50, stream.why),
        "p95": _time(stream.p95, stream.why),
        "backlog": track(stream.monday.peak_backlog),
        "drain": track(drain if math.isfinite(drain) else math.nan, why=NOT_DRAINED),
        "bounced": track(stream.bounced, budget=0.0001),
        "twice": track(stream.twice),
        "work": track(stream.work),
    }


def _time(found: Estimate, why: str) -> Track:
    return track(found.value, low=found.low, high=found.high, why=why)
