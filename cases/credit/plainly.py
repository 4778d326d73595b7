"""The plain model without a method at its own line: what every method is compared with."""

from __future__ import annotations

from dataclasses import dataclass

from cases.credit.decide import SHARES, operating
from cases.credit.judged import Judged, judged
from cases.credit.labels import Outcomes
from cases.credit.methods import by_chance
from cases.credit.model import Model
from cases.credit.world import Applicants


@dataclass(frozen=True, eq=False)
class Plainly:
    """The plain model's ranking of the live applicants, and the position of its own line."""

    judged: Judged
    position: int


def plainly(
    past: Applicants, live: Applicants, outcomes: Outcomes, plain: Model, *, loss: float
) -> Plainly:
    """Decide on the same applicants by the plain model up to break-even, as a comparison."""
    own = by_chance(plain)
    line = operating(past, outcomes, own, rule="expected", loss=loss)
    found = judged(live, own, rejects="none", exploration=0.0)
    return Plainly(found, position_of(found, line.cutoff))


def position_of(judged: Judged, cutoff: float) -> int:
    """The position of the dial at which the share approved is what a cut-off of scores gives."""
    return round(float((judged.score >= cutoff).mean()) * (len(SHARES) - 1))
