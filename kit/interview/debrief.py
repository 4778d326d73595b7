"""The debrief of an interview: a plain function of its log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kit.interview.checks import Check
from kit.interview.events import Event
from kit.interview.outcome import outcome_checks
from kit.interview.predictions import Prediction, brier, predictions
from kit.interview.process import process_checks
from kit.interview.trace import Trace, trace

FIRST = 2  # things to work on first


@dataclass(frozen=True)
class Debrief:
    """What an interview showed. `checks` hold outcome and process apart; `work_on` are the two
    that lost most."""

    read: Trace
    checks: tuple[Check, ...]
    predictions: tuple[Prediction, ...]

    @property
    def brier(self) -> float | None:
        """How far from right one was sure."""
        return brier(self.predictions)

    @property
    def work_on(self) -> tuple[Check, ...]:
        """What to work on first: the checks that lost most points."""
        lost = [check for check in self.checks if check.missing > 0]
        return tuple(sorted(lost, key=lambda check: -check.missing)[:FIRST])

    def of(self, side: str) -> tuple[Check, ...]:
        """The checks of one side, outcome or process."""
        return tuple(check for check in self.checks if check.side == side)

    def score(self, side: str) -> float | None:
        """The share of the points of one side that was kept; None where nothing arose."""
        shares = [check.share for check in self.of(side) if check.share is not None]
        return sum(shares) / len(shares) if shares else None


def debrief(log: Iterable[Event]) -> Debrief:
    """The debrief of a log, as much of it as one side may see."""
    read = trace(log)
    checks = (*outcome_checks(read), *process_checks(read))
    return Debrief(read, checks, predictions(read))
