"""The memory a result hangs on: what it weighs, what it shares, and giving it back."""

from __future__ import annotations

import ctypes
import os
import pickle
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from itertools import count
from pathlib import Path
from types import CellType, FunctionType, MethodType
from typing import Any

import numpy as np
import pandas as pd

PLAIN = str | bytes | int | float | np.generic | type | None
SAMPLE = 100  # objects of an array that are weighed in place of all
LARGE = 1_000_000  # bytes of an array from which on it has memory of its own
M_MMAP_THRESHOLD = -3  # the number of that setting in glibc's malloc.h
_APART = count(-1, -1)  # names for what no other result can share


def hung_on(value: Any) -> dict[int, int]:
    """Every buffer a result keeps alive: its address and its bytes.

    A view keeps alive the whole array it looks into. Two results that share a buffer name it by the
    same address, so that it can be counted once.
    """
    found: dict[int, int] = {}
    _walk(value, found)
    return found


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


def grows(value: Any) -> bool:
    """Whether a result is filled while it is used, and says so: its `grows` is true."""
    return getattr(value, "grows", False) is True


def give_back() -> None:
    """Hand freed memory back to the system, which the allocator of C would keep for later."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def give_back_at_once() -> None:
    """Let the allocator of C hand large arrays back as soon as they are freed (glibc alone).

    By itself it raises the size from which on it does so each time one is freed, up to 32 MB, and
    keeps all below: some 100 MB after a stage at work.
    """
    if setting := getattr(ctypes.CDLL(None), "mallopt", None):
        setting(M_MMAP_THRESHOLD, LARGE)


def resident() -> int:
    """Bytes of this process in memory, as Linux tells it; 0 elsewhere."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
    except OSError:
        return 0


def _walk(value: Any, found: dict[int, int]) -> None:
    if id(value) in found:
        return
    if isinstance(value, np.ndarray):
        return _array(value, found)
    if isinstance(value, pd.DataFrame | pd.Series | pd.Index):
        return _table(value, found)
    parts = [value] if isinstance(value, PLAIN) else _parts(value)
    if parts is None:
        return _pickled(value, found, id(value))
    plain = (sys.getsizeof(part) for part in parts if isinstance(part, PLAIN))
    found[id(value)] = sys.getsizeof(value) + sum(plain)
    for part in parts:
        if not isinstance(part, PLAIN):
            _walk(part, found)


def _parts(value: Any) -> list[Any] | None:
    """What a container holds; None for what is none."""
    if isinstance(value, Mapping):
        return list(value.values())
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    if is_dataclass(value) and not isinstance(value, type):
        # with what it has worked out since and keeps (cached properties)
        return list(vars(value).values()) if hasattr(value, "__dict__") else _slots(value)
    return _bound(value)


def _slots(value: Any) -> list[Any]:
    return [getattr(value, field.name) for field in fields(value)]


def _bound(value: Any) -> list[Any] | None:
    """What a function carries along; None for what is none."""
    if isinstance(value, partial):
        return [value.func, *value.args, *value.keywords.values()]
    if isinstance(value, MethodType):
        return [value.__self__]
    if isinstance(value, FunctionType):
        return [cell.cell_contents for cell in value.__closure__ or () if cell != CellType()]
    return None


def _array(value: np.ndarray, found: dict[int, int]) -> None:
    owner = value
    while isinstance(owner.base, np.ndarray):
        owner = owner.base
    weight = owner.nbytes
    if owner.dtype.hasobject and owner.size:
        some = owner.ravel()[:: max(1, owner.size // SAMPLE)]
        weight += owner.size * sum(map(sys.getsizeof, some)) // len(some)
    found[owner.ctypes.data] = weight


def _table(value: pd.DataFrame | pd.Series | pd.Index, found: dict[int, int]) -> None:
    if isinstance(value, pd.DataFrame):
        _table(value.index, found)
        for _, column in value.items():
            _column(column.array, found)
    elif isinstance(value, pd.MultiIndex):
        for part in (*value.levels, *value.codes):
            _walk(part, found)
    elif not isinstance(value, pd.RangeIndex):  # which holds three numbers
        _column(value.array, found)
        if isinstance(value, pd.Series):
            _table(value.index, found)


def _column(array: Any, found: dict[int, int]) -> None:
    if isinstance(array, pd.arrays.NumpyExtensionArray):
        _array(np.asarray(array), found)
    else:
        _pickled(array, found, next(_APART))


def _pickled(value: Any, found: dict[int, int], name: int) -> None:
    """An object that hides its arrays (a fitted model, a sparse matrix, a column of strings): they
    are found without a copy of them."""
    arrays: list[pickle.PickleBuffer] = []
    try:
        rest = len(pickle.dumps(value, protocol=5, buffer_callback=arrays.append))
    except Exception:  # what cannot be pickled says nothing about its size
        rest = sys.getsizeof(value)
    found[name] = rest
    for array in arrays:
        raw = np.frombuffer(array.raw(), np.uint8)
        found[raw.ctypes.data] = raw.nbytes
