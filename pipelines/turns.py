"""Turns at work: a few stages at a time, and first those that somebody waits for.

>>> turns = Turns(2)
>>> with turns.turn(), turns.turn():
...     turns.free
0
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

# How work is asked for: somebody waits for it; looks at it beside other things; nobody asked yet.
WAITED_FOR, BESIDE, AHEAD = 0, 1, 2
LOOK = 0.25  # who waits for a turn looks so often (seconds) whether anybody still wants it
FORGOTTEN = 30.0  # in so many seconds half of what a person had is forgotten


class Unwanted(BaseException):
    """Nobody wants this work any more: it stops before its next stage."""


@dataclass(frozen=True)
class Asker:
    """Who asks for work: how it is asked for, for which person, the seconds it is likely to take
    in all, and whether it is wanted no more."""

    rank: int = WAITED_FOR
    person: Hashable = None
    left: Callable[[], float] = lambda: 0.0
    gone: Callable[[], bool] = lambda: False


ANYBODY = Asker()
_ASKER: ContextVar[Asker] = ContextVar("asker", default=ANYBODY)


def asker() -> Asker:
    """Who asks for the work of this thread."""
    return _ASKER.get()


@contextmanager
def asked(**how: Any) -> Iterator[None]:
    """Work of this thread that is asked for in another way: any of `Asker`'s fields."""
    token = _ASKER.set(replace(asker(), **how))
    try:
        yield
    finally:
        _ASKER.reset(token)


@dataclass(frozen=True, eq=False)
class Ticket:
    """One who waits: who asks, the seconds the stage took last time, which number, since when."""

    asker: Asker
    seconds: float
    number: int
    since: float = field(default_factory=time.monotonic)

    @property
    def length(self) -> float:
        """The seconds until what was asked for is there."""
        return max(self.seconds, self.asker.left())

    def rank(self, patience: float) -> int:
        """How it is asked for; whoever has waited for long counts for more."""
        return max(WAITED_FOR, self.asker.rank - int((time.monotonic() - self.since) / patience))


class Turns:
    """At most `slots` turns at a time. What somebody waits for goes first; among those, whoever
    would have had the fewest seconds lately once it is done: short work before long, and no person
    before the others for ever. Then in order of coming.

    What somebody waits for takes any slot, what is done beside leaves one free, what is done ahead
    begins only while nothing else goes on. Each `patience` seconds of waiting raise it by one: too
    many come, or somebody waits by now for the very thing it makes.
    """

    def __init__(self, slots: int, patience: float = 5.0) -> None:
        self.slots, self.free, self.patience = slots, slots, patience
        self._waiting: list[Ticket] = []
        self._had: dict[Hashable, tuple[float, float]] = {}  # by person: seconds, counted when
        self._number = itertools.count()
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, seconds: float = 0.0) -> Iterator[None]:
        """Wait for a turn to do what took so many seconds last time; `Unwanted` if nobody does."""
        person = asker().person
        with self._changed:
            self._wait(Ticket(asker(), seconds, next(self._number)))
            self.free -= 1
        began = time.monotonic()
        try:
            yield
        finally:
            with self._changed:
                self.free += 1
                now = time.monotonic()
                self._had[person] = (self._had_by(person) + now - began, now)
                self._changed.notify_all()

    def _wait(self, ticket: Ticket) -> None:
        self._waiting.append(ticket)
        try:
            while True:
                if ticket.asker.gone():
                    raise Unwanted
                if self._is_next(ticket):
                    return
                self._changed.wait(LOOK)
        finally:
            self._waiting.remove(ticket)
            self._changed.notify_all()

    def _is_next(self, ticket: Ticket) -> bool:
        rank = ticket.rank(self.patience)
        needed = (1, min(2, self.slots), self.slots)[rank]
        return self.free >= needed and ticket is min(self._waiting, key=self._place)

    def _place(self, ticket: Ticket) -> tuple[int, float, int]:
        had = self._had_by(ticket.asker.person)
        return ticket.rank(self.patience), had + ticket.length, ticket.number

    def _had_by(self, person: Hashable) -> float:
        """The seconds of work a person had lately."""
        seconds, when = self._had.get(person, (0.0, 0.0))
        return seconds * 0.5 ** ((time.monotonic() - when) / FORGOTTEN)
