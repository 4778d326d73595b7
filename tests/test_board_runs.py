"""Boards that run: reference architectures, closed forms, faults."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import ALL
from cases.ads_funnel.board import BOARD as ADS
from cases.churn.board import BOARD as CHURN
from cases.feed.board import BOARD as FEED
from cases.fraud.board import BOARD as FRAUD
from cases.recommender.board import BOARD as RECOMMENDER
from cases.spam.board import BOARD as SPAM
from kit.board.ages import DAY, job_hours
from kit.board.checking import check
from kit.board.demands import Demands
from kit.board.graph import Graph, box, drawn
from kit.board.throwing import Fault, read_fault, throw
from kit.board.trial import Trial
from kit.choice import Refused
from pipelines.serving.queues import mean_wait_estimate, mg1_mean_wait, mmc_mean_wait
from tests.boards.architectures import IMAGES, LOG_LINES, PLATFORM

SIZED_DOWN = {  # the references are built for three times the traffic; the figures are before that
    "fraud": FRAUD.reference,
    "recommender": RECOMMENDER.reference.with_values("heavy", servers=3),
    "ads": ADS.reference.with_values("heavy", servers=8)
    .with_values("shards", servers=40)
    .with_values("light", servers=40)
    .with_values("features", servers=48)
    .with_values("gateway", servers=16),
    "feed": FEED.reference.with_values("heavy", servers=5),
    "images": IMAGES,
    "platform": PLATFORM,
}


@pytest.mark.parametrize(
    ("name", "times", "percentiles"),
    [
        ("fraud", 1, (7, 13, 16)),
        ("fraud", 3, (None, None, 16.5)),
        ("recommender", 1, (27, 41, 50)),
        ("recommender", 2, (None, None, 73)),
        ("ads", 1, (28, 39, 47)),
        ("ads", 2, (None, None, 88)),
        ("feed", 1, (39, 55, 66)),
        ("feed", 2, (None, None, 99)),
        ("images", 1, (12, 17, 21)),
        ("images", 3, (None, 27, None)),
        ("platform", 1, (9, 21, 36)),
    ],
)
def test_a_reference_gives_the_figures_it_is_known_by(name, times, percentiles):
    trial = Trial(SIZED_DOWN[name], requests=30_000)
    for percent, known in zip((50, 95, 99), percentiles, strict=True):
        if known is not None:
            assert trial.percentile(percent, times).value == pytest.approx(known, rel=0.13)


@pytest.mark.parametrize(
    ("name", "times", "box", "load"),
    [
        ("recommender", 3, "heavy", 1.08),
        ("feed", 3, "heavy", 1.30),
        ("platform", 2, "shared", 1.02),
    ],
)
def test_a_full_box_is_named_and_there_is_no_percentile(name, times, box, load):
    trial = Trial(SIZED_DOWN[name])
    full = {each.station: each.load for each in trial.full(times)}
    assert full[box] == pytest.approx(load, rel=0.03)
    assert trial.percentile(99, times) is None


def test_what_each_reference_is_known_for():
    fraud, platform = FRAUD.reference, PLATFORM
    cut = Trial(fraud.with_values("model", servers=2), requests=30_000)
    assert cut.percentile(99).value == pytest.approx(41, rel=0.05)
    assert Trial(fraud.with_values("features", servers=1)).full(1)[0].station == "features"
    one_gpu = Trial(IMAGES.with_values("gpu", servers=1))
    assert one_gpu.percentile(95).value == pytest.approx(18, rel=0.05)
    assert 3 * Trial(IMAGES).loads["decode"] == pytest.approx(0.89, abs=0.01)
    assert Trial(platform.with_values("p1", servers=2)).full(1)[0].station == "p1"
    search = SIZED_DOWN["recommender"].by_id["cache"]
    assert Trial(SIZED_DOWN["recommender"]).killed(search).p99_ms == pytest.approx(53, rel=0.12)


def test_streams_and_jobs_are_arithmetic():
    eight = Trial(SPAM.reference.with_values("stream", servers=8))
    box, waiting, seconds = eight.drain()
    assert (box.id, waiting, seconds) == ("stream", pytest.approx(2.0e6), pytest.approx(3000))
    assert Trial(SPAM.reference).drain()[2] == pytest.approx(300)
    scorer = CHURN.reference.by_id["scorer"]
    assert job_hours(scorer) == pytest.approx(2.78, abs=0.01)
    assert Trial(CHURN.reference).loads["scorer"] == pytest.approx(0.69, abs=0.01)
    lines = Trial(LOG_LINES.with_values("parser", servers=7))
    assert lines.loads["parser"] == pytest.approx(0.57, abs=0.01)
    assert Trial(LOG_LINES).drain()[2] == 0
    assert Trial(LOG_LINES).ages.freshest_s == pytest.approx(35, abs=1)


@pytest.mark.parametrize("slug", ALL.slugs)
def test_a_reference_passes_every_check_it_is_judged_by(slug):
    board = ALL.load(slug).board
    trial = Trial(board.reference)
    assert not trial.remarks
    assert not [(each.code, each.evidence) for each in board.judge(trial) if not each.passed]


def single(rate, **values):
    """Traffic, one model server, an answer."""
    boxes = {"t": box("traffic", rate=rate), "m": box("model", **values), "a": box("answer")}
    return Trial(drawn(boxes, call="t > m > a"), requests=20_000)


def test_the_closed_forms_are_erlang_and_pollaczek_khinchine():
    scv_one = float(np.exp(2.3263478740408408 * np.sqrt(np.log(2))))  # p99 / p50 of a lognormal
    erlang = single(300, p50=10, p99=10 * scv_one, servers=6)
    mean = 10 * float(np.sqrt(2))
    assert erlang.figures["m"].wait_ms == pytest.approx(float(mmc_mean_wait(300, mean, 6)))
    alone = single(50, p50=10, p99=10, servers=1)
    assert alone.figures["m"].wait_ms == pytest.approx(float(mg1_mean_wait(50, 10, 0)))


@settings(max_examples=12, deadline=None)
@given(
    servers=st.sampled_from([1, 2, 4, 12]),
    busy=st.floats(0.2, 0.8),
    tail=st.floats(1.0, 6.0),
)
def test_estimates_are_near_what_a_run_measures(servers, busy, tail):
    mean = 10 * float(np.exp((np.log(tail) / 2.3263) ** 2 / 2))
    trial = single(busy * servers / mean * 1000, p50=10, p99=10 * tail, servers=servers)
    figure, served = trial.figures["m"], trial.served()
    assert figure.load == pytest.approx(busy, rel=1e-4)
    waits = np.mean([each["m"].mean_wait_ms for each in served])
    assert figure.wait_ms == pytest.approx(waits, rel=0.35, abs=0.3)
    assert figure.p99_ms == pytest.approx(trial.percentile(99).value, rel=0.25)
    exact = mean_wait_estimate(trial.way.rate_per_s, mean, servers, service_scv=0)
    assert figure.wait_ms >= float(exact) * 0.99


def test_a_board_at_a_light_load_is_the_sum_of_its_parts():
    boxes = {"t": box("traffic", rate=1), "a": box("answer")}
    boxes |= {f"m{at}": box("model", p50=5, p99=5) for at in range(6)}
    chain = drawn(boxes, call="t > m0 > m1 > m2 > m3 > m4 > m5 > a")
    fan = drawn(boxes, call="t > m0, m1, m2, m3, m4, m5 > a")
    assert Trial(chain).percentile(50).value == pytest.approx(30)
    assert Trial(fan).percentile(50).value == pytest.approx(5)
    assert Trial(chain).estimate.p50 == pytest.approx(30, rel=0.01)


def test_a_box_that_is_killed_queues_what_comes_and_works_it_off():
    trial = single(100, p50=10, p99=10, servers=2)
    thrown = throw(trial, Fault("kill", "m"))
    seconds = thrown.ends_s - thrown.begins_s
    assert dict(thrown.peaks)["m"] == pytest.approx(100 * seconds, rel=0.1)
    assert thrown.failed_during > 0.9
    assert thrown.recovered_s > 0.8 * 100 * seconds / (200 - 100)


def test_retries_without_a_budget_keep_a_system_down_and_a_breaker_ends_it():
    storm = single(80, p50=10, p99=10, servers=1).graph.with_values("t", retries=3, burst=1.6)
    boxes = {"t": box("traffic", rate=80, retries=3), "b": box("breaker", budget=0.1)}
    boxes |= {"m": box("model", p50=10, p99=10, servers=1, room=50), "a": box("answer")}
    bounded = drawn(boxes, call="t > b > m > a")
    bad, good = (throw(Trial(graph), Fault("traffic", times=1.6)) for graph in (storm, bounded))
    assert bad.failed_after == 1 and bad.recovered_s == np.inf
    assert good.failed_after == 0 and good.recovered_s < 5


def test_an_autoscaler_brings_a_spike_down():
    boxes = {"t": box("traffic", rate=60), "m": box("model", p50=50, p99=50, servers=6)}
    boxes |= {"a": box("answer"), "s": box("autoscaler", every=1, start_up=1, target=0.7)}
    alone = drawn(boxes, call="t > m > a")
    scaled = alone.with_arrow("m", "s", "watch")
    spike = Fault("traffic", times=3)
    assert throw(Trial(alone), spike).failed_during > 0.3
    assert throw(Trial(scaled), spike).failed_during < 0.1


def test_faults_of_data_models_and_labels_are_told():
    trial = Trial(FRAUD.reference)
    assert "noticed after 5.0 min" in throw(trial, read_fault("poison", trial)).sentence
    assert "serves 0.035 % of a day" in throw(trial, read_fault("bad_model", trial)).sentence
    assert "94 %" in throw(trial, read_fault("late_labels:3", trial)).sentence
    unseen = Trial(FRAUD.reference.without_box("monitor"))
    assert "nobody notices" in throw(unseen, read_fault("poison", unseen)).sentence


NO_FAULTS = "", "magic", "kill", "kill:no", "kill:decision", "slow:model:x", "traffic:1e9"


@pytest.mark.parametrize("text", [*NO_FAULTS, "traffic:nan"])
def test_faults_that_cannot_be_thrown_are_refused(text):
    with pytest.raises(Refused):
        read_fault(text, Trial(FRAUD.reference))


def test_ages_add_up_along_the_arrows():
    ages = Trial(FRAUD.reference).ages
    assert ages.freshest_s == pytest.approx(5.0, abs=0.1)
    nightly = Trial(FRAUD.reference.without_arrow("stream", "counters")).ages
    assert nightly.freshest_s == pytest.approx((12 + 1 + 1 / 6) * 3600)
    model = Trial(FRAUD.reference).figures["model"].age_s / DAY
    parts = 40 + 168 / 2 / 24 + 1 / 24 + 10 / 1440 + 30 / 1440
    assert model == pytest.approx(parts)


def test_targets_are_judged_with_a_margin():
    trial = Trial(FRAUD.reference)
    high = trial.percentile(99).high
    for within, passes in ((high * 1.03, True), (high * 1.01, False)):
        asked = Demands(percent=99, within_ms=within)
        assert check(trial, "B1", asked).passed == passes


@pytest.mark.parametrize("slug", ALL.slugs)
def test_what_a_board_sets_is_a_design_of_its_scenario(slug):
    case = ALL.load(slug)
    sets = dict(case.board.sets(Trial(case.board.reference)))
    design = case.change(case.design(), sets)
    assert len(sets) >= 3 and design == case.change(design, sets)
    bare = dict(case.board.sets(Trial(Graph())))
    case.change(case.design(), bare)
