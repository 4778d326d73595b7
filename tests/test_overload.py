"""More load never helps, the narrowest station decides, and intervals cover what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import ALL
from kit.designs import random_designs
from kit.service import timed, timed_along
from pipelines.serving import (
    Batch,
    Deterministic,
    Exponential,
    Fork,
    Lognormal,
    Path,
    Station,
    replay,
    simulate,
    sweep,
)
from pipelines.serving.load import brink, unserved_share
from pipelines.serving.queues import (
    mean_wait_estimate,
    mm1_sojourn_percentile,
    mmc_wait_percentile,
)
from pipelines.serving.served import missed_under_any_load


def stations(draw, names):
    """Stations of a path: a few servers, any spread, now and then passed by."""
    for name in names:
        service = draw(
            st.sampled_from([Exponential(2.0), Lognormal(3.0, 12.0), Deterministic(1.5)])
        )
        share = draw(st.sampled_from([1.0, 1.0, 0.4]))
        yield Station(name, draw(st.integers(1, 6)), service, share=share)


@st.composite
def paths(draw):
    """A path of two stations and, at times, a fork."""
    first, second, left, right = stations(draw, ("a", "b", "c", "d"))
    return Path(first, Fork(left, right), second) if draw(st.booleans()) else Path(first, second)


@given(paths(), st.floats(1, 60), st.integers(0, 50))
@settings(max_examples=25, deadline=None)
def test_more_load_never_helps(path, deadline, seed):
    narrow = brink(path, 1.0)
    rates = narrow * np.array([0.3, 0.7, 0.95, 0.99, 1.0001, 1.2, 3.0, 60.0])
    found = [timed(path, rate, deadline, seed=seed, requests=600) for rate in rates]
    missed = [each.missed.value for each in found]
    # Where requests may overtake each other, one in a hundred may be luckier in a longer queue.
    assert (np.diff(missed) >= -0.01).all(), missed
    assert (np.diff([each.headroom for each in found]) < 0).all()
    known = [each.p99.value for each in found if not each.served.unstable]
    assert len(known) == 4 and (np.diff(known) >= -0.05 * np.array(known[1:])).all()
    if all(each.share == 1 for each in path.stations):
        assert found[-1].missed.value >= 1 - 1 / 60 - 1e-6, "the narrowest station decides"


RISES = {"missed_deadline": 1, "lag": 1, "headroom": -1}
"""What grows (1) or shrinks (-1) as requests grow."""


def loaded():
    """Every scenario that serves requests, with those of its readings that tell of the load."""
    for case in ALL:
        asked = [choice for choice in case.choices if choice.name == "traffic"]
        told = [metric.name for metric in case.metrics if metric.name in RISES]
        if asked and told:
            marks = [pytest.mark.broad, pytest.mark.xdist_group(case.slug)]
            yield pytest.param(case, asked[0].options, told, marks=marks, id=case.slug)


@pytest.mark.parametrize(("case", "allowed", "told"), list(loaded()))
def test_in_every_scenario_more_load_never_helps(case, allowed, told):
    for design in random_designs(case, 5, seed=5):
        runs = [
            case.run(case.change(design, {"traffic": rate}))
            for rate in (*allowed.usual, allowed.high)
        ]
        for name in told:
            found = np.array([run.reading(name).true for run in runs]) * RISES[name]
            steps = np.diff(found[np.isfinite(found)])
            # As above: one in a hundred may be luckier in a longer queue.
            assert (steps >= -0.01).all(), (name, found, dict(design))


def test_what_the_narrowest_station_cannot_serve_is_missed_whichever_is_first():
    wide, narrow = Station("wide", 1, Exponential(1.0)), Station("narrow", 1, Exponential(20.0))
    for path in (Path(wide, narrow), Path(narrow, wide), Path(Fork(wide, narrow))):
        assert unserved_share(path, 5000) == pytest.approx(0.99)
        assert missed_under_any_load(path, 5000, 1e6, requests=500).value == pytest.approx(0.99)
        found = timed(path, 5000, 1e6, seed=0)
        assert "narrow is unstable" in found.why or "load 100.00" in found.why


def test_along_a_dial_an_overloaded_path_misses_no_less_than_a_busy_one():
    along = [Path(Station("model", 1, Exponential(each))) for each in (1.0, 4.0, 9.9, 10.1, 40.0)]
    found = timed_along(along, range(5), 100.0, 30.0, seed=1, requests=3000)
    assert (np.diff(found.missed.value) >= -1e-9).all()


def test_from_a_load_of_one_no_wait_ends():
    for rate in (1000.0, 3000.0):
        assert mean_wait_estimate(rate, 1.0, 1, arrival_scv=0.0, service_scv=0.0) == np.inf
        assert mmc_wait_percentile(0.0, rate, 1.0, 1) == np.inf
    assert mean_wait_estimate(900.0, 1.0, 1, arrival_scv=0.0, service_scv=0.0) == 0.0


def served_in(loop, name):
    visits = loop.visits[name]
    order = np.lexsort((visits.request, visits.arrival_ms))
    return visits.request[order], visits.start_ms[order], visits.end_ms[order]


@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=30),
    st.integers(1, 4), st.integers(1, 3), st.integers(1, 5), st.booleans(), st.booleans(),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_what_happens_at_one_instant_is_ordered_alike_in_sweep_and_loop(
    gaps, work, servers, patience, batched, forked
):
    """Everything takes whole milliseconds, so that arrivals, ends and timeouts fall together."""
    sent = np.cumsum(gaps).astype(float)
    second = (
        Station("second", 1, batch=Batch(1.0, 1.0, 3, 2.0))
        if batched
        else Station("second", 1, Deterministic(2.0))
    )
    first = Station(
        "first", servers, Deterministic(float(work)), share=0.5, timeout_ms=float(patience)
    )
    fork = Fork(Station("left", 1, Deterministic(1.0)), Station("right", 2, Deterministic(3.0)))
    path = Path(first, fork, second) if forked else Path(first, second)
    swept, looped = sweep(path, sent, 0), replay(path, sent, 0)
    np.testing.assert_array_equal(looped.answered_ms, swept.answered_ms)
    for each in path.stations:
        pairs = zip(served_in(looped, each.name), served_in(swept, each.name), strict=True)
        for one, other in pairs:
            np.testing.assert_array_equal(one, other)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("load", "requests"), [(0.5, 8000), (0.8, 8000), (0.9, 8000), (0.95, 8000), (0.95, 20_000)]
)
def test_intervals_of_percentiles_cover_what_they_say(load, requests):
    """Over 200 runs of M/M/1, whose percentiles are known: within 90 and 99 in a hundred."""
    path, runs = Path(Station("only", 1, Exponential(1.0))), 200
    found = [simulate(path, 1000 * load, requests=requests, seed=seed) for seed in range(runs)]
    for percent in (50, 95, 99):
        truth = float(mm1_sojourn_percentile(percent / 100, 1000 * load, 1.0))
        inside = [one.percentile(percent) for one in found]
        covered = np.mean([each.low <= truth <= each.high for each in inside])
        assert 0.9 <= covered <= 0.995, f"{covered} of p{percent}"
    means = [one.mean for one in found]
    assert 0.9 <= np.mean([each.low <= 1 / (1 - load) <= each.high for each in means]) <= 0.995
