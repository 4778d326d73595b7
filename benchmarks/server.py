"""A streamlit server of its own for a script: what benchmarks and browser tests speak to."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent


@contextmanager
def serving(
    script: Path, log: Path = Path(os.devnull), port: int = 0, root: Path = ROOT
) -> Iterator[str]:
    """The address (host and port) of a streamlit server that was just started on `script`.

    It runs on the checkout at `root`. What it prints goes to `log`. Without a `port`, a free one is
    taken. Raises RuntimeError when it does not answer within a minute.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    options = {"address": "127.0.0.1", "headless": "true", "fileWatcherType": "none"}
    options["port"] = address.rpartition(":")[2]
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += [f"--server.{name}={value}" for name, value in options.items()]
    there = os.environ | {"PYTHONPATH": str(root), "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}
    with log.open("w") as said:
        server = subprocess.Popen(command, cwd=root, env=there, stdout=said, stderr=said)
        try:
            _wait_for(f"http://{address}/_stcore/health", server)
            yield address
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(address: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the server of the page did not start")
