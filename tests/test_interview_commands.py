"""Interviews on the command line: listed, shown, exported, brought back, deleted for good."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kit.command_line import main
from kit.interview.plan import plan
from kit.interview.store import FILE, Seat, Store
from tests.lamps import CASE
from tests.scenarios import TOY

SECRET = "zebra crossing at midnight"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store in a data folder of its own."""
    monkeypatch.setenv("SANDTABLE_DATA", str(tmp_path))
    monkeypatch.delenv("SANDTABLE_DATABASE", raising=False)
    return Store(f"sqlite:///{tmp_path / FILE}")


@pytest.fixture
def line(store: Store, capsys: pytest.CaptureFixture[str]):
    """Run `sandtable interviews ...`: exit code, stdout, stderr."""

    def run(*words: object) -> tuple[int, str, str]:
        code = main(TOY, ["interviews", *map(str, words)])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def held(store: Store) -> dict[str, Seat]:
    """An interview that was held: two seats, an answer with letters that markup would eat."""
    seats = store.create(plan(CASE, led=True, level="senior", seed=3))
    name = seats["candidate"].interview
    store.append(name, "candidate", "started")
    answer = {"stop": "model", "text": f"<b>{SECRET}</b> & *more*"}
    store.append(name, "candidate", "committed", answer)
    store.append(name, "interviewer", "note", {"text": f"remark: {SECRET}"})
    store.append(name, "interviewer", "ended")
    return seats


def test_an_empty_store_lists_nothing(line) -> None:
    assert line("list", "--json") == (0, "[]\n", "")
    code, out, err = line("list")
    assert (code, err) == (0, "") and "interview" in out


def test_list_has_the_latest_first(line, store: Store, held: dict[str, Seat]) -> None:
    later = store.create(plan(CASE, minutes=20, seed=4))["candidate"].interview
    code, out, err = line("list", "--json")
    rows = json.loads(out)
    assert (code, err) == (0, "")
    assert [row["interview"] for row in rows] == [later, held["candidate"].interview]
    parts = {name: rows[1][name] for name in ("case", "level", "led", "phase", "events")}
    expected = {"case": "lamps", "level": "senior", "led": True, "phase": "over", "events": 5}
    assert parts == expected
    assert all(row["interview"] in line("list")[1] for row in rows)


def test_no_token_is_listed_shown_or_exported(line, held: dict[str, Seat], tmp_path: Path) -> None:
    name = held["candidate"].interview
    told = line("list", "--json")[1] + line("show", name)[1] + line("show", name, "--json")[1]
    for suffix in (".json", ".md", ".html"):
        file = tmp_path / f"out{suffix}"
        assert line("export", name, "--out", file)[0] == 0
        told += file.read_text("utf-8")
    assert not any(seat.token in told for seat in held.values())


def test_show_prints_the_debrief_with_its_notes(line, held: dict[str, Seat]) -> None:
    code, out, err = line("show", held["candidate"].interview)
    assert (code, err) == (0, "")
    assert out.startswith("# Debrief: Lamps") and f"remark: {SECRET}" in out
    record = json.loads(line("show", held["candidate"].interview, "--json")[1])
    assert SECRET in json.dumps(record)


def test_what_is_exported_comes_back_whole(
    line, store: Store, held: dict[str, Seat], tmp_path: Path
) -> None:
    name, file = held["candidate"].interview, tmp_path / "log.json"
    code, out, _ = line("export", name, "--out", file)
    assert code == 0 and str(file) in out
    code, out, _ = line("import", file)
    again = out.split()[-1]
    assert code == 0 and again != name
    assert store.log(again) == store.log(name) and store.seats(again) == {}


def test_a_page_to_print_shows_letters_and_no_markup(
    line, held: dict[str, Seat], tmp_path: Path
) -> None:
    file = tmp_path / "debrief.html"
    assert line("export", held["candidate"].interview, "--out", file)[0] == 0
    text = file.read_text("utf-8")
    assert f"<b>{SECRET}" not in text and "<script" not in text


def test_what_is_deleted_leaves_no_byte(line, store: Store, held: dict[str, Seat]) -> None:
    kept = store.create(plan(CASE, seed=5))["candidate"]
    name, folder = held["candidate"].interview, Path(store.url.removeprefix("sqlite:///")).parent
    gone = (SECRET.encode(), name.encode(), *(seat.token.encode() for seat in held.values()))
    there = b"".join(file.read_bytes() for file in folder.iterdir())
    assert all(each in there for each in gone)
    code, out, err = line("delete", name)
    assert (code, err) == (0, "") and name in out
    there = b"".join(file.read_bytes() for file in folder.iterdir())
    assert not any(each in there for each in gone)
    assert kept.token.encode() in there and store.state(kept.interview).phase == "waiting"
    assert [row["interview"] for row in json.loads(line("list", "--json")[1])] == [kept.interview]


def refused(outcome: tuple[int, str, str], *words: str) -> None:
    """A command that ended with exit code 2 and one sentence that holds some words."""
    code, out, err = outcome
    assert (code, out) == (2, "") and len(err.strip().splitlines()) == 1
    assert all(word in err for word in words), err


@pytest.mark.parametrize("command", ["show", "delete", "export"])
@pytest.mark.parametrize("name", ["nobody", "' OR 1=1 --", "%", "../../x"])
def test_an_interview_that_is_not_there_is_named(line, held, tmp_path: Path, command, name) -> None:
    words = ("--out", tmp_path / "x.md") if command == "export" else ()
    refused(line(command, name, *words), "no interview called", name)
    assert not (tmp_path / "x.md").exists()
    assert len(json.loads(line("list", "--json")[1])) == 1


def test_a_file_that_cannot_be_written_is_refused(line, held, tmp_path: Path) -> None:
    name = held["candidate"].interview
    refused(line("export", name, "--out", tmp_path / "x.pdf"), "x.pdf", ".json, .md, .html")
    refused(line("export", name, "--out", tmp_path / "no" / "x.md"), "no folder")


LOG = {"format": "sandtable interview", "version": 1, "events": []}
EVENT = {"number": 1, "at": 0.0, "who": "room", "kind": "opened", "payload": {}}
OPENED = EVENT | {"payload": plan(CASE).as_payload()}
NAN = float("nan")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("nonsense", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ({"format": "else", "events": []}, "format"),
        (LOG | {"version": 99}, "version 99"),
        (LOG, "empty"),
        (LOG | {"events": [3]}, "Event 1"),
        (LOG | {"events": [EVENT]}, "opened is not made of"),
        (LOG | {"events": [EVENT | {"kind": "__class__"}]}, "__class__"),
        *((LOG | {"events": [OPENED | {"at": at}]}, "in order of time") for at in (NAN, 1e300, -1)),
        (LOG | {"events": [OPENED, OPENED]}, "Event 2"),
    ],
)
def test_a_log_that_cannot_be_read_is_refused(line, tmp_path: Path, told, said: str) -> None:
    file = tmp_path / "log.json"
    file.write_text(told if isinstance(told, str) else json.dumps(told), "utf-8")
    refused(line("import", file), said)
    assert line("list", "--json")[1] == "[]\n"


def test_a_file_that_is_not_there_is_refused(line, tmp_path: Path) -> None:
    refused(line("import", tmp_path / "nowhere.json"), "nowhere.json")


def test_a_database_that_does_not_open_is_refused(line, tmp_path: Path, monkeypatch) -> None:
    file = tmp_path / "broken.sqlite"
    file.write_bytes(b"this is no database" * 100)
    monkeypatch.setenv("SANDTABLE_DATABASE", f"sqlite:///{file}")
    refused(line("list"), "database")
