"""A dask cluster at an address, or a sentence on why there is none."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from kit.choice import Refused
from pipelines.elsewhere import Elsewhere
from pipelines.engine import Pipeline

MISSING = 'A scheduler needs dask.distributed: pip install "sandtable[cluster]".'
PATIENCE = 10.0  # seconds until a scheduler that has not answered is given up


@contextmanager
def joined(address: str) -> Iterator[int]:
    """Every stage of this process runs on the cluster at `address`, meanwhile; how many threads its
    workers have. A `Refused` where no scheduler answers within ten seconds, or nobody works for it.

    Whatever listens there may accept and say nothing, or speak another protocol: the attempt is
    made on a thread of its own and left behind when its time is up.
    """
    before, Pipeline.elsewhere = Pipeline.elsewhere, Elsewhere(_client(address))
    client = Pipeline.elsewhere.client
    try:
        with suppress(TimeoutError):  # one that died is begun again within seconds
            client.wait_for_workers(1, timeout=PATIENCE)
        threads = sum(client.nthreads().values())
        if not threads:
            raise Refused(f"The scheduler at {address} has no workers yet.")
        yield threads
    finally:
        client.close()
        Pipeline.elsewhere = before


def join(address: str) -> None:
    """Let every stage of this process run on the cluster at `address`, from now on."""
    if Pipeline.elsewhere is None:
        Pipeline.elsewhere = Elsewhere(_client(address))


def leave() -> None:
    """Run stages in this process again."""
    if Pipeline.elsewhere is not None:
        Pipeline.elsewhere.client.close()
        Pipeline.elsewhere = None


@contextmanager
def started(workers: int, port: int = 8786) -> Iterator[str]:
    """The address of a cluster on this machine: a scheduler, and workers of one thread each."""
    try:
        from distributed.deploy.subprocess import SubprocessCluster
    except ImportError:
        raise Refused(MISSING) from None
    try:
        cluster = SubprocessCluster(
            "127.0.0.1",
            scheduler_port=port,
            dashboard_address=":0",
            n_workers=workers,
            threads_per_worker=1,
        )
    except OSError as error:
        raise Refused(f"A scheduler cannot listen on port {port}: {error.strerror}.") from error
    with cluster:
        yield str(cluster.scheduler_address)


def keep_up(workers: int, port: int) -> None:
    """Start a cluster on this machine and say how it is used, until Ctrl-C."""
    with started(workers, port) as address:
        print(f"{workers} workers at {address}; until Ctrl-C.\n{used(address)}", flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


def recipe(port: int, workers: int) -> str:
    """The commands that set up a cluster, each on the machine it is for."""
    return f"""\
On every machine, this version of Sandtable:  pip install -e ".[cluster]"
On the first one:      dask scheduler --port {port}
On each that works:    dask worker tcp://FIRST:{port} --nworkers {workers} --nthreads 1
{used(f"tcp://FIRST:{port}")}
One machine alone:     sandtable cluster --start --workers {workers} --port {port}
Whoever reaches the scheduler can run code on the workers: keep its port inside your network."""


def used(address: str) -> str:
    """How a page and a sweep make use of a cluster."""
    return f"""\
Pages that use it:     SANDTABLE_SCHEDULER={address} streamlit run app.py
Sweeps that use it:    sandtable sweep ... --scheduler {address}"""


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise Refused(MISSING) from None
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
