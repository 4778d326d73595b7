"""The tables of the database, its version, and the way from each version to the next."""

from __future__ import annotations

from collections.abc import Callable

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

Migration = Callable[[Connection], None]


def _begin(db: Connection) -> None:
    """Version 1: the tables."""
    TABLES.create_all(db)


MIGRATIONS: tuple[Migration, ...] = (_begin,)
"""What brings a database from the version of its place (from 0) to the next one."""


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
    for at, step in enumerate(MIGRATIONS[version:], version + 1):
        db.execute(SCHEMA.insert(), {"version": at})
        step(db)
