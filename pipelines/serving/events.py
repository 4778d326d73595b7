"""What the event loop is told and what it tells: retries, outages, full queues, duplicates.

What one request does to another through the clock cannot be swept station by station: a client
that gives up and tries again, servers that are away for a while, a queue with an end. Without any
of these `replay` gives what `sweep` gives, on the same random numbers, at several times its cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from pipelines.serving.bounds import not_negative, one_of, positive, whole, within_one
from pipelines.serving.sweep import Times, Visits

WHEN_FULL = ("drop", "unscored", "delay")
HOLD = "hold"


@dataclass(frozen=True)
class Retry:
    """How clients react to silence: give up after a while, try again, at most so often.

    The wait before retry k (from 0) is `backoff_ms` times 2^k. With a `budget`, retries are sent
    only while they are below that share of the requests sent so far. With `drop_stale`, servers
    throw away attempts whose client has given up; without, they do the work for nobody.
    """

    timeout_ms: float
    retries: int = 0
    backoff_ms: float = 0.0
    budget: float | None = None
    drop_stale: bool = False

    def __post_init__(self) -> None:
        positive("the client's timeout in ms", self.timeout_ms)
        whole("the number of retries", self.retries, at_least=0)
        not_negative("the backoff in ms", self.backoff_ms)
        if self.budget is not None:
            within_one("the retry budget", self.budget)


@dataclass(frozen=True)
class Outage:
    """Servers of a station that take no new work from one second to another.

    What they hold when the outage begins they still finish.
    """

    station: str
    servers: int
    from_s: float
    until_s: float

    def __post_init__(self) -> None:
        whole(f"{self.station}: the number of servers out", self.servers, at_least=1)
        not_negative(f"{self.station}: the outage's start in seconds", self.from_s)
        if not self.until_s > self.from_s:
            raise ValueError(
                f"{self.station}: the outage ends at {self.until_s} s: "
                f"it must end after it begins, at {self.from_s} s"
            )


@dataclass(frozen=True)
class Room:
    """How many requests may wait at a station, and what becomes of the next one.

    "drop": its attempt fails at once; "unscored": it passes by without the station's answer;
    "delay": it waits all the same, and is counted as delayed; "hold": the station before keeps it,
    and the server that worked on it, until there is room (backpressure).
    """

    station: str
    waiting: int
    when_full: str = "drop"

    def __post_init__(self) -> None:
        whole(f"{self.station}: the room to wait", self.waiting, at_least=0)
        one_of(f"{self.station}: what happens when full", self.when_full, (*WHEN_FULL, HOLD))


@dataclass(frozen=True, eq=False)
class Replayed:
    """What became of every request. Times in ms; one entry a request, in order of sending.

    `answered_ms` is nan for a request that failed. A request is `unscored` when the attempt that
    answered it passed a full station by, or went on without one that timed out; `delayed` when it
    waited beyond a station's room. `attempts` counts first attempts, retries and duplicates.
    `visits` has one entry a visiting attempt that was served.
    """

    sent_ms: Times
    answered_ms: Times
    unscored: NDArray[np.bool_]
    delayed: NDArray[np.bool_]
    attempts: int
    visits: dict[str, Visits]
    queued: dict[str, tuple[Times, Times]]

    @property
    def latency_ms(self) -> Times:
        """From the first sending to the answer, nan where none came in time."""
        return self.answered_ms - self.sent_ms

    @property
    def failed(self) -> NDArray[np.bool_]:
        return np.isnan(self.answered_ms)

    @property
    def attempts_per_request(self) -> float:
        return self.attempts / len(self.sent_ms)

    def depth(self, station: str, at_ms: Times) -> NDArray[np.int64]:
        """How many attempts wait in a station's queue at each of the given times."""
        came, left = self.queued[station]
        at = np.asarray(at_ms, dtype=float)
        return np.searchsorted(came, at, side="right") - np.searchsorted(left, at, side="right")

    def failed_share(self, from_s: float, until_s: float) -> float:
        """Share of the requests sent within a span of seconds that failed; nan when none was."""
        sent = (self.sent_ms >= from_s * 1000) & (self.sent_ms < until_s * 1000)
        return float(self.failed[sent].mean()) if sent.any() else nan
