"""Word of stages at work, for whoever watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Told of a stage: its name, the phase ("start", "done" or "memory") and the seconds it cost; or,
# in phase "part", which share of its work a long stage has done.
Watch = Callable[[str, str, float], None]
_HEARD: ContextVar[Callable[[float], None] | None] = ContextVar("heard", default=None)


def part_done(share: float) -> None:
    """Said by a stage at work: the share of it that is done, for whoever watches."""
    if heard := _HEARD.get():
        heard(share)


@contextmanager
def hearing(stage: str, tell: Watch) -> Iterator[None]:
    """What a stage says of itself, in here, is passed on."""
    token = _HEARD.set(lambda share: tell(stage, "part", share))
    try:
        yield
    finally:
        _HEARD.reset(token)
