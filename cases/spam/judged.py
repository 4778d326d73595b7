"""Messages as they are judged: by what the filter and the stream did, by the team, at best."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from cases.spam.decide import Operating, Policy
from cases.spam.filters import probability
from cases.spam.labels import DELIVERED, FLAGGED, QUARANTINED
from cases.spam.live import Live
from cases.spam.model import Validation
from cases.spam.serving import Stream
from cases.spam.world import Arrived
from data.mail import DAY, Mail
from data.world import stream as random_of
from pipelines.evaluation.decisions import Ordered, threshold_axis
from pipelines.evaluation.tally import Curve, Part, Summand

SURE = math.log(99)  # log odds of 99 %
KNOTS = 128  # thresholds at which curves are resampled, of each kind
MONDAY = 0  # of each week of days counted from the world's first


@dataclass(frozen=True, eq=False)
class ScoredMail:
    """Messages to be judged, one value each: shape (messages,).

    `score` is what the quarantine threshold is compared with (log odds; -inf where none came),
    `log_odds` what the filter promised, `spam` 1.0 for spam, `group` numbers near-copies from 0,
    `bounced` marks messages refused for want of room.
    """

    score: np.ndarray
    log_odds: np.ndarray
    spam: np.ndarray
    group: np.ndarray
    bounced: np.ndarray

    @cached_property
    def by_score(self) -> Ordered:
        """The messages by falling score."""
        return Ordered.by(self.score)

    def least_cost(self, policy: Policy) -> float:
        """The least cost of errors ($) any two thresholds have, found in hindsight.

        With hindsight, so that luck in a small sample cannot beat it.
        """
        costs, ordered = policy.error_costs(self.spam), self.by_score
        thresholds = -np.unique(ordered.scores)
        flagging, quarantining = (
            np.r_[0.0, ordered.sums_at(costs[:, i + 1] - costs[:, i], thresholds)] for i in (0, 1)
        )
        # Quarantine the first i and flag up to j >= i: the best i so far for each j.
        saved = np.minimum.accumulate(quarantining) + flagging
        return float(costs[:, 0].sum() + saved.min())


def scored(live: Live, stream: Stream, *, cache: str, backpressure: str, seed: int) -> pd.DataFrame:
    """Follow live messages through the stream: cached, scored, delivered unscored, or bounced.

    Adds to the live rows: served (log odds as served: a cached copy gets the first one's), unscored
    and bounced (no room was left), and score (`served`, or -inf where there was no room).
    """
    rows = live.rows.copy()
    served = rows["log_odds"].to_numpy()
    if cache == "on":
        place = pd.Series(np.arange(len(rows)), index=rows["message"].to_numpy())
        served = served[place[rows["first"].to_numpy()].to_numpy()]
    monday = rows["day"].to_numpy() % 7 == MONDAY
    step = (rows["time"].to_numpy() % DAY / DAY * len(stream.monday.rates)).astype(int)
    chance = np.where(monday, stream.monday.away[step], stream.usual.away[step])
    away = random_of(seed, "turned away").random(len(rows)) < chance
    rows["served"] = served
    rows["unscored"] = away & (backpressure != "drop")
    rows["bounced"] = away & (backpressure == "drop")
    rows["score"] = np.where(away, -np.inf, served)
    return rows


def judged(scored: pd.DataFrame) -> ScoredMail:
    """Judge the live messages by what the filter and the stream made of them."""
    return ScoredMail(
        score=scored["score"].to_numpy(),
        log_odds=scored["served"].to_numpy(),
        spam=scored["spam"].to_numpy().astype(float),
        group=_numbered(scored["group"]),
        bounced=scored["bounced"].to_numpy(),
    )


def attainable(scored: pd.DataFrame) -> ScoredMail:
    """Judge the live messages by the exact chance of spam: the best anybody could do."""
    best = scored["attainable"].to_numpy()
    spam = scored["spam"].to_numpy().astype(float)
    return ScoredMail(best, best, spam, _numbered(scored["group"]), np.zeros(len(spam), bool))


def believed(validation: Validation) -> ScoredMail:
    """Judge the held-back messages as the team does, by the labels it has."""
    label = validation.label.astype(float)
    none = np.zeros(len(label), dtype=bool)
    return ScoredMail(validation.log_odds, validation.log_odds, label, validation.group, none)


def _numbered(group: pd.Series) -> np.ndarray:
    return np.unique(group.to_numpy(), return_inverse=True)[1]


@dataclass(frozen=True)
class Change:
    """The live day (from 0) on which the world or the spammers change; -1 for none."""

    day: int


def change(mail: Mail, arrived: Arrived, *, drift: str, adversary: str) -> Change:
    """Find the day of the change, from which recovery is timed."""
    if adversary in ("obfuscate", "good_words", "reacts"):
        return Change(arrived.attack_from - mail.live_from)
    if drift in ("new", "returning"):
        return Change(math.ceil(mail.schedule.starts) - mail.live_from)
    return Change(-1)


def parts(mail: ScoredMail, operating: Operating) -> Mapping[str, Part]:
    """What the formulas add up: messages by class and by what the thresholds make of them.

    The quarantine threshold is the dial; the flag threshold stays where the design has it, or goes
    along with the dial where that is lower. So a message with at least the score to be flagged is
    over one of the two at every position.
    """
    group, spam, ham = mail.group, mail.spam, 1 - mail.spam
    chance = probability(mail.log_odds)
    costs = operating.policy.error_costs(spam)
    held = mail.by_score
    over = Ordered.by(np.where(mail.score >= operating.flag, np.inf, mail.score))
    # A bounced message is lost: it costs as much as if it were quarantined, whatever the dial.
    at_least = np.where(mail.bounced, costs[:, QUARANTINED], costs[:, DELIVERED])
    return {
        "messages": Summand(np.ones(len(spam)), group),
        "spam": Summand(spam, group),
        "ham": Summand(ham, group),
        "spam bounced": Summand(spam * mail.bounced, group),
        "promised": Summand(chance, group),
        "squared error": Summand((chance - spam) ** 2, group),
        "sure": Summand((np.abs(mail.log_odds) > SURE).astype(float), group),
        "ham quarantined": Summand(ham, group, held),
        "spam quarantined": Summand(spam, group, held),
        "ham flagged or quarantined": Summand(ham, group, over),
        "spam flagged or quarantined": Summand(spam, group, over),
        "cost if delivered": Summand(at_least, group),
        "cost of flagging": Summand(costs[:, FLAGGED] - costs[:, DELIVERED], group, over),
        "cost of quarantining": Summand(costs[:, QUARANTINED] - costs[:, FLAGGED], group, held),
        "messages by score": Curve(np.ones(len(spam)), group, held, _knots(mail)),
        "spam by score": Curve(spam, group, held, _knots(mail)),
    }


def _knots(mail: ScoredMail) -> np.ndarray:
    """Scores at which curves are resampled: spread over all mail, and just above legitimate mail,
    where recall at a false-positive rate is read."""
    finite = np.isfinite(mail.score)
    ham = mail.score[finite & (mail.spam == 0)]
    above = np.nextafter(threshold_axis(ham, positions=KNOTS), np.inf)
    return np.r_[threshold_axis(mail.score[finite], positions=KNOTS), above]
