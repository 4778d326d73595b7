"""A replay: requests through a path event by event, with whatever befalls it on the way."""

from __future__ import annotations

import numpy as np

from data.world import stream
from pipelines.serving.bounds import ascending, not_negative, within_one
from pipelines.serving.disturbances import Disturbance
from pipelines.serving.events import Outage, Replayed, Retry, Room
from pipelines.serving.loop import Loop
from pipelines.serving.path import Path
from pipelines.serving.sweep import Times


def replay(
    path: Path,
    sent_ms: Times,
    seed: int,
    *,
    retry: Retry | None = None,
    outages: tuple[Outage, ...] = (),
    rooms: tuple[Room, ...] = (),
    disturbances: tuple[Disturbance, ...] = (),
    duplicate_share: float = 0.0,
    duplicate_delay_ms: float = 0.0,
) -> Replayed:
    """Send requests at ascending times (ms) through a path, event by event.

    `duplicate_share` of the requests are delivered a second time, `duplicate_delay_ms` later, as
    an at-least-once log does; the first answer counts and the rest of the work is wasted.
    """
    within_one("the share of duplicates", duplicate_share)
    not_negative("the duplicates' delay in ms", duplicate_delay_ms)
    sent = np.asarray(sent_ms, dtype=float)
    ascending(sent)
    named = [each.station for each in outages] + [each.station for each in rooms]
    for name in [*named, *(each.station for each in disturbances)]:
        path[name]  # refuses a station the path does not have
    twice = stream(seed, "serving duplicates").random(len(sent)) < duplicate_share
    loop = Loop(path, sent, seed, retry, rooms)
    for outage in outages:
        loop.plan(outage)
    for disturbance in disturbances:
        disturbance.lay(loop.at, loop.resize, loop.queues[disturbance.station])
    for request in np.flatnonzero(twice).tolist():
        loop.deliver_again(request, sent[request] + duplicate_delay_ms)
    return loop.run()
