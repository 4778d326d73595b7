"""Where the thresholds are: what is delivered, what is flagged, what is quarantined."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from cases.spam.labels import DELIVERED, FLAGGED, QUARANTINED
from cases.spam.model import Validation

MISSED, FLAGGED_SPAM = 1.0, 0.3  # what a delivered and a flagged spam cost, in delivered spam
CENT = 0.01  # $ that a delivered spam costs somebody (assumed)
NO_HAM = 30.0  # log odds to quarantine from where no legitimate mail says where
ENOUGH = 10  # messages, below which a share is not counted but extrapolated


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How thresholds are set, and what errors cost in delivered spam.

    `flag_at` and `quarantine_at` are the chances of spam set by hand, `budget` the legitimate
    messages of 10,000 that may be quarantined.
    """

    thresholds: str
    budget: float
    false_quarantine: float
    false_flag: float
    flag_at: float = 0.5
    quarantine_at: float = 0.95

    @property
    def flags(self) -> bool:
        """Whether there is a second threshold, from which mail is delivered with a warning."""
        return self.thresholds in ("two", "budget", "hand")

    @property
    def from_costs(self) -> tuple[float, float]:
        """The log odds from which to flag and from which to quarantine (see `two_thresholds`)."""
        held = max(self.false_quarantine, self.false_flag)
        flag, quarantine = two_thresholds(MISSED, FLAGGED_SPAM, self.false_flag, held)
        return _log_odds(flag), _log_odds(quarantine)

    def error_costs(self, spam: np.ndarray) -> np.ndarray:
        """What each message costs ($) if it is delivered, flagged, or quarantined.

        `spam` is 1 for spam, shape (messages,); the result has shape (messages, 3), its columns in
        the order of DELIVERED, FLAGGED, QUARANTINED.
        """
        spam = np.asarray(spam, dtype=float)
        ham = 1 - spam
        delivered, quarantined = MISSED * spam, self.false_quarantine * ham
        flagged = FLAGGED_SPAM * spam + self.false_flag * ham
        return CENT * np.stack([delivered, flagged, quarantined], axis=-1)


@dataclass(frozen=True)
class Operating:
    """The thresholds a design sets, as log odds: quarantine from `quarantine`, flag from `flag`.

    `flag` is infinite where nothing is flagged; above the quarantine threshold it has no effect.
    `marks` are the quarantine thresholds that other rules would set, by the name of the rule.
    """

    policy: Policy
    flag: float
    quarantine: float
    marks: tuple[tuple[str, float], ...] = ()

    def at(self, quarantine: float) -> Operating:
        """The same with another quarantine threshold: what the dial does."""
        return replace(self, quarantine=quarantine)

    def decide(self, score: np.ndarray) -> np.ndarray:
        """What becomes of each message: DELIVERED, FLAGGED or QUARANTINED."""
        flagged = np.where(score >= self.flag, FLAGGED, DELIVERED)
        return np.where(score >= self.quarantine, QUARANTINED, flagged)


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
    quarantine = (held_ham - flagged_ham) / (held_ham - flagged_ham + flagged_spam)
    return flag, quarantine


def policy(
    *,
    thresholds: str,
    budget: float,
    flag_at: float,
    quarantine_at: float,
    false_quarantine: float,
    false_flag: float,
) -> Policy:
    """Fix how thresholds are set and what errors cost."""
    return Policy(
        thresholds=thresholds,
        budget=budget,
        false_quarantine=false_quarantine,
        false_flag=false_flag,
        flag_at=flag_at,
        quarantine_at=quarantine_at,
    )


def operating(validation: Validation, policy: Policy) -> Operating:
    """Set the thresholds by the rule, on what the team sees."""
    flag, quarantine = policy.from_costs
    one = _log_odds(policy.false_quarantine / (policy.false_quarantine + MISSED))
    budget = budget_threshold(validation.log_odds, validation.label, policy.budget)
    marks = {"half": 0.0, "one": one, "two": quarantine, "budget": budget}
    if policy.thresholds == "hand":
        flag, marks["hand"] = _log_odds(policy.flag_at), _log_odds(policy.quarantine_at)
    own = marks[policy.thresholds]
    return Operating(policy, flag if policy.flags else math.inf, own, tuple(marks.items()))


def budget_threshold(log_odds: np.ndarray, label: np.ndarray, per_10_000: float) -> float:
    """The threshold at which `per_10_000` of 10,000 legitimate messages are quarantined.

    As many of the held-back ones as the budget allows, where that is at least ENOUGH of them. A
    smaller budget cannot be counted on so few: beyond the ENOUGH highest scores the share is taken
    to fall exponentially, by the mean excess of those scores (Weissman 1978, on log odds). NO_HAM
    where there is no legitimate mail, or the budget is 0.

    >>> scores, ham = np.arange(1000.0), np.zeros(1000)
    >>> [round(budget_threshold(scores, ham, budget)) for budget in (1000, 100, 10, 1)]
    [899, 989, 1002, 1014]
    """
    ham = np.sort(log_odds[label == 0])[::-1]
    wanted = per_10_000 * 1e-4 * len(ham)
    if len(ham) < 2 or wanted <= 0:
        return NO_HAM
    enough = min(ENOUGH, len(ham) - 1)
    if wanted >= enough:
        allowed = min(math.floor(wanted), len(ham) - 1)
        return float(np.nextafter(ham[allowed], np.inf))
    excess = float(np.mean(ham[:enough] - ham[enough]))
    return float(np.nextafter(ham[enough] + excess * math.log(enough / wanted), np.inf))


def _log_odds(probability: float) -> float:
    inside = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(inside / (1 - inside))
