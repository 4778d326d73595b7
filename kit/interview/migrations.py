"""The tables of the database, its version, and the way from each version to the next."""

from __future__ import annotations

import sqlalchemy as sql
from sqlalchemy import Column, Connection, Engine, Float, Integer, String, Table, Text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from kit.choice import Refused

TABLES = sql.MetaData()
SCHEMA = Table("sandtable_schema", TABLES, Column("version", Integer, primary_key=True))
INTERVIEWS = Table(
    "interviews",
    TABLES,
    Column("interview", String(40), primary_key=True),
    Column("made_at", Float(53), nullable=False),
    Column("length", Integer, nullable=False),
)
SEATS = Table(
    "seats",
    TABLES,
    Column("token", String(80), primary_key=True),
    Column("interview", String(40), nullable=False, index=True),
    Column("side", String(20), nullable=False),
    Column("owner", String(80), index=True),
)
EVENTS = Table(
    "events",
    TABLES,
    Column("interview", String(40), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Float(53), nullable=False),
    Column("who", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("payload", Text, nullable=False),
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (  # 1: interviews, the seats of each, and their events
        "CREATE TABLE interviews (interview VARCHAR(40) PRIMARY KEY, "
        "made_at DOUBLE PRECISION NOT NULL, length INTEGER NOT NULL)",
        "CREATE TABLE seats (token VARCHAR(80) PRIMARY KEY, interview VARCHAR(40) NOT NULL, "
        "side VARCHAR(20) NOT NULL)",
        "CREATE INDEX ix_seats_interview ON seats (interview)",
        "CREATE TABLE events (interview VARCHAR(40) NOT NULL, number INTEGER NOT NULL, "
        "at DOUBLE PRECISION NOT NULL, who VARCHAR(20) NOT NULL, kind VARCHAR(20) NOT NULL, "
        "payload TEXT NOT NULL, PRIMARY KEY (interview, number))",
    ),
    (  # 2: a seat knows whose browser took it, for the list of one's own interviews
        "ALTER TABLE seats ADD COLUMN owner VARCHAR(80)",
        "CREATE INDEX ix_seats_owner ON seats (owner)",
    ),
)
"""The statements that bring a database from each version (from 0) to the next one."""


def migrate(engine: Engine) -> None:
    """Bring a database to this version; refused where it is of a later one.

    Each step and its version are committed together. Of two processes that come at once, one
    finds the work of the other done.
    """
    for patience in (True, True, False):
        try:
            with engine.begin() as db:
                return _migrate(db)
        except (IntegrityError, OperationalError, ProgrammingError):
            if not patience:
                raise


def _migrate(db: Connection) -> None:
    SCHEMA.create(db, checkfirst=True)
    version = db.execute(sql.select(sql.func.max(SCHEMA.c.version))).scalar() or 0
    if version > len(MIGRATIONS):
        raise Refused(
            f"The database of interviews is of version {version}, this program of version "
            f"{len(MIGRATIONS)}: use the newer program."
        )
    for at, statements in enumerate(MIGRATIONS[version:], version + 1):
        db.execute(SCHEMA.insert(), {"version": at})
        for statement in statements:
            db.execute(sql.DDL(statement))
