"""Remembering results: one flight a key, bytes bounded, errors not kept."""

from __future__ import annotations

import pickle
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Kept:
    """A remembered result, what it cost to make (seconds) and what it weighs (bytes)."""

    value: Any
    seconds: float
    nbytes: int


class _Abandoned(Exception):
    """The thread that was making a result was stopped; whoever waited makes it instead."""


class Memo:
    """Results by key, shared by every thread of a process.

    When several threads ask for a missing key at once, one makes it and the others wait for that
    result. The least recently used results go once the total exceeds `limit` bytes. A result
    larger than the limit is handed out and not kept. An error reaches everybody who waited and is
    forgotten, so the next one to ask tries again. A thread that is stopped from outside (a newer
    gesture, an interrupt) stops alone: one of those who waited takes over.
    """

    def __init__(self, limit: int = 1_500_000_000) -> None:
        self.limit = limit
        self.nbytes = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._flights: dict[Hashable, Future[Kept]] = {}
        self._lock = threading.RLock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> tuple[Kept, bool]:
        """The result kept under `key`, made first if need be, and whether this call made it."""
        while True:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key], False
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
            return key in self._kept

    def clear(self) -> None:
        """Forget every kept result; flights under way are not disturbed."""
        with self._lock:
            self._kept.clear()
            self.nbytes = 0

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

    def _keep(self, key: Hashable, kept: Kept) -> None:
        if kept.nbytes > self.limit:
            return
        self._kept[key] = kept
        self.nbytes += kept.nbytes
        while self.nbytes > self.limit:
            _, dropped = self._kept.popitem(last=False)
            self.nbytes -= dropped.nbytes


def weigh(value: Any) -> int:
    """Bytes held by a result: its arrays and frames, through containers and dataclasses."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, pd.DataFrame | pd.Series | pd.Index):
        return int(np.sum(value.memory_usage(index=True)))
    if isinstance(value, dict) or hasattr(value, "items"):
        return 64 + sum(weigh(part) for part in value.values())
    if isinstance(value, list | tuple | set):
        return 64 + sum(weigh(part) for part in value)
    if is_dataclass(value):
        return 64 + sum(weigh(getattr(value, field.name)) for field in fields(value))
    if value is None or isinstance(value, str | bytes | int | float) or hasattr(value, "nbytes"):
        return int(getattr(value, "nbytes", sys.getsizeof(value)))
    return _pickled(value)


def _pickled(value: Any) -> int:
    """Bytes of an object that hides its arrays (a fitted model, a sparse matrix), without a copy
    of them."""
    arrays: list[pickle.PickleBuffer] = []
    try:
        rest = pickle.dumps(value, protocol=5, buffer_callback=arrays.append)
    except Exception:  # what cannot be pickled says nothing about its size
        return sys.getsizeof(value)
    return len(rest) + sum(array.raw().nbytes for array in arrays)


def freeze(value: Any) -> Any:
    """Make the arrays of a result read-only, in place, so that no later stage can change it."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, Mapping):
        for part in value.values():
            freeze(part)
    elif isinstance(value, list | tuple):
        for part in value:
            freeze(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            freeze(getattr(value, field.name))
    return value
