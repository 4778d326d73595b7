"""Caches of every size at once, autoscalers as fluids, queues with an end."""

from __future__ import annotations

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.serving import (
    Autoscale,
    Batch,
    Deterministic,
    Exponential,
    Path,
    Room,
    Station,
    replay,
)
from pipelines.serving.caching import hit_rate, stack_distances
from pipelines.serving.limited import limited
from pipelines.serving.queues import erlang_b, mm1_sojourn_percentile
from pipelines.serving.scaling import WarmPool, scaled


def lru_hits(asked, size):
    kept, hits = [], 0
    for thing in asked:
        hits += thing in kept
        kept = [each for each in kept if each != thing][-(size - 1) :] if size > 1 else []
        kept.append(thing)
    return hits


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=80), st.integers(1, 10))
def test_stack_distances_give_the_hits_of_a_cache_run_by_hand(asked, size):
    found = hit_rate(stack_distances(np.array(asked)), size)
    assert found == pytest.approx(lru_hits(asked, size) / len(asked))


def test_a_backlog_builds_up_and_drains_as_arithmetic_says():
    """4 of 10 servers' worth too much for 30 s: 600 queued, and 30 s to drain."""
    rate = np.full(400, 80.0)
    rate[100:106] = 120.0
    found = scaled(rate, 10.0, 10, step=5.0)
    assert found.fluid.peak_backlog == pytest.approx(600)
    gone = np.flatnonzero(found.fluid.backlog[106:] <= 0)[0] + 1
    assert gone * 5 == pytest.approx(30)
    assert found.short_seconds == 30


def test_the_fluid_autoscaler_agrees_with_the_one_that_runs_event_by_event():
    """Evenly spaced requests, where there is nothing but averages."""
    rule = Autoscale("model", 0.5, 1, 40, 600.0, every_s=15.0, start_up_s=30.0)
    path = Path(Station("model", 4, Deterministic(100.0)))
    seconds = np.arange(600)
    rate = np.where((seconds >= 100) & (seconds < 400), 60.0, 15.0)
    sent = np.concatenate([s + np.arange(int(r)) / r for s, r in zip(seconds, rate, strict=True)])
    told = replay(path, sent * 1000, 0, disturbances=(rule,))
    fluid = scaled(rate[::5], 10.0, 4, autoscale=rule, step=5.0)
    at = np.array([99.0, 140.0, 180.0, 260.0, 399.0])
    event = told.depth("model", at * 1000)
    assert fluid.fluid.backlog[(at // 5).astype(int)] == pytest.approx(event, abs=160, rel=0.2)
    assert fluid.servers.max() > 8


def test_a_warm_pool_bridges_the_start_up():
    rate = np.concatenate([np.full(60, 20.0), np.full(120, 80.0)])
    rule = Autoscale("model", 0.6, 1, 40, 900.0, every_s=15.0, start_up_s=120.0)
    cold = scaled(rate, 10.0, 4, autoscale=rule)
    warm = scaled(rate, 10.0, 4, autoscale=rule, warm=WarmPool(12))
    assert warm.fluid.peak_backlog < cold.fluid.peak_backlog / 3
    assert warm.server_hours > cold.server_hours


def test_a_queue_without_room_loses_what_erlang_says():
    path = Path(Station("model", 4, Exponential(10.0)))
    told = limited(path, 400.0, rooms=(Room("model", 0, "drop"),), requests=40_000, seed=1)
    lost = float(erlang_b(4, 4.0))
    assert told.dropped.low < lost < told.dropped.high
    assert told.dropped.value == pytest.approx(lost, rel=0.05)


def test_without_limits_the_event_loop_gives_the_closed_form():
    path = Path(Station("model", 1, Exponential(10.0)))
    told = limited(path, 60.0, rooms=(Room("model", 10_000, "drop"),), requests=40_000, seed=2)
    found, known = told.percentile(95), float(mm1_sojourn_percentile(0.95, 60.0, 10.0))
    assert found.low < known < found.high and told.dropped.value == 0


def test_batches_with_an_end_to_their_queue_agree_with_simpy():
    """The same arrivals and batch times through a server of SimPy's that drops what has no room."""
    batch, room, n = Batch(4.0, 1.0, 4, 0.0), 6, 3000
    path = Path(Station("model", 1, batch=batch))
    rng = np.random.default_rng(5)
    sent = np.cumsum(rng.exponential(1.6, n))
    told = replay(path, sent, 0, rooms=(Room("model", room, "drop"),))
    env, waiting, answered, awake = simpy.Environment(), [], {}, {}

    def arrive():
        for request, at in enumerate(sent):
            yield env.timeout(at - env.now)
            idle = not awake["working"]
            if len(waiting) < room + (batch.max_batch if idle else 0):
                waiting.append(request)
                if not awake["event"].triggered:
                    awake["event"].succeed()

    def serve():
        while True:
            awake["working"] = False
            if not waiting:
                awake["event"] = env.event()
                yield awake["event"]
            awake["working"] = True
            taken = [waiting.pop(0) for _ in range(min(len(waiting), batch.max_batch))]
            yield env.timeout(batch.time_ms(len(taken)))
            answered.update(dict.fromkeys(taken, env.now))

    awake |= {"event": env.event(), "working": False}
    env.process(serve())
    env.process(arrive())
    env.run(until=float(sent[-1]) + 1000)
    ours = {i: t for i, t in enumerate(told.answered_ms) if not np.isnan(t)}
    assert abs(len(ours) - len(answered)) <= 0.01 * n
    both = sorted(ours.keys() & answered.keys())
    assert len(both) > 0.9 * len(answered)
    mean = [np.mean([times[i] - sent[i] for i in both]) for times in (ours, answered)]
    assert mean[0] == pytest.approx(mean[1], rel=0.02)
