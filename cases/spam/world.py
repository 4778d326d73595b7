"""The world of mail as stages: what is written, what spammers make of it, what is true."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from data.mail import Mail
from data.mail import mail as draw
from data.mail.attacks import Luck, Sent, Tactics, poison_words, sent
from data.mail.posterior import log_odds
from data.mail.senders import COLUMNS
from data.world import stream
from pipelines.text.bags import Bags, bags, stacked

WEEK = 7
POISON_SINCE = 14  # days before launch on which poisoning begins

# Messages a day, days, and the first live day of each size.
SIZES = {
    "small": (100, 42, 28),
    "live": (400, 56, 28),
    "large": (1600, 56, 28),
}


@dataclass(frozen=True, eq=False)
class Arrived:
    """Mail as it arrives: bags of words, phrases for reading, and the exact log odds of spam.

    `attack_from` is the first day on which spammers do more than write.
    """

    bags: Bags
    phrases: tuple[Sent, ...]
    ceiling: np.ndarray
    attack_from: int


@dataclass(frozen=True, eq=False)
class Poison:
    """Messages sent to be learnt from as spam: bags, the day of each, and the mailbox."""

    bags: Bags
    day: np.ndarray
    mailbox: np.ndarray


def mail(*, size: str, spam_share: float, rotation: int, drift: str, seed: int) -> Mail:
    """Write mail: legitimate topics, and spam campaigns that come and go."""
    messages, days, live_from = SIZES[size]
    return draw(
        messages_a_day=messages,
        days=days,
        live_from=live_from,
        spam=spam_share,
        rotation=float(rotation),
        drift=drift,
        seed=seed,
    )


def luck(mail: Mail) -> Luck:
    """Draw each message's random numbers, the same whatever spammers do."""
    return Luck.draw(mail)


def scheduled(adversary: str, obfuscated: float, padding: int) -> Tactics:
    """What spammers do from the day of the attack on, if it does not depend on the filter."""
    if adversary == "obfuscate":
        return Tactics(obfuscated, 0)
    return Tactics(0.0, padding) if adversary == "good_words" else Tactics()


def arrived(mail: Mail, luck: Luck, *, adversary: str, obfuscated: float, padding: int) -> Arrived:
    """Deliver the mail as spammers send it, and work out what it is with the law it came from."""
    days = int(mail.day[-1]) + 1
    attack_from = mail.live_from + (days - mail.live_from) // 7
    cut = int(np.searchsorted(mail.day, attack_from))
    tactics = scheduled(adversary, obfuscated, padding)
    parts = [(np.arange(cut), Tactics()), (np.arange(cut, len(mail.spam)), tactics)]
    found = [delivered(mail, rows, how, luck) for rows, how in parts]
    return Arrived(
        stacked([bag for bag, _, _ in found]),
        tuple(message for _, message, _ in found),
        np.concatenate([best for _, _, best in found]),
        attack_from,
    )


def delivered(
    mail: Mail, rows: np.ndarray, tactics: Tactics, luck: Luck
) -> tuple[Bags, Sent, np.ndarray]:
    """Some messages sent with these tactics: their bags, themselves, and their exact log odds."""
    messages = sent(mail, rows, tactics, luck)
    sender = mail.world.seen[list(COLUMNS)].to_numpy(dtype=float)[rows]
    bag = bags(messages.message, messages.word, mail.language.words, sender)
    return bag, messages, log_odds(mail, rows, messages)


def poison(mail: Mail, *, adversary: str, poisoned: float, recipe: str) -> Poison:
    """Send messages of good words from spammers' own accounts, which then report them as spam."""
    days = np.arange(mail.live_from - POISON_SINCE, int(mail.day[-1]) + 1)
    a_day = np.bincount(mail.day)[days] * (poisoned if adversary == "poison" else 0.0)
    count = np.floor(np.cumsum(a_day)).astype(int)
    day = np.repeat(days, np.diff(count, prepend=0))
    words = poison_words(mail, len(day), recipe)
    from scipy.sparse import csr_matrix

    spam = np.flatnonzero(mail.spam)
    of = stream(mail.seed, "poison senders").choice(spam, len(day))
    sender = mail.world.seen[list(COLUMNS)].to_numpy(dtype=float)[of]
    bag = Bags(csr_matrix(words), mail.language.words, sender)
    return Poison(bag, day, np.zeros(len(day), dtype=np.int64))


def texts(mail: Mail, messages: Sent) -> list[str]:
    """Messages as a person reads them: each phrase a sentence."""
    words = np.array(mail.language.words, dtype=object)[messages.word]
    ends = np.flatnonzero(np.diff(messages.phrase_of, append=-1) != 0)
    words = words.copy()
    starts = np.concatenate([[0], ends[:-1] + 1]) if len(ends) else ends
    words[starts] = [word[:1].upper() + word[1:] for word in words[starts]]
    words[ends] = [f"{word}." for word in words[ends]]
    cuts = np.searchsorted(messages.message, np.arange(len(messages.phrases.length) + 1))
    return [" ".join(words[a:b]) for a, b in pairwise(cuts)]
