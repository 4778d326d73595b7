"""What a page derives from a run (drawings, facts, curves, verdicts), made once for everybody."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import TypeVar

from kit.choice import Value
from kit.run import Run
from pipelines.engine import MEMO
from pipelines.memo import Kept
from pipelines.turns import BESIDE
from ui.work import beside

Result = TypeVar("Result")
Tell = Callable[[str, float], None]


def cached(key: Hashable, make: Callable[[], Result], what: str, tell: Tell) -> Result:
    """The result of `make`, remembered under `key`; `tell(what, seconds)` hears while it is made.

    `make` must depend on nothing but the key, and must not write to the page.
    """

    def timed() -> Kept:
        began = time.perf_counter()
        value = make()
        return Kept.of(value, time.perf_counter() - began)

    if key in MEMO:
        return MEMO.get(key, timed)[0].value
    told = beside(lambda: MEMO.get(key, timed), lambda seconds: tell(what, seconds), BESIDE)
    return told[0].value


def quietly(what: str, seconds: float) -> None:
    """Tell nobody: for what is made already, or within a blink."""


def still(run: Run) -> tuple[tuple[str, Value], ...]:
    """The design of a run without its dial: all that settles what does not move with the dial."""
    return tuple(pair for pair in run.design.chosen if pair[0] != run.case.dial.name)


def known(key: Hashable) -> bool:
    """Whether a result is remembered under a key."""
    return key in MEMO
