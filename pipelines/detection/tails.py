"""What a score promises: how often something at least as high comes when nothing is wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BODY = 0.98
"""The share of reference scores below which their own frequency is taken; above, the tail's law."""

MOST = 12.0


@dataclass(frozen=True, eq=False)
class Tail:
    """Reference scores in order, and an exponential tail from `start` on (mean excess `scale`).

    The simplest law of excesses over a threshold (Pickands, Balkema and de Haan, with shape 0): it
    lets a level be set beyond the highest score one has seen.
    """

    ordered: np.ndarray
    start: float
    scale: float

    @classmethod
    def of(cls, scores: np.ndarray) -> Tail:
        """The tail of reference scores; scores that are no number are left out."""
        ordered = np.sort(scores[np.isfinite(scores)])
        if not len(ordered):
            return cls(np.zeros(1), 0.0, 1.0)
        start = float(np.quantile(ordered, BODY))
        beyond = ordered[ordered > start]
        scale = float((beyond - start).mean()) if len(beyond) else 0.0
        return cls(ordered, start, max(scale, 1e-9))

    def surprise(self, scores: np.ndarray) -> np.ndarray:
        """-log10 of how often a normal window scores at least as high; 0 where there is no score.

        >>> tail = Tail.of(np.arange(100.0))
        >>> tail.surprise(np.array([-1.0, 90.0, np.nan])).round(2).tolist()
        [0.0, 1.0, 0.0]
        """
        known = np.where(np.isfinite(scores), scores, -np.inf)
        count = len(self.ordered)
        above = count - np.searchsorted(self.ordered, known, side="left")
        body = np.log10(count / np.maximum(above, 1))
        past = np.maximum(known - self.start, 0.0) / self.scale / np.log(10)
        share = max(float((self.ordered > self.start).mean()), 0.5 / count)
        return np.minimum(np.where(known > self.start, past - np.log10(share), body), MOST)
