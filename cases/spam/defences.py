"""Reject on negative impact: mail that would teach a filter to distrust good words is not learnt.

After Nelson et al. 2008 (RONI): the effect of learning from a message is tried on mail one trusts.
For naive Bayes that effect has a closed form, so every message is tried by itself.
"""

from __future__ import annotations

import numpy as np

from pipelines.text.bags import Bags

HARM = 1.5  # log odds by which one message may move legitimate mail on average


def harmless_rows(candidates: Bags, good: Bags, bad: Bags) -> np.ndarray:
    """Which candidates, learnt as spam, hardly raise the log odds of legitimate mail.

    `good` and `bad` are trusted legitimate mail and spam. All are harmless where either is missing.
    """
    if not len(candidates) or not len(good) or not len(bad):
        return np.ones(len(candidates), dtype=bool)
    return harm(candidates, good, bad) <= HARM


def harm(candidates: Bags, good: Bags, bad: Bags) -> np.ndarray:
    """What learning each candidate as spam adds to the mean log odds of trusted legitimate mail.

    With spam's word counts C (T words of V kinds) and mean counts h of legitimate mail, adding x
    changes the log odds by sum h (log(C + x + 1) - log(C + 1)) less |h| log((T + |x| + V)/(T + V)).
    """
    spam = np.asarray(bad.counts.sum(axis=0)).ravel()
    mean = np.asarray(good.counts.sum(axis=0)).ravel() / len(good)
    rows = candidates.counts.tocsr()
    word, count = rows.indices, rows.data
    gained = mean[word] * (np.log(spam[word] + count + 1) - np.log(spam[word] + 1))
    message = np.repeat(np.arange(len(candidates)), np.diff(rows.indptr))
    total = spam.sum() + len(spam)
    longer = np.log1p(np.bincount(message, count, len(candidates)) / total)
    return np.bincount(message, gained, len(candidates)) - mean.sum() * longer
