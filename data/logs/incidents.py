"""When something goes wrong, of which kind, and by what it multiplies the rate of each message."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.logs.constants import FEW, KINDS, MIXED, MIXES, SHORTEST, SLOW_MINUTES
from data.logs.templates import USUAL
from data.world import stream

COLUMNS = ("kind", "pattern", "start", "end", "ticket", "known")


def incidents(
    minutes: int, *, share: float, mean: float, kinds: str, seed: int, part: str, first: int = 0
) -> pd.DataFrame:
    """Incidents in `minutes` of time, `share` of it on average, from minute `first` on.

    Gaps are exponential; lengths are geometric with the `mean` (minutes) and at least five. One
    row each: kind, pattern (the message it touches, or which mix), start and end (minutes, end not
    included). `kinds` is one kind, or "mixed": each as likely. `part` names the random stream.
    """
    random = stream(seed, f"incidents {part}")
    if share <= 0:
        return pd.DataFrame({name: [] for name in COLUMNS[:4]})
    gap = mean * (1 - share) / share
    most = int(3 * minutes / (mean + gap)) + 20
    length = SHORTEST + random.geometric(1 / max(mean - SHORTEST, 1.0), most) - 1
    start = np.cumsum(random.exponential(gap, most)).round().astype(int)
    start[1:] += np.cumsum(length)[:-1]
    drawn, touched = random.integers(0, len(MIXED), most), random.integers(0, len(USUAL), most)
    kind = np.array(MIXED)[drawn] if kinds == "mixed" else np.repeat(kinds, most)
    found = pd.DataFrame({"kind": kind, "pattern": touched, "start": start, "end": start + length})
    found = found[found["end"] <= minutes].reset_index(drop=True)
    found["pattern"] = np.where(found["kind"] == "mix", found["pattern"] % MIXES, found["pattern"])
    return found.assign(start=found["start"] + first, end=found["end"] + first)


def slow_attacks(days: int, *, seed: int, first: int) -> pd.DataFrame:
    """One attack a day, six hours of a third more, at an hour of its own; from minute `first`."""
    begin = stream(seed, "slow attacks").integers(0, 1440 - SLOW_MINUTES, days)
    start = first + 1440 * np.arange(days) + begin
    return pd.DataFrame({"kind": "slow", "pattern": 0, "start": start, "end": start + SLOW_MINUTES})


def ticketed(found: pd.DataFrame, noticed: float, *, seed: int, part: str) -> pd.DataFrame:
    """Adds which incidents somebody wrote up, and the minute from which that is known.

    A share `noticed` is, within two days of the end.
    """
    random = stream(seed, f"tickets {part}")
    luck, wait = random.random((2, max(len(found), 1)))[:, : len(found)]
    known = found["end"].to_numpy(float) + 1440 * 2 * wait
    return found.assign(ticket=luck < noticed, known=known)


def mixes() -> np.ndarray:
    """By what each mix multiplies the messages, shape (mixes, messages), at signal 1.

    A third of the messages doubles, a third halves.
    """
    place = (np.arange(len(USUAL))[None, :] + np.arange(MIXES)[:, None]) % 3
    return np.choose(place, (KINDS["mix"].times, 1 / KINDS["mix"].times, 1.0))


def multiplier(kind: str, pattern: int, signal: float) -> np.ndarray:
    """By what an incident multiplies the rate of every usual message, shape (messages,).

    `signal` is an exponent: 0 is nothing, 1 what `KINDS` says, 2 its square.
    """
    what, times = KINDS[kind], np.ones(len(USUAL))
    if what.touches == "one":
        times[pattern] = what.times
    elif what.touches == "all":
        times[:] = what.times
    elif what.touches == "few":
        times[list(FEW)] = what.times
    elif what.touches == "mix":
        times = mixes()[pattern]
    return times**signal if signal > 0 else np.ones(len(USUAL))
