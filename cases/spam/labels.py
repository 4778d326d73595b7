"""What the team comes to know: what users report and rescue, what is audited, and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.mail import DAY, Mail
from data.mail.language import HAM_TOPICS
from data.world import stream

DELIVERED, FLAGGED, QUARANTINED = 0, 1, 2
REPORTS_SPAM = 0.3  # chance that a user reports spam found in the inbox
RESCUES = 0.05  # chance that a user finds legitimate mail in quarantine
REPORTS_NEWS = 0.06  # chance that a newsletter somebody signed up for is reported as spam
REPORTS_HAM = 0.002  # chance that any other legitimate mail is
SILENCE = 2 * DAY  # after this long without a report a message counts as what it was taken for
HELD_BY_RULES = 0.6  # share of newsletters the old rules quarantined


@dataclass(frozen=True, eq=False)
class Users:
    """The random numbers of each message's reader, the same for every design: whether they would
    report or rescue it, how long that takes (seconds), and a number from 0 to 1 that is below the
    audited share where it is audited. All of shape (messages,)."""

    report: np.ndarray
    rescue: np.ndarray
    delay: np.ndarray
    audit: np.ndarray


@dataclass(frozen=True, eq=False)
class Known:
    """Labels as the team has them: `label` 0 or 1, `at` the second it is known, `weight` in
    training (0: not used). One value a message; `audited` marks labels from the random audit."""

    label: np.ndarray
    at: np.ndarray
    weight: np.ndarray
    audited: np.ndarray


def users(mail: Mail) -> Users:
    """Draw who would report or rescue what, and how soon."""
    n, topic = len(mail.spam), mail.world.truth["topic"].to_numpy()
    news = topic == HAM_TOPICS.index("newsletter")
    chance = np.where(mail.spam == 1, REPORTS_SPAM, np.where(news, REPORTS_NEWS, REPORTS_HAM))
    return Users(
        stream(mail.seed, "reports").random(n) < chance,
        stream(mail.seed, "rescues").random(n) < RESCUES,
        stream(mail.seed, "label delays").exponential(DAY, n),
        stream(mail.seed, "audits").random(n),
    )


def known(
    mail: Mail, users: Users, rows: np.ndarray, decision: np.ndarray, *, labels: str, audit: float
) -> Known:
    """What becomes known of some messages after what was decided about them.

    `all`: what each is, a day later. `reports`: spam where a user reports it, legitimate where one
    rescues it, and else what it was taken for, after two days of silence. `audited`: what users
    tell, and of the silent rest only what was drawn at random for a person to read, which counts
    as many times as it stands for.
    """
    truth, time = mail.spam[rows], mail.world.seen["time"].to_numpy()[rows]
    if labels == "all":
        none = np.zeros(len(rows), dtype=bool)
        return Known(truth.astype(np.int8), time + DAY, np.ones(len(rows)), none)
    held = decision == QUARANTINED
    told = np.where(held, users.rescue[rows] & (truth == 0), users.report[rows])
    label = np.where(held, ~told, told).astype(np.int8)
    at = time + np.where(told, users.delay[rows], SILENCE)
    weight = np.ones(len(rows))
    drawn = (users.audit[rows] < audit) & (labels == "audited")
    if labels == "audited":
        weight[~told & ~drawn] = 0.0
        weight[~told & drawn] = 1 / audit
    label = np.where(drawn, truth, label).astype(np.int8)
    return Known(label, np.where(drawn, time + DAY, at), weight, drawn)


def incumbent(mail: Mail, ceiling: np.ndarray) -> np.ndarray:
    """What the old rules decided about past mail: sure spam is quarantined, and bulk mail too.

    They see the truth through heavy noise, and hold back most newsletters as bulk.
    """
    rng = stream(mail.seed, "old rules")
    n, topic = len(mail.spam), mail.world.truth["topic"].to_numpy()
    believed = 0.7 * ceiling + 2.5 * rng.standard_normal(n)
    bulk = (topic == HAM_TOPICS.index("newsletter")) & (rng.random(n) < HELD_BY_RULES)
    return np.where((believed > 3) | bulk, QUARANTINED, DELIVERED)
