"""Queues of the serving simulator against closed forms: Erlang, Pollaczek-Khinchine, Little."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.serving import (
    Deterministic,
    Exponential,
    Fork,
    Lognormal,
    Path,
    Room,
    Station,
    arrival_times,
    queues,
    replay,
    simulate,
    sweep,
)
from tests.serving_boxes import TANDEM, Erlang, one, steady, waits, z_score

# M/M/c


def waits_longer(t_ms, rate_per_s, service_ms, servers):
    """Chance of a wait beyond `t_ms`: C exp(-(c mu - lambda) t)."""
    waits = queues.mmc_wait_probability(rate_per_s, service_ms, servers)
    return waits * np.exp(-queues.spare_rate(rate_per_s, service_ms, servers) * t_ms)


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
        "tail": (lambda w: (w > t).mean(), waits_longer(t, rate, 10, servers)),
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
    tail = float(waits_longer(t, 640, 10, 8))
    assert tail == pytest.approx(1 - q) if t > 0 else tail <= 1 - q


# M/M/1 sojourn


def test_sojourn_percentiles_of_one_server():
    exact = queues.mm1_sojourn_percentile([0.5, 0.95, 0.99], 60, 10)
    values = steady(
        one(), 60, lambda t, skip: np.percentile(t.latency_ms[skip:], [50, 95, 99]), runs=30
    )
    assert all(abs(z_score(v, e)) < 4 for v, e in zip(values.T, exact, strict=True))


# M/G/1


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


# Tandem, Little, utilisation


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


# No waiting room


@pytest.mark.parametrize("servers", [1, 4])
def test_a_box_without_waiting_room_loses_what_erlang_b_says(servers):
    lost = []
    for seed in range(16):
        sent = arrival_times(100 * servers, 3_000, seed)
        run = replay(one(servers), sent, seed, rooms=(Room("box", 0),))
        lost.append(run.failed[500:].mean())
        assert not run.queued["box"][0].size or np.all(run.visits["box"].wait_ms == 0)
    assert abs(z_score(np.array(lost), float(queues.erlang_b(servers, servers)))) < 4


# Fan-in


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
    assert abs(z_score(values[:, 0], 10 * (1 / np.arange(1, legs + 1)).sum())) < 4
    assert abs(z_score(values[:, 1], -10 * np.log1p(-(0.9 ** (1 / legs))))) < 4
