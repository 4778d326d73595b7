"""A PostgreSQL server of the tests' own, where the machine has one."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

UNPRIVILEGED = ("postgres", "nobody")


def program(name: str) -> str:
    """Where a program of the server is: on the path, or where Debian puts it."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(found[-1]) if found else "")


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a database that is empty, or a skip that says what is missing."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    if not program("initdb") or not program("pg_ctl"):
        pytest.skip("there is no PostgreSQL server on this machine")
    folder = Path(tempfile.mkdtemp(prefix="sandtable-postgres-"))
    user = _owned(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data, log = folder / "data", folder / "log"
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
    try:
        _call(user, "initdb", "-D", str(data), "-U", "sandtable", "-A", "trust", "-E", "UTF8")
        _call(user, "pg_ctl", "-D", str(data), "-l", str(log), "-o", options, "-w", "start")
        yield f"postgresql+psycopg://sandtable@127.0.0.1:{port}/postgres"
    finally:
        if data.exists():
            _call(user, "pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _owned(folder: Path) -> str | None:
    """Who runs the server: it refuses to be run by root, so another user gets the folder."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = next(name for name in UNPRIVILEGED if name in names)
    shutil.chown(folder, user)
    return user


def _call(user: str | None, name: str, *words: str) -> None:
    done = subprocess.run(
        [program(name), *words],
        user=user,
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert done.returncode == 0, f"{name} ended with {done.returncode}"
