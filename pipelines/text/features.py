"""How a message becomes numbers: words, hashed words, character n-grams, tf-idf, embeddings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from pipelines.learning.binning import bins_of, cuts
from pipelines.text.bags import Bags

REPRESENTATIONS = ("words", "tfidf", "tfidf_all", "hashed", "chars", "embedding", "encoder")
BUCKETS = 2**10  # of the hashing trick: few enough that words meet in one
GRAMS = 2**14
TOPICS = 48  # dimensions of the embedding
STRENGTH, SCALED = {"words": 1.0}, 10.0  # inverse penalty on counts; on rows scaled to length 1
RARE = 2  # messages a word must be in to have a column
BINS = 6  # of each fact about the sender

Matrix = Any  # a sparse matrix or an array of shape (messages, columns)
Transform = Callable[[Bags], Matrix]


@dataclass(frozen=True, eq=False)
class Prepared:
    """What is fixed once, before any training: an embedding, or statistics over everything.

    `everything` are all messages there are, for the mistake of fitting a vocabulary on them;
    `embed` turns messages into a few dense columns, where that is asked for.
    """

    representation: str
    sender: bool
    everything: Bags | None = None
    embed: Callable[[Bags], np.ndarray] | None = None
    nbytes: int = field(default=4_000_000)


def prepare(
    launch: Bags, everything: Bags, *, representation: str, sender: bool, dense: bool
) -> Prepared:
    """Fix what nightly training does not fit anew; `dense` asks for a few columns, not thousands.

    The embedding is a truncated singular value decomposition of tf-idf (latent semantic analysis)
    of the mail at launch.
    """
    whole = everything if representation == "tfidf_all" else None
    prepared = Prepared(representation, sender, whole)
    if representation == "encoder" or not (dense or representation == "embedding"):
        return prepared
    base = "tfidf" if representation == "embedding" else representation
    transform = text_transform(Prepared(base, False, whole), launch)
    reduce = _decomposed(transform(launch))
    return Prepared(representation, sender, whole, lambda rows: reduce(transform(rows)))


def fitted_columns(prepared: Prepared, training: Bags) -> Transform:
    """The map from messages to columns, fitted on training mail; sender's columns come last."""
    text = text_transform(prepared, training)
    if not prepared.sender:
        return text
    facts = _sender_columns(training.sender)
    return lambda rows: beside(text(rows), facts(rows.sender))


def text_transform(prepared: Prepared, training: Bags) -> Transform:
    """The map from messages to text columns, fitted on training mail (or, by mistake, on all)."""
    kind = prepared.representation
    if prepared.embed is not None:
        return prepared.embed
    if kind == "encoder":
        return lambda rows: np.zeros((len(rows), 1)) if rows.vectors is None else rows.vectors
    if kind in ("hashed", "chars"):
        grams = word_columns(training.words, kind)
        return lambda rows: normed(rows.counts @ grams, log=kind == "chars")
    fitted = prepared.everything if kind == "tfidf_all" else training
    assert fitted is not None
    kept = np.flatnonzero(fitted.counts.getnnz(axis=0) >= RARE)
    if kind == "words":
        return lambda rows: rows.counts[:, kept]
    idf = _idf(fitted.counts[:, kept])
    return lambda rows: normed(rows.counts[:, kept].multiply(idf).tocsr())


@lru_cache(maxsize=16)
def word_columns(words: tuple[str, ...], kind: str) -> Any:
    """The buckets each word falls in: a sparse matrix of shape (words, buckets).

    For "hashed" the word itself; for "chars" its character 3- to 5-grams within word boundaries.
    A message's counts times it are what scikit-learn's HashingVectorizer makes of its text.
    """
    from sklearn.feature_extraction.text import HashingVectorizer

    how = {"analyzer": "char_wb", "ngram_range": (3, 5), "n_features": GRAMS}
    if kind == "hashed":
        how = {"analyzer": "word", "token_pattern": r"\S+", "n_features": BUCKETS}
    hashing = HashingVectorizer(alternate_sign=False, norm=None, dtype=np.float32, **how)
    return hashing.transform(words)


def normed(matrix: Any, *, log: bool = False) -> Any:
    """Rows scaled to length 1, after 1 + log of the counts where `log` (sublinear frequency)."""
    from sklearn.preprocessing import normalize

    if log:
        matrix = matrix.copy()
        matrix.data = 1 + np.log(matrix.data)
    return normalize(matrix)


def beside(text: Matrix, facts: np.ndarray) -> Matrix:
    """Text columns with dense columns after them, sparse if the text is."""
    if isinstance(text, np.ndarray):
        return np.hstack([text, facts])
    from scipy.sparse import csr_matrix, hstack

    return hstack([text, csr_matrix(facts)], format="csr")


def unknown_words(rows: Bags, training: Bags) -> np.ndarray:
    """How many words of each message no training message has: shape (messages,)."""
    unknown = training.counts.getnnz(axis=0) == 0
    return np.asarray(rows.counts[:, unknown].sum(axis=1)).ravel()


def _idf(counts: Any) -> np.ndarray:
    """Smoothed inverse document frequency: ln((1 + n) / (1 + df)) + 1."""
    n, df = counts.shape[0], counts.getnnz(axis=0)
    return np.log((1 + n) / (1 + df)) + 1


def _decomposed(matrix: Any) -> Callable[[Any], np.ndarray]:
    from sklearn.decomposition import TruncatedSVD

    size = min(TOPICS, matrix.shape[1] - 1, max(1, matrix.shape[0] - 1))
    if size < 1:
        return lambda rows: np.zeros((rows.shape[0], 1))
    fitted = TruncatedSVD(size, n_iter=2, random_state=0).fit(matrix)
    return lambda rows: fitted.transform(rows) if rows.shape[0] else np.zeros((0, size))


def _sender_columns(sender: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Each fact about the sender as one of at most BINS equally filled bins, one column a bin."""
    if not len(sender):
        return lambda rows: np.zeros((len(rows), 0), dtype=np.float32)
    edges = [cuts(column, BINS) for column in sender.T]

    def columns(rows: np.ndarray) -> np.ndarray:
        found = [np.eye(len(at) + 1)[bins_of(rows[:, i], at)] for i, at in enumerate(edges)]
        return np.hstack(found).astype(np.float32)

    return columns
