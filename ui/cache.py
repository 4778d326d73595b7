"""What a page derives from a run (drawings, facts, curves, verdicts), made once for everybody."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import TypeVar

import pandas as pd

from kit.choice import Value
from kit.figure import Chart, Table
from kit.run import Run
from pipelines.memo import Kept, Memo
from ui.work import beside

Result = TypeVar("Result")
Tell = Callable[[str, float], None]

MEMO = Memo(limit=100_000_000)


def cached(key: Hashable, make: Callable[[], Result], what: str, tell: Tell) -> Result:
    """The result of `make`, remembered under `key`; `tell(what, seconds)` hears while it is made.

    `make` must depend on nothing but the key, and must not write to the page.
    """

    def timed() -> Kept:
        began = time.perf_counter()
        value = make()
        return Kept(value, time.perf_counter() - began, 2_000 + _frames(value))

    if key in MEMO:
        return MEMO.get(key, timed)[0].value
    return beside(lambda: MEMO.get(key, timed), lambda seconds: tell(what, seconds))[0].value


def quietly(what: str, seconds: float) -> None:
    """Tell nobody: for what is made already, or within a blink."""


def still(run: Run) -> tuple[tuple[str, Value], ...]:
    """The design of a run without its dial: all that settles what does not move with the dial."""
    return tuple(pair for pair in run.design.chosen if pair[0] != run.case.dial.name)


def known(key: Hashable) -> bool:
    """Whether a result is remembered under a key."""
    return key in MEMO


def _frames(value: object) -> int:
    """Bytes of the frames of a result."""
    parts = value if isinstance(value, tuple) else (value,)
    frames = [part.data if isinstance(part, Chart | Table) else part for part in parts]
    tables = [frame for frame in frames if isinstance(frame, pd.DataFrame)]
    return sum(int(frame.memory_usage(index=True, deep=True).sum()) for frame in tables)
