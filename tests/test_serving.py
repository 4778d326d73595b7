"""The serving simulator against closed forms, exact chains and a second simulator (SimPy)."""

from __future__ import annotations

from dataclasses import dataclass
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
    Outage,
    Path,
    Retry,
    Room,
    Station,
    arrival_times,
    batch_feature_age,
    busiest,
    changing_arrival_times,
    cost_per_million,
    formulas,
    headroom,
    model_age,
    overloads,
    queues,
    replay,
    simulate,
    stream_feature_age,
    sweep,
)

# Helpers


@dataclass(frozen=True)
class Erlang:
    """A service time of our own: the sum of `stages` exponentials."""

    mean_ms: float
    stages: int = 4

    @property
    def scv(self) -> float:
        return 1 / self.stages

    def draw(self, rng, n):
        return rng.gamma(self.stages, self.mean_ms / self.stages, n)


def one(servers=1, service=None, **more):
    return Path(Station("box", servers, service or Exponential(10), **more))


def steady(path, rate_per_s, read, *, runs=24, requests=12_000):
    """`read` of each of several runs, the first third of each run left out."""
    values = []
    for seed in range(runs):
        trace = sweep(path, arrival_times(rate_per_s, requests, seed), seed)
        values.append(read(trace, requests // 3))
    return np.array(values)


def z_score(values, exact):
    """How far the runs' mean is from the exact value, as a standard normal would have it.

    With few runs their spread is itself uncertain, so the ratio is Student's t: it is mapped to
    the normal value that is equally unlikely.
    """
    from scipy.stats import norm, t

    ratio = (values.mean() - exact) / (values.std(ddof=1) / np.sqrt(len(values)))
    return np.sign(ratio) * norm.isf(t.sf(abs(ratio), len(values) - 1))


def waits(trace, skip):
    return trace.visits["box"].wait_ms[skip:]


# 1. M/M/c


def erlang_b_by_recursion(servers, offered):
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = offered * blocked / (k + offered * blocked)
    return blocked


@pytest.mark.parametrize("servers", [1, 2, 8, 16, 64, 200])
@pytest.mark.parametrize("load", [0.001, 0.3, 0.9, 0.999, 1.7])
def test_erlang_b_agrees_with_its_recursion(servers, load):
    expected = erlang_b_by_recursion(servers, servers * load)
    assert queues.erlang_b(servers, servers * load) == pytest.approx(expected, rel=1e-12)


def test_erlang_c_of_one_server_is_its_load_and_of_two_known():
    loads = np.array([0.0, 0.25, 0.5, 0.9])
    assert queues.erlang_c(1, loads) == pytest.approx(loads)
    assert queues.erlang_c(2, 2 * loads) == pytest.approx(2 * loads**2 / (1 + loads))


def test_from_load_one_everybody_waits_for_ever():
    assert queues.mmc_wait_probability(100, 10, 1) == 1
    assert queues.mmc_mean_wait([100, 150], 10, 1).tolist() == [np.inf, np.inf]
    assert queues.mm1_sojourn_percentile(0.5, 120, 10) == np.inf
    assert queues.mg1_mean_wait(100, 10, 0) == np.inf
    assert queues.mmc_wait_percentile(0.5, 120, 10, 1) == np.inf


@pytest.mark.parametrize("servers", [1, 2, 8, 16, 64])
def test_waits_of_the_sweep_agree_with_erlang_c(servers):
    rate = 0.8 * servers * 100
    path, t = one(servers), 10 / servers
    reads = {
        "mean": (lambda w: w.mean(), queues.mmc_mean_wait(rate, 10, servers)),
        "waits": (lambda w: (w > 0).mean(), queues.mmc_wait_probability(rate, 10, servers)),
        "tail": (lambda w: (w > t).mean(), queues.mmc_wait_tail(t, rate, 10, servers)),
    }
    values = steady(
        path, rate, lambda trace, skip: [read(waits(trace, skip)) for read, _ in reads.values()]
    )
    for column, (name, (_, exact)) in zip(values.T, reads.items(), strict=True):
        assert abs(z_score(column, float(exact))) < 4, name


@pytest.mark.slow
@pytest.mark.parametrize("servers", [1, 2, 8, 16, 64])
@pytest.mark.parametrize("load", [0.7, 0.9, 0.95])
def test_waits_near_saturation_agree_with_erlang_c(servers, load):
    rate = load * servers * 100
    values = steady(
        one(servers), rate, lambda t, skip: waits(t, skip).mean(), runs=60, requests=60_000
    )
    assert abs(z_score(values, float(queues.mmc_mean_wait(rate, 10, servers)))) < 4


@pytest.mark.parametrize("q", [0.5, 0.9, 0.99])
def test_wait_percentiles_invert_the_tail(q):
    t = queues.mmc_wait_percentile(q, 640, 10, 8)
    tail = float(queues.mmc_wait_tail(t, 640, 10, 8))
    assert tail == pytest.approx(1 - q) if t > 0 else tail <= 1 - q


# 2. M/M/1 sojourn


def test_sojourn_percentiles_of_one_server():
    exact = queues.mm1_sojourn_percentile([0.5, 0.95, 0.99], 60, 10)
    values = steady(
        one(), 60, lambda t, skip: np.percentile(t.latency_ms[skip:], [50, 95, 99]), runs=30
    )
    assert all(abs(z_score(v, e)) < 4 for v, e in zip(values.T, exact, strict=True))


# 3. M/G/1


@pytest.mark.parametrize("service", [Deterministic(10), Erlang(10), Lognormal(8, 40)])
def test_one_server_waits_as_pollaczek_and_khinchine_say(service):
    rate = 0.7 * 1000 / service.mean_ms
    exact = float(queues.mg1_mean_wait(rate, service.mean_ms, service.scv))
    assert abs(z_score(steady(one(1, service), rate, lambda t, s: waits(t, s).mean()), exact)) < 4
    estimate = queues.mean_wait_estimate(rate, service.mean_ms, 1, service_scv=service.scv)
    assert float(estimate) == pytest.approx(exact)


def test_the_two_moment_estimate_is_only_an_estimate():
    """Deterministic service at 16 servers: near, yet not the truth."""
    rate = 0.8 * 1600
    true = steady(one(16, Deterministic(10)), rate, lambda t, s: waits(t, s).mean()).mean()
    estimate = float(queues.mean_wait_estimate(rate, 10, 16, service_scv=0))
    assert 0.8 < estimate / true < 1.05


@pytest.mark.parametrize(("p50", "p99"), [(3, 10), (2, 2), (1, 20)])
def test_lognormal_service_has_the_percentiles_and_moments_it_says(p50, p99):
    service = Lognormal(p50, p99)
    drawn = service.draw(np.random.default_rng(1), 400_000)
    assert np.percentile(drawn, [50, 99]) == pytest.approx([p50, p99], rel=0.03)
    assert drawn.mean() == pytest.approx(service.mean_ms, rel=0.02)
    assert drawn.var() / drawn.mean() ** 2 == pytest.approx(service.scv, rel=0.15, abs=1e-12)


# 4. and 5. Tandem, Little, utilisation

TANDEM = Path(
    Station("a", 1, Exponential(8)),
    Station("b", 4, Exponential(30)),
    Station("c", 2, Exponential(15)),
    Station("d", 16, Exponential(120)),
)


def test_a_tandem_takes_the_sum_of_its_stations():
    exact = sum(
        s.service.mean_ms + float(queues.mmc_mean_wait(100, s.service.mean_ms, s.servers))
        for s in TANDEM.stations
    )
    values = steady(TANDEM, 100, lambda t, skip: t.latency_ms[skip:].mean())
    assert abs(z_score(values, exact)) < 4


def test_utilisation_is_rate_times_service_over_servers():
    runs = [simulate(TANDEM, 100, seed=seed) for seed in range(24)]
    for station in TANDEM.stations:
        busy = np.array([run[station.name].utilisation for run in runs])
        exact = float(queues.offered_load(100, station.service.mean_ms)) / station.servers
        assert abs(z_score(busy, exact)) < 4
        assert runs[0][station.name].load == pytest.approx(exact)


steps_ms = st.lists(st.floats(0, 50), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(gaps=steps_ms, servers=st.integers(1, 5), seed=st.integers(0, 1000))
def test_littles_law_holds_on_every_path_of_arrivals(gaps, servers, seed):
    """The queue's depth, integrated over time, is the sum of the waits."""
    visits = sweep(one(servers, Exponential(30)), np.cumsum(gaps), seed).visits["box"]
    instants = np.sort(np.concatenate([visits.arrival_ms, visits.start_ms]))
    area = (visits.depth(instants[:-1]) * np.diff(instants)).sum()
    assert area == pytest.approx(visits.wait_ms.sum(), abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(gaps=steps_ms, servers=st.integers(1, 5), seed=st.integers(0, 1000))
def test_another_server_or_faster_work_never_makes_anyone_later(gaps, servers, seed):
    sent = np.cumsum(gaps)
    slow = sweep(one(servers, Exponential(30)), sent, seed).answered_ms
    assert np.all(sweep(one(servers + 1, Exponential(30)), sent, seed).answered_ms <= slow + 1e-9)
    assert np.all(sweep(one(servers, Exponential(29)), sent, seed).answered_ms <= slow + 1e-9)


@settings(max_examples=60, deadline=None)
@given(gaps=steps_ms, servers=st.integers(1, 4), seed=st.integers(0, 1000))
def test_servers_never_work_on_more_than_one_request_each(gaps, servers, seed):
    visits = sweep(one(servers, Exponential(30)), np.cumsum(gaps), seed).visits["box"]
    for start in visits.start_ms:
        assert ((visits.start_ms <= start) & (visits.end_ms > start)).sum() <= servers
    assert np.all(np.diff(visits.start_ms) >= 0)


@settings(max_examples=40, deadline=None)
@given(offered=st.floats(0.01, 50), servers=st.integers(1, 60), more=st.floats(0.001, 5))
def test_erlang_grows_with_load_and_falls_with_servers(offered, servers, more):
    for share in (queues.erlang_b, queues.erlang_c):
        assert 0 <= share(servers, offered) <= 1
        assert share(servers, offered + more) >= share(servers, offered) - 1e-12
        assert share(servers + 1, offered) <= share(servers, offered) + 1e-12
    assert queues.erlang_c(servers, offered) >= queues.erlang_b(servers, offered) - 1e-12


# 6. No waiting room


@pytest.mark.parametrize("servers", [1, 4])
def test_a_box_without_waiting_room_loses_what_erlang_b_says(servers):
    lost = []
    for seed in range(16):
        sent = arrival_times(100 * servers, 3_000, seed)
        run = replay(one(servers), sent, seed, rooms=(Room("box", 0),))
        lost.append(run.failed[500:].mean())
        assert not run.queued["box"][0].size or np.all(run.visits["box"].wait_ms == 0)
    assert abs(z_score(np.array(lost), float(queues.erlang_b(servers, servers)))) < 4


# 7. Fan-in


@pytest.mark.parametrize("legs", [2, 10, 100])
def test_a_fork_waits_for_its_slowest_leg(legs):
    path = Path(Fork(*(Station(f"leg {i}", 8, Exponential(10)) for i in range(legs))))
    values = steady(
        path,
        1,
        lambda t, skip: [t.latency_ms[skip:].mean(), np.percentile(t.latency_ms[skip:], 90)],
        runs=20,
        requests=1_500,
    )
    assert abs(z_score(values[:, 0], formulas.fan_in_mean(legs, 10))) < 4
    assert abs(z_score(values[:, 1], float(formulas.fan_in_percentile(0.9, legs, 10)))) < 4


def test_the_tail_at_scale():
    assert float(formulas.slow_share(100, 0.01)) == pytest.approx(0.634, abs=5e-4)
    assert float(formulas.fan_in_leg_percentile(0.99, 100)) == pytest.approx(0.9999, abs=1e-6)


# 8. Cache


def test_a_cache_thins_what_is_behind_it_and_mixes_the_latency():
    path = Path(
        Station("cache", 16, Exponential(0.5)), Station("store", 16, Exponential(20), share=0.4)
    )
    values = steady(
        path, 50, lambda t, skip: [t.latency_ms[skip:].mean(), len(t.visits["store"].request)]
    )
    assert abs(z_score(values[:, 0], float(formulas.cache_mean(0.6, 0.5, 20.5)))) < 4
    assert abs(z_score(values[:, 1], 0.4 * 12_000)) < 4
    assert float(formulas.cache_downstream_rate(50, 0.6)) == pytest.approx(20)
    assert path["store"].load(50) == pytest.approx(20 * 20 / 1000 / 16)


# 9. Batching


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


# 10. Overload and outages


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


# 11. Retries and availability


@pytest.mark.parametrize("p", [0.0, 0.1, 0.9])
def test_retries_amplify_as_the_geometric_sum(p):
    assert float(formulas.retry_amplification(p, 3)) == pytest.approx((1 - p**4) / (1 - p))
    assert float(formulas.retry_amplification(1.0, 3)) == 4


def test_availability_in_series_and_in_parallel():
    assert formulas.availability_in_series(0.99, 0.99) == pytest.approx(0.9801)
    assert formulas.availability_in_parallel(0.99, 0.9) == pytest.approx(0.999)


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


# 12. Sweep, event loop and SimPy on the same random numbers

MIXED = Path(
    Station("gateway", 16, Lognormal(1, 4)),
    Fork(
        Station("features", 3, Lognormal(2, 8), timeout_ms=9),
        Path(
            Station("cache", 2, Exponential(0.4)),
            Station("counters", 1, Exponential(2), share=0.4),
        ),
    ),
    Station("heavy", 2, batch=Batch(2.33, 0.8, max_batch=8, max_delay_ms=4, cv=0.2)),
    Station("rules", 1, Deterministic(0.5)),
    Station("second", 1, batch=Batch(1, 0.1, max_batch=64)),
)


def by_simpy(path, sent, seed):
    """Answer times in ms of a path of plain stations and forks, by SimPy."""
    env, answered = simpy.Environment(), np.zeros(len(sent))
    servers = {each.name: simpy.Resource(env, each.servers) for each in path.stations}
    times = {each.name: each.work(seed).times(len(sent)) for each in path.stations}

    def go(step, request):
        if isinstance(step, Path):
            for part in step.steps:
                yield from go(part, request)
        elif isinstance(step, Fork):
            yield env.all_of([env.process(go(leg, request)) for leg in step.legs])
        else:
            with servers[step.name].request() as turn:
                yield turn
                yield env.timeout(times[step.name][request])

    def client(request):
        yield from go(path, request)
        answered[request] = env.now

    def source():
        for request, at in enumerate(sent):
            yield env.timeout(max(at - env.now, 0))
            env.process(client(request))

    env.process(source())
    env.run()
    return answered


def batches_by_simpy(batch, servers, sent):
    """Answer times in ms of one batching station, by SimPy."""
    env, answered = simpy.Environment(), np.zeros(len(sent))
    free, queue, bell = simpy.Container(env, init=servers), [], [env.event()]

    def source():
        for request, at in enumerate(sent):
            yield env.timeout(max(at - env.now, 0))
            queue.append((request, env.now))
            bell[0].succeed()
            bell[0] = env.event()

    def work(taken):
        yield env.timeout(batch.time_ms(len(taken)))
        answered[taken] = env.now
        free.put(1)

    def dispatch():
        while True:
            yield free.get(1)
            while not queue:
                yield bell[0]
            due = queue[0][1] + batch.max_delay_ms
            while len(queue) < batch.max_batch and env.now < due - 1e-9:
                yield bell[0] | env.timeout(due - env.now)
            taken = [request for request, _ in queue[: batch.max_batch]]
            del queue[: batch.max_batch]
            env.process(work(taken))

    env.process(source())
    env.process(dispatch())
    env.run()
    return answered


PLAIN = {
    "tandem": TANDEM,
    "one server": one(),
    "many servers": one(16, Lognormal(100, 500)),
    "fork": Path(
        Station("in", 2, Exponential(5)),
        Fork(Station("x", 1, Exponential(8)), Path(Station("y", 3, Erlang(20)))),
        Station("out", 4, Lognormal(20, 90)),
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

    def source():
        for request, at in enumerate(sent):
            yield env.timeout(max(at - env.now, 0))
            env.process(client(request))

    env.process(source())
    env.run()
    return answered


@pytest.mark.parametrize("retry", [Retry(80), Retry(80, 2), Retry(60, 3, 100)])
def test_retries_agree_with_simpy(retry):
    sent = changing_arrival_times([(5, 80), (3, 130), (12, 60)], 4)
    ours, peer = replay(one(), sent, 4, retry=retry), retries_by_simpy(sent, 4, retry)
    assert 0.02 < ours.failed.mean() < 0.98
    assert np.array_equal(ours.failed, np.isnan(peer))
    assert np.nanmax(np.abs(ours.answered_ms - peer)) < 1e-9


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


# The reference architecture of payment fraud


def fraud(model=8, store=24):
    return Path(
        Station("gateway", 16, Lognormal(1, 4)),
        Fork(
            Station("online features", store, Lognormal(2, 8)),
            Station("velocity counters", 24, Lognormal(1, 4)),
        ),
        Station("model", model, Lognormal(3, 10)),
        Station("rules", 16, Lognormal(0.5, 2)),
    )


def read_fraud(rate, **servers):
    runs = [simulate(fraud(**servers), rate, requests=30_000, seed=s) for s in range(3)]
    return [np.mean([run.percentile(q).value for run in runs]) for q in (50, 95, 99)]


def test_the_fraud_path_meets_its_published_figures():
    assert read_fraud(500) == pytest.approx([7, 13, 16], abs=1)
    assert read_fraud(1500)[2] == pytest.approx(16.5, abs=1)
    assert headroom(fraud(), 1500) > 1
    assert read_fraud(500, model=2)[2] == pytest.approx(41, rel=0.25)
    assert [each.station for each in simulate(fraud(store=1), 500).unstable] == ["online features"]


# Money and freshness


def test_cost_counts_successes_only():
    path = Path(
        Station("cpu", 8, Exponential(5), price_per_hour=0.1),
        Station("gpu", 2, batch=Batch(2, 1, 8), price_per_hour=1.0),
    )
    assert cost_per_million(path, 500) == pytest.approx(2.8 / (500 * 3600) * 1e6)
    assert cost_per_million(path, 500, success_share=0.5) == 2 * cost_per_million(path, 500)
    assert cost_per_million(path, 500, success_share=0) == np.inf


def test_ages_add_up():
    daily = batch_feature_age(24, 1, 0.5)
    assert (daily.mean, daily.worst) == (13.5, 25.5)
    assert stream_feature_age(5, 0.1, 2) == pytest.approx(7.1)
    assert model_age(label_delay=30, trigger_wait=3, training=1, gate=0.5, rollout=2) == 36.5


def test_batch_feature_age_is_the_average_over_a_day_of_reads():
    reads = np.linspace(100, 124, 100_001)
    newest = np.floor((reads - 1.5) / 24) * 24  # the last job whose features are out
    assert (reads - newest).mean() == pytest.approx(batch_feature_age(24, 1, 0.5).mean, abs=0.01)


# Bad input


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (lambda: Station("box", 0, Exponential(1)), "number of servers is 0"),
        (lambda: Station("box", 1.5, Exponential(1)), "number of servers is 1.5"),
        (lambda: Exponential(float("nan")), "service time in ms is nan"),
        (lambda: Deterministic(-1), "service time in ms is -1"),
        (lambda: Lognormal(10, 3), "p99 must be at least p50"),
        (lambda: Lognormal(float("nan"), 3), "median service time in ms is nan"),
        (lambda: Path(), "empty path"),
        (lambda: Fork(Station("box", 1, Exponential(1))), "at least 2"),
        (lambda: Station("box", 1), "either a service time or a batch"),
        (lambda: Station("box", 1, Exponential(1), share=0), "share of requests that come is 0"),
        (lambda: Station("box", 1, Exponential(1), timeout_ms=0), "timeout in ms is 0"),
        (lambda: Path(Station("a", 1, Exponential(1)), Station("a", 1, Exponential(1))), "named a"),
        (lambda: Batch(1, 1, 0), "maximum batch size is 0"),
        (lambda: Batch(1, 1, 4, -1), "maximum queue delay in ms is -1"),
        (lambda: simulate(one(), -5), "rate per second is -5"),
        (lambda: simulate(one(), float("nan")), "rate per second is nan"),
        (lambda: simulate(one(), 5, requests=10), "at least 200"),
        (lambda: simulate(one(), 5, arrivals="random"), "one of poisson, regular, bursty"),
        (lambda: simulate(one(), 5).percentile(101), "between 0 and 100"),
        (lambda: simulate(one(), 5).missed(-1), "deadline in ms is -1"),
        (lambda: sweep(one(), np.array([2.0, 1.0]), 0), "must ascend"),
        (lambda: replay(one(), np.array([2.0, 1.0]), 0), "must ascend"),
        (lambda: replay(one(), np.ones(1), 0, rooms=(Room("bax", 1),)), "no station is named"),
        (lambda: replay(one(), np.ones(1), 0, outages=(Outage("box", 2, 0, 1),)), "only 1"),
        (lambda: Outage("box", 1, 5, 5), "must end after it begins"),
        (lambda: Room("box", 1, "wait"), "one of drop, unscored, delay"),
        (lambda: Retry(0), "timeout in ms is 0"),
        (lambda: Retry(10, retries=-1), "number of retries is -1"),
        (lambda: queues.erlang_b(0, 1), "number of servers is 0"),
        (lambda: queues.mmc_mean_wait(-1, 10, 1), "rate per second is -1"),
        (lambda: queues.mmc_mean_wait(1, float("nan"), 1), "service time in ms is nan"),
        (lambda: queues.mm1_sojourn_percentile(1.0, 1, 1), "below 1"),
        (lambda: formulas.slow_share(3, 1.2), "slow legs is 1.2"),
        (lambda: cost_per_million(one(), 0), "rate per second is 0"),
        (lambda: batch_feature_age(0, 1), "interval between jobs is 0"),
        (lambda: model_age(label_delay=-1), "label delay is -1"),
        (lambda: changing_arrival_times([], 0), "at least one phase"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(bad, says):
    with pytest.raises(ValueError, match=says):
        bad()


def test_a_service_of_ones_own_may_not_draw_nonsense():
    class Broken(Erlang):
        def draw(self, rng, n):
            return np.full(n, np.nan)

    with pytest.raises(ValueError, match="drawn service time"):
        sweep(one(1, Broken(5)), np.ones(3), 0)
