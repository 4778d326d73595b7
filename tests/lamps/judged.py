"""The lamps readings are made of: in truth those made later, for the team those it chooses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.world import World


@dataclass(frozen=True, eq=False)
class ScoredLamps:
    """Lamps in order of number, with a score and how much of a fault each is: its chance in truth,
    0 or 1 as seen."""

    score: np.ndarray
    fault: np.ndarray

    def share_reaching(self) -> np.ndarray:
        """The share that has to be inspected to reach each lamp, equal scores by number."""
        place = np.empty(len(self.score))
        place[np.argsort(-self.score, kind="stable")] = np.arange(1, len(self.score) + 1)
        return (place - 1e-6) / max(1, len(place))


def judged(lamps: World, scores: np.ndarray) -> ScoredLamps:
    """Take the lamps made later, each with its true chance of a fault."""
    later = lamps.seen["later"].to_numpy()
    return ScoredLamps(scores[later], lamps.truth["chance"].to_numpy()[later])


def believed(lamps: World, scores: np.ndarray, *, judged: str) -> ScoredLamps:
    """Take the lamps the team judges itself by, with the faults it saw."""
    later = lamps.seen["later"].to_numpy()
    rows = later if judged == "later" else ~later
    return ScoredLamps(scores[rows], lamps.seen["fault"].to_numpy(float)[rows])


def attainable(judged: ScoredLamps) -> ScoredLamps:
    """Score the same lamps by their true chance: nobody can order them better."""
    return ScoredLamps(judged.fault, judged.fault)
