"""Mail: honest topics and rotating spam campaigns, written from phrases, copied and sent in bulk.

A message has a class (spam with the day's chance), a topic (by the day's mix), a length in phrases
(negative binomial, cut off), phrases and slot fillers (independent given the topic), and a sender
(age, reputation, links, burst). With the topic's chance it is instead a near-copy of one of the
topic's templates: same length, each phrase kept with probability 0.9. Attackers may obfuscate
words, pad with good words, and poison the training mail (`data.mail.attacks`). Everything a message
is drawn with has a known probability, so its posterior is exact (`data.mail.posterior`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from data.mail.language import HAM_TOPICS, IS_SPAM, TOPICS, Language, language
from data.mail.schedules import Schedule, schedule
from data.mail.senders import senders
from data.world import World, stream

DAY = 86_400.0
LONGEST = 16
MEAN_PHRASES = np.where(IS_SPAM, 5.5, 4.0)
SHAPE = 3.0  # of the negative binomial
COPIED = np.where(IS_SPAM, 0.5, 0.12)  # share of near-copies (measured on SMS: 52 % and 12 %)
COPIED[HAM_TOPICS.index("newsletter")] = 0.5
KEPT = 0.9  # share of a template's phrases that a copy keeps
TEMPLATES = 4
MAILBOXES = 4  # customers whose mail this is, each with users of its own
MOST_PADS = 40


@dataclass(frozen=True, eq=False)
class Phrases:
    """Messages laid end to end: `start` (messages + 1), and a phrase and a filler a place.

    `filler` is -1 where the phrase has no slot.
    """

    start: np.ndarray
    phrase: np.ndarray
    filler: np.ndarray

    @cached_property
    def message(self) -> np.ndarray:
        """The message each place belongs to."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    @cached_property
    def place(self) -> np.ndarray:
        """The place of each phrase in its message, from 0."""
        return np.arange(len(self.phrase)) - np.repeat(self.start[:-1], np.diff(self.start))

    @property
    def length(self) -> np.ndarray:
        """Phrases of each message."""
        return np.diff(self.start)

    def take(self, rows: np.ndarray) -> Phrases:
        """Some of the messages, in the order given."""
        length = self.length[rows]
        start = np.concatenate([[0], np.cumsum(length)])
        index = np.repeat(self.start[rows] - start[:-1], length) + np.arange(start[-1])
        return Phrases(start, self.phrase[index], self.filler[index])


@dataclass(frozen=True, eq=False)
class Templates:
    """What near-copies are copied from: one message for each topic and number of template."""

    phrases: Phrases
    topic: np.ndarray


@dataclass(frozen=True, eq=False)
class Mail:
    """All messages in order of time.

    `world.seen` has message, day, time (seconds), mailbox and the sender's age, reputation, links
    and burst; `world.truth` has spam, topic and group (near-copies of one template share it).
    `body` is what was written before any attack.
    """

    world: World
    language: Language
    body: Phrases
    templates: Templates
    schedule: Schedule
    live_from: int
    seed: int

    @property
    def spam(self) -> np.ndarray:
        """1 for spam."""
        return self.world.truth["spam"].to_numpy()

    @property
    def day(self) -> np.ndarray:
        """The day of each message."""
        return self.world.seen["day"].to_numpy()


def mail(
    *,
    messages_a_day: int,
    days: int,
    live_from: int,
    spam: float = 0.45,
    rotation: float = 28.0,
    drift: str = "none",
    seed: int,
) -> Mail:
    """Draw `days` days of mail; the filter goes live on day `live_from`.

    `spam` is the usual share of spam (0 to 1), `rotation` the days until all active campaigns are
    replaced (0: never), `drift` one of `data.mail.schedules.DRIFTS`.
    """
    words = language(seed)
    plan = schedule(
        days=days, live_from=live_from, spam=spam, rotation=rotation, drift=drift, seed=seed
    )
    time = _times(messages_a_day, days, seed)
    day = (time // DAY).astype(np.int64)
    topic = _topics(plan, day, seed)
    templates = _templates(words, seed)
    copy = _copied(topic, seed)
    body = _write(words, topic, copy, templates, seed)
    group = np.where(copy >= 0, copy, len(templates.topic) + np.arange(len(topic)))
    seen = {"message": np.arange(len(topic)), "day": day, "time": time}
    seen["mailbox"] = stream(seed, "mailboxes").integers(0, MAILBOXES, len(topic))
    seen |= senders(topic, seed)
    truth = {"spam": IS_SPAM[topic].astype(np.int8), "topic": topic, "group": group}
    world = World(pd.DataFrame(seen), pd.DataFrame(truth))
    return Mail(world, words, body, templates, plan, live_from, seed)


def length_law() -> np.ndarray:
    """Chance of each length in phrases (1 to LONGEST) under each topic: shape (topics, lengths)."""
    extra = np.arange(LONGEST)
    mean = (MEAN_PHRASES - 1)[:, None]
    stop = SHAPE / (SHAPE + mean)
    grow = np.concatenate([[1.0], np.cumprod((SHAPE + extra[:-1]) / extra[1:])])
    law = grow * stop**SHAPE * (1 - stop) ** extra
    return law / law.sum(axis=1, keepdims=True)


def pick(law: np.ndarray, row: np.ndarray, luck: np.ndarray) -> np.ndarray:
    """A draw from row `row` of `law` (rows sum to 1) for each `luck` between 0 and 1."""
    ends = np.cumsum(law, axis=1)
    ends /= ends[:, -1:]
    flat = (ends + np.arange(len(law))[:, None]).ravel()
    # The rows' distribution functions end to end on one line: a single search serves them all.
    found = np.searchsorted(flat, row + np.minimum(luck, 1 - 1e-12), side="right")
    return np.minimum(found - row * law.shape[1], law.shape[1] - 1)


def _times(messages_a_day: int, days: int, seed: int) -> np.ndarray:
    """Moments in seconds, with a daily rhythm: few at night, most around noon."""
    rng = stream(seed, "times")
    luck = rng.random((days, messages_a_day))
    hours = np.arange(24)
    rate = 1 - 0.7 * np.cos(2 * np.pi * (hours - 2) / 24)
    ends = np.concatenate([[0.0], np.cumsum(rate) / rate.sum()])
    hour = np.interp(luck, ends, np.arange(25))
    return np.sort((np.arange(days)[:, None] * DAY + hour * 3600).ravel())


def _topics(plan: Schedule, day: np.ndarray, seed: int) -> np.ndarray:
    spam = stream(seed, "classes").random(len(day)) < plan.spam[day]
    mix = np.where(spam[:, None] == IS_SPAM, plan.topics[day], 0.0)
    ends = np.cumsum(mix / mix.sum(axis=1, keepdims=True), axis=1)
    luck = stream(seed, "topics").random(len(day))[:, None] * (1 - 1e-12)
    return np.argmax(ends > luck, axis=1)


def _templates(words: Language, seed: int) -> Templates:
    topic = np.repeat(np.arange(len(TOPICS)), TEMPLATES)
    luck = stream(seed, "template lengths").random(len(topic))
    length = pick(length_law(), topic, luck) + 1
    return Templates(_fresh(words, topic, length, seed, "templates"), topic)


def _copied(topic: np.ndarray, seed: int) -> np.ndarray:
    """The template each message copies; -1 for what is written afresh."""
    rng = stream(seed, "copies")
    copies = rng.random(len(topic)) < COPIED[topic]
    return np.where(copies, topic * TEMPLATES + rng.integers(0, TEMPLATES, len(topic)), -1)


def _write(
    words: Language, topic: np.ndarray, copy: np.ndarray, templates: Templates, seed: int
) -> Phrases:
    luck = stream(seed, "lengths").random(len(topic))
    length = pick(length_law(), topic, luck) + 1
    model = templates.phrases
    length = np.where(copy >= 0, model.length[copy], length)
    body = _fresh(words, topic, length, seed, "phrases")
    kept = stream(seed, "kept").random(len(body.phrase)) < KEPT
    of = copy[body.message]
    same = np.flatnonzero(kept & (of >= 0))
    source = model.start[of[same]] + body.place[same]
    body.phrase[same], body.filler[same] = model.phrase[source], model.filler[source]
    return body


def _fresh(words: Language, topic: np.ndarray, length: np.ndarray, seed: int, name: str) -> Phrases:
    """Messages of given topics and lengths, each phrase drawn by itself."""
    start = np.concatenate([[0], np.cumsum(length)])
    of = np.repeat(topic, length)
    phrase = pick(words.phrase_p, of, stream(seed, name).random(len(of)))
    return Phrases(start, phrase, fill(words, of, phrase, stream(seed, f"{name}, slots")))


def fill(
    words: Language, topic: np.ndarray, phrase: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """What fills the slot of each phrase under its topic; -1 where there is none."""
    luck, filler = rng.random(len(phrase)), np.full(len(phrase), -1)
    for kind, law in enumerate(words.fill_p):
        rows = np.flatnonzero(words.slot[phrase] == kind)
        filler[rows] = pick(law, topic[rows], luck[rows])
    return filler
