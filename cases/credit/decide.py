"""Where the line is drawn: the cut-off of the scores, and what a decision earns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.credit.cutoffs import Scores
from cases.credit.labels import Outcomes
from cases.credit.methods import Decider
from cases.credit.world import Applicants
from pipelines.evaluation.decisions import Ordered, best_value_threshold

GAIN = 100.0
"""What a repaid loan earns, $."""

SHARES = np.linspace(0.0, 1.0, 101)
"""The dial: the share of applicants approved."""


def break_even(loss: float) -> float:
    """The chance of default up to which a loan earns: 1 / (1 + loss).

    >>> break_even(4.0)
    0.2
    """
    return 1.0 / (1.0 + loss)


def earned(default: np.ndarray, loss: float) -> np.ndarray:
    """What a loan to each earns, in repaid loans: 1, or less `loss` by a default (0 or 1, or its
    chance)."""
    return 1.0 - (1.0 + loss) * default


@dataclass(frozen=True)
class Operating:
    """The design's own line: approve who scores at least `cutoff`; `marks` are other lines."""

    cutoff: float
    marks: tuple[tuple[str, float], ...]


def by_lot(scores: Scores, lots: np.ndarray) -> np.ndarray:
    """The score that each applicant's lot picks: (rows,)."""
    said, chance = scores
    reached = np.cumsum(chance, axis=1) < lots[:, None] * (1 - 1e-12)
    return said[np.arange(len(said)), np.minimum(reached.sum(axis=1), said.shape[1] - 1)]


def operating(
    past: Applicants, outcomes: Outcomes, decider: Decider, *, rule: str, loss: float
) -> Operating:
    """Draw the line, by the rule or as the method itself does, on past applicants."""
    score = by_lot(decider.scores(past.seen), past.lots)
    promised = decider.promises(past.seen)
    held = outcomes.known & outcomes.held
    marks = {
        "expected": best_value_threshold(earned(promised, loss), score),
        "outcomes": best_value_threshold(earned(outcomes.label[held], loss), score[held]),
        "half": _reaching(score, float((promised < 0.5).mean())),
        "volume": _reaching(score, float(outcomes.approved.mean())),
    }
    return Operating(0.0 if decider.decides else marks[rule], tuple(marks.items()))


def _reaching(score: np.ndarray, share: float) -> float:
    """The score that a share of the rows reaches."""
    ordered = Ordered.by(score)
    wanted = min(round(share * len(score)), len(score))
    return (
        float(-ordered.scores[wanted - 1]) if wanted else float(np.nextafter(score.max(), np.inf))
    )
