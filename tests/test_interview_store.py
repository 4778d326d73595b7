"""Where interviews are kept: appended one after the other, never lost, and deleted for good."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sql

from kit.choice import Refused
from kit.interview import migrations
from kit.interview.debrief import debrief
from kit.interview.files import as_json, read_log
from kit.interview.plan import plan
from kit.interview.store import FILE, Seat, Store
from kit.interview.telling import as_record
from tests.lamps import CASE
from tests.postgres import postgres

ROOT = Path(__file__).parent.parent
LED = plan(CASE, led=True, seed=3)

# Appends picks until it is killed, and prints each number once it was told that it is kept.
WRITER = """
import sys
from kit.interview.store import Store
store, interview, who = Store(sys.argv[1]), sys.argv[2], sys.argv[3]
for bins in range(2, int(sys.argv[4]) + 2):
    state = store.append(interview, who, "pick", {"changes": {"bins": bins}, "said": str(bins)})
    print(bins, flush=True)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL database for all tests here."""
    with postgres() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / FILE}"
    return str(request.getfixturevalue("server"))


def begun(store: Store, made=LED) -> dict[str, Seat]:
    """An interview whose clock runs."""
    seats = store.create(made)
    store.append(seats["candidate"].interview, "candidate", "started")
    return seats


def writer(url: str, interview: str, count: int) -> subprocess.Popen:
    """A process of its own that appends picks."""
    command = [sys.executable, "-c", WRITER, url, interview, "candidate", str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_token_opens_its_own_side_and_no_other(url: str) -> None:
    store = Store(url)
    seats = store.create(LED)
    tokens = {side: seat.token for side, seat in seats.items()}
    assert len(set(tokens.values())) == 2 and all(len(token) >= 32 for token in tokens.values())
    for side, token in tokens.items():
        assert store.seat(token).side == side
    token = tokens["candidate"]
    for guess in ("", "x", token[:-1], token.swapcase(), token + "a", "' OR 1=1 --", "%"):
        with pytest.raises(Refused, match="opens no interview"):
            store.seat(guess)


def test_an_interview_held_alone_has_one_seat(url: str) -> None:
    assert set(Store(url).create(plan(CASE))) == {"candidate"}


def test_two_who_write_at_once_lose_no_event(url: str) -> None:
    store = Store(url)
    interview = begun(store)["candidate"].interview
    other = Store(url)

    def take_notes() -> None:
        for number in range(40):
            other.append(interview, "interviewer", "note", {"text": f"note {number}"})

    def pick() -> None:
        for number in range(40):
            store.append(interview, "candidate", "waived", {"said": f"pick {number}"})

    threads = [threading.Thread(target=work) for work in (take_notes, pick)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log = store.log(interview)
    assert [event.number for event in log] == list(range(1, 83))
    assert [e.payload["text"] for e in log if e.kind == "note"] == [f"note {n}" for n in range(40)]
    assert [e.payload["said"] for e in log if e.kind == "waived"] == [
        f"pick {n}" for n in range(40)
    ]
    assert [event.at for event in log] == sorted(event.at for event in log)


def test_two_processes_that_write_at_once_lose_no_event(url: str) -> None:
    store = Store(url)
    interview = begun(store)["candidate"].interview
    both = [writer(url, interview, 25) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    assert [event.number for event in store.log(interview)] == list(range(1, 53))


def test_a_writer_that_is_killed_loses_nothing_that_was_said_to_be_kept(url: str) -> None:
    store = Store(url)
    interview = begun(store)["candidate"].interview
    process = writer(url, interview, 100_000)
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(12)]
    os.kill(process.pid, signal.SIGKILL)
    told += [int(line) for line in process.stdout.read().split("\n")[:-1]]
    process.wait()
    kept = [e.payload["changes"]["bins"] for e in Store(url).log(interview) if e.kind == "pick"]
    assert kept[: len(told)] == told and len(kept) - len(told) <= 1
    assert store.state(interview).design["bins"] == kept[-1]
    store.append(interview, "interviewer", "note", {"text": "It goes on."})


def test_what_is_exported_and_imported_gives_the_same_debrief(url: str) -> None:
    store = Store(url)
    interview = begun(store)["candidate"].interview
    store.append(interview, "candidate", "committed", {"stop": "model", "text": "\x00 <b>$é\u2028"})
    store.append(interview, "interviewer", "note", {"text": "Good 🙂"})
    store.append(interview, "interviewer", "ended")
    log = store.log(interview)
    again = store.add(read_log(as_json(log)))
    assert store.log(again) == log
    assert as_record(debrief(store.log(again))) == as_record(debrief(log))
    assert store.seats(again) == {}


def test_what_is_deleted_is_gone(url: str, tmp_path: Path) -> None:
    store = Store(url)
    interview = begun(store)["candidate"].interview
    store.append(interview, "interviewer", "note", {"text": "a secret that nobody may find"})
    token = store.seats(interview)["candidate"].token
    store.delete(interview)
    for ask in (store.state, store.log, store.delete):
        with pytest.raises(Refused):
            found = ask(interview)
            assert found == () and debrief(found)
    with pytest.raises(Refused, match="opens no interview"):
        store.seat(token)
    with pytest.raises(Refused, match="deleted"):
        Store(url).append(interview, "candidate", "looked")
    for file in tmp_path.iterdir():
        assert b"a secret" not in file.read_bytes() and token.encode() not in file.read_bytes()


def test_a_refused_event_leaves_no_gap(url: str) -> None:
    store = Store(url)
    interview = begun(store)["candidate"].interview
    for who, kind in (("candidate", "note"), ("candidate", "paused"), ("room", "looked")):
        with pytest.raises(Refused):
            store.append(interview, who, kind, {"text": "x"} if kind == "note" else {})
    assert store.append(interview, "candidate", "looked").length == 3


def test_a_database_of_version_1_is_brought_to_this_one(tmp_path: Path) -> None:
    file = tmp_path / FILE
    with sqlite3.connect(file) as old:
        old.execute("CREATE TABLE sandtable_schema (version INTEGER PRIMARY KEY)")
        for statement in migrations.MIGRATIONS[0]:
            old.execute(statement)
        old.execute("INSERT INTO sandtable_schema VALUES (1)")
        old.execute("INSERT INTO seats VALUES ('token', 'old', 'candidate')")
    store = Store(f"sqlite:///{file}")
    store.claim(store.seat("token"), "me")
    assert [seat.interview for seat in store.seats_of("me")] == ["old"]
    store.claim(store.seat("token"), "somebody else")
    assert not store.seats_of("somebody else")


def test_a_fresh_database_has_the_tables_that_are_declared(url: str) -> None:
    looked = sql.inspect(Store(url).engine)
    for table in migrations.TABLES.tables.values():
        there = {column["name"] for column in looked.get_columns(table.name)}
        assert there == {column.name for column in table.columns}


def test_a_database_of_a_later_version_is_refused(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / FILE}"
    with Store(address).engine.begin() as db:
        db.execute(migrations.SCHEMA.insert(), {"version": 99})
    with pytest.raises(Refused, match="version 99"):
        Store(address)


def test_stores_that_open_at_once_find_one_database(tmp_path: Path) -> None:
    address, opened = f"sqlite:///{tmp_path / FILE}", []
    threads = [threading.Thread(target=lambda: opened.append(Store(address))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 6


@pytest.mark.parametrize("address", ["nonsense", "oracle://nowhere", "sqlite:////no/such/folder/x"])
def test_a_database_that_cannot_be_used_is_said_in_a_sentence(address: str) -> None:
    with pytest.raises(Refused, match=r"(?i)database"):
        Store(address)


def test_the_clock_is_the_servers_and_never_goes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(f"sqlite:///{tmp_path / FILE}")
    interview = begun(store)["candidate"].interview
    later = store.state(interview).at
    monkeypatch.setattr(time, "time", lambda: later - 3600)
    assert store.append(interview, "candidate", "looked").at == later
