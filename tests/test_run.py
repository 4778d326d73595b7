"""Runs, readings, differences and records."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cases
from kit.metric import Metric, Reading
from kit.record import command, record, row, script
from kit.verdicts import mean_interval
from pipelines.engine import Pipeline
from pipelines.memo import Memo
from pipelines.readout import Readout, Track
from tests.lamps import CASE
from tests.lamps.world import LAMPS
from tests.scenarios import TOY as ALONE


def test_the_truth_agrees_with_plain_arithmetic_on_the_rows():
    run = CASE.run({"seed": 5, "share": 0.3})
    rows = CASE.export(run)
    later = rows[rows["split"] == "later"]
    hit = later[later["decision"] == 1]
    recall, precision, cost = (run.reading(name) for name in ("recall", "precision", "cost"))
    assert len(hit) == 0.3 * LAMPS / 2
    assert recall.true == pytest.approx(hit["truth"].sum() / later["truth"].sum())
    assert recall.seen == pytest.approx(hit["label"].sum() / later["label"].sum())
    assert precision.true == pytest.approx(hit["truth"].mean())
    missed = later["truth"].sum() - hit["truth"].sum()
    assert cost.true == pytest.approx((len(hit) + 20 * missed) / len(later))
    best = later["truth"].nlargest(len(hit)).sum()
    assert recall.ceiling == pytest.approx(best / later["truth"].sum())


def test_a_leak_raises_what_is_seen_and_never_what_is_true():
    honest = CASE.run({"bins": 1000, "share": 0.1}).reading("recall")
    leaky = CASE.run({"bins": 1000, "share": 0.1, "judged": "same"}).reading("recall")
    assert leaky.seen > honest.seen + 0.1
    assert leaky.true == honest.true


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, unique=True), st.floats(-2e6, 2e6))
def test_locate_finds_the_nearest_position(values, value):
    axis = np.sort(np.array(values))
    found = Readout(axis, 0, {}).locate(value)
    assert abs(axis[found] - value) == np.abs(axis - value).min()


def test_locate_copes_with_an_open_end():
    readout = Readout(np.array([0.0, 1.0, np.inf]), 0, {})
    assert [readout.locate(value) for value in (-5.0, 0.6, 1e300)] == [0, 1, 1]


def test_a_single_value_stands_for_all_positions():
    track = Track(true=3.0, draws=np.array([[1.0], [2.0]]))
    assert track.at("true", 7) == 3.0
    assert math.isnan(track.at("seen", 7))
    assert track.draws_at(7).tolist() == [1.0, 2.0]
    assert Track(true=3.0).draws_at(0) is None


def test_the_dial_selects_a_row_and_reruns_nothing():
    base = CASE.run({"seed": 8})
    base.readings()
    moved = base.with_changes(share=0.25)
    assert moved.reading("recall").true == base.readings(25)["recall"].true
    assert moved.fresh == ()
    assert base.position == base.readout.at


def test_a_run_says_which_stages_were_made_for_it():
    case = replace(CASE, pipeline=afresh())
    first = case.run({})
    first.readings()
    stages = tuple(case.pipeline.stages)
    assert first.fresh == stages
    second = first.with_changes(judged="same")
    second.readings()
    assert second.fresh == ("believed", "readings")
    assert set(second.seconds) == set(stages) - {"learned"}


def test_paired_differences_are_narrower_and_centred():
    fine, coarse = CASE.run({"bins": 20, "share": 0.3}), CASE.run({"bins": 3, "share": 0.3})
    paired = fine.against(coarse, "recall")
    one, other = (run.readout.tracks["recall"].draws_at(30) for run in (fine, coarse))
    assert paired.paired
    assert paired.change == fine.reading("recall").true - coarse.reading("recall").true
    ends = np.quantile(one - other, [0.025, 0.975])
    assert [paired.low, paired.high] == pytest.approx(ends.tolist())
    loose = fine.against(with_track(coarse, resamples="another scheme"), "recall")
    assert not loose.paired
    assert loose.high - loose.low > paired.high - paired.low


def test_unnamed_or_uneven_resamples_are_not_paired():
    run = CASE.run({"share": 0.3})
    unnamed = with_track(run, resamples="")
    assert not unnamed.against(unnamed, "recall").paired
    fewer = with_track(run, draws=run.readout.tracks["recall"].draws[:17])
    difference = run.against(fewer, "recall")
    assert not difference.paired
    assert difference.low < 0 < difference.high


def test_a_difference_without_an_interval_is_real_when_it_is_not_zero():
    bare = with_track(CASE.run({"share": 0.3}), draws=None)
    difference = bare.against(CASE.run({"share": 0.2}), "recall")
    assert math.isnan(difference.low) and difference.real
    assert not bare.against(bare, "recall").real


def test_a_reading_that_is_not_available_differs_by_nothing_known():
    none = CASE.run({"share": 0.0})
    difference = none.against(CASE.run({"share": 0.5}), "precision")
    assert math.isnan(difference.change) and not difference.real
    lost = with_track(CASE.run({"share": 0.3}), draws=np.full((60, 1), np.nan))
    assert math.isnan(lost.against(CASE.run({"share": 0.3}), "recall").low)


def test_the_share_of_the_ceiling_is_for_readings_that_rise():
    up, down = (Metric("m", "M", "share", better, "What.") for better in ("up", "down"))
    assert Reading(up, 0, 0.4, 0, 0, 0.8, None, "").of_ceiling == pytest.approx(0.5)
    assert math.isnan(Reading(down, 0, 0.4, 0, 0, 0.8, None, "").of_ceiling)
    assert math.isnan(Reading(up, 0, 0.4, 0, 0, 0.0, None, "").of_ceiling)


def test_a_record_is_plain_json_and_says_why_a_value_is_missing():
    text = json.dumps(record(CASE.run({"share": 0.0})), allow_nan=False)
    saved = json.loads(text)
    assert saved["readings"]["precision"]["true"] is None
    assert "No lamp is inspected" in saved["readings"]["precision"]["why"]
    assert saved["readings"]["recall"]["why"] == ""
    assert saved["dial"] == {"name": "share", "position": 0, "value": 0.0, "unit": "share"}
    assert CASE.design(saved["choices"]) == CASE.design({"share": 0.0})


def test_a_record_says_why_nothing_is_seen():
    run = with_track(CASE.run({"share": 0.3}), seen=np.array([np.nan]), why="Nothing was judged.")
    recall = record(run)["readings"]["recall"]
    assert (recall["seen"], recall["why"]) == (None, "Nothing was judged.")
    assert recall["true"] == run.reading("recall").true


def test_a_record_names_leaks_and_the_choices_that_apply():
    saved = record(CASE.run({"method": "reading", "judged": "same"}))
    assert "bins" not in saved["applies"] and "judged" in saved["applies"]
    assert saved["leaks"] == ["The score has met the lamps it is judged on."]


def test_a_row_keeps_readings_numeric():
    cells = row(CASE.run({"share": 0.0}))
    assert math.isnan(cells["precision.true"])
    assert cells["share"] == "0.0" and cells["share.value"] == 0.0


def test_the_command_lists_only_what_differs():
    assert command(CASE.run({})) == "sandtable run lamps"
    run = CASE.run({"noise": 0.1, "share": 0.07, "bins": 20})
    assert command(run) == "sandtable run lamps noise=0.1 share=0.07"


def test_the_script_gives_the_same_numbers(monkeypatch, capsys):
    monkeypatch.setattr(cases, "ALL", ALONE)
    run = CASE.run({"seed": 31, "bins": 7, "share": 0.2})
    exec(script(run), {})
    printed = dict(line.split(" ", 1) for line in capsys.readouterr().out.splitlines())
    for name, reading in run.readings().items():
        assert printed[name] == f"true {reading.true} seen {reading.seen}"


def test_the_mean_interval_is_students():
    from scipy.stats import t

    effects = [0.1, 0.4, 0.2, 0.25]
    low, high = t.interval(0.95, 3, np.mean(effects), np.std(effects, ddof=1) / 2)
    assert mean_interval(effects) == pytest.approx((np.mean(effects), low, high))
    assert mean_interval([0.3])[0] == 0.3
    assert math.isnan(mean_interval([0.3])[1])


def afresh():
    """The toy's pipeline with nothing remembered."""
    return Pipeline(*(stage.function for stage in CASE.pipeline.stages.values()), memo=Memo())


def with_track(run, resamples=None, **parts):
    """The same run with its recall, or the name of its resamples, replaced."""
    tracks = dict(run.readout.tracks)
    tracks["recall"] = replace(tracks["recall"], **parts)
    scheme = run.readout.resamples if resamples is None else resamples
    changed = CASE.run(run.design)
    changed.__dict__["readout"] = replace(run.readout, tracks=tracks, resamples=scheme)
    return changed
