"""What a request path does: caches, batches, overload, retries, and what is reported of it."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.serving import (
    Batch,
    Deterministic,
    Exponential,
    Lognormal,
    Outage,
    Path,
    Retry,
    Room,
    Station,
    arrival_times,
    busiest,
    changing_arrival_times,
    formulas,
    headroom,
    overloads,
    queues,
    replay,
    simulate,
    sweep,
)
from tests.serving_boxes import MIXED, TANDEM, one, steady, z_score

# Cache


def test_a_cache_thins_what_is_behind_it_and_mixes_the_latency():
    path = Path(
        Station("cache", 16, Exponential(0.5)), Station("store", 16, Exponential(20), share=0.4)
    )
    values = steady(
        path, 50, lambda t, skip: [t.latency_ms[skip:].mean(), len(t.visits["store"].request)]
    )
    assert abs(z_score(values[:, 0], 0.6 * 0.5 + 0.4 * 20.5)) < 4
    assert abs(z_score(values[:, 1], 0.4 * 12_000)) < 4
    assert path["store"].load(50) == pytest.approx(20 * 20 / 1000 / 16)


# Batching


def exact_batching_latency(rate_per_s, t0, each, largest=400):
    """Mean latency when one server takes all that waits: the chain of batch sizes, solved."""
    from scipy.stats import poisson

    lam, sizes = rate_per_s / 1000, np.arange(1, largest + 1)
    took = t0 + each * sizes
    came = poisson.pmf(np.arange(largest + 1)[None, :], lam * took[:, None])
    move = came[:, 1:].copy()
    move[:, 0] += came[:, 0]
    move /= move.sum(axis=1, keepdims=True)
    pi = np.linalg.solve(
        np.vstack([(move.T - np.eye(largest))[:-1], np.ones(largest)]),
        np.append(np.zeros(largest - 1), 1.0),
    )
    during = came[:, 1:] @ (sizes * took)  # service of those who came during a batch
    spent = pi @ (lam * took * took / 2 + during + came[:, 0] * took[0])
    return spent / (pi @ (lam * took + came[:, 0]))


@pytest.mark.parametrize(("t0", "each"), [(2.33, 0.8), (6.0, 0.9)])
@pytest.mark.parametrize("x", [0.1, 0.3, 0.5, 0.7, 0.8, 0.9])
def test_the_batching_hint_is_never_below_the_exact_chain(t0, each, x):
    rate = 1000 * x / each
    ratio = float(formulas.batching_latency_hint(rate, t0, each)) / exact_batching_latency(
        rate, t0, each
    )
    assert ratio > 1 - 1e-6
    assert x < 0.5 or ratio < 1.01


@pytest.mark.parametrize("x", [0.1, 0.5, 0.8])
def test_batches_of_all_that_waits_agree_with_the_exact_chain(x):
    path = Path(Station("box", 1, batch=Batch(2.33, 0.8, max_batch=10_000)))
    rate = 1000 * x / 0.8
    values = steady(path, rate, lambda t, skip: t.latency_ms[skip:].mean())
    assert abs(z_score(values, exact_batching_latency(rate, 2.33, 0.8))) < 4


def test_a_full_batch_leaves_at_once_and_a_lone_request_after_the_delay():
    path = Path(Station("box", 1, batch=Batch(1.0, 1.0, max_batch=2, max_delay_ms=50)))
    visits = sweep(path, np.array([0.0, 10.0, 100.0]), 0).visits["box"]
    assert visits.start_ms.tolist() == [10, 10, 150]
    assert visits.end_ms.tolist() == [13, 13, 152]
    assert visits.batch_sizes.tolist() == [2, 1]


def test_batching_spread_keeps_the_mean_time():
    batch = Batch(2, 1, 8, cv=0.5)
    drawn = batch.draw_factors(np.random.default_rng(0), 200_000)
    assert drawn.mean() == pytest.approx(1, abs=0.005)
    assert drawn.std() == pytest.approx(0.5, abs=0.01)


# Overload and outages


def test_an_overloaded_path_has_a_backlog_and_no_percentile():
    path = Path(Station("front", 4, Exponential(1)), Station("model", 2, Exponential(20)))
    served = simulate(path, 130)
    assert served.p50 is served.p99 is served.mean is served.missed(50) is served.degraded is None
    (overload,) = served.unstable
    assert (overload.station, overload.load) == ("model", pytest.approx(1.3))
    assert overload.backlog_growth_per_s == pytest.approx(30)
    assert str(overload) == "model is unstable: load 1.30, backlog +30/s"
    sent = arrival_times(130, 13_000, 1)
    grown = sweep(path, sent, 1).visits["model"].depth(sent[-1:])[0] / (sent[-1] / 1000)
    assert grown == pytest.approx(float(formulas.backlog_growth(130, 100)), rel=0.1)


def test_load_of_exactly_one_is_unstable_and_the_first_overload_shields_the_next():
    path = Path(Station("a", 1, Deterministic(10)), Station("b", 1, Deterministic(10)))
    assert [each.station for each in overloads(path, 100)] == ["a", "b"]
    narrow = Path(Station("a", 1, Deterministic(10)), Station("b", 1, Deterministic(9.9)))
    assert [each.station for each in overloads(narrow, 300)] == ["a"]
    assert overloads(path, 99.9) == ()


def test_four_of_ten_servers_out_for_thirty_seconds():
    """At 80/s and 60/s left, 600 wait at the end; with 20/s to spare they are gone 30 s later."""
    sent = arrival_times(80, 8_000, 0, arrivals="regular")
    run = replay(one(10, Deterministic(100)), sent, 0, outages=(Outage("box", 4, 20, 50),))
    depth = run.depth("box", np.arange(0, 100) * 1000.0)
    assert depth[50] == pytest.approx(600, abs=10)
    assert formulas.drain_seconds(600, 80, 100) == 30
    assert depth[:20].max() <= 2 and depth[82:].max() <= 2 and depth[75] > 50


def test_a_burst_grows_and_drains_as_arithmetic_says():
    sent = changing_arrival_times([(30, 80), (30, 160), (90, 80)], 2)
    run = replay(one(1, Deterministic(10)), sent, 2)
    depth = run.depth("box", np.arange(150) * 1000.0)
    assert depth[60] == pytest.approx(30 * 60, rel=0.1)
    assert formulas.drain_seconds(depth[60], 80, 100) == pytest.approx(
        np.flatnonzero(depth > 20)[-1] - 60, rel=0.2
    )


# Retries and availability


def test_when_every_attempt_times_out_each_request_costs_all_its_attempts():
    sent = arrival_times(1, 200, 0, arrivals="regular")
    run = replay(one(1, Deterministic(20)), sent, 0, retry=Retry(10, retries=3, backoff_ms=50))
    assert run.failed.all() and run.attempts_per_request == 4
    assert len(run.visits["box"].request) == 800  # the servers did all of it, for nobody


def test_a_retry_budget_caps_the_extra_attempts():
    sent = arrival_times(1, 200, 0, arrivals="regular")
    run = replay(one(1, Deterministic(20)), sent, 0, retry=Retry(10, retries=3, budget=0.1))
    assert run.attempts_per_request == pytest.approx(1.1)


BURST = [(60, 80), (20, 128), (90, 80)]


def after_the_burst(retry, rooms=()):
    """Share of requests failing from 70 s after a 20 s burst on, one run."""
    run = replay(one(), changing_arrival_times(BURST, 1), 1, retry=retry, rooms=rooms)
    return run.failed_share(150, 168)


def test_immediate_retries_keep_a_box_down_long_after_the_burst():
    assert after_the_burst(Retry(1000)) == 0
    assert after_the_burst(Retry(1000, retries=3)) > 0.95
    assert after_the_burst(Retry(1000, retries=3, drop_stale=True)) == 0
    assert after_the_burst(Retry(1000, retries=3), (Room("box", 50),)) == 0


# Backpressure and duplicates


def under_pressure(when_full):
    sent = changing_arrival_times([(10, 60), (10, 200), (10, 60)], 6)
    return replay(one(), sent, 6, rooms=(Room("box", 20, when_full),))


def test_a_full_queue_drops_delivers_unscored_or_delays():
    dropped, unscored, delayed = map(under_pressure, ("drop", "unscored", "delay"))
    assert dropped.failed.mean() > 0.2 and not dropped.unscored.any()
    assert np.array_equal(dropped.failed, unscored.unscored) and not unscored.failed.any()
    assert np.all(unscored.latency_ms[unscored.unscored] == 0)
    assert not delayed.failed.any() and delayed.delayed.mean() > dropped.failed.mean()
    at = np.arange(0, 30_000, 100.0)
    assert dropped.depth("box", at).max() == 20 < delayed.depth("box", at).max()


def test_duplicates_cost_work_and_change_no_answer_when_there_is_room():
    sent = arrival_times(10, 2_000, 8)
    once, twice = (
        replay(one(50), sent, 8),
        replay(one(50), sent, 8, duplicate_share=0.25, duplicate_delay_ms=5000),
    )
    assert twice.attempts_per_request == pytest.approx(1.25, abs=0.04)
    assert len(twice.visits["box"].request) == twice.attempts
    assert np.array_equal(once.answered_ms, twice.answered_ms)


# What `simulate` reports


def test_changing_one_station_leaves_the_others_random_numbers_alone():
    other = Path(*TANDEM.steps[:3], Station("d", 20, Lognormal(80, 300)))
    sent = arrival_times(100, 1_000, 1)
    before, after = sweep(TANDEM, sent, 1), sweep(other, sent, 1)
    for name in "abc":
        assert np.array_equal(before.visits[name].end_ms, after.visits[name].end_ms)
    assert not np.array_equal(before.visits["d"].end_ms, after.visits["d"].end_ms)


def test_intervals_enclose_their_value_and_the_deadline_reads_the_same_latencies():
    served = simulate(TANDEM, 100)
    for estimate in (served.p50, served.p95, served.p99, served.mean):
        assert estimate.low < estimate.value < estimate.high
    assert served.p50.value < served.p95.value < served.p99.value
    assert served.missed(served.p95.value).value == pytest.approx(0.05, abs=1e-3)
    assert served.missed(1e9).value == 0 and served.degraded.value == 0


def test_the_first_tenth_is_warm_up_and_left_out_of_every_reading():
    served, trace = simulate(TANDEM, 100, seed=3), sweep(TANDEM, arrival_times(100, 20_000, 3), 3)
    assert np.array_equal(served.latency_ms, trace.latency_ms[2_000:])
    for name, visits in trace.visits.items():
        kept = visits.wait_ms[visits.request >= 2_000]
        assert served[name].mean_wait_ms == pytest.approx(kept.mean())
        assert served[name].p99_wait_ms == pytest.approx(np.percentile(kept, 99))


def test_percentiles_of_a_path_are_not_the_sum_of_its_stations():
    stations = [Station(f"s{i}", 8, Lognormal(3, 20)) for i in range(4)]
    whole = simulate(Path(*stations), 100).p99.value
    parts = sum(simulate(Path(each), 100).p99.value for each in stations)
    assert parts > 1.3 * whole


@pytest.mark.slow
@pytest.mark.parametrize(("load", "least"), [(0.5, 0.85), (0.8, 0.85), (0.9, 0.75)])
def test_intervals_cover_the_true_percentile_about_as_often_as_they_say(load, least):
    exact = float(queues.mm1_sojourn_percentile(0.99, load * 100, 10))
    runs = [simulate(one(), load * 100, seed=seed).p99 for seed in range(200)]
    assert np.mean([run.low <= exact <= run.high for run in runs]) >= least


def test_headroom_is_how_often_the_rate_fits():
    assert headroom(TANDEM, 100) == pytest.approx(0.9 / 0.8)
    assert busiest(TANDEM, 100)[0].name == "a"
    room = headroom(MIXED, 500)
    assert busiest(MIXED, 500 * room)[1] == pytest.approx(0.9)
    batch = Station("gpu", 2, batch=Batch(2.33, 0.8, 16))
    assert batch.capacity_per_s == pytest.approx(2 * 16 / 0.01513)
