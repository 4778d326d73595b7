"""Messages judged by a score: what every line holds back, lets through and costs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from cases.spam.decide import CENT, FLAGGED_SPAM, MISSED, Operating, Policy
from cases.spam.filters import probability
from cases.spam.live import Live
from cases.spam.model import Validation
from cases.spam.serving import Stream
from data.mail import DAY
from data.world import stream as luck_of
from pipelines.evaluation.decisions import Ordered
from pipelines.evaluation.scores import average_precision, brier, calibration_ratio

RATES = {"recall_01": 0.001, "recall_05": 0.005}
MONDAY = 0  # of each week of days counted from the world's first
SURE = math.log(99)


@dataclass(frozen=True, eq=False)
class Judged:
    """Messages with a score (log odds; -inf where none came), whether they are spam, and their
    group of near-copies."""

    score: np.ndarray
    said: np.ndarray
    spam: np.ndarray
    group: np.ndarray
    lost: np.ndarray

    @cached_property
    def ordered(self) -> Ordered:
        """The messages by falling score."""
        return Ordered.by(self.score)


def judged_rows(
    live: Live, stream: Stream, *, cache: str, backpressure: str, seed: int
) -> pd.DataFrame:
    """Judge the live messages: what the stream did not score is delivered, or lost.

    Adds to the live rows: score (log odds as acted on; -inf where the message was delivered
    unscored), unscored and lost (bounced for want of room).
    """
    rows = live.rows.copy()
    said = rows["log_odds"].to_numpy()
    if cache == "on":
        place = pd.Series(np.arange(len(rows)), index=rows["message"].to_numpy())
        said = said[place[rows["first"].to_numpy()].to_numpy()]
    monday = rows["day"].to_numpy() % 7 == MONDAY
    step = (rows["time"].to_numpy() % DAY / DAY * len(stream.away)).astype(int)
    chance = np.where(monday, stream.away[step], stream.usual_away[step])
    away = luck_of(seed, "turned away").random(len(rows)) < chance
    rows["said"] = said
    rows["unscored"], rows["lost"] = (
        away & (backpressure != "drop"),
        away & (backpressure == "drop"),
    )
    rows["score"] = np.where(away, -np.inf, said)
    return rows


def judged_live(rows: pd.DataFrame, column: str = "score") -> Judged:
    """The live messages as judged by a column: score, or ceiling."""
    lost = rows["lost"].to_numpy() & (column == "score")
    said = rows["said" if column == "score" else column].to_numpy()
    group = np.unique(rows["group"].to_numpy(), return_inverse=True)[1]
    spam = rows["spam"].to_numpy().astype(float)
    return Judged(rows[column].to_numpy(), said, spam, group, lost)


def judged_seen(validation: Validation) -> Judged:
    """The held-back messages as the team judges them, by the labels it has."""
    label = validation.label.astype(float)
    none = np.zeros(len(label), dtype=bool)
    return Judged(validation.log_odds, validation.log_odds, label, validation.group, none)


@dataclass(frozen=True, eq=False)
class Counts:
    """How much honest mail and spam there is (`hams`, `spams`), and, as pairs of both, how much is
    quarantined (`held`), flagged or quarantined (`over`), or bounced (`lost`): arrays that
    broadcast."""

    hams: np.ndarray
    spams: np.ndarray
    held: tuple[np.ndarray, ...]
    over: tuple[np.ndarray, ...]
    lost: tuple[np.ndarray, ...]

    def readings(self, policy: Policy) -> dict[str, np.ndarray]:
        """The readings that move with the lines."""
        (held_ham, held_spam), (over_ham, over_spam) = self.held, self.over
        through = self.spams - over_spam - self.lost[1]
        wrong = held_ham + self.lost[0]
        price = cost(policy, wrong, over_ham - held_ham, over_spam - held_spam, through)
        held = held_ham + held_spam
        with np.errstate(invalid="ignore", divide="ignore"):
            return {
                "false_quarantines": 1e4 * held_ham / self.hams,
                "ham_flagged": (over_ham - held_ham) / self.hams,
                "spam_quarantined": held_spam / self.spams,
                "spam_flagged": (over_spam - held_spam) / self.spams,
                "spam_delivered": through / self.spams,
                "precision": np.where(held > 0, held_spam / held, np.nan),
                "cost": 1e4 * price / (self.hams + self.spams),
            }


def along(judged: Judged, axis: np.ndarray, operating: Operating) -> dict[str, np.ndarray]:
    """The readings that move with the quarantine line, one value per position of `axis`."""
    kinds = (1 - judged.spam, judged.spam)
    flags = np.minimum(flag_line(operating), axis)
    lost = judged.lost.astype(float)
    counts = Counts(
        hams=kinds[0].sum(),
        spams=kinds[1].sum(),
        held=tuple(judged.ordered.sums_at(kind, axis) for kind in kinds),
        over=tuple(judged.ordered.sums_at(kind, flags) for kind in kinds),
        lost=tuple((lost * kind).sum() for kind in kinds),
    )
    return counts.readings(operating.policy)


def flag_line(operating: Operating) -> float:
    """The log odds from which messages are flagged; one threshold flags nothing."""
    return operating.flag if operating.policy.flags else math.inf


def cost(policy: Policy, held_ham, flagged_ham, flagged_spam, delivered_spam):
    """What the errors cost, in $: numbers or arrays of counts."""
    units = (
        policy.false_quarantine * held_ham
        + policy.false_flag * flagged_ham
        + FLAGGED_SPAM * flagged_spam
        + MISSED * delivered_spam
    )
    return CENT * units


def whole(judged: Judged) -> dict[str, float]:
    """The readings that do not move with the line."""
    finite = np.where(np.isfinite(judged.score), judged.score, -1e4)
    chance = probability(judged.said)
    found = {name: recall_at(judged.spam, finite, rate) for name, rate in RATES.items()}
    return found | {
        "average_precision": average_precision(judged.spam, finite),
        "calibration": calibration_ratio(judged.spam, chance),
        "brier": brier(judged.spam, chance),
        "sure": float(np.mean(np.abs(judged.said) > SURE)) if len(judged.said) else math.nan,
    }


def recall_at(
    spam: np.ndarray, score: np.ndarray, rate: float, weights: np.ndarray | None = None
) -> float:
    """The most spam any line catches while at most `rate` of the honest mail is over it.

    Equal scores stand or fall together; NaN without both classes. This is the largest true
    positive rate of the ROC curve's points whose false positive rate is at most `rate`.
    """
    return float(recalls_at(spam, score, rate, None if weights is None else weights[None])[0])


def recalls_at(
    spam: np.ndarray, score: np.ndarray, rate: float, weights: np.ndarray | None = None
) -> np.ndarray:
    """`recall_at` for each row of `weights` (resamples, messages)."""
    order = np.argsort(-score, kind="stable")
    ranked = score[order]
    ends = np.flatnonzero(np.r_[ranked[1:] != ranked[:-1], np.ones(min(1, len(ranked)), bool)])
    each = np.ones((1, len(order)), np.float32) if weights is None else weights[:, order]
    caught = np.cumsum(each * spam[order].astype(np.float32), axis=1, dtype=np.float64)
    wrong = np.cumsum(each, axis=1, dtype=np.float64) - caught
    with np.errstate(invalid="ignore", divide="ignore"):
        if not len(ends):
            return np.full(len(each), math.nan)
        rates = wrong[:, ends] / wrong[:, -1:]
        shares = caught[:, ends] / caught[:, -1:]
        known = np.isfinite(rates[:, -1]) & np.isfinite(shares[:, -1])
    best = np.max(np.where(rates <= rate, shares, 0.0), axis=1)
    return np.where(known, best, math.nan)
