"""The sweep, the event loop and SimPy on the same random numbers."""

from __future__ import annotations

from itertools import count

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.serving import (
    Batch,
    Deterministic,
    Exponential,
    Fork,
    Lognormal,
    Path,
    Retry,
    Station,
    arrival_times,
    changing_arrival_times,
    replay,
    sweep,
)
from tests.serving_boxes import MIXED, TANDEM, Erlang, one
from tests.simpy_peers import arrivals, batches_by_simpy, by_simpy

# Sweep, event loop and SimPy on the same random numbers


PLAIN = {
    "tandem": TANDEM,
    "one server": one(),
    "many servers": one(16, Lognormal(100, 500)),
    "fork": Path(
        Station("in", 2, Exponential(5)),
        Fork(Station("x", 1, Exponential(8)), Path(Station("y", 3, Erlang(20)))),
        Station("out", 4, Lognormal(20, 90)),
    ),
    "routes": Path(
        Station("in", 2, Exponential(5)),
        Station("a", 1, Exponential(9), share=0.7, route=("r", 0.0)),
        Station("b", 1, Exponential(20), share=0.3, route=("r", 0.7)),
    ),
}


@pytest.mark.parametrize("name", PLAIN)
def test_sweep_event_loop_and_simpy_agree(name):
    sent = arrival_times(90, 4_000, 5)
    swept = sweep(PLAIN[name], sent, 5).answered_ms
    assert np.array_equal(swept, replay(PLAIN[name], sent, 5).answered_ms)
    assert np.abs(swept - by_simpy(PLAIN[name], sent, 5)).max() < 1e-9


@pytest.mark.parametrize(
    ("servers", "batch"),
    [
        (1, Batch(2, 0.5, 1)),
        (1, Batch(2, 0.5, 16)),
        (1, Batch(2, 0.5, 16, 4)),
        (2, Batch(5, 1, 8, 10)),
        (3, Batch(6, 0.9, 32, 3)),
        (4, Batch(20, 0.2, 4, 0)),
        (2, Batch(0, 3, 8, 1)),
    ],
)
def test_batching_agrees_with_simpy_and_the_event_loop(servers, batch):
    path = Path(Station("box", servers, batch=batch))
    sent = arrival_times(0.8 * path["box"].capacity_per_s, 3_000, 9)
    swept = sweep(path, sent, 9).answered_ms
    assert np.abs(swept - batches_by_simpy(batch, servers, sent)).max() < 1e-9
    assert np.array_equal(swept, replay(path, sent, 9).answered_ms)


@pytest.mark.parametrize("arrivals", ["poisson", "regular", "bursty"])
def test_event_loop_equals_sweep_on_everything_a_path_can_have(arrivals):
    sent = arrival_times(450, 3_000, 3, arrivals=arrivals)
    swept, replayed = sweep(MIXED, sent, 3), replay(MIXED, sent, 3)
    assert np.array_equal(swept.answered_ms, replayed.answered_ms)
    assert np.array_equal(swept.degraded, replayed.unscored)
    assert 0 < swept.degraded.mean() < 0.2
    for name, visits in swept.visits.items():
        other = replayed.visits[name]
        assert np.array_equal(visits.request, other.request)
        assert np.array_equal(visits.wait_ms, other.wait_ms)
        assert np.array_equal(visits.batch_sizes, other.batch_sizes)


@settings(max_examples=40, deadline=None)
@given(gaps=st.lists(st.sampled_from([0.0, 0.5, 1.0, 7.0]), min_size=1, max_size=40))
def test_event_loop_equals_sweep_when_much_happens_at_one_instant(gaps):
    path = Path(
        Station("in", 2, Deterministic(1)),
        Station("batch", 2, batch=Batch(1, 0.5, 3, 1)),
        Fork(Station("x", 1, Deterministic(0.5)), Station("y", 2, Deterministic(1))),
        Station("out", 1, batch=Batch(1, 0.5, 2)),
    )
    sent = np.cumsum(gaps)
    assert np.array_equal(sweep(path, sent, 0).answered_ms, replay(path, sent, 0).answered_ms)


def retries_by_simpy(sent, seed, retry):
    """Answer times in ms of one server whose clients time out and retry, by SimPy."""
    env, answered = simpy.Environment(), np.full(len(sent), np.nan)
    server, numbers = simpy.Resource(env, 1), count(len(sent))
    times = one()["box"].work(seed).times(20 * len(sent))

    def attempt(number):
        with server.request() as turn:
            yield turn
            yield env.timeout(times[number])

    def client(request):
        number = request
        for tried in range(retry.retries + 1):
            done = env.process(attempt(number))
            yield done | env.timeout(retry.timeout_ms)
            if done.triggered:
                answered[request] = env.now
                return
            if tried < retry.retries:
                number = next(numbers)
                yield env.timeout(retry.backoff_ms * 2**tried)

    env.process(arrivals(env, sent, lambda request: env.process(client(request))))
    env.run()
    return answered


@pytest.mark.parametrize("retry", [Retry(80), Retry(80, 2), Retry(60, 3, 100)])
def test_retries_agree_with_simpy(retry):
    sent = changing_arrival_times([(5, 80), (3, 130), (12, 60)], 4)
    ours, peer = replay(one(), sent, 4, retry=retry), retries_by_simpy(sent, 4, retry)
    assert 0.02 < ours.failed.mean() < 0.98
    assert np.array_equal(ours.failed, np.isnan(peer))
    assert np.nanmax(np.abs(ours.answered_ms - peer)) < 1e-9
