"""The lines of a log as entries: which lines belong together, and what is odd about each entry.

An entry begins where a line begins with a time; lines without one (a stack trace) belong to the
entry before. Where no line has a time, those that are indented or go on with "Caused by:" do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

MOST_LETTERS = 500
TIME = re.compile(
    r"\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)\]?(?:\s+|$)"
)
GOES_ON = re.compile(r"\s|Caused by:|\.\.\. \d+ more")


@dataclass(frozen=True)
class Entry:
    """One entry: its lines as they stand, the message to mine ("" where it cannot be parsed), and
    what is odd about it, as words."""

    lines: tuple[str, ...]
    message: str
    remarks: tuple[str, ...]


def entries(text: str) -> list[Entry]:
    """The entries of a text, oldest first; lines without a letter on them are left out.

    >>> log = "2026-05-03 10:00:07 pool exhausted\\n  at Pool.take\\n2026-05-03 10:00:04 pool ok"
    >>> [(len(each.lines), each.message, each.remarks) for each in entries(log)]
    [(2, 'pool exhausted', ()), (1, 'pool ok', ('the clock goes back by 3 s',))]
    """
    lines = [line.rstrip("\r") for line in text.split("\n") if line.strip()]
    parts = [tuple(part) for part in _parts(lines)]
    return [_entry(own, before) for before, own in pairwise([(), *parts])]


def _parts(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """The lines cut where an entry begins."""
    timed = any(TIME.match(line) for line in lines)
    begins = [bool(TIME.match(line)) if timed else not GOES_ON.match(line) for line in lines]
    cuts = [at for at, here in enumerate(begins) if here or at == 0]
    for start, end in pairwise([*cuts, len(lines)]):
        yield lines[start:end]


def _entry(lines: tuple[str, ...], before: tuple[str, ...]) -> Entry:
    found = TIME.match(lines[0])
    message = lines[0][found.end() if found else 0 :].strip()
    broken = [letter for letter in message if _unreadable(letter)]
    remarks = []
    if broken:
        remarks.append(f"does not parse: {len(broken)} letters are not readable")
    elif not any(letter.isalnum() for letter in message):
        remarks.append("does not parse: there is no word in it")
    if len(message) > MOST_LETTERS:
        remarks.append(f"cut after {MOST_LETTERS} letters")
    if lines == before:
        remarks.append("the same as the entry before")
    elif before:
        remarks += _clock(lines[0], before[0])
    parsed = not remarks or not remarks[0].startswith("does not parse")
    return Entry(lines, message[:MOST_LETTERS] if parsed else "", tuple(remarks))


def _unreadable(letter: str) -> bool:
    """Whether a letter is what is left of one that could not be decoded, or controls a terminal."""
    return letter == "\N{REPLACEMENT CHARACTER}" or (
        letter != "\t" and unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn")
    )


def _clock(line: str, before: str) -> list[str]:
    """What is odd about the times of two entries in turn."""
    try:
        now, then = _time(line), _time(before)
    except ValueError:
        return ["its time is none there is"]
    if now is None or then is None or now >= then:
        return []
    return [f"the clock goes back by {(then - now).total_seconds():g} s"]


def _time(line: str) -> datetime | None:
    """The time a line begins with; those without a zone are taken for UTC."""
    found = TIME.match(line)
    if not found:
        return None
    time = datetime.fromisoformat(found.group(1))
    return time if time.tzinfo else time.replace(tzinfo=UTC)
