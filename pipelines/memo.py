"""Remembering results: one flight a key, bytes bounded, errors not kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakValueDictionary

from pipelines.buffers import give_back, grows, hung_on, resident

BUDGET = 1_000_000_000
STEP = 16_000_000  # after so many more bytes of results, or fewer, the process is looked at again


@dataclass(frozen=True)
class Kept:
    """A remembered result: what it cost to make (seconds), the buffers that hang on it (bytes by
    address) and the keys of the results it was made from."""

    value: Any
    seconds: float
    buffers: Mapping[int, int]
    made_from: tuple[Hashable, ...] = ()

    @classmethod
    def of(cls, value: Any, seconds: float, made_from: Iterable[Hashable] = ()) -> Kept:
        """A result, weighed."""
        return cls(value, seconds, hung_on(value), tuple(made_from))

    @cached_property
    def nbytes(self) -> int:
        """What it weighs alone."""
        return sum(self.buffers.values())

    @property
    def density(self) -> float:
        """The seconds it saves for each byte it takes."""
        return self.seconds / max(self.nbytes, 1)


class _Abandoned(Exception):
    """The thread that was making a result was stopped; whoever waited makes it instead."""


class Memo:
    """Results by key, shared by every thread of a process, within `limit` bytes.

    When several threads ask for a missing key at once, one makes it and the others wait for that
    result. An error reaches everybody who waited and is forgotten, so the next one to ask tries
    again. A thread that is stopped from outside (a newer gesture, an interrupt) stops alone: one of
    those who waited takes over.

    A buffer that several results share is counted once. Once the limit is exceeded, what saves the
    fewest seconds a byte goes first, counted as often as it was asked for, unless it or what was
    made from it was asked for lately (GreedyDual-Size-Frequency: Cherkasova, 1998): large arrays
    that are derived in no time go before worlds and models, which much is made from, and before
    readings, which are small. A result larger than the limit is handed out and not kept. What went
    while somebody still works with it takes memory in any case: whoever asks is given that.

    With `whole`, the process as a whole is held to the limit: what libraries and stages at work
    take is taken from the results, down to half of the limit.
    """

    def __init__(self, limit: int = BUDGET, whole: bool = False) -> None:
        self.limit, self.whole = limit, whole
        self.nbytes = 0
        self._room, self._grown, self._freed = limit, 0, 0
        self._kept: dict[Hashable, Kept] = {}
        self._in_use: WeakValueDictionary[Hashable, Kept] = WeakValueDictionary()
        self._worth: dict[Hashable, float] = {}  # what was asked for lately stands at the end
        self._asks: dict[Hashable, int] = {}
        self._least = 0.0  # the worth of what went last: whoever is asked for stands above it
        self._holders: dict[int, list[int]] = {}  # by address: how many results, and bytes
        self._flights: dict[Hashable, Future[Kept]] = {}
        self._lock = threading.RLock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> tuple[Kept, bool]:
        """The result kept under `key`, made first if need be, and whether this call made it."""
        while True:
            with self._lock:
                if key in self._kept:
                    return self._asked(key), False
                if (held := self._in_use.get(key)) is not None:
                    self._keep(key, held)
                    return held, False
                flight = self._flights.get(key)
                leads = flight is None
                if flight is None:
                    flight = self._flights[key] = Future()
            if leads:
                self._fly(key, make, flight)
            try:
                return flight.result(), leads
            except _Abandoned:
                continue

    def __contains__(self, key: Hashable) -> bool:
        with self._lock:
            return key in self._kept or key in self._in_use

    def clear(self) -> None:
        """Forget every kept result; flights under way are not disturbed."""
        with self._lock:
            self._in_use.clear()
            for key in list(self._kept):
                self._drop(key)

    def _fly(self, key: Hashable, make: Callable[[], Kept], flight: Future[Kept]) -> None:
        try:
            kept = make()
        except BaseException as error:
            with self._lock:
                del self._flights[key]
            if not isinstance(error, Exception):
                flight.set_exception(_Abandoned())
                raise
            flight.set_exception(error)
        else:
            with self._lock:
                self._keep(key, kept)
                del self._flights[key]
            flight.set_result(kept)

    def _asked(self, key: Hashable) -> Kept:
        """What is kept under a key; all it was made from is in use as well."""
        self._asks[key] = self._asks.get(key, 0) + 1
        todo, found = [key], set[Hashable]()
        while todo:
            each = todo.pop()
            if each in self._kept and each not in found:
                found.add(each)
                self._worth.pop(each, None)
                self._worth[each] = self._least + self._asks[each] * self._kept[each].density
                todo.extend(self._kept[each].made_from)
        return self._kept[key]

    def _keep(self, key: Hashable, kept: Kept) -> None:
        if kept.nbytes > self.limit:
            return
        self._hold(key, kept)
        self._asked(key)
        self._grown += kept.nbytes
        self._look_around()
        before = self.nbytes
        while self.nbytes > min(self.limit, self._room):
            least = min(self._worth, key=lambda each: (each == key, self._worth[each]))
            self._least = self._worth[least]
            self._drop(least)
        self._freed += before - self.nbytes
        if self._freed > STEP:
            self._freed = 0
            give_back()

    def _look_around(self) -> None:
        """See what the whole process takes, now and then, and how much room that leaves."""
        if self._grown < STEP:
            return
        self._grown = 0
        self._weigh_again()
        if not self.whole:
            return
        if resident() > self.limit:
            give_back()
        self._room = max(self.limit // 2, self.limit - (resident() - self.nbytes))

    def _weigh_again(self) -> None:
        """Weigh what has been filled since."""
        for key, kept in list(self._kept.items()):
            if grows(kept.value):
                self._let_go(kept)
                self._hold(key, Kept.of(kept.value, kept.seconds, kept.made_from))

    def _drop(self, key: Hashable) -> None:
        del self._worth[key], self._asks[key]
        self._let_go(self._kept.pop(key))

    def _hold(self, key: Hashable, kept: Kept) -> None:
        self._kept[key] = self._in_use[key] = kept
        for address, size in kept.buffers.items():
            holders = self._holders.setdefault(address, [0, size])
            holders[0] += 1
            self.nbytes += size if holders[0] == 1 else 0

    def _let_go(self, kept: Kept) -> None:
        for address in kept.buffers:
            holders = self._holders[address]
            holders[0] -= 1
            if not holders[0]:
                self.nbytes -= holders[1]
                del self._holders[address]
