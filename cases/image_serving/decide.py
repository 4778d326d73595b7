"""Who answers: the network alone, or the first when it is sure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.image_serving.model import Said


@dataclass(frozen=True, eq=False)
class Answers:
    """The class given to each picture, how sure the answer is, and who was asked.

    `kind` and `sure` (the chance given to that class) are those of whoever answered; `fallback` is
    the class the small network would give; `went_on` says which pictures the second network saw.
    """

    kind: np.ndarray
    sure: np.ndarray
    fallback: np.ndarray
    went_on: np.ndarray

    @property
    def passed_on(self) -> float:
        """Share of the pictures that the second network sees."""
        return float(self.went_on.mean())


def answers(said: Said, *, way: str, cutoff: float) -> Answers:
    """Take the first network's answer where it is sure enough, else the second's."""
    surest = said.first.max(axis=1)
    went_on = np.ones(len(surest), dtype=bool) if way == "one" else goes_on(surest, cutoff)
    chosen = np.where(went_on[:, None], said.main, said.first)
    return Answers(chosen.argmax(axis=1), chosen.max(axis=1), said.fallback.argmax(axis=1), went_on)


def goes_on(surest: np.ndarray, cutoff: float) -> np.ndarray:
    """Which pictures go on: the first network is less sure than the cut-off; with 1 all do."""
    return (surest < cutoff) | (cutoff >= 1)
