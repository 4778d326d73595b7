"""A dask cluster at an address, or a sentence on why there is none."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kit.choice import Refused

PATIENCE = 10.0  # seconds until a scheduler that has not answered is given up


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A client of the scheduler at `address`; a `Refused` where none answers within ten seconds.

    Whatever listens there may accept and say nothing, or speak another protocol: the attempt is
    made on a thread of its own and left behind when its time is up.
    """
    client = _client(address)
    try:
        yield client
    finally:
        client.close()


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise Refused(
            '--scheduler needs dask.distributed: pip install "sandtable[cluster]".'
        ) from None
    for name in ("distributed", "tornado", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    found: list[Any] = []

    def connect() -> None:
        try:
            found.append(Client(address, timeout=f"{PATIENCE * 0.8:.0f}s"))
        except BaseException as error:
            found.append(error)

    attempt = threading.Thread(target=connect, daemon=True)
    attempt.start()
    attempt.join(PATIENCE)
    if not found:
        raise Refused(f"No dask scheduler answers at {address} within {PATIENCE:.0f} s.")
    if isinstance(found[0], BaseException):
        reason = str(found[0]).splitlines()[0] if str(found[0]) else type(found[0]).__name__
        raise Refused(f"No dask scheduler answers at {address}: {reason[:160]}.")
    return found[0]
