"""A day of messages in a stream: backlog, drain and loss by arithmetic, waits by theory."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.spam.serving import first_stage
from pipelines.serving import (
    Deterministic,
    Exponential,
    Lognormal,
    Path,
    Room,
    Station,
    changing_arrival_times,
    replay,
    simulate,
)
from pipelines.serving.formulas import backlog_growth, drain_seconds
from pipelines.serving.queues import mg1_mean_wait, mmc_mean_wait
from pipelines.serving.stream import STEP, Burst, day_of_rates, day_times, flow, through, unstable

# 2,000 messages a second, 3 ms each, and ten minutes at three times the rate.
FLAT = day_of_rates(2000.0, Burst(3.0, 600.0), swing=0.0)


@pytest.mark.parametrize(("slots", "left", "drain"), [(8, 2.0e6, 3000.0), (14, 8.0e5, 300.0)])
def test_a_burst_leaves_and_drains_what_arithmetic_says(slots, left, drain):
    capacity = slots * 1000 / 3
    found = flow(FLAT, capacity, room=0, when_full="delay")
    assert found.peak_backlog == pytest.approx(600 * float(backlog_growth(6000, capacity)))
    assert found.peak_backlog == pytest.approx(left, rel=1e-9)
    expected = float(drain_seconds(found.peak_backlog, 2000, capacity))
    assert abs(found.drain_seconds - expected) <= STEP
    assert expected == pytest.approx(drain, rel=1e-9) and found.turned_away == 0


def test_the_last_of_a_burst_waits_the_backlog_over_the_capacity():
    capacity = 8000 / 3
    found = flow(FLAT, capacity, room=0, when_full="delay")
    assert found.wait.max() == pytest.approx(found.peak_backlog / capacity)


@pytest.mark.parametrize("when_full", ["drop", "unscored"])
def test_what_has_no_room_is_turned_away_and_counted(when_full):
    capacity, room = 8000 / 3, 100_000.0
    found = flow(FLAT, capacity, room=room, when_full=when_full)
    assert found.peak_backlog == room
    over = 600 * (6000 - capacity) - room
    assert found.turned_away * FLAT.sum() * STEP == pytest.approx(over)


@settings(max_examples=40, deadline=None)
@given(
    rates=st.lists(st.floats(0, 1e4), min_size=1, max_size=40),
    capacity=st.floats(1, 1e4),
    room=st.floats(0, 1e6),
    when_full=st.sampled_from(["drop", "unscored", "delay"]),
)
def test_every_message_is_served_turned_away_or_still_there(rates, capacity, room, when_full):
    found = flow(np.array(rates), capacity, room=room, when_full=when_full)
    total = (found.passed.sum() + found.excess.sum()) * STEP + found.backlog[-1]
    assert total == pytest.approx(sum(rates) * STEP, rel=1e-6, abs=1e-3)
    assert (found.passed <= capacity + 1e-6).all() and (found.backlog >= 0).all()


def test_a_day_has_its_rhythm_and_its_burst():
    rates = day_of_rates(1000.0, Burst(2.0, 600.0, start=3600.0))
    assert len(rates) * STEP == 86_400 and rates.max() == pytest.approx(1000, rel=1e-3)
    quiet = day_of_rates(1000.0, Burst())
    assert ((rates / quiet) > 1.5).sum() * STEP == 600
    assert quiet.min() == pytest.approx(1000 * 0.3 / 1.7, rel=1e-3)


def test_an_overloaded_stage_has_no_latency_but_a_growing_backlog():
    found = unstable("workers", day_of_rates(3000.0, Burst()), 2667.0)
    assert str(found).startswith("workers is unstable: load 1.12, backlog +333/s")
    assert unstable("workers", day_of_rates(2000.0, Burst()), 2667.0) is None


def test_the_second_stage_gets_what_leaves_the_first():
    path = Path(
        Station("one", 8, Deterministic(3.0)), Station("two", 1, Deterministic(2.0), share=0.2)
    )
    day = through(path, FLAT, room=1e5, when_full="drop")
    first, second = day.stages.values()
    assert day.peak_backlog == pytest.approx(first.peak_backlog + second.peak_backlog)
    assert day.turned_away == pytest.approx((first.excess + second.excess).sum() / FLAT.sum())
    assert np.allclose(second.arriving, first.passed * 0.2)
    assert second.arriving.max() <= 0.2 * path.stations[0].capacity_per_s + 1e-9


def test_only_who_visits_a_stage_waits_for_its_backlog():
    waits, still = [np.zeros(2), np.array([0.0, 10.0])], [np.full(50, 5.0)]
    found = day_times(waits, still, np.ones(2), visiting=[1.0, 0.25])
    assert found.later_than(5.0) == pytest.approx(0.5 * 0.25)
    assert found.percentile(99) == 10_005.0 and found.percentile(80) == 5.0


def test_percentiles_of_a_day_weigh_messages_not_moments():
    waits = [np.array([0.0, 0.0, 10.0])]
    still = [np.full(50, 5.0)]
    late = day_times(waits, still, np.array([1.0, 1.0, 100.0]))
    assert late.percentile(50) == late.percentile(99) == 10_005.0
    assert late.later_than(5.0) == pytest.approx(100 / 102) and late.later_than(20_000) == 0
    early = day_times(waits, still, np.array([60.0, 60.0, 1.0]))
    assert early.percentile(50) == early.percentile(99) == 5.0


@pytest.mark.parametrize("when_full", ["unscored", "drop", "delay"])
def test_the_fluid_is_what_single_events_add_up_to(when_full):
    phases = [(20, 200.0), (10, 600.0), (60, 200.0)]
    path = Path(Station("workers", 8, Deterministic(30.0)))
    room = Room("workers", 800, when_full)
    found = [
        replay(path, changing_arrival_times(phases, seed), seed, rooms=(room,)) for seed in range(6)
    ]
    rates = np.repeat([200.0, 600.0, 200.0], [200, 100, 600])
    fluid = flow(rates, 8000 / 30, room=800, when_full=when_full, step=0.1)
    away = [one.unscored.mean() + one.failed.mean() for one in found]
    assert np.mean(away) == pytest.approx(fluid.turned_away, abs=0.02)
    moments = np.arange(0, 90_000, 100.0)
    heights = [one.depth("workers", moments).max() for one in found]
    assert np.mean(heights) == pytest.approx(fluid.peak_backlog, rel=0.06)


# Queues: several runs, and the theory within their interval.


def inside(values, theory):
    """Whether theory lies within 4 standard errors of the mean of independent runs."""
    mean, error = np.mean(values), np.std(values, ddof=1) / np.sqrt(len(values))
    return abs(mean - theory) <= 4 * error


def waits(path, rate, requests=20_000, seeds=10):
    return [
        simulate(path, rate, requests=requests, seed=seed).stations[0].mean_wait_ms
        for seed in range(seeds)
    ]


@pytest.mark.parametrize(("servers", "load"), [(1, 0.5), (4, 0.8), (8, 0.7)])
def test_waits_agree_with_erlang(servers, load):
    rate = load * servers * 1000 / 3
    path = Path(Station("workers", servers, Exponential(3.0)))
    assert inside(waits(path, rate), float(mmc_mean_wait(rate, 3.0, servers)))


@pytest.mark.parametrize("load", [0.5, 0.8])
def test_waits_agree_with_pollaczek_and_khinchine(load):
    service = Lognormal(2.0, 8.0)
    rate = load * 1000 / service.mean_ms
    path = Path(Station("workers", 1, service))
    theory = float(mg1_mean_wait(rate, service.mean_ms, service.scv))
    assert inside(waits(path, rate), theory)


@pytest.mark.parametrize("load", [0.5, 0.8])
def test_the_scenarios_worker_taken_one_at_a_time_is_that_queue(load):
    path = Path(first_stage(0.6, workers=1, speed=1.0, batch=1, linger=0))
    batch = path.stations[0].batch
    rate = load * path.stations[0].capacity_per_s
    theory = float(mg1_mean_wait(rate, batch.time_ms(1), batch.cv**2))
    assert inside(waits(path, rate), theory)


def test_one_large_server_has_half_of_eight_small_ones():
    small = first_stage(0.6, workers=8, speed=1.0, batch=1, linger=0)
    large = first_stage(0.6, workers=1, speed=4.0, batch=1, linger=0)
    assert large.capacity_per_s * 2 == pytest.approx(small.capacity_per_s)
