"""The command line: what it prints, what it writes, and how it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import pandas as pd
import pytest

from cases import ALL
from kit.choice import Refused
from kit.command_line import main
from kit.export import export
from kit.settings import settle
from pipelines.engine import MEMO
from tests.lamps import CASE as TOY
from tests.scenarios import EVERY, listed
from tests.scenarios import TOY as ONLY_TOY


@pytest.fixture
def line(capsys):
    """Run a command line on the toy: exit code, stdout, stderr."""

    def run(*words, cases=ONLY_TOY):
        code = main(cases, [str(word) for word in words])
        return code, *capsys.readouterr()

    return run


def as_json(outcome):
    """What a command printed, read as JSON; it must have ended well and in silence."""
    code, out, err = outcome
    assert (code, err) == (0, "")
    return json.loads(out)


def test_list_names_every_case(line):
    assert as_json(line("list", "--json")) == [
        {"case": "lamps", "title": TOY.title, "about": ONLY_TOY.about("lamps")[1]}
    ]
    code, out, err = line("list", cases=EVERY)
    assert (code, err) == (0, "")
    assert all(case.slug in out for case in EVERY)


def test_show_tells_every_choice_and_the_dial(line):
    shown = as_json(line("show", "lamps", "--json"))
    choices = {choice["name"]: choice for choice in shown["choices"]}
    assert list(choices) == [choice.name for choice in TOY.choices]
    assert choices["bins"]["when"] == {"method": ["bins"]}
    assert (choices["bins"]["low"], choices["bins"]["high"]) == (2, 1000)
    assert choices["method"]["options"] == dict(TOY.choices[2].options)
    assert shown["dial"]["name"] == "share"
    _, out, _ = line("show", "lamps")
    assert all(word in out for word in ("seed", "bins, reading", "Applies when", "auto"))


def test_run_gives_the_readings_of_the_design(line):
    shown = as_json(line("run", "lamps", "seed=9", "share=0.2", "--json"))
    for name, reading in TOY.run({"seed": 9, "share": 0.2}).readings().items():
        assert shown["readings"][name]["true"] == reading.true
        assert shown["readings"][name]["seen"] == reading.seen
    assert shown["choices"]["seed"] == 9 and shown["dial"]["position"] == 20


def test_run_prints_a_table_leaks_and_reasons(line):
    code, out, err = line("run", "lamps", "judged=same", "share=0")
    assert (code, err) == (0, "")
    assert "Faults found" in out and "The score has met the lamps" in out
    assert "n/a" in out and "No lamp is inspected" in out


def test_lessons_and_briefs_give_verdicts(line):
    (lesson,) = as_json(line("lessons", "--seeds", "2", "--json"))
    assert lesson["holds"] and lesson["seeds"] == [707, 808] and len(lesson["effects"]) == 2
    (brief,) = as_json(line("briefs", "lamps", "--json"))
    assert brief["holds"]
    assert [d["passes"] for d in brief["designs"]] == [False, True, True, False, False, False]
    assert "holds" in line("lessons")[1] and "fix: coarser" in line("briefs")[1]


def test_a_failing_lesson_or_brief_ends_with_one(line):
    wrong = replace(
        TOY,
        lessons=(replace(TOY.lessons[0], band=(-1.0, 0.0)),),
        briefs=(replace(TOY.briefs[0], shipped={}),),
    )
    assert line("lessons", cases=listed(wrong))[0] == 1
    code, out, _ = line("briefs", "--json", cases=listed(wrong))
    assert code == 1 and not json.loads(out)[0]["holds"]


def test_check_tries_every_rule(line):
    code, out, err = line("check", "lamps")
    assert (code, err) == (0, "")
    assert "no dead knob" in out and "fails" not in out
    lost = replace(TOY, steps=TOY.steps[:1])
    code, out, _ = line("check", cases=listed(lost))
    assert code == 1 and "judged stands at no step." in out


def test_export_can_be_checked_with_other_tools(line, tmp_path):
    from sklearn.metrics import precision_score, recall_score

    out = tmp_path / "rows"
    assert line("export", "lamps", "seed=3", "share=0.2", "--out", out)[0] == 0
    rows = pd.read_csv(out / "rows.csv")
    pd.testing.assert_frame_equal(rows, pd.read_parquet(out / "rows.parquet"))
    readings = json.loads((out / "run.json").read_text())["readings"]
    later = rows[rows["split"] == "later"]
    assert recall_score(later["label"], later["decision"]) == readings["recall"]["seen"]
    assert precision_score(later["label"], later["decision"]) == readings["precision"]["seen"]
    columns = (out / "columns.md").read_text()
    assert "sandtable run lamps seed=3 share=0.2" in columns
    assert all(f"| {name} |" in columns for name in rows.columns)
    assert list(tmp_path.iterdir()) == [out]


def test_an_empty_folder_is_filled_and_a_full_one_left_alone(line, tmp_path):
    assert line("export", "lamps", "--out", tmp_path)[0] == 0
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    code, _, err = line("export", "lamps", "seed=2", "--out", tmp_path)
    assert code == 2 and err.endswith("that folder is not empty.\n")
    assert before == {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}


WRONG = [
    (("frobnicate",), "No such command"),
    (("run",), "Missing argument"),
    (("run", "lamp"), "There is no case called lamp: there are lamps."),
    (("run", "lamps", "bins"), "bins is not CHOICE=VALUE, such as seed=1."),
    (("run", "lamps", "=3"), "=3 is not CHOICE=VALUE"),
    (("run", "lamps", "bin=3"), "lamps has no choice called bin: there are seed"),
    (("run", "lamps", "bins=many"), "bins cannot be many: it is a whole number from 2 to 1000."),
    (("run", "lamps", "bins="), "bins cannot be : it is"),
    (("run", "lamps", "bins=3", "bins=4"), "bins is given twice."),
    (("run", "lamps", "share=2"), "share cannot be 2: it is auto, or a number from 0 to 1."),
    (("run", "lamps", "--jsn"), "No such option"),
    (("show", "x" * 500), "There is no case called xxx"),
    (("lessons", "lamp"), "There is no case called lamp"),
    (("lessons", "--seeds", "0"), "--seeds"),
    (("lessons", "--seeds", "x"), "--seeds"),
    (("briefs", "lamp"), "There is no case called lamp"),
    (("check", "lamp"), "There is no case called lamp"),
    (("sweep", "lamps", "--out", "o.csv"), "Missing argument"),
    (("sweep", "lamps", "bins=2,3"), "Missing option"),
    (("sweep", "lamps", "bins=2,,3", "--out", "o.csv"), "bins cannot be :"),
    (("sweep", "lamps", "bins=2,1", "--out", "o.csv"), "bins cannot be 1:"),
    (("sweep", "lamps", "bins=2,3", "--out", "o.xls"), "it ends in .csv, .json, .parquet."),
    (("sweep", "lamps", "bins=2,3", "--out", "no/o.csv"), "There is no folder no to write in."),
    (("sweep", "lamps", "bins=2,3", "--out", "full.csv"), "full.csv: it is a folder."),
    (("sweep", "lamps", "bins=2,3", "--out", "o.csv", "--jobs", "0"), "--jobs"),
    (("export", "lamps", "--out", "file"), "--out cannot be file: it is a file."),
    (("export", "lamps", "--out", "no/folder"), "There is no folder "),
    (("export", "lamps", "--out", "file/folder"), "There is no folder "),
    (("export", "lamps"), "Missing option"),
]


@pytest.mark.parametrize(("words", "sentence"), WRONG, ids=lambda part: " ".join(part)[:60])
def test_wrong_input_is_refused_in_one_sentence(line, tmp_path, monkeypatch, words, sentence):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("kept")
    (tmp_path / "full.csv").mkdir()
    code, out, err = line(*words)
    assert (code, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1 and err.endswith(".\n") and len(err) < 250
    assert {path.name for path in tmp_path.iterdir()} == {"file", "full.csv"}
    assert (tmp_path / "file").read_text() == "kept"


def test_a_folder_that_cannot_be_written_in_is_refused(line, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    code, _, err = line("sweep", "lamps", "bins=2", "--out", tmp_path / "o.csv")
    assert code == 2 and err.endswith("cannot be written in.\n")
    assert not list(tmp_path.iterdir())


def test_nothing_half_written_is_left_when_writing_fails(line, tmp_path, monkeypatch):
    def fill_the_disk(frame, path, **how):
        path.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_csv", fill_the_disk)
    for words in (("sweep", "lamps", "bins=2", "--out"), ("export", "lamps", "--out")):
        code, _, err = line(*words, tmp_path / "o.csv")
        assert code == 2 and err.endswith("could not be written: No space left on device.\n")
        assert not (tmp_path / "o.csv").exists()
    # What a sweep has run is kept, so that it goes on from there when there is room again.
    assert [path.name for path in tmp_path.iterdir()] == ["o.csv.part"]


def test_an_error_of_ours_is_not_hidden(line):
    broken = replace(TOY, export=lambda run: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        line("export", "lamps", "--out", "never", cases=listed(broken))


def test_without_words_it_says_what_there_is(line):
    code, out, _ = line()
    assert code == 0
    commands = ("list", "show", "run", "lessons", "briefs", "sweep", "export", "check")
    assert all(command in out for command in commands)


def test_the_module_runs_as_a_program():
    def program(*words):
        command = [sys.executable, "-m", "cases", *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=120)

    listed = program("list", "--json")
    assert listed.returncode == 0
    assert [entry["case"] for entry in json.loads(listed.stdout)] == [case.slug for case in ALL]
    refused = program("run", "nowhere")
    assert refused.returncode == 2
    assert refused.stderr.startswith("There is no case called nowhere") and not refused.stdout


@pytest.mark.parametrize(
    "case",
    [pytest.param(c, marks=pytest.mark.xdist_group(c.slug), id=c.slug) for c in ALL],
)
def test_every_case_can_be_asked(line, case):
    shown = as_json(line("show", case.slug, "--json", cases=ALL))
    assert {choice["name"] for choice in shown["choices"]} == {c.name for c in case.choices}
    run = as_json(line("run", case.slug, "--json", cases=ALL))
    assert set(run["readings"]) == {metric.name for metric in case.metrics}
    assert case.design(run["choices"]) == case.design()


@pytest.mark.parametrize("given", ["lots", "-5", "12", "1.5", "١٠٠٠"])
def test_memory_is_a_number_of_megabytes(given, monkeypatch, capsys):
    monkeypatch.setenv("SANDTABLE_MEMORY", given)
    assert main(ONLY_TOY, ["list"]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and f"SANDTABLE_MEMORY cannot be {given}" in told


def test_memory_can_be_bounded(monkeypatch):
    monkeypatch.setattr(MEMO, "limit", MEMO.limit)
    settle({"SANDTABLE_MEMORY": "250"})
    assert MEMO.limit == 250_000_000
    settle({})
    assert MEMO.limit == 1_000_000_000


def test_two_exports_to_one_folder_do_not_mix(tmp_path, capsys):
    out = tmp_path / "rows"

    def late(run):
        export(TOY, TOY.run({"bins": 4}), out)
        return TOY.export(run)

    with pytest.raises(Refused, match="could not be written"):
        export(replace(TOY, export=late), TOY.run({"bins": 9}), out)
    assert json.loads((out / "run.json").read_text())["choices"]["bins"] == 4
    assert list(tmp_path.iterdir()) == [out]
