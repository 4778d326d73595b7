"""Turns at work: a few stages at a time, and first those that somebody waits for.

>>> turns = Turns(2)
>>> with turns.turn(), turns.turn():
...     turns.free
0
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Who asks: a visitor waits for it; a visitor looks at it beside other things; nobody asked yet.
WAITED_FOR, BESIDE, AHEAD = 0, 1, 2
_RANK: ContextVar[int] = ContextVar("rank", default=WAITED_FOR)


@contextmanager
def ranked(rank: int) -> Iterator[None]:
    """Work of this thread that is asked for at a rank."""
    token = _RANK.set(rank)
    try:
        yield
    finally:
        _RANK.reset(token)


class Turns:
    """At most `slots` turns at a time; in order of rank, then of coming.

    What somebody waits for takes any slot. What is done beside leaves one free. What is done ahead
    begins only while nothing else goes on, and once it has waited `patience` seconds it counts as
    done beside: somebody may have come to wait for the very thing it makes.
    """

    def __init__(self, slots: int, patience: float = 2.0) -> None:
        self.slots, self.free, self.patience = slots, slots, patience
        self._waiting: list[tuple[int, int]] = []
        self._number = itertools.count()
        self._changed = threading.Condition()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, at the rank of this thread's work."""
        with self._changed:
            rank, number = _RANK.get(), next(self._number)
            if not self._wait((rank, number), self.patience if rank == AHEAD else None):
                self._wait((BESIDE, number), None)
            self.free -= 1
        try:
            yield
        finally:
            with self._changed:
                self.free += 1
                self._changed.notify_all()

    def _wait(self, ticket: tuple[int, int], seconds: float | None) -> bool:
        """Wait until it is this ticket's turn; whether that was within the seconds."""
        self._waiting.append(ticket)
        try:
            return self._changed.wait_for(lambda: self._is_next(ticket), seconds)
        finally:
            self._waiting.remove(ticket)
            self._changed.notify_all()

    def _is_next(self, ticket: tuple[int, int]) -> bool:
        needed = (1, min(2, self.slots), self.slots)[ticket[0]]
        return ticket == min(self._waiting) and self.free >= needed
