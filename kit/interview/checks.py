"""What a debrief looks at: each check gives a share of its points, and links what was lost to the
moment and the number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kit.interview.trace import Moment, Trace

POINTS = 10.0
MOST_LINKED = 5


@dataclass(frozen=True)
class Lost:
    """Where points were lost: the event, the clock (seconds), and what was so, with its number."""

    event: int
    clock: float
    sentence: str


@dataclass(frozen=True)
class Check:
    """One thing looked at: `share` (0 to 1) of its points were kept; None where it did not arise.

    `side` is outcome (the design at the end) or process (how it was arrived at). `to_do` is what to
    practise where it is weak.
    """

    name: str
    side: str
    label: str
    share: float | None
    sentence: str
    to_do: str
    lost: tuple[Lost, ...] = ()

    @property
    def points(self) -> float:
        """Points kept, of ten."""
        return POINTS * (self.share or 0.0)

    @property
    def missing(self) -> float:
        """Points lost; none where it did not arise."""
        return 0.0 if self.share is None else POINTS * (1 - self.share)


def share_of(good: int, all_: int) -> float | None:
    """A share; None of nothing."""
    return good / all_ if all_ else None


def at(moment: Moment, sentence: str) -> Lost:
    """A loss at a moment."""
    return Lost(moment.event.number, moment.clock, sentence)


def at_end(read: Trace, sentence: str) -> Lost:
    """A loss that shows at the end: linked to the last run, else to the last event."""
    number = read.end.ran.number if read.end.ran else read.end.length
    return Lost(number, read.clock_of(number), sentence)


def few(lost: Iterable[Lost]) -> tuple[Lost, ...]:
    """The first few losses: more of a kind say nothing new."""
    return tuple(lost)[:MOST_LINKED]


def counted(count: int, what: str) -> str:
    """A count with its noun.

    >>> counted(1, "change"), counted(2, "change")
    ('1 change', '2 changes')
    """
    return f"{count} {what}{'' if count == 1 else 's'}"
