"""Messages as bags of words: from raw mail to counts, whatever the mail looks like."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

LONGEST = 20_000  # characters read of a message: nobody classifies a megabyte
_WORD = re.compile(r"\w+|[\U0001F000-\U0001FAFF☀-➿]")
_TAG = re.compile(r"<[^<>]*>")


def tokens(mail: str | bytes) -> list[str]:
    """The words of a message, lower case; a pictogram is a word of its own.

    Bytes that are no UTF-8 are replaced, tags are taken out and entities resolved, and only the
    first LONGEST characters are read. Nothing that can arrive raises.

    >>> tokens(b"<p>Fr&eacute;e \\xff prize!</p>"), tokens("")
    (['frée', 'prize'], [])
    """
    text = mail.decode("utf-8", errors="replace") if isinstance(mail, bytes) else mail
    plain = html.unescape(_TAG.sub(" ", text[:LONGEST]))
    return _WORD.findall(plain.lower())


@dataclass(frozen=True, eq=False)
class Bags:
    """Messages as word counts: `counts` is a sparse matrix of shape (messages, words).

    `words` are the column's words; `sender` has shape (messages, columns): what is known of who
    sent them; `vectors` those of a pretrained encoder, where there is one. Any selection of
    messages keeps all columns.
    """

    counts: Any
    words: tuple[str, ...]
    sender: np.ndarray
    vectors: np.ndarray | None = None

    def __len__(self) -> int:
        return int(self.counts.shape[0])

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return int(self.counts.data.nbytes + self.counts.indices.nbytes + self.sender.nbytes)

    def take(self, rows: np.ndarray) -> Bags:
        """Some of the messages."""
        vectors = None if self.vectors is None else self.vectors[rows]
        return Bags(self.counts[rows], self.words, self.sender[rows], vectors)


def bags(message: np.ndarray, word: np.ndarray, words: tuple[str, ...], sender: np.ndarray) -> Bags:
    """Bags from (message, word) pairs, one for each word of each message."""
    from scipy.sparse import csr_matrix

    ones = np.ones(len(word), dtype=np.float32)
    shape = (len(sender), len(words))
    counts = csr_matrix((ones, (message, word)), shape=shape)
    counts.sum_duplicates()
    return Bags(counts, words, sender)


def bags_of_mail(mails: Sequence[str | bytes], words: tuple[str, ...], sender: np.ndarray) -> Bags:
    """Bags of raw messages over known words; words never seen are left out."""
    place = {word: i for i, word in enumerate(words)}
    pairs = [(i, place[w]) for i, mail in enumerate(mails) for w in tokens(mail) if w in place]
    message, word = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return bags(message, word, words, sender)


def stacked(parts: Sequence[Bags]) -> Bags:
    """Several sets of messages, one after the other."""
    from scipy.sparse import vstack

    counts = vstack([part.counts for part in parts], format="csr")
    sender = np.concatenate([part.sender for part in parts])
    known = [part.vectors for part in parts if part.vectors is not None]
    vectors = np.concatenate(known) if len(known) == len(parts) else None
    return Bags(counts, parts[0].words, sender, vectors)
