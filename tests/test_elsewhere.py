"""Stages on a cluster: the same bits as here, once for everybody, though a worker dies."""

from __future__ import annotations

import os
import signal

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("distributed")

from dataclasses import replace

from cases import ALL
from kit import cluster
from kit.choice import Refused
from kit.command_line import main
from kit.settings import settle
from kit.sweep import sweep
from pipelines.elsewhere import task_name
from pipelines.engine import Pipeline
from pipelines.memo import Memo
from pipelines.turns import Unwanted, asked
from tests.lamps import CASE as LAMPS
from tests.scenarios import TOY

DESIGNS = [{"bins": bins, "seed": seed} for bins in (3, 20) for seed in (1, 2)]


@pytest.fixture(scope="module")
def workers():
    """A cluster of two workers on this machine."""
    with cluster.started(2, port=0) as address:
        yield address


@pytest.fixture
def joined(workers):
    """Every stage runs on the cluster."""
    cluster.join(workers)
    Pipeline.elsewhere.client.wait_for_workers(2, timeout=60)  # one that was killed is begun again
    yield Pipeline.elsewhere.client
    cluster.leave()


def afresh(case):
    """The case with nothing remembered."""
    stages = (stage.function for stage in case.pipeline.stages.values())
    return replace(case, pipeline=Pipeline(*stages, memo=Memo()))


def bits(case, changes):
    """Every track of a run's readout, to the last bit."""
    tracks = afresh(case).run(changes).readout.tracks
    parts = ("true", "seen", "low", "high", "ceiling", "draws")
    return {
        (name, part): np.asarray(getattr(track, part), float).tobytes()
        for name, track in tracks.items()
        for part in parts
        if getattr(track, part) is not None
    }


def here(case, changes):
    """The same in this process."""
    elsewhere, Pipeline.elsewhere = Pipeline.elsewhere, None
    try:
        return bits(case, changes)
    finally:
        Pipeline.elsewhere = elsewhere


def test_the_same_bits_as_in_one_process(joined):
    for changes in DESIGNS:
        assert bits(LAMPS, changes) == here(LAMPS, changes)


@pytest.mark.slow
@pytest.mark.parametrize("slug", ALL.slugs)
def test_the_same_bits_for_every_scenario(joined, slug):
    case = ALL.load(slug)
    assert bits(case, {}) == here(case, {})


def test_a_worker_that_dies_loses_nothing(joined):
    there = {who["pid"] for who in joined.run(lambda: {"pid": os.getpid()}).values()}
    before = bits(LAMPS, {"bins": 7})
    os.kill(min(there), signal.SIGKILL)
    assert [bits(LAMPS, changes) for changes in DESIGNS] == [here(LAMPS, c) for c in DESIGNS]
    assert bits(LAMPS, {"bins": 7}) == before


def test_a_sweep_goes_through_the_cluster_though_a_worker_dies(workers, tmp_path):
    grid = {"bins": [3, 20], "seed": [11, 12, 13]}

    def kill(count):
        if count == 2:
            Pipeline.elsewhere.client.wait_for_workers(2, timeout=60)
            there = Pipeline.elsewhere.client.run(os.getpid)
            os.kill(max(there.values()), signal.SIGKILL)

    found = sweep(afresh(LAMPS), grid, scheduler=workers, done=kill)
    assert Pipeline.elsewhere is None and not found.failed
    pd.testing.assert_frame_equal(found.frame(), sweep(afresh(LAMPS), grid).frame())


def test_what_is_known_there_is_not_made_again(joined):
    afresh(LAMPS).run({"bins": 9}).readings()
    first = joined.who_has()
    afresh(LAMPS).run({"bins": 9}).readings()
    assert joined.who_has().keys() == first.keys()
    key = LAMPS.pipeline.key("scores", LAMPS.run({"bins": 9}).settings)
    assert task_name("scores", key) in first


def test_who_has_gone_does_not_wait(joined):
    with pytest.raises(Unwanted), asked(gone=lambda: True):
        afresh(LAMPS).run({"bins": 41, "seed": 9}).readings()


def test_an_error_there_is_the_error_here(joined):
    def scores(lamps, learned):
        """Fail."""
        raise ZeroDivisionError("there")

    stages = [
        scores if stage.name == "scores" else stage.function
        for stage in LAMPS.pipeline.stages.values()
    ]
    broken = replace(LAMPS, pipeline=Pipeline(*stages, memo=Memo()))
    with pytest.raises(ZeroDivisionError, match="there"):
        broken.run({}).readings()


def test_a_scheduler_that_does_not_answer_is_refused(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 2.0)
    with pytest.raises(Refused, match=r"No dask scheduler answers at tcp://127\.0\.0\.1:9"):
        settle({"SANDTABLE_SCHEDULER": "tcp://127.0.0.1:9"})
    assert Pipeline.elsewhere is None


def test_the_command_says_what_a_cluster_needs(capsys):
    assert main(TOY, ["cluster", "--port", "9000"]) == 0
    told = capsys.readouterr().out
    assert "dask scheduler --port 9000" in told and "SANDTABLE_SCHEDULER=tcp://FIRST:9000" in told
