"""Candidate generators by name: what users took goes in, a score for every user and item comes out.

A score only orders one user's items; it is no probability. A user or an item that a generator
knows nothing of gets the score it gives to nothing (0, or what content says of it): what to do
about that is the caller's choice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.ranking.factors import als, bpr, mlp_head, pure_svd, rated, two_tower
from pipelines.ranking.negatives import draw_negatives, likely
from pipelines.ranking.neighbours import (
    by_content,
    by_popularity,
    ease,
    item_neighbours,
    user_neighbours,
)

PRIOR, FEW = 15.0, 2.0
"""Takes at which a hybrid trusts what others took as much as what a title is about, and at which
it trusts that as much as what everybody takes."""


@dataclass(frozen=True, eq=False)
class Examples:
    """What a generator may learn from.

    `taken` (users, items) says how much each user took of each item (0: nothing), `shown` how
    often each was shown it, `lately` (items,) how much was taken of each item of late, `described`
    (items, d) what an item is about. `ratings` (users, items), NaN where there is none, are what
    users said of what they took.
    """

    taken: np.ndarray
    shown: np.ndarray
    lately: np.ndarray
    described: np.ndarray
    ratings: np.ndarray | None = None


@dataclass(frozen=True)
class Recipe:
    """How a generator learns: size of its vectors, what it takes for a no, and how many of them."""

    factors: int = 16
    negatives: str = "uniform"
    ratio: int = 4
    seed: int = 0


def generate(kind: str, examples: Examples, recipe: Recipe) -> np.ndarray:
    """Scores (users, items), float32, of one of GENERATORS."""
    if kind not in GENERATORS:
        raise ValueError(f"no generator is called {kind}; there are {', '.join(GENERATORS)}")
    return np.asarray(GENERATORS[kind](examples, recipe), dtype=np.float32)


def in_spread(scores: np.ndarray) -> np.ndarray:
    """Each row's scores as standard deviations from its mean (0 where all are alike)."""
    centre = scores.mean(axis=1, keepdims=True)
    spread = scores.std(axis=1, keepdims=True)
    return (scores - centre) / np.where(spread > 1e-9, spread, 1.0)


def united(parts: Sequence[np.ndarray], quotas: Sequence[float]) -> np.ndarray:
    """One order from several, each contributing its quota: (users, items).

    The n-th item of a source with quota q stands at n / q; an item keeps its best place. Among the
    first m there are about q m of each source's best.
    """
    whole = None
    for scores, quota in zip(parts, quotas, strict=True):
        place = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1) + 1.0
        standing = (-place / quota).astype(np.float32)
        whole = standing if whole is None else np.maximum(whole, standing)
    if whole is None:
        raise ValueError("a union needs at least one source")
    return whole


def blended(scores: np.ndarray, content: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """Collaborative and content scores, each in its spread, weighed by what is known.

    The weight of the first is n / (n + PRIOR) for a user's n takes, times the same for an item's.
    What content says counts n / (n + FEW), and popularity the rest. `taken` is (users, items).
    """
    held = taken > 0
    ours, theirs = held.sum(axis=1)[:, None], held.sum(axis=0)[None, :]
    trust = (ours / (ours + PRIOR) * theirs / (theirs + PRIOR)).astype(np.float32)
    about = (ours / (ours + FEW)).astype(np.float32)
    popular = in_spread(theirs.astype(np.float32))
    rest = about * in_spread(content) + (1 - about) * popular
    return trust * in_spread(scores) + (1 - trust) * rest


def _two_tower(examples: Examples, recipe: Recipe) -> np.ndarray:
    users, items = np.nonzero(examples.taken)
    negatives = draw_negatives(
        users, examples.taken, examples.shown,
        kind=recipe.negatives, ratio=recipe.ratio, seed=recipe.seed,
    )  # fmt: skip
    ours, theirs = two_tower(
        examples.taken, examples.described, negatives, (users, items),
        factors=recipe.factors, likely=likely(examples.taken, recipe.negatives), seed=recipe.seed,
    )  # fmt: skip
    return ours @ theirs.T


def _ncf(examples: Examples, recipe: Recipe) -> np.ndarray:
    users, items = np.nonzero(examples.taken)
    negatives = draw_negatives(
        users, examples.taken, examples.shown,
        kind=recipe.negatives, ratio=recipe.ratio, seed=recipe.seed,
    )  # fmt: skip
    pairs = (np.r_[users, np.repeat(users, recipe.ratio)], np.r_[items, negatives.ravel()])
    labels = np.r_[np.ones(len(users)), np.zeros(negatives.size)]
    vectors = pure_svd(examples.taken, factors=recipe.factors, seed=recipe.seed)
    # What is often drawn as a no looks worse than it is, by the logarithm of how often.
    often = np.log(likely(examples.taken, recipe.negatives)).astype(np.float32)
    return mlp_head(*vectors, pairs, labels, seed=recipe.seed) + often


def _product(vectors: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    return vectors[0] @ vectors[1].T


def _rated(examples: Examples, recipe: Recipe) -> np.ndarray:
    if examples.ratings is None:
        raise ValueError("a factorisation of ratings needs ratings")
    return rated(examples.ratings, factors=recipe.factors, seed=recipe.seed)


def _hybrid(examples: Examples, recipe: Recipe) -> np.ndarray:
    content = by_content(examples.taken, examples.described)
    return blended(generate("als", examples, recipe), content, examples.taken)


def _union(examples: Examples, recipe: Recipe) -> np.ndarray:
    parts = [generate(kind, examples, recipe) for kind in QUOTAS]
    return united(parts, list(QUOTAS.values()))


def _random(examples: Examples, recipe: Recipe) -> np.ndarray:
    rng = np.random.default_rng([recipe.seed, 17])
    return rng.random(examples.taken.shape, dtype=np.float32)


QUOTAS = {"als": 0.4, "item": 0.3, "content": 0.2, "recent": 0.1}
"""The sources of the union, and the part of the candidates each brings."""

GENERATORS: Mapping[str, Callable[[Examples, Recipe], np.ndarray]] = {
    "random": _random,
    "popularity": lambda e, r: by_popularity(e.taken.sum(axis=0), len(e.taken)),
    "recent": lambda e, r: by_popularity(e.lately, len(e.taken)),
    "user": lambda e, r: user_neighbours(e.taken),
    "item": lambda e, r: item_neighbours(e.taken),
    "ease": lambda e, r: ease(e.taken),
    "svd": lambda e, r: _product(pure_svd(e.taken, factors=r.factors, seed=r.seed)),
    "als": lambda e, r: _product(als(e.taken, factors=r.factors, seed=r.seed)),
    "bpr": lambda e, r: _product(bpr(e.taken, factors=r.factors, seed=r.seed)),
    "rated": _rated,
    "two_tower": _two_tower,
    "ncf": _ncf,
    "content": lambda e, r: by_content(e.taken, e.described),
    "hybrid": _hybrid,
    "union": _union,
}
