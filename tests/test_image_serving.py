"""Image serving: readings recomputed from exported rows, closed forms, files, bad inputs."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import accuracy_score

from cases.image_serving import CASE
from cases.image_serving.decide import goes_on
from cases.image_serving.machines import decode_ms
from cases.image_serving.panels.pictures import kinds
from cases.image_serving.serving import for_company
from data.pictures import pictures
from data.pictures.constants import SLICES
from kit.choice import Refused
from pipelines.serving import Batch, Path, Station, arrival_times, sweep
from pipelines.serving.queues import mg1_mean_wait
from pipelines.vision.family import FOLDER, chances, logits
from pipelines.vision.making import JUDGE, JUDGED_ON
from pipelines.vision.profile import SIDES, fitted, record, recorded
from pipelines.vision.resizing import area_matrix, shrunk
from pipelines.vision.shapes import PARTS, REST, WIDTHS, Part, multiply_adds
from tests.simpy_peers import batches_by_simpy

SMALL = {"size": "small", "seed": 5}
LIMITED = {**SMALL, "overflow": "small", "queue_limit": 10, "rate": 3200.0, "decoders": 40}


@pytest.fixture(scope="module")
def run():
    return CASE.run(SMALL)


@pytest.fixture(scope="module")
def limited():
    return CASE.run(LIMITED)


def pictures_of(run):
    rows = CASE.export(run)
    return rows[rows["split"] == "live"]


def slices(rows, values):
    found = [values[rows[f"in {name}"] == 1].mean() for name in SLICES
             if (rows[f"in {name}"] == 1).sum() >= 5]  # fmt: skip
    return min(found)


@pytest.mark.parametrize("name", ["run", "limited"])
def test_readings_are_recomputed_from_the_exported_rows(name, request):
    run = request.getfixturevalue(name)
    rows, at = pictures_of(run), run.position
    share = rows["stood_in"]
    right = rows["truth"] * (1 - share) + rows["truth_stands_in"] * share
    missed = rows["missed"].iloc[0]
    cost = (
        rows["hourly"].iloc[0] / (rows["rate"].iloc[0] * 3600 * right.mean() * (1 - missed)) * 1e6
    )
    expected = {
        "accuracy": right.mean(),
        "worst_slice": slices(rows, right),
        "goodput": right.mean() * (1 - missed),
        "cost_right": cost,
        "promised": rows["score"].mean() / rows["truth"].mean(),
        "passed_on": rows["went_on"].mean(),
    }
    for metric, value in expected.items():
        assert run.readout.tracks[metric].at("true", at) == pytest.approx(value, abs=1e-9)
    assert run.readout.tracks["accuracy"].at("ceiling", at) == pytest.approx(rows["best"].mean())


@pytest.mark.parametrize("name", ["run", "limited"])
def test_latencies_and_the_sale_are_recomputed_from_the_exported_rows(name, request):
    run = request.getfixturevalue(name)
    rows = CASE.export(run)
    latency = rows.loc[rows["split"] == "request", "latency"]
    for metric, percent in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
        assert run.reading(metric).true == pytest.approx(latency.quantile(percent), rel=1e-9)
    missed = 1 - (latency <= run.settings["deadline"]).mean()
    assert run.reading("missed_deadline").true == pytest.approx(missed, abs=1e-9)
    sale = rows[rows["split"] == "sale"]
    failed = (sale["failed"] * sale["rate"]).sum() / sale["rate"].sum()
    assert run.reading("sale_missed").true == pytest.approx(failed, abs=1e-9)


def test_what_the_team_sees_is_scikit_learns_accuracy_on_labelled_rows():
    run = CASE.run({**SMALL, "labelled": 0.5})
    rows = CASE.export(run)
    rows = rows[rows["label_time"] >= 0]
    seen = run.reading("accuracy").seen
    assert seen == pytest.approx(accuracy_score(rows["label"], rows["decision"]), abs=1e-9)


def test_the_true_accuracy_is_what_labels_show_on_average(run):
    rows = pictures_of(run)
    hits = (rows["label"] == rows["decision"]).to_numpy()
    error = (hits - rows["truth"]).mean() / math.sqrt((rows["truth"] * (1 - rows["truth"])).sum())
    assert abs(error * len(rows)) < 4


def test_a_queue_with_an_end_has_a_latency_where_an_endless_one_has_none(limited):
    endless = CASE.run({**LIMITED, "overflow": "wait"})
    assert math.isnan(endless.reading("p95").true) and "unstable" in endless.reading("p95").why
    assert limited.reading("p95").true > 0 and limited.reading("stood_in").true > 0.05
    assert math.isnan(limited.reading("p95").ceiling)


def test_an_overloaded_service_never_has_a_percentile():
    run = CASE.run({**SMALL, "retries": 2, "timeout": 100})
    for one in run["serving"].at:
        if one.load >= 1:
            assert math.isnan(one.p95.value) and one.why


def test_more_load_never_helps(run):
    for name, better in (("missed_deadline", 1), ("goodput", -1)):
        values = run.readout.tracks[name].true
        assert (better * np.diff(values) > -0.01).all()


def test_the_mean_wait_of_one_replica_is_pollaczek_and_khinchines():
    run = CASE.run({**SMALL, "replicas": 1, "model": "small", "decoders": 100, "traffic": 20})
    for one in run["serving"].at:
        if not 0.2 < one.path["model"].load(one.rate) < 0.8:
            continue
        batch = one.path["model"].batch
        known = float(mg1_mean_wait(one.rate, batch.time_ms(1), batch.cv**2))
        found = next(each.mean_wait_ms for each in one.stations if each.name == "model")
        assert found == pytest.approx(known, rel=0.3)


def test_batches_of_the_design_s_own_model_agree_with_simpy(run):
    crew = run["machines"].main
    batch = replace(crew.batch, cv=0.0)
    path = Path(Station("model", 4, batch=batch))
    sent = arrival_times(0.7 * path["model"].capacity_per_s, 3_000, seed=5)
    own = sweep(path, sent, 5).answered_ms
    assert np.abs(own - batches_by_simpy(batch, 4, sent)).max() < 1e-6


@pytest.mark.parametrize(("given", "lag"), [({}, 90.0), ({"warm": 10}, 5.0), ({"most": 1}, None)])
def test_the_first_new_replica_comes_a_look_and_a_start_after_the_sale_begins(given, lag):
    run = CASE.run({**SMALL, "autoscaler": "on", "most": 40, "decoders": 60, **given})
    reading = run.reading("cold_start")
    if lag is None:
        assert math.isnan(reading.true) and "No replica is started" in reading.why
    else:
        assert lag <= reading.true <= lag + 15.0 + 5.0


def test_alone_at_night_a_picture_waits_for_company_for_the_whole_delay():
    given = {"accelerator": "t4", "replicas": 2, "max_batch": 64, "max_delay": 20.0, "traffic": 10}
    run = CASE.run({**SMALL, **given, "rate": 2.5})
    one = run["serving"].at[run.position]
    waited = for_company(one, arrivals="poisson", seed=SMALL["seed"])
    model = next(each for each in one.stations if each.name == "model")
    assert waited["model"] == pytest.approx(model.mean_wait_ms, rel=1e-6)
    assert 15 < waited["model"] <= 20
    assert waited["decode"] == 0


def test_a_cascade_sends_on_what_it_says():
    run = CASE.run({**SMALL, "way": "cascade", "cutoff": 0.8})
    said, answers = run["said"], run["answers"]
    assert np.array_equal(answers.went_on, said.first.max(axis=1) < 0.8)
    crew = run["machines"].main
    assert crew.share == pytest.approx(answers.went_on.mean())
    assert goes_on(np.array([0.2, 1.0]), 0.0).sum() == 0 and goes_on(np.array([1.0]), 1.0).all()


def test_the_two_halves_of_an_early_exit_are_the_large_network():
    pixels = pictures(seed=1, pictures=20).about["pixels"]
    run = CASE.run({**SMALL, "way": "exit"})
    whole = chances(logits(Part("large"), run["uploads"].about["pixels"]))
    assert run["said"].main == pytest.approx(whole, abs=1e-4)
    assert logits(Part("large"), pixels).shape == (20, 10)


def test_a_gate_by_slice_keeps_what_a_mean_lets_through():
    given = {**SMALL, "precision": "studio", "tolerance": 0.0}
    release = CASE.run({**given, "rollout": "slices"})["release"]
    falls = {name: release.before[name] - release.after[name] for name in release.before}
    assert set(release.failed) == {name for name, fall in falls.items() if fall > 0}
    assert release.precision == ("fp32" if release.failed else "studio")


def test_every_file_is_small_and_as_right_as_on_record():
    """Of a few files, on part of the pictures they were judged on: within both intervals."""
    known = json.loads((FOLDER / "networks.json").read_text())
    world = pictures(seed=JUDGE, pictures=JUDGED_ON)
    pixels, kind = world.about["pixels"][:1000], world.truth["class"].to_numpy()[:1000]
    for part in (Part("large", "all"), Part("small"), Part("zeroed", "dynamic")):
        right = (logits(part, pixels).argmax(axis=1) == kind).mean()
        assert abs(right - known[part.file]["accuracy"]) < 4 * known[part.file]["half_width"]
    for part in PARTS:
        assert (FOLDER / part.file).stat().st_size < 500_000
        assert part == REST or part.file in known


def test_zeroed_weights_are_zero():
    onnx = pytest.importorskip("onnx")
    from onnx import numpy_helper

    model = onnx.load(FOLDER / Part("zeroed").file)
    filters = [numpy_helper.to_array(w) for w in model.graph.initializer if len(w.dims) == 4]
    assert all((each == 0).mean() == pytest.approx(0.8, abs=0.01) for each in filters)


def test_the_record_says_where_it_was_measured():
    kept = record()
    assert kept["runs"] >= 3 and {"processor", "onnxruntime", "numpy"} <= set(kept["machine"])
    for part in PARTS:
        times = recorded(part, SIDES[0])
        assert times.per_item_ms > 0 and times.error < 0.5 and 0 <= times.cv < 1
        assert all(low <= usual <= long for low, usual, long in times.measured.values())


def test_a_fit_gives_a_line_back():
    times = fitted({size: (2 + 3 * size,) * 3 for size in (1, 2, 4, 8)})
    assert (times.t0_ms, times.per_item_ms) == (pytest.approx(2), pytest.approx(3))
    assert times.gain == pytest.approx(8 * 5 / 26)


def test_arithmetic_grows_with_the_area_and_falls_with_the_filters():
    assert multiply_adds("large", 64) / multiply_adds("large", 32) == pytest.approx(4, rel=0.01)
    assert {name for name in WIDTHS if multiply_adds(name, 32) > 1e7} == {"large", "zeroed"}
    assert area_matrix(32, 24).sum(axis=1) == pytest.approx(np.ones(24))
    assert shrunk(np.ones((1, 3, 32, 32), np.float32), 16) == pytest.approx(1.0)


def test_decoding_grows_with_the_photo():
    run = CASE.run({**SMALL, "megapixels": 12.0})
    path = run["machines"].path(100.0)
    assert path["decode"].service.p50_ms == decode_ms(12.0)
    beside = CASE.run({**SMALL, "decode": "model", "megapixels": 12.0})["machines"].main.batch
    plain = CASE.run(SMALL)["machines"].main.batch
    assert beside.per_item_ms - plain.per_item_ms == pytest.approx(decode_ms(12.0))


def test_pictures_of_every_kind_can_be_looked_at(run):
    panel = next(panel for panel in CASE.panels if panel.name == "pictures")
    for kind in kinds(run):
        drawn = panel.draw(run, kind)
        if hasattr(drawn, "rows"):
            cards = [card for row in drawn.rows.values() for card in row]
            assert all(card.picture.startswith("data:image/png;base64,") for card in cards)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"max_batch": 0}, "max_batch cannot be 0: it is a whole number from 1 to 128"),
        ({"replicas": 0}, "replicas cannot be 0"),
        ({"cutoff": 1.2}, "cutoff cannot be 1.2: it is a number from 0 to 1"),
        ({"timeout": 1}, "timeout cannot be 1"),
        ({"rate": -3}, "rate cannot be -3"),
        ({"model": "huge"}, "model cannot be huge: it is one of large"),
    ],
)
def test_bad_choices_are_refused_with_a_sentence(given, says):
    with pytest.raises(Refused) as refused:
        CASE.design(given)
    assert says in str(refused.value)


def test_a_batch_of_nothing_and_no_servers_are_refused():
    with pytest.raises(ValueError, match="maximum batch size is 0"):
        Batch(1.0, 1.0, 0)
    with pytest.raises(ValueError, match="number of servers is 0"):
        Station("model", 0, batch=Batch(1.0, 1.0, 1))


def test_what_is_no_picture_is_refused():
    with pytest.raises(ValueError, match="not pictures"):
        logits(Part("small"), np.zeros((2, 4, 32, 32), np.float32))
    with pytest.raises(ValueError, match="not pictures"):
        logits(Part("small"), np.full((1, 3, 32, 32), np.nan, np.float32))


def test_timeouts_below_the_work_answer_nobody():
    run = CASE.run({**SMALL, "retries": 1, "timeout": 5, "rate": 100.0, "megapixels": 12.0})
    assert run.reading("dropped").true > 0.9
    assert math.isnan(run.reading("p95").true) and run.reading("p95").why


def test_the_least_number_of_labels_says_so():
    run = CASE.run({**SMALL, "labelled": 0.01})
    assert math.isnan(run.reading("worst_slice").seen) and run.reading("worst_slice").why
