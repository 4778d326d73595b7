"""Panels that wait: the page goes on without them, says how far they are, and draws them at last;
what nobody looks at stops."""

from __future__ import annotations

import dataclasses
import threading
import time

import pytest

from kit.case import Panel
from kit.checks import checked
from kit.figure import Chart
from pipelines.engine import Pipeline
from pipelines.memo import Memo
from pipelines.watching import part_done
from tests.lamps import CASE as LAMPS
from tests.lamps.panels import shares
from tests.test_page import CASES, opened, said
from ui import background

HELD = threading.Event()


def long_look(lamps, *, bins):
    """Look at every lamp for long."""
    part_done(0.4)
    if not HELD.wait(30):
        raise TimeoutError
    part_done(0.9)
    return bins


def drawn_at_last(run) -> Chart:
    """A picture that needs the long look."""
    assert run["long_look"] == run.settings["bins"]
    return shares(run)


@pytest.fixture
def patient():
    """The toy with a panel that waits for a long stage."""
    stages = [stage.function for stage in LAMPS.pipeline.stages.values()]
    panel = Panel("late", "A late picture", "It waits.", drawn_at_last, waits_for="long_look")
    step = dataclasses.replace(LAMPS.steps[0], panels=("late",))
    case = dataclasses.replace(
        LAMPS,
        slug="patient",
        pipeline=Pipeline(*stages, long_look, memo=Memo()),
        panels=(*LAMPS.panels, panel),
        steps=(step, *LAMPS.steps[1:]),
    )
    CASES["patient"] = case
    HELD.clear()
    yield case
    HELD.set()
    del CASES["patient"]


def waiting(at):
    """What the page says of panels that wait."""
    return [bar.proto.text for bar in at.get("progress") if "meanwhile" in bar.proto.text]


def ended(case, run, within=20.0):
    """Whether a job ends in time."""
    until = time.perf_counter() + within
    while time.perf_counter() < until:
        if run.case.pipeline.key("long_look", run.settings) in case.pipeline.memo:
            return True
        time.sleep(0.02)
    return False


def test_the_page_does_not_wait_for_a_panel_that_does(patient):
    at = opened("patient")
    assert not at.exception
    assert waiting(at) and "A late picture" in said(at)
    assert not any("faults are found" in str(each.value) for each in at.caption)
    HELD.set()
    assert ended(patient, patient.run({}))
    at.run()
    assert any("faults are found" in str(each.value) for each in at.caption)
    assert not waiting(at)


def test_one_job_serves_everybody_and_says_how_far_it_is(patient):
    run = patient.run({})
    first, second = (background.job_for(run, "long_look") for _ in range(2))
    assert first is second and first is not None
    until = time.perf_counter() + 20
    while first.progress.share < 0.4 and time.perf_counter() < until:
        time.sleep(0.02)
    assert first.progress.share == 0.4
    HELD.set()
    assert ended(patient, run), (first.failed, first.progress)
    assert background.job_for(run, "long_look") is None


def test_a_job_nobody_looks_at_stops_and_can_be_begun_again(patient, monkeypatch):
    monkeypatch.setattr(background, "PATIENCE", -1.0)
    run = patient.run({"bins": 7})
    key = patient.pipeline.key("long_look", run.settings)
    assert background.job_for(run, "long_look") is not None
    until = time.perf_counter() + 20
    while key in background._JOBS and time.perf_counter() < until:
        time.sleep(0.02)
    assert key not in background._JOBS and key not in patient.pipeline.memo
    monkeypatch.setattr(background, "PATIENCE", 60.0)
    HELD.set()
    assert background.job_for(run, "long_look") is not None
    assert ended(patient, run)


def test_a_job_that_fails_says_so(patient, monkeypatch):
    run = patient.run({"bins": 9})
    monkeypatch.setattr(HELD, "wait", lambda seconds: False)
    job = background.job_for(run, "long_look")
    until = time.perf_counter() + 20
    while not job.failed and time.perf_counter() < until:
        time.sleep(0.02)
    assert job.failed == "TimeoutError"


def test_a_panel_may_only_wait_for_a_stage_there_is():
    panel = Panel("late", "A late picture", "It waits.", drawn_at_last, waits_for="nothing")
    with pytest.raises(ValueError, match="no stage called nothing"):
        checked(dataclasses.replace(LAMPS, panels=(*LAMPS.panels, panel)))
