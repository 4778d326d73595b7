"""The ceiling: the exact chance that a message is spam, by the law it was drawn with.

Everything is known to it: the day's mix of topics, what each topic writes, the templates copied
from, and what spammers do to their mail that day. No filter that sees the same message can order
mail better.
"""

from __future__ import annotations

import numpy as np

from data.mail.attacks import TYPO, Sent, good_words
from data.mail.generator import COPIED, KEPT, TEMPLATES, Mail, Phrases, length_law
from data.mail.language import IS_SPAM, Language
from data.mail.senders import COLUMNS, sender_log_likelihood

FLOOR = 1e-9  # exact zeros would make the logarithms infinite
TINY = 1e-300
IMPOSSIBLE = -1e4


def log_odds(mail: Mail, rows: np.ndarray, sent: Sent) -> np.ndarray:
    """Log odds of spam for each message as sent: shape (messages,)."""
    plan = mail.schedule
    day = mail.day[rows]
    sender = {name: mail.world.seen[name].to_numpy()[rows] for name in COLUMNS}
    prior = np.where(IS_SPAM, plan.spam[day][:, None], 1 - plan.spam[day][:, None])
    joint = np.log(np.maximum(prior * plan.topics[day], TINY))
    joint += sender_log_likelihood(sender)
    joint += _content(mail, sent)
    return _log_sum(joint[:, IS_SPAM]) - _log_sum(joint[:, ~IS_SPAM])


def _content(mail: Mail, sent: Sent) -> np.ndarray:
    """Log-likelihood of phrases, slots, length and obfuscation: shape (messages, topics).

    Under a spam topic the last phrases are padding, under an honest one none is.
    """
    words, phrases = mail.language, sent.phrases
    each = phrase_log_p(words, phrases)
    own_length = phrases.length - sent.pads
    own = phrases.place < own_length[phrases.message]
    score = np.empty((len(phrases.length), len(IS_SPAM)))
    score[:, ~IS_SPAM] = _written(
        mail, phrases, each, np.ones(len(own), bool), phrases.length, ~IS_SPAM
    )
    score[:, IS_SPAM] = _written(mail, phrases, each, own, own_length, IS_SPAM)
    padding = np.logaddexp.reduce(
        each[~IS_SPAM] + np.log(good_words()[~IS_SPAM] + FLOOR)[:, None], axis=0
    )
    score[:, IS_SPAM] += _per_message(phrases, padding * ~own)[:, None]
    score[:, IS_SPAM] += _spelling(sent, own)[:, None]
    score[own_length < 1] = np.where(IS_SPAM, IMPOSSIBLE, score[own_length < 1])
    return score


def phrase_log_p(words: Language, phrases: Phrases) -> np.ndarray:
    """Log chance of each phrase and what fills its slot: shape (topics, places)."""
    each = np.log(words.phrase_p + FLOOR)[:, phrases.phrase]
    for kind, law in enumerate(words.fill_p):
        places = np.flatnonzero(words.slot[phrases.phrase] == kind)
        each[:, places] += np.log(law)[:, phrases.filler[places]]
    return each


def _written(
    mail: Mail,
    phrases: Phrases,
    each: np.ndarray,
    own: np.ndarray,
    length: np.ndarray,
    of: np.ndarray,
) -> np.ndarray:
    """Log-likelihood of the own part of each message, written afresh or copied: (messages, of)."""
    topics = np.flatnonzero(of)
    fresh = np.stack([_per_message(phrases, each[t] * own) for t in topics], axis=1)
    law = np.log(length_law())
    known = np.clip(length, 1, law.shape[1]) - 1
    beyond = np.where((length >= 1) & (length <= law.shape[1]), 0.0, np.log(FLOOR))
    fresh += law[topics][:, known].T + beyond[:, None]
    total = fresh + np.log(1 - COPIED[topics])
    model = mail.templates.phrases
    for template in range(len(mail.templates.topic)):
        topic = mail.templates.topic[template]
        if not of[topic]:
            continue
        rows = np.flatnonzero(length == model.length[template])
        column = np.searchsorted(topics, topic)
        copied = _copied(phrases, each[topic], rows, model, template)
        share = np.log(COPIED[topic] / TEMPLATES)
        total[rows, column] = np.logaddexp(total[rows, column], share + copied)
    return total


def _copied(
    phrases: Phrases, each: np.ndarray, rows: np.ndarray, model: Phrases, template: int
) -> np.ndarray:
    """Log-likelihood that each of `rows` is a near-copy of a template of the same length."""
    start, end = model.start[template : template + 2]
    places = phrases.start[rows][:, None] + np.arange(end - start)
    same = (phrases.phrase[places] == model.phrase[start:end]) & (
        phrases.filler[places] == model.filler[start:end]
    )
    return np.log(KEPT * same + (1 - KEPT) * np.exp(each[places])).sum(axis=1)


def _spelling(sent: Sent, own: np.ndarray) -> np.ndarray:
    """Log-likelihood ratio of the obfuscated words of each message's own part: spam to typos."""
    mine = own[sent.phrase_of]
    n = len(sent.phrases.length)
    changed = np.bincount(sent.message[mine], sent.changed[mine], n)
    words = np.bincount(sent.message[mine], minlength=n)
    rate = np.clip(sent.obfuscated, TYPO, 1 - 1e-6)
    return changed * np.log(rate / TYPO) + (words - changed) * np.log((1 - rate) / (1 - TYPO))


def _per_message(phrases: Phrases, values: np.ndarray) -> np.ndarray:
    return np.bincount(phrases.message, values, len(phrases.length))


def _log_sum(joint: np.ndarray) -> np.ndarray:
    most = joint.max(axis=1)
    return most + np.log(np.exp(joint - most[:, None]).sum(axis=1))
