"""What a scenario asks of a board, and the verdict on one check."""

from __future__ import annotations

from dataclasses import dataclass

PASSED, FAILED, OPEN = "passed", "failed", "open"


@dataclass(frozen=True)
class Demands:
    """The targets that the behavioural checks are judged by; None where nothing is asked.

    A percentile of the latency (`percent`, `within_ms`), the busiest box's load, the share of
    requests that may fail while a box is down, seconds to recover after a burst and to work a
    queue off, ages of features (s) and models (days), hours to notice a drifted input, USD per
    million answers, the share of a day's users a bad model may reach, and the hours a job has.
    """

    percent: float = 99.0
    within_ms: float | None = 100.0
    busy: float = 0.9
    failed_share: float = 0.01
    recover_s: float = 300.0
    drain_s: float = 300.0
    feature_age_s: float = 60.0
    model_age_days: float = 60.0
    notice_hours: float = 1.0
    cost_per_million: float = 100.0
    share_hit: float = 0.02


@dataclass(frozen=True)
class Verdict:
    """One check: passed, failed, or open (it cannot be said of this board), why, how to see it.

    `see` is a sentence; `fault` names what to throw (`kill:model`, `traffic:3`), if anything.
    """

    code: str
    title: str
    verdict: str
    evidence: str
    see: str
    fault: str = ""

    @property
    def passed(self) -> bool:
        return self.verdict == PASSED


def judged(passed: bool) -> str:
    """The word for a check that could be made."""
    return PASSED if passed else FAILED
