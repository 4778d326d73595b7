"""The event loop: one clock for the whole path, for what a sweep cannot do."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from math import nan
from typing import Any

import numpy as np

from pipelines.serving.events import HOLD, Outage, Replayed, Retry, Room
from pipelines.serving.path import Path
from pipelines.serving.station_queue import Queue
from pipelines.serving.sweep import Times
from pipelines.serving.wiring import Join, Next, Rescue, wire

# What happens at one instant happens in this order: servers free up, then callers go on without a
# station that timed out, then requests arrive (also from these), then batches leave, and last
# clients lose patience. A sweep knows no clock and has the same order.
DONE, GO_ON, ARRIVE, LEAVE, GIVE_UP = range(5)


class Loop:
    """The clock, the clients and the queues of one replay.

    An attempt is one try of one request; attempt i is the first try of request i.
    """

    def __init__(
        self, path: Path, sent: Times, seed: int, retry: Retry | None, rooms: tuple[Room, ...]
    ):
        wires = wire(path)
        self.entry, self.covered = wires.entry, bool(wires.rescues)
        room = {each.station: each for each in rooms}
        self.queues = {
            each.name: Queue(each, seed, len(sent), room.get(each.name), wires)
            for each in path.stations
        }
        self.sent, self.retry = sent, retry
        self.now, self.serial = 0.0, 0
        self.events: list[tuple[float, int, int, int, Callable[..., None], tuple[Any, ...]]] = []
        self.request_of = list(range(len(sent)))
        self.answered = [nan] * len(sent)
        self.closed = [False] * len(sent)  # answered, or given up for good
        self.tries = [0] * len(sent)
        self.sendings = self.retries = 0
        self.given_up: set[int] = set()
        self.bypassed: set[int] = set()
        self.unscored, self.delayed = np.zeros((2, len(sent)), dtype=bool)
        self.passed: dict[tuple[int, str], Next] = {}  # and where the work still has to go
        self.legs_in: dict[tuple[int, Join], int] = {}
        self.coming = iter(enumerate(sent.tolist()))
        self.await_next()

    def at(self, time: float, order: int, attempt: int, action: Callable, *args: Any) -> None:
        """Have `action` done at a time; ties go by order, then by attempt, then by call."""
        self.serial += 1
        heappush(self.events, (time, order, attempt, self.serial, action, args))

    def plan(self, outage: Outage) -> None:
        """Take an outage's servers away when it begins and give them back when it ends."""
        queue = self.queues[outage.station]
        if outage.servers > queue.station.servers:
            raise ValueError(
                f"{outage.station}: {outage.servers} servers out, but it has only "
                f"{queue.station.servers}"
            )
        self.at(outage.from_s * 1000, DONE, -1, self.resize, queue, -outage.servers)
        self.at(outage.until_s * 1000, DONE, -1, self.resize, queue, outage.servers)

    def deliver_again(self, request: int, at_ms: float) -> None:
        """Deliver a request a second time; nobody waits for this attempt in particular."""
        attempt = self.new_attempt(request)
        self.at(at_ms, ARRIVE, attempt, self.enter, self.entry, attempt)

    def run(self) -> Replayed:
        """Let the clock run until nothing is left to happen."""
        while self.events:
            self.now, _, _, _, action, args = heappop(self.events)
            action(*args)
        queues = self.queues.items()
        return Replayed(
            sent_ms=self.sent,
            answered_ms=np.array(self.answered),
            unscored=self.unscored,
            delayed=self.delayed,
            attempts=len(self.request_of),
            visits={name: queue.visits(self.request_of) for name, queue in queues},
            queued={name: (np.array(queue.came), np.array(queue.left)) for name, queue in queues},
        )

    # Clients

    def new_attempt(self, request: int) -> int:
        self.request_of.append(request)
        return len(self.request_of) - 1

    def await_next(self) -> None:
        """Put the next request's sending on the clock; one at a time keeps the heap small."""
        for request, at in self.coming:
            self.at(at, ARRIVE, request, self.send, request)
            return

    def send(self, request: int) -> None:
        self.await_next()
        self.begin(request)

    def begin(self, attempt: int) -> None:
        """A client sends an attempt and starts to wait."""
        request = self.request_of[attempt]
        self.sendings += self.tries[request] == 0
        self.tries[request] += 1
        if self.retry is not None:
            patience = self.now + self.retry.timeout_ms
            self.at(patience, GIVE_UP, attempt, self.give_up, attempt)
        self.enter(self.entry, attempt)

    def answer(self, attempt: int) -> None:
        request = self.request_of[attempt]
        if not self.closed[request] and attempt not in self.given_up:
            self.closed[request] = True
            self.answered[request] = self.now
            self.unscored[request] = attempt in self.bypassed

    def give_up(self, attempt: int) -> None:
        """The client stops waiting for an attempt that failed or took too long, and may retry."""
        request, retry = self.request_of[attempt], self.retry
        if self.closed[request] or attempt in self.given_up:
            return
        self.given_up.add(attempt)
        if retry is None or self.tries[request] == 0:
            return
        if self.tries[request] > retry.retries or not self.within_budget(retry):
            self.closed[request] = True
            return
        self.retries += 1
        again = self.new_attempt(request)
        pause = retry.backoff_ms * 2 ** (self.tries[request] - 1)
        self.at(self.now + pause, ARRIVE, again, self.begin, again)

    def within_budget(self, retry: Retry) -> bool:
        return retry.budget is None or self.retries < retry.budget * self.sendings

    def stale(self, attempt: int) -> bool:
        """Whether servers may throw an attempt away, since nobody waits for it any more."""
        if self.retry is None or not self.retry.drop_stale:
            return False
        return attempt in self.given_up or self.closed[self.request_of[attempt]]

    # Stations

    def enter(self, stations: Next, attempt: int) -> None:
        """Go on to the next stations, or to the join where the legs of a fork are counted."""
        if isinstance(stations, Join):
            key = (attempt, stations)
            self.legs_in[key] = self.legs_in.get(key, 0) + 1
            if self.legs_in[key] == stations.legs:
                del self.legs_in[key]
                self.enter(stations.then, attempt)
        elif stations:
            for each in stations:
                if isinstance(each, Join):
                    self.enter(each, attempt)
                else:
                    self.at(self.now, ARRIVE, attempt, self.arrive, self.queues[each], attempt)
        else:
            self.answer(attempt)

    def arrive(self, queue: Queue, attempt: int) -> None:
        for rescue in queue.rescues:
            late = self.now + rescue.after_ms
            self.at(late, GO_ON, attempt, self.rescue, rescue, attempt)
        if queue.shared and not queue.visited_by(attempt):
            self.leave(queue, attempt)
            return
        if queue.limited and queue.full and not self.admit(queue, attempt):
            return
        queue.waiting.append((attempt, self.now))
        queue.came.append(self.now)
        if queue.station.timeout_ms is not None:
            late = self.now + queue.station.timeout_ms
            self.at(late, GO_ON, attempt, self.bypass, queue, attempt)
        if queue.batch is None:
            self.start(queue)
        else:
            self.at(self.now, LEAVE, attempt, self.start_batches, queue)
            if queue.batch.max_delay_ms:
                due = self.now + queue.batch.max_delay_ms
                self.at(due, LEAVE, attempt, self.start_batches, queue)

    def admit(self, queue: Queue, attempt: int) -> bool:
        """Whether an attempt may wait though the queue is full."""
        if queue.when_full == "drop":
            self.give_up(attempt)
        elif queue.when_full == "unscored":
            self.bypassed.add(attempt)
            self.leave(queue, attempt)
        elif queue.when_full == "delay":
            self.delayed[self.request_of[attempt]] = True
        return queue.when_full in ("delay", HOLD)

    def bypass(self, queue: Queue, attempt: int) -> None:
        """Go on without a station that timed out."""
        if (attempt, queue.station.name) not in self.passed:
            self.bypassed.add(attempt)
            self.leave(queue, attempt)

    def rescue(self, rescue: Rescue, attempt: int) -> None:
        """Go on without a part of the flow that a fallback stands in for, if it is not done."""
        missing = [name for name in rescue.out if (attempt, name) not in self.passed]
        if missing:
            self.bypassed.add(attempt)
        for name in missing:
            self.passed[attempt, name] = rescue.inside[name]
            late = self.now + rescue.time_ms
            self.at(late, ARRIVE, attempt, self.enter, rescue.out[name], attempt)

    def leave(self, queue: Queue, attempt: int) -> None:
        """Go on after a station; once others went on without it, only its own work goes on."""
        if self.covered or queue.station.timeout_ms is not None:
            key = (attempt, queue.station.name)
            if key in self.passed:
                rest, self.passed[key] = self.passed[key], ()
                return self.enter(rest, attempt) if rest else None
            self.passed[key] = ()
        self.enter(queue.after, attempt)

    def start(self, queue: Queue) -> None:
        """Give free servers the attempts that wait longest."""
        while queue.free > 0 and queue.waiting:
            attempt, came = queue.waiting.popleft()
            queue.left.append(self.now)
            if not self.stale(attempt):
                end = self.now + queue.time(attempt)
                queue.free -= 1
                queue.served.append((attempt, came, self.now, end))
                self.at(end, DONE, attempt, self.done, queue, (attempt,))
        self.let_in(queue)

    def start_batches(self, queue: Queue) -> None:
        """Let full batches leave, and smaller ones whose oldest attempt has waited enough."""
        batch = queue.batch
        assert batch is not None
        while queue.free > 0 and queue.waiting:
            full = len(queue.waiting) >= batch.max_batch
            if not full and self.now < queue.waiting[0][1] + batch.max_delay_ms:
                break
            size = min(len(queue.waiting), batch.max_batch)
            taken = [queue.waiting.popleft() for _ in range(size)]
            queue.left += [self.now] * size
            fresh = [each for each in taken if not self.stale(each[0])]
            if fresh:
                took = batch.time_ms(len(fresh)) * queue.time(len(queue.batch_sizes))
                queue.batch_sizes.append(len(fresh))
                self.serve_batch(queue, fresh, self.now + took)
        self.let_in(queue)

    def serve_batch(self, queue: Queue, taken: list[tuple[int, float]], end: float) -> None:
        """Put a batch of attempts, each with its arrival, on one server until `end`."""
        queue.free -= 1
        queue.served += [(attempt, came, self.now, end) for attempt, came in taken]
        attempts = tuple(attempt for attempt, _ in taken)
        self.at(end, DONE, attempts[0], self.done, queue, attempts)

    def done(self, queue: Queue, attempts: tuple[int, ...]) -> None:
        """Let attempts go and their server with them, unless what comes next has no room."""
        for name in queue.after if isinstance(queue.after, tuple) else ():
            if isinstance(name, str) and self.queues[name].shut:
                self.queues[name].held.append((queue, attempts))
                return
        for attempt in attempts:
            self.leave(queue, attempt)
        self.resize(queue, 1)

    def let_in(self, queue: Queue) -> None:
        """There is room again: whoever holds something back may let it go."""
        if queue.held and not queue.full:
            before, attempts = queue.held.popleft()
            self.at(self.now, DONE, attempts[0], self.done, before, attempts)

    def resize(self, queue: Queue, servers: int) -> None:
        """Servers come free or go away (a negative number)."""
        queue.free += servers
        if queue.batch is None:
            self.start(queue)
        else:
            self.at(self.now, LEAVE, -1, self.start_batches, queue)
