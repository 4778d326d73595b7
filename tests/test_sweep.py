"""Sweeps: every combination once, neighbours together, written whole."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import cluster
from kit.choice import Refused
from kit.command_line import main
from kit.files import appended
from kit.record import row
from kit.sweep import designs_of, sweep, sweep_to, together, write
from pipelines.engine import Pipeline
from pipelines.memo import Memo
from tests.lamps import CASE as TOY
from tests.mortal import CASE as MORTAL
from tests.mortal import fuse_of
from tests.scenarios import TOY as ALONE

GRID = {"judged": ["later", "same"], "bins": [5, 50], "seed": [1, 2], "share": [0.1, "auto"]}


def test_a_row_for_every_combination_in_the_order_of_the_grid():
    frame = sweep(TOY, GRID).frame()
    assert len(frame) == 16
    assert frame["judged"].tolist() == ["later"] * 8 + ["same"] * 8
    assert frame["share"].tolist() == ["0.1", "auto"] * 8
    expected = pd.DataFrame([row(TOY.run(design)) for design in designs_of(TOY, GRID)])
    pd.testing.assert_frame_equal(frame, expected)


def test_two_processes_give_the_same_rows():
    pd.testing.assert_frame_equal(sweep(TOY, GRID, jobs=2).frame(), sweep(TOY, GRID).frame())


def test_a_case_no_module_declares_cannot_leave_this_process():
    nameless = replace(TOY, title="Nameless")
    assert len(sweep(nameless, {"bins": [2, 3]}).rows) == 2
    with pytest.raises(Refused, match="declared in no module"):
        sweep(nameless, {"bins": [2, 3]}, jobs=2)


def test_designs_of_one_world_follow_each_other_however_the_grid_is_ordered():
    worlds = []

    def watched(stage):
        def function(*inputs, **choices):
            if stage.name == "lamps":
                worlds.append(choices["seed"])
            return stage.function(*inputs, **choices)

        function.__wrapped__, function.__name__ = stage.function, stage.name
        function.__doc__ = stage.summary
        return function

    stages = [watched(stage) for stage in TOY.pipeline.stages.values()]
    case = replace(TOY, pipeline=Pipeline(*stages, memo=Memo(limit=0)))  # nothing is remembered
    sweep(case, {"judged": ["later", "same"], "bins": [3, 4, 5], "seed": [1, 2, 3]})
    assert [seed for seed, _ in groupby(worlds)] == [1, 2, 3]


@given(st.integers(1, 20))
def test_groups_hold_every_design_once_and_keep_worlds_together(parts):
    designs = designs_of(TOY, {"bins": [3, 4, 5], "seed": [1, 2, 3], "judged": ["later", "same"]})
    groups = together(TOY, designs, parts=parts)
    assert sorted(place for group in groups for place in group) == list(range(18))
    assert len(groups) >= min(parts, 18)
    if parts <= 3:
        assert all(len({designs[i]["seed"] for i in group}) == 1 for group in groups if parts > 1)


def test_progress_counts_designs():
    told = []
    sweep(TOY, {"bins": [2, 3, 4]}, done=told.append)
    assert told[-1] == 3 and told == sorted(told)


@pytest.mark.parametrize(
    ("suffix", "read"),
    [(".csv", pd.read_csv), (".json", pd.read_json), (".parquet", pd.read_parquet)],
)
def test_what_is_written_reads_back(tmp_path, suffix, read):
    frame = sweep(TOY, {"bins": [2, 30], "share": [0.0, "auto"]}).frame()
    out = tmp_path / f"runs{suffix}"
    write(frame, out)
    again = read(out)
    numbers = [name for name in frame if "." in name]
    pd.testing.assert_frame_equal(again[numbers], frame[numbers], check_dtype=False)
    assert list(again.columns) == list(frame.columns)
    assert again["precision.true"].isna().tolist() == [True, False, True, False]
    assert list(tmp_path.iterdir()) == [out]


def test_the_command_writes_one_row_a_design(tmp_path, capsys):
    out = tmp_path / "runs.csv"
    assert main(ALONE, ["sweep", "lamps", "bins=2,5", "share=0.2", "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"2 designs written to {out}\n"
    frame = pd.read_csv(out)
    assert frame["bins"].tolist() == [2, 5]
    assert frame["recall.true"].tolist() == [
        TOY.run({"bins": bins, "share": 0.2}).reading("recall").true for bins in (2, 5)
    ]


def test_a_sweep_that_was_stopped_goes_on_where_it_stopped(tmp_path):
    out, grid, ran = tmp_path / "runs.csv", {"bins": [2, 3, 4], "share": [0.2]}, []

    def stopped(count):
        ran.append(count)
        if count == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep_to(TOY, grid, out, done=stopped)
    assert not out.exists()
    part = out.with_name("runs.csv.part")
    # the last line cut short, as by a full disk or a killed process
    part.write_text(part.read_text()[:-9])
    counts = []
    again = sweep_to(TOY, grid, out, done=counts.append)
    assert counts == [2, 3] and not again.failed
    assert list(tmp_path.iterdir()) == [out]
    pd.testing.assert_frame_equal(pd.read_csv(out)[["bins"]], sweep(TOY, grid).frame()[["bins"]])


def test_two_sweeps_to_one_file_do_not_mix(tmp_path):
    out = tmp_path / "runs.csv"
    with pytest.raises(KeyboardInterrupt):
        sweep_to(TOY, {"bins": [2, 3]}, out, done=lambda count: (_ for _ in ()).throw(Stop()))
    with pytest.raises(Refused, match="holds another sweep"):
        sweep_to(TOY, {"bins": [2, 5]}, out)
    with appended(out.with_name("runs.csv.part")), pytest.raises(Refused, match="Another command"):
        sweep_to(TOY, {"bins": [2, 3]}, out)


class Stop(KeyboardInterrupt):
    """Somebody presses Ctrl-C."""


def test_a_design_that_fails_takes_no_other_with_it(tmp_path):
    def scores(lamps, learned):
        """Fail where nothing was learned."""
        return learned.to_numpy()[np.zeros(len(lamps.seen), int)]

    stages = [
        scores if stage.name == "scores" else stage.function
        for stage in TOY.pipeline.stages.values()
    ]
    case = replace(TOY, pipeline=Pipeline(*stages, memo=Memo()))
    found = sweep_to(case, {"method": ["bins", "reading"]}, tmp_path / "runs.csv")
    assert list(found.rows) == [0] and list(found.failed) == [1]
    assert "AttributeError" in found.failed[1]


def test_a_killed_process_loses_no_design():
    fuse_of(os.getpid()).touch()
    found = sweep(MORTAL, {"bins": [2, 3, 4, 5]}, jobs=2)
    assert not fuse_of(os.getpid()).exists()
    assert sorted(found.rows) == [0, 1, 2, 3]


@pytest.mark.skipif(not Path("/proc").exists(), reason="finds the sweep's processes in /proc")
def test_a_sweep_killed_outright_goes_on_with_what_it_had_done(tmp_path):
    out = tmp_path / "runs.csv"
    part, words = (
        out.with_name("runs.csv.part"),
        ["seed=1,2,3,4,5,6,7,8", "bins=3,20", "--jobs", "2"],
    )
    command = [sys.executable, "-m", "tests.sweeping", *words, "--out", str(out)]
    first = subprocess.Popen(command, start_new_session=True)
    while not part.exists() or part.read_text().count("\n") < 3:
        assert first.poll() is None
        time.sleep(0.02)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    had = part.read_text().count('"row"')
    assert not out.exists() and had
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert again.stdout == f"16 designs written to {out}\n"
    assert len(pd.read_csv(out)) == 16 and list(tmp_path.iterdir()) == [out]


def test_the_command_names_what_failed_bounds_its_jobs_and_ends_with_1(
    tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr("kit.sweep.cores", lambda: 1)
    monkeypatch.setattr("kit.sweep.row", lambda run: 1 / (run.design["bins"] - 3))
    words = ["sweep", "lamps", "bins=2,3", "--jobs", "60", "--out", str(tmp_path / "runs.json")]
    monkeypatch.setattr("kit.sweep.write", lambda frame, path: path.touch())
    monkeypatch.setattr("kit.sweep.Swept.frame", lambda self: None)
    assert main(ALONE, words) == 1
    told = capsys.readouterr()
    assert "60 processes on 1 cores would wait for each other: 1 are used." in told.out
    assert "1 designs written" in told.out
    assert "bins=3" in told.err and "failed: " in told.err and told.err.count("\n") == 1


@pytest.mark.parametrize("answer", [None, b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\xff" * 64])
def test_what_is_no_scheduler_is_refused(answer, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "PATIENCE", 2.0)
    refused = pytest.raises(Refused, match="No dask scheduler answers")
    with listening(answer) as address, refused, cluster.joined(address):
        pass


@contextmanager
def listening(answer):
    """Something that accepts connections and says nothing, or nonsense."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        with suppress(OSError):
            while True:
                one, _ = server.accept()
                held.append(one)
                if answer:
                    one.sendall(answer)

    held = []
    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.close()
        for one in held:
            one.close()


def test_a_scheduler_needs_dask_or_an_answer(tmp_path, capsys):
    words = ["sweep", "lamps", "bins=2", "--scheduler", "tcp://127.0.0.1:9", "--out"]
    assert main(ALONE, [*words, str(tmp_path / "runs.csv")]) == 2
    told = capsys.readouterr().err
    assert "dask" in told and told.count("\n") == 1
    assert not list(tmp_path.iterdir())
