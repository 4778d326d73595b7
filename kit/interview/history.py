"""Over many interviews: how good predictions were, what is weak again and again, drills done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kit.interview.debrief import Debrief
from kit.interview.predictions import Bin, Prediction, brier, reliability


@dataclass(frozen=True)
class Weak:
    """One check over many interviews: the mean share of its points kept, and how often it arose."""

    label: str
    share: float
    count: int


@dataclass(frozen=True)
class History:
    """What many interviews show together."""

    predictions: tuple[Prediction, ...]
    weak: tuple[Weak, ...]
    phases: dict[str, tuple[float, float]]
    drills: tuple[str, ...]

    @property
    def brier(self) -> float | None:
        """How far from right one was sure, over all predictions."""
        return brier(self.predictions)

    @property
    def reliability(self) -> tuple[Bin, ...]:
        """How often one was right, by how sure one was."""
        return reliability(self.predictions)


def history(debriefs: Sequence[Debrief]) -> History:
    """Pool interviews: all predictions, each check's mean share, time by phase, drills taken."""
    shares: dict[str, list[float]] = defaultdict(list)
    phases: dict[str, tuple[float, float]] = {}
    for found in debriefs:
        for check in found.checks:
            if check.share is not None:
                shares[check.label].append(check.share)
        for name, (spent, planned) in found.read.by_phase.items():
            before = phases.get(name, (0.0, 0.0))
            phases[name] = (before[0] + spent, before[1] + planned)
    weak = [Weak(label, sum(kept) / len(kept), len(kept)) for label, kept in shares.items()]
    return History(
        tuple(each for found in debriefs for each in found.predictions),
        tuple(sorted(weak, key=lambda each: each.share)),
        phases,
        tuple(_drills(debriefs)),
    )


def _drills(debriefs: Sequence[Debrief]) -> list[str]:
    return [
        str(moment.event.payload["name"])
        for found in debriefs
        for moment in found.read.of("drilled")
    ]
