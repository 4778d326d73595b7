"""What spammers do to get through: obfuscated words, padding with good words, poisoned reports."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.mail.generator import MOST_PADS, Mail, Phrases, fill, pick
from data.mail.language import IS_SPAM, TOPICS
from data.world import stream

TYPO = 0.002  # honest writers misspell words too
WORDS_A_PHRASE = 3
RECIPES = ("frequent", "every")
POISON_PHRASES = 400  # of a poisoned message: the attack published sent whole dictionaries
ESCALATES = 0.15  # what is added to the share of obfuscated words when a campaign is caught
CAUTIOUS = 6  # good words added then


@dataclass(frozen=True)
class Tactics:
    """What spammers do on a day: the share of words obfuscated, and good words appended."""

    obfuscated: float = 0.0
    padding: int = 0

    @property
    def pads(self) -> int:
        """Good phrases appended."""
        return min(MOST_PADS, -(-self.padding // WORDS_A_PHRASE))


def answer(tactics: Tactics, caught: float, tolerated: float) -> Tactics:
    """What spammers do next when a share `caught` of their mail was quarantined.

    Above `tolerated` they obfuscate and pad more; else they leave well alone.

    >>> answer(Tactics(0.0, 0), caught=0.9, tolerated=0.5)
    Tactics(obfuscated=0.15, padding=6)
    """
    if not caught > tolerated:
        return tactics
    more = round(min(0.9, tactics.obfuscated + ESCALATES), 9)
    return Tactics(more, min(MOST_PADS * WORDS_A_PHRASE, tactics.padding + CAUTIOUS))


@dataclass(frozen=True, eq=False)
class Sent:
    """Messages as they arrive: phrases with padding, and the words in them.

    `message` and `word` list every word of every message in order (words are surface forms);
    `phrase_of` is the place in `phrases` each word belongs to. `pads` is how many phrases at the
    end are padding if the message is spam; `obfuscated` the share of words spammers obfuscate.
    """

    phrases: Phrases
    message: np.ndarray
    word: np.ndarray
    phrase_of: np.ndarray
    plain: int
    pads: np.ndarray
    obfuscated: np.ndarray

    @property
    def changed(self) -> np.ndarray:
        """Whether each word is an obfuscated one."""
        return self.word >= self.plain


def sent(mail: Mail, rows: np.ndarray, tactics: Tactics, luck: Luck) -> Sent:
    """Some messages as spammers with these tactics send them; honest mail is left alone."""
    spam = mail.spam[rows] == 1
    body = mail.body.take(rows)
    padded = _padded(body, luck, rows, np.where(spam, tactics.pads, 0))
    own = padded.place < (padded.length - np.where(spam, tactics.pads, 0))[padded.message]
    words, message, phrase_of = _words(mail, padded)
    share = np.where(spam[message] & own[phrase_of], max(tactics.obfuscated, TYPO), TYPO)
    chance, which = luck.of_words(rows[message], words, phrase_of - padded.start[message])
    surface = np.where(chance < share, mail.language.variant(words, which), words)
    full = np.full(len(rows), tactics.pads), np.full(len(rows), max(tactics.obfuscated, TYPO))
    return Sent(padded, message, surface, phrase_of, mail.language.plain, *full)


@dataclass(frozen=True, eq=False)
class Luck:
    """What chance has in store for each message, whatever the tactics: good phrases to pad with,
    and a number a word that says how soon it is obfuscated."""

    pad_phrase: np.ndarray
    pad_filler: np.ndarray
    seed: int

    @classmethod
    def draw(cls, mail: Mail) -> Luck:
        """Draw for every message of a world."""
        n = len(mail.spam)
        rng = stream(mail.seed, "padding")
        topic = pick(
            good_words()[None], np.zeros(n * MOST_PADS, dtype=int), rng.random(n * MOST_PADS)
        )
        phrase = pick(mail.language.phrase_p, topic, rng.random(len(topic)))
        filler = fill(mail.language, topic, phrase, stream(mail.seed, "padding slots"))
        return cls(phrase.reshape(n, -1), filler.reshape(n, -1), mail.seed)

    def of_words(
        self, message: np.ndarray, word: np.ndarray, place: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """A number between 0 and 1 for each word, and which variant it would turn into.

        Hashed from the message, the phrase's place and the word, so that it is the same however
        many messages are asked about.
        """
        key = message.astype(np.uint64) * np.uint64(1_000_003) + place.astype(np.uint64)
        key = key * np.uint64(1_000_033) + word.astype(np.uint64) + np.uint64(self.seed * 7919)
        mixed = _mix(key)
        return (mixed >> np.uint64(11)) / 2.0**53, (mixed & np.uint64(1)).astype(np.int64)


def good_words() -> np.ndarray:
    """Whose phrases spammers pad with: the share of each topic."""
    usual = np.isin(TOPICS, ["work", "family", "finance", "tech", "club"]) & ~IS_SPAM
    return usual / usual.sum()


def poison_words(mail: Mail, count: int, recipe: str) -> np.ndarray:
    """Words of poisoned messages, as counts of shape (count, words).

    "frequent": frequent phrases of honest mail; "every": each word there is, once.
    """
    counts = np.zeros((count, len(mail.language.words)), dtype=np.float32)
    if recipe == "every":
        counts[:, : mail.language.plain] = 1
        return counts
    places = count * POISON_PHRASES
    rng = stream(mail.seed, "poison")
    law = (good_words() @ mail.language.phrase_p)[None]
    phrase = pick(law, np.zeros(places, dtype=int), rng.random(places))
    words = mail.language.phrase_words[phrase]
    row = np.repeat(np.arange(count), POISON_PHRASES)[:, None] + np.zeros_like(words)
    np.add.at(counts, (row[words >= 0], words[words >= 0]), 1)
    return counts


def _padded(body: Phrases, luck: Luck, rows: np.ndarray, pads: np.ndarray) -> Phrases:
    if not pads.any():
        return body
    length = body.length + pads
    start = np.concatenate([[0], np.cumsum(length)])
    message = np.repeat(np.arange(len(rows)), length)
    place = np.arange(start[-1]) - start[message]
    own = place < body.length[message]
    phrase, filler = np.empty(start[-1], dtype=int), np.empty(start[-1], dtype=int)
    phrase[own], filler[own] = body.phrase, body.filler
    row, pad = rows[message[~own]], (place - body.length[message])[~own]
    phrase[~own], filler[~own] = luck.pad_phrase[row, pad], luck.pad_filler[row, pad]
    return Phrases(start, phrase, filler)


def _words(mail: Mail, phrases: Phrases) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every plain word in order: the word, its message, and its place in `phrases`."""
    table = mail.language.phrase_words[phrases.phrase]
    slot = mail.language.slot[phrases.phrase]
    for kind, fillers in enumerate(mail.language.fill_words):
        rows = np.flatnonzero(slot == kind)
        part = table[rows]
        table[rows] = np.where(part == -2, fillers[phrases.filler[rows]][:, None], part)
    there = table >= 0
    of = np.nonzero(there)[0]
    return table[there], phrases.message[of], of


def _mix(key: np.ndarray) -> np.ndarray:
    """A well-mixed 64-bit number for each key (the finaliser of splitmix64)."""
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return key ^ (key >> np.uint64(31))
