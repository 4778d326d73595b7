"""The live days: score, decide, hear from users, learn, and let spammers answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from cases.spam.decide import Operating
from cases.spam.features import Encoded, with_vectors
from cases.spam.filters import Basis, Filter, make
from cases.spam.labels import QUARANTINED, Known, Users, known
from cases.spam.model import Learner, gathered
from cases.spam.world import Arrived, Poison, delivered, scheduled
from data.mail import Mail
from data.mail.attacks import Luck, Sent, Tactics, answer
from pipelines.over_time.replay import Replayed, replay
from pipelines.text.bags import Bags, stacked

EVERY = {"never": 0, "weekly": 7, "nightly": 1}


@dataclass(frozen=True, eq=False)
class Live:
    """The judged messages, one row each, in order of time.

    Columns: message, time, day, week, mailbox, spam, topic, group, log_odds, attainable (exact log
    odds), expensive (read by a cascade's second stage), copy (its content was seen before that
    day), first (the message it repeats), decision.
    `tactics` has one entry a day, `sent` the messages themselves, by day; `known` what the team
    heard of each row; `bags` their words.
    """

    rows: pd.DataFrame
    replayed: Replayed
    tactics: tuple[Tactics, ...]
    sent: tuple[Sent, ...]
    known: Known
    bags: Bags
    training: Bags
    filter: Filter


@dataclass(eq=False, kw_only=True)
class Course:
    """The live days as they unfold. What the team knows grows day by day in `known`."""

    mail: Mail
    luck: Luck
    encoded: Encoded
    poison: Poison
    users: Users
    past: Known
    basis: Basis
    learner: Learner
    operating: Operating
    serving: Filter
    update: str
    reacts: bool
    tolerated: float
    ceiling: np.ndarray
    attack_from: int
    tactics: list[Tactics] = field(default_factory=list)
    frames: list[pd.DataFrame] = field(default_factory=list)
    heard: list[Known] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    bags: list[Bags] = field(default_factory=list)
    learnt_until: int = 0

    def serve(self, period: int, trained: int) -> None:
        """One day: spammers move, the filter learns if it is time, mail is scored and decided."""
        day = self.mail.live_from + period
        if period and trained == period:
            self._learn(day)
        rows = np.flatnonzero(self.mail.day == day)
        bags, best = self._arrive(period, day, rows)
        mailbox = self.mail.world.seen["mailbox"].to_numpy()[rows]
        copy, first = copies(bags)
        log_odds = self.serving.log_odds(bags, mailbox)
        decision = self.operating.decide(log_odds)
        self.heard.append(
            known(
                self.mail,
                self.users,
                rows,
                decision,
                labels=self.learner.labels,
                audit=self.learner.audit,
            )
        )
        self.bags.append(bags)
        facts = {"log_odds": log_odds, "attainable": best, "decision": decision, "copy": copy}
        facts |= {"first": rows[first], "expensive": self.serving.passes_on(bags)}
        self.frames.append(self._frame(rows, facts))

    def _arrive(self, period: int, day: int, rows: np.ndarray) -> tuple[Bags, np.ndarray]:
        """The day's mail under the day's tactics: bags, and exact log odds."""
        if not self.reacts:
            return self.encoded.bags.take(rows), self.ceiling[rows]
        now = self.tactics[-1] if self.tactics else Tactics()
        if day >= self.attack_from and self.frames:
            yesterday = self.frames[-1]
            spam = yesterday["spam"].to_numpy() == 1
            held = yesterday["decision"].to_numpy() == QUARANTINED
            caught = held[spam].mean() if spam.any() else 0.0
            now = answer(now, float(caught), self.tolerated)
        self.tactics.append(now)
        bags, messages, best = delivered(self.mail, rows, now, self.luck)
        self.sent.append(messages)
        return with_vectors(self.mail, bags, messages, self.encoded.bags), best

    def _learn(self, day: int) -> None:
        """Train on what is known by the morning of `day`, or update on what is new since."""
        heard = joined([self.past, *self.heard])
        rows = np.arange(len(heard.label))
        encoded = self.encoded
        if self.reacts:
            cut = len(self.past.label)
            encoded = Encoded(
                stacked([self.encoded.bags.take(np.arange(cut)), *self.bags]), self.encoded.poison
            )
        online = self.update == "online" and self.serving.renew is not None
        found = gathered(
            self.mail,
            encoded,
            self.poison,
            rows,
            heard,
            day,
            self.learner.window,
            since=self.learnt_until if online else None,
        )
        self.learnt_until = day
        if online and self.serving.renew is not None:
            self.serving = self.serving.renew(found)
        else:
            self.serving = make(found, self.learner.design, self.basis)

    def _frame(self, rows: np.ndarray, facts: dict[str, np.ndarray]) -> pd.DataFrame:
        seen, truth = self.mail.world.seen.iloc[rows], self.mail.world.truth.iloc[rows]
        columns = {name: seen[name].to_numpy() for name in ("message", "time", "day", "mailbox")}
        columns["week"] = (columns["day"] - self.mail.live_from) // 7
        columns |= {name: truth[name].to_numpy() for name in ("spam", "topic", "group")}
        return pd.DataFrame(columns | facts)


def live(
    mail: Mail,
    luck: Luck,
    arrived: Arrived,
    encoded: Encoded,
    poison: Poison,
    users: Users,
    past: Known,
    basis: Basis,
    deployed: Filter,
    learner: Learner,
    operating: Operating,
    *,
    adversary: str,
    obfuscated: float,
    padding: int,
    tolerated: float,
    learning: str,
    update: str,
) -> Live:
    """Run the live days: score, decide, collect reports, retrain, and let spammers answer."""
    course = Course(
        mail=mail,
        luck=luck,
        encoded=encoded,
        poison=poison,
        users=users,
        past=past,
        basis=basis,
        learner=learner,
        operating=operating,
        serving=deployed,
        update=update,
        reacts=adversary == "reacts",
        tolerated=tolerated,
        ceiling=arrived.ceiling,
        attack_from=arrived.attack_from,
        learnt_until=mail.live_from,
    )
    days = int(mail.day[-1]) + 1 - mail.live_from
    replayed = replay(days, every=EVERY[learning], serve=course.serve)
    plan = scheduled(adversary, obfuscated, padding)
    planned = [
        plan if mail.live_from + day >= arrived.attack_from else Tactics() for day in range(days)
    ]
    return Live(
        rows=pd.concat(course.frames, ignore_index=True),
        replayed=replayed,
        tactics=tuple(course.tactics or planned),
        sent=tuple(course.sent) or arrived.phrases,
        known=joined(course.heard),
        bags=stacked(course.bags),
        training=deployed.training,
        filter=course.serving,
    )


def copies(bags: Bags) -> tuple[np.ndarray, np.ndarray]:
    """Which messages repeat the content of an earlier one of the day, and the row of the first."""
    luck = np.random.default_rng(0).random(bags.counts.shape[1])
    # Equal bags give equal sums; different ones differ in some of 53 bits.
    mark = np.asarray(bags.counts @ luck).ravel()
    _, first, which = np.unique(mark, return_index=True, return_inverse=True)
    return first[which] != np.arange(len(mark)), first[which]


def joined(parts: Sequence[Known]) -> Known:
    """What is known of several sets of messages, one after the other."""
    names = ("label", "at", "weight", "audited")
    return Known(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
