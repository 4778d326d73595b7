"""Where the lines are drawn: what is delivered, what is flagged, what is quarantined."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cases.spam.model import Validation

MISSED, FLAGGED_SPAM = 1.0, 0.3  # what a delivered and a flagged spam cost, in delivered spam
CENT = 0.01  # $ that a delivered spam costs somebody (assumed)


@dataclass(frozen=True)
class Policy:
    """How lines are drawn and what errors cost, in delivered spam."""

    thresholds: str
    budget: float
    false_quarantine: float
    false_flag: float
    by_hand: tuple[float, float] = (0.5, 0.95)

    @property
    def flags(self) -> bool:
        """Whether there is a second line, from which mail is delivered with a warning."""
        return self.thresholds in ("two", "budget", "hand")

    @property
    def from_costs(self) -> tuple[float, float]:
        """The log odds from which to flag and from which to quarantine (see `two_thresholds`)."""
        flag, hold = two_thresholds(
            MISSED, FLAGGED_SPAM, self.false_flag, max(self.false_quarantine, self.false_flag)
        )
        return _log_odds(flag), _log_odds(hold)


@dataclass(frozen=True)
class Operating:
    """The lines this design draws, as log odds: flag from `flag`, quarantine from `hold`."""

    policy: Policy
    flag: float
    hold: float
    marks: tuple[tuple[str, float], ...]


def two_thresholds(
    missed: float, flagged_spam: float, flagged_ham: float, held_ham: float
) -> tuple[float, float]:
    """The chances of spam from which flagging beats delivering, and quarantine beats flagging.

    t1 = c_fh / (c_fn - c_fs + c_fh), t2 = (c_fp - c_fh) / (c_fp - c_fh + c_fs): where the expected
    costs of neighbouring actions are equal (algebra).

    >>> [round(t, 3) for t in two_thresholds(1.0, 0.3, 1.0, 20.0)]
    [0.588, 0.984]
    """
    flag = flagged_ham / (missed - flagged_spam + flagged_ham)
    hold = (held_ham - flagged_ham) / (held_ham - flagged_ham + flagged_spam)
    return flag, hold


def policy(
    *,
    thresholds: str,
    budget: float,
    flag_at: float,
    hold_at: float,
    false_quarantine: float,
    false_flag: float,
) -> Policy:
    """Fix how lines are drawn and what errors cost."""
    return Policy(thresholds, budget, false_quarantine, false_flag, (flag_at, hold_at))


def operating(validation: Validation, policy: Policy) -> Operating:
    """Draw the lines by the rule, on what the team sees."""
    flag, hold = policy.from_costs
    one = _log_odds(policy.false_quarantine / (policy.false_quarantine + MISSED))
    budget = budget_threshold(validation.log_odds, validation.label, policy.budget)
    marks = {"half": 0.0, "one": one, "two": hold, "budget": budget}
    if policy.thresholds == "hand":
        flag, marks["hand"] = map(_log_odds, policy.by_hand)
    held = marks[policy.thresholds]
    flags = flag if policy.flags else held
    return Operating(policy, min(flags, held), held, tuple(marks.items()))


def budget_threshold(log_odds: np.ndarray, label: np.ndarray, per_10_000: float) -> float:
    """The lowest line at which at most `per_10_000` of 10,000 honest held-back messages are held.

    Just above the highest honest score where the budget allows none; 30 where there is no honest
    mail to draw it on.
    """
    ham = np.sort(log_odds[label == 0])[::-1]
    if not len(ham):
        return 30.0
    allowed = math.floor(per_10_000 * 1e-4 * len(ham))
    return float(np.nextafter(ham[min(allowed, len(ham) - 1)], np.inf))


def _log_odds(probability: float) -> float:
    inside = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(inside / (1 - inside))
