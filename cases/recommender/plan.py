"""How a design learns, makes rows and is kept up: every field is a choice of the page."""

from __future__ import annotations

from dataclasses import dataclass

ROW = 10
"""Slots of a row as it is served."""

LONGEST = 20
"""The end of the dial: how long a row may be."""

COLD = 5
"""Below so many takes a user is cold."""

NEW_WEEKS = 2
"""A title is new in the week it comes out and in the next ones, this many in all."""

SLOTS = 0.2
"""The share of the row that explore slots give to new titles."""


@dataclass(frozen=True)
class Learning:
    """How scores come about."""

    generator: str
    factors: int
    negatives: str
    ratio: int
    target: str
    logged: str
    stale: int
    quiz: bool
    seed: int


@dataclass(frozen=True)
class Ranking:
    """How scores are completed, filtered and ordered."""

    cold: str
    ranker: str
    candidates: int
    seen: str
    recall: float


@dataclass(frozen=True)
class Rules:
    """How a row is made of an order."""

    rerank: str
    strength: float
    originals: float
    explore: str
    amount: float
    slots: bool


@dataclass(frozen=True)
class Plan:
    """A whole design but for machines and for how it is judged; trained every `every` weeks."""

    learning: Learning
    ranking: Ranking
    rules: Rules
    every: int
