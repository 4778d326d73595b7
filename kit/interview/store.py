"""Where interviews are kept: a database to which events are only ever appended.

SQLite in the user's data folder, or any database SQLAlchemy knows by `SANDTABLE_DATABASE`. An
event is committed before its writer goes on: what was shown as done outlives a killed process.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import sqlalchemy as sql
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from kit.choice import Refused
from kit.interview.events import ROOM, SIDES, Event, Payload, read
from kit.interview.migrations import EVENTS, INTERVIEWS, SEATS, migrate
from kit.interview.plan import Plan
from kit.interview.replay import replayed
from kit.interview.rules import refusal
from kit.interview.state import State, fold

PATIENCE = 15.0  # seconds a writer waits for another one
FILE = "interviews.sqlite"


@dataclass(frozen=True)
class Seat:
    """Whom a token lets in: an interview, and the side of it."""

    interview: str
    side: str
    token: str


@dataclass(frozen=True)
class Kept:
    """An interview of the list: its name, when it was set up, and its state."""

    interview: str
    made_at: float
    state: State


class Store:
    """Interviews in one database. Safe to share among threads; processes may share a database."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._states: dict[str, State] = {}
        self._lock = Lock()
        # SQLite lets in one writer at a time and has the others sleep for up to a tenth of a second
        # before they try again; a lock lets the next one in at once.
        self._turn = Lock() if url.startswith("sqlite") else nullcontext()
        with self._said():
            self.engine = _engine(url)
            self.writer = self.engine.execution_options(begin="BEGIN IMMEDIATE")
            migrate(self.writer)

    def create(self, plan: Plan, sealed: Payload | None = None) -> dict[str, Seat]:
        """Set up an interview: a seat for each side that takes part, each with its own token.

        `sealed` is the payload of what is hidden from the candidate, where something is.
        """
        sides = SIDES if plan.led else SIDES[:1]
        name = secrets.token_hex(5)
        seats = {side: Seat(name, side, secrets.token_urlsafe(24)) for side in sides}
        log = [Event(1, time.time(), ROOM, "opened", plan.as_payload())]
        if sealed:
            log.append(Event(2, log[0].at, ROOM, "sealed", read("sealed", sealed)))
        self._put(name, log, seats)
        return seats

    def add(self, log: Sequence[Event]) -> str:
        """Keep a log that comes from elsewhere, checked event by event; the name it gets here."""
        events = list(replayed(log))
        if not events:
            raise Refused("This log is empty.")
        name = secrets.token_hex(5)
        self._put(name, events, {})
        return name

    def _put(self, name: str, log: Sequence[Event], seats: dict[str, Seat]) -> None:
        with self._writing() as db:
            made = {"interview": name, "made_at": log[0].at, "length": len(log)}
            db.execute(INTERVIEWS.insert(), made)
            db.execute(EVENTS.insert(), [_row(name, event) for event in log])
            if seats:
                db.execute(SEATS.insert(), [vars(seat) for seat in seats.values()])

    def seat(self, token: str) -> Seat:
        """The seat a token stands for; a `Refused` for one nobody was given."""
        with self._reading() as db:
            row = db.execute(sql.select(SEATS).where(SEATS.c.token == token)).first()
        if row is None:
            raise Refused("This link opens no interview: it was altered, or the interview deleted.")
        return Seat(row.interview, row.side, row.token)

    def seats(self, interview: str) -> dict[str, Seat]:
        """The seats of an interview by side; none for one that was imported."""
        with self._reading() as db:
            rows = db.execute(sql.select(SEATS).where(SEATS.c.interview == interview)).all()
        return {row.side: Seat(row.interview, row.side, row.token) for row in rows}

    def claim(self, seat: Seat, owner: str) -> None:
        """Note whose browser takes a seat, where nobody's has."""
        mine = (SEATS.c.token == seat.token) & SEATS.c.owner.is_(None)
        with self._writing() as db:
            db.execute(sql.update(SEATS).where(mine).values(owner=owner))

    def seats_of(self, owner: str) -> tuple[Seat, ...]:
        """The seats that a browser has taken."""
        with self._reading() as db:
            rows = db.execute(sql.select(SEATS).where(SEATS.c.owner == owner)).all()
        return tuple(Seat(row.interview, row.side, row.token) for row in rows)

    def append(self, interview: str, who: str, kind: str, payload: Payload | None = None) -> State:
        """Append an event, if it may happen now; the state once it is committed.

        Two who append at once are put one after the other: the row of the interview is locked.
        """
        checked = read(kind, payload or {})
        with self._writing() as db:
            longer = (
                sql.update(INTERVIEWS)
                .where(INTERVIEWS.c.interview == interview)
                .values(length=INTERVIEWS.c.length + 1)
                .returning(INTERVIEWS.c.length)
            )
            number = db.execute(longer).scalar_one_or_none()
            state = self._up_to_date(db, interview) if number else None
            if number is None or state is None:
                raise Refused("This interview is not there: it was deleted.")
            if sentence := refusal(state, who, kind, checked):
                raise Refused(sentence)
            event = Event(number, max(time.time(), state.at), who, kind, checked)
            db.execute(EVENTS.insert(), _row(interview, event))
        return self._remember(interview, state.after(event))

    def state(self, interview: str) -> State:
        """Where an interview stands; a `Refused` if it is not there."""
        known = self._states.get(interview)
        with self._reading() as db:
            wanted = sql.select(INTERVIEWS.c.length).where(INTERVIEWS.c.interview == interview)
            length = db.execute(wanted).scalar_one_or_none()
            if length is None:
                self._states.pop(interview, None)
                raise Refused("This interview is not there: it was deleted.")
            if known is not None and known.length == length:
                return known
            return self._remember(interview, self._up_to_date(db, interview))

    def log(self, interview: str) -> tuple[Event, ...]:
        """Every event of an interview, in order; a `Refused` if it is not there."""
        with self._reading() as db:
            if found := _events(db, interview, 0):
                return found
        raise _absent(interview)

    def all(self) -> list[Kept]:
        """Every interview, the latest first."""
        with self._reading() as db:
            order = INTERVIEWS.c.made_at.desc(), INTERVIEWS.c.interview
            rows = db.execute(sql.select(INTERVIEWS).order_by(*order)).all()
            return [
                Kept(row.interview, row.made_at, self._up_to_date(db, row.interview))
                for row in rows
            ]

    def delete(self, interview: str) -> None:
        """Delete an interview with all that was said in it: nothing of it stays in the file."""
        with self._writing() as db:
            for table in (EVENTS, SEATS, INTERVIEWS):
                gone = db.execute(table.delete().where(table.c.interview == interview))
            if not gone.rowcount:
                raise _absent(interview)
        self._states.pop(interview, None)
        self._wipe()

    def _wipe(self) -> None:
        """Empty the write-ahead log, which would keep deleted pages for a while."""
        if self.engine.dialect.name == "sqlite":
            with self._reading() as db:
                db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def _up_to_date(self, db: Connection, interview: str) -> State:
        known = self._states.get(interview)
        return fold(_events(db, interview, known.length if known else 0), known)

    def _remember(self, interview: str, state: State) -> State:
        with self._lock:
            known = self._states.get(interview)
            if known is None or known.length < state.length:
                self._states[interview] = state
        return state

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._said(), self._turn, self.writer.begin() as db:
            yield db

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._said(), self.engine.connect() as db:
            yield db

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            what = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise Refused(f"The database of interviews does not answer: {what:.200}.") from error


def _absent(interview: str) -> Refused:
    return Refused(f"There is no interview called {interview:.40}.")


def _events(db: Connection, interview: str, after: int) -> tuple[Event, ...]:
    wanted = (EVENTS.c.interview == interview) & (EVENTS.c.number > after)
    rows = db.execute(sql.select(EVENTS).where(wanted).order_by(EVENTS.c.number))
    return tuple(
        Event(row.number, row.at, row.who, row.kind, json.loads(row.payload)) for row in rows
    )


def _row(interview: str, event: Event) -> dict[str, Any]:
    told = json.dumps(event.payload, allow_nan=False)
    return {"interview": interview, **vars(event), "payload": told}


def _engine(url: str) -> Engine:
    try:
        if not url.startswith("sqlite"):
            return sql.create_engine(url, pool_pre_ping=True)
        engine = sql.create_engine(url, connect_args={"timeout": PATIENCE})
    except (ImportError, SQLAlchemyError) as error:
        raise Refused(f"SANDTABLE_DATABASE cannot be used: {error!s:.200}") from error
    sql.event.listen(engine, "connect", _set_up)
    sql.event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, record: Any) -> None:
    """Readers beside a writer; to the disk at each commit; and what is deleted is overwritten.

    Transactions are begun by `_begin`, and not by the driver just before the first change.
    """
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(db: Connection) -> None:
    db.exec_driver_sql(db.get_execution_options().get("begin", "BEGIN"))


def data_folder() -> Path:
    """The user's folder for what is kept: `SANDTABLE_DATA`, else where the system keeps such."""
    if given := os.environ.get("SANDTABLE_DATA"):
        return Path(given)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "sandtable"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "sandtable"


def address() -> str:
    """The address of the database: `SANDTABLE_DATABASE`, else a file in the data folder."""
    if given := os.environ.get("SANDTABLE_DATABASE"):
        return given
    folder = data_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} cannot be made: {error.strerror or error}.") from None
    return f"sqlite:///{folder / FILE}"


def opened() -> Store:
    """The store of this process, at the address of the moment."""
    return _at(address())


@cache
def _at(url: str) -> Store:
    return Store(url)
