"""Webs of calls: the sweep, the event loop, SimPy and closed forms say the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from pipelines.serving import (
    Autoscale,
    Exponential,
    Fallback,
    Flow,
    Outage,
    Path,
    Retry,
    Room,
    Slow,
    Station,
    arrival_times,
    overloads,
    replay,
    simulate,
    sweep,
)
from pipelines.serving.queues import mmc_mean_wait
from tests.flows import RATE, by_simpy, flows

FEW = settings(max_examples=40, deadline=None)


@FEW
@given(flow=flows())
def test_a_web_drawn_at_random_agrees_with_simpy(flow):
    sent = arrival_times(RATE, 400, 3)
    swept = sweep(Path(flow), sent, 3).answered_ms
    assert np.abs(swept - by_simpy(flow, sent, 3)).max() < 1e-6
    assert np.array_equal(swept, replay(Path(flow), sent, 3).answered_ms)


@FEW
@given(flow=flows(covered=True))
def test_fallbacks_of_the_sweep_and_the_event_loop_agree(flow):
    sent = arrival_times(RATE, 400, 3)
    swept, replayed = sweep(Path(flow), sent, 3), replay(Path(flow), sent, 3)
    assert np.abs(swept.answered_ms - replayed.answered_ms).max() < 1e-9
    assert np.array_equal(swept.degraded, replayed.unscored)


@FEW
@given(flow=flows())
def test_littles_law_and_use_hold_at_every_station(flow):
    served = simulate(Path(flow), RATE, requests=4000, seed=1)
    trace = sweep(Path(flow), arrival_times(RATE, 4000, 1), 1)
    for station in flow.stations:
        visits = trace.visits[station.name]
        span = visits.arrival_ms[-1] - visits.arrival_ms[0]
        inside = visits.depth(np.linspace(visits.arrival_ms[0], visits.arrival_ms[-1], 20_000))
        arrived = len(visits.request) / span  # per ms
        assert inside.mean() == pytest.approx(arrived * visits.wait_ms.mean(), rel=0.1, abs=0.02)
        assert served[station.name].utilisation == pytest.approx(station.load(RATE), rel=0.15)


def test_a_tandem_drawn_as_a_web_waits_as_erlang_says():
    stations = tuple(Station(f"s{c}", c, Exponential(8 * c)) for c in (1, 2, 4, 8))
    flow = Flow(stations, (("s1", "s2"), ("s2", "s4"), ("s4", "s8")))
    runs = [simulate(Path(flow), 90, requests=30_000, seed=seed) for seed in range(8)]
    for station in stations:
        waits = np.array([run[station.name].mean_wait_ms for run in runs])
        exact = float(mmc_mean_wait(90, station.service.mean_ms, station.servers))
        assert abs(waits.mean() - exact) < 4 * waits.std(ddof=1) / np.sqrt(len(runs))


def two(**more):
    return Flow(
        (Station("look-up", 4, Exponential(2)), Station("model", 4, Exponential(5))),
        (("look-up", "model"),),
        **more,
    )


def test_a_station_that_is_down_loses_requests_but_for_a_fallback():
    sent = arrival_times(100, 500, 0)
    assert np.isinf(sweep(Path(two(down=frozenset({"model"}))), sent, 0).answered_ms).all()
    covered = two(down=frozenset({"model"}), fallbacks=(Fallback("model", 30, 1),))
    trace = sweep(Path(covered), sent, 0)
    assert trace.degraded.all() and trace.latency_ms.max() < 80


def test_what_a_router_sends_comes_to_one_station_each():
    stations = tuple(
        Station(name, 9, Exponential(1), share=share, route=("r", begins))
        for name, share, begins in (("a", 0.2, 0.0), ("b", 0.5, 0.2), ("c", 0.3, 0.7))
    )
    for run in (sweep, replay):
        visits = run(Path(Flow(stations)), arrival_times(100, 2000, 2), 2).visits
        every = np.concatenate([visits[name].request for name in "abc"])
        assert sorted(every) == list(range(2000))
        assert len(visits["b"].request) == pytest.approx(1000, abs=80)


def test_overload_is_found_where_it_is_and_shields_what_follows():
    flow = two()
    assert not overloads(Path(flow), 700)
    full = overloads(Path(flow), 1000)
    assert [each.station for each in full] == ["model"]
    assert full[0].backlog_growth_per_s == pytest.approx(200)
    assert [each.station for each in overloads(Path(flow), 4000)] == ["look-up", "model"]


@pytest.mark.parametrize(
    ("flow", "words"),
    [
        (lambda: Flow(()), "an empty flow"),
        (lambda: two(down=frozenset({"x"})), "no station is named 'x'"),
        (lambda: Flow(two().stations, (("look-up", "model"), ("model", "look-up"))), "a circle"),
        (lambda: Fallback("a", 0), "must be a finite number above 0"),
    ],
)
def test_webs_that_cannot_be_are_refused(flow, words):
    with pytest.raises(ValueError, match=words):
        flow()


def held_up(sent, first, second, room):
    """When a line of two single servers lets each request go, with room for few between them."""
    left, done, free = [], [], 0.0
    for at, (came, one, two) in enumerate(zip(sent, first, second, strict=True)):
        ready = max(came, left[-1] if left else 0.0) + one
        left.append(max(ready, done[at - room - 1] if at > room else 0.0))
        done.append(max(left[-1], free) + two)
        free = done[-1]
    return np.array(done)


@pytest.mark.parametrize("room", [0, 1, 5])
def test_backpressure_is_blocking_after_service(room):
    flow = Flow((Station("a", 1, Exponential(5)), Station("b", 1, Exponential(8))), (("a", "b"),))
    sent = arrival_times(110, 2000, 4)
    times = [flow.by_name[name].work(4).times(2000) for name in "ab"]
    replayed = replay(Path(flow), sent, 4, rooms=(Room("b", room, "hold"),))
    assert np.abs(replayed.answered_ms - held_up(sent, *times, room)).max() < 1e-9
    assert replayed.depth("b", sent).max() <= room


def test_every_retry_is_made_while_nobody_answers():
    retry = Retry(50, retries=3)
    out = (Outage("model", 4, 0, 1000),)
    replayed = replay(Path(two()), arrival_times(50, 200, 0), 0, retry=retry, outages=out)
    assert replayed.failed.all()
    assert replayed.attempts_per_request == 4  # (1 - p^4) / (1 - p) as p goes to 1


def test_a_slow_station_is_slow_for_as_long_as_it_is_said():
    flow = Flow((Station("a", 50, Exponential(10)),))
    sent = arrival_times(200, 6000, 0)
    usual, slow = (
        replay(Path(flow), sent, 0, disturbances=each) for each in ((), (Slow("a", 3, 10, 20),))
    )
    inside = (sent > 10_000) & (sent < 20_000)
    assert slow.latency_ms[inside] == pytest.approx(3 * usual.latency_ms[inside])
    assert slow.latency_ms[~inside] == pytest.approx(usual.latency_ms[~inside])


def test_an_autoscaler_gives_what_the_target_asks_for():
    """100/s of 100 ms are ten servers' work: at a target of 0.5 there should be about twenty."""
    flow = Flow((Station("a", 12, Exponential(100)),))
    scale = Autoscale("a", 0.5, 5, 100, until_s=60, every_s=5, start_up_s=2)
    sent = arrival_times(100, 6000, 0)
    assert len(sent) * 10 > 50_000
    alone, scaled = (replay(Path(flow), sent, 0, disturbances=each) for each in ((), (scale,)))
    late = sent > 30_000
    assert alone.visits["a"].wait_ms[late].mean() > 5 * scaled.visits["a"].wait_ms[late].mean()
