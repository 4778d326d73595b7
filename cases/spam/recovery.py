"""How long it takes to be as good again after the world has changed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cases.spam.labels import QUARANTINED
from cases.spam.live import Live
from cases.spam.world import Arrived
from data.mail import Mail

AS_GOOD = 0.9  # of the share caught before
SPAN = 3  # days that are looked at together


@dataclass(frozen=True)
class Recovery:
    """Weeks from a change until spam is caught nearly as before; NaN with the reason in `why`."""

    weeks: float
    why: str
    change: int


def recovery(mail: Mail, arrived: Arrived, live: Live, *, drift: str, adversary: str) -> Recovery:
    """Time how long after the change spam was caught nearly as well as before it."""
    day = _change(mail, arrived, drift, adversary)
    if day is None:
        return Recovery(math.nan, "Nothing changes at a moment that could be timed.", -1)
    rows = live.rows[live.rows["spam"] == 1]
    days = np.arange(mail.live_from, int(mail.day[-1]) + 1)
    held = (rows["decision"] == QUARANTINED).to_numpy(float)
    at = rows["day"].to_numpy() - mail.live_from
    caught, count = (np.bincount(at, part, len(days)) for part in (held, np.ones(len(held))))
    before = days < day
    if not count[before].sum() or not caught[before].sum():
        return Recovery(math.nan, "No spam was caught before the change.", day)
    usual = caught[before].sum() / count[before].sum()
    return Recovery(_weeks(caught[~before], count[~before], usual), "", day)


def _weeks(caught: np.ndarray, count: np.ndarray, usual: float) -> float:
    """Weeks until SPAN days together reach AS_GOOD of the usual, and stay the last to fail."""
    window = np.ones(SPAN)
    share = np.convolve(caught, window, "valid") / np.maximum(
        np.convolve(count, window, "valid"), 1
    )
    bad = np.flatnonzero(share < AS_GOOD * usual)
    if not len(bad):
        return 0.0
    return float(min(bad[-1] + SPAN, len(caught))) / 7


def _change(mail: Mail, arrived: Arrived, drift: str, adversary: str) -> int | None:
    """The first live day of the change, if there is one."""
    if adversary in ("obfuscate", "good_words", "reacts"):
        return arrived.attack_from
    if drift in ("new", "returning"):
        return int(np.ceil(mail.schedule.starts))
    return None
