"""A balancer for tests: each connection goes to the first server that answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress


@contextmanager
def balanced(servers: Sequence[str]) -> Iterator[str]:
    """The address of a balancer before `servers` (host and port each)."""
    door = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                visitor, _ = door.accept()
                threading.Thread(target=_join, args=(visitor, servers), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"127.0.0.1:{door.getsockname()[1]}"
    finally:
        door.close()


def _join(visitor: socket.socket, servers: Sequence[str]) -> None:
    """Pass on what either side says until one of them ends."""
    with visitor, suppress(OSError):
        for server in servers:
            host, _, port = server.rpartition(":")
            with suppress(OSError):
                behind = socket.create_connection((host, int(port)), timeout=2)
                break
        else:
            return
        behind.settimeout(None)
        with behind:
            back = threading.Thread(target=_pass_on, args=(behind, visitor), daemon=True)
            back.start()
            _pass_on(visitor, behind)
            back.join()


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
