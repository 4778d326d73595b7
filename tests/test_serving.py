"""A served product: the published architecture, money and freshness, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

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
    batch_feature_age,
    changing_arrival_times,
    cost_per_million,
    headroom,
    model_age,
    queues,
    replay,
    simulate,
    stream_feature_age,
    sweep,
)
from tests.serving_boxes import Erlang, one

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
