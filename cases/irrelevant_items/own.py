"""This round's own hunt: its plan played on today's answers, and whether the envelope is open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.irrelevant_items.choices import KEPT, OPEN
from cases.irrelevant_items.decide import Hunt, played
from cases.irrelevant_items.faults import FAULTS
from cases.irrelevant_items.model import Beliefs
from cases.irrelevant_items.world import Today


@dataclass(frozen=True, eq=False)
class Own:
    """The round on the table: `hunt` has one row; `open` says that no diagnosis is committed yet,
    `sealed` that beliefs would give the envelope away.

    `cause` is the true one, "" while the round is open: nothing that is drawn or exported can then
    say it.
    """

    hunt: Hunt
    open: bool
    sealed: bool
    cause: str
    diagnosis: str

    def asked_by(self, minute: float) -> np.ndarray:
        """The probes answered by a minute, in order."""
        asked = self.hunt.asked[0]
        ended = self.hunt.clock[0, 1:]
        return asked[(asked >= 0) & (ended <= minute)]

    def belief_by(self, minute: float) -> np.ndarray:
        """What is believed of each fault by a minute: (faults,)."""
        step = int((self.hunt.clock[0] <= minute).sum()) - 1
        return self.hunt.belief[0, step]


def own(
    beliefs: Beliefs,
    today: Today,
    cause: str,
    plan: tuple[str, ...],
    *,
    stop_at: float,
    time_limit: float,
    diagnosis: str,
    fault: str,
) -> Own:
    """Play the plan on this round; keep the cause sealed until a diagnosis is committed, or longer
    where its envelope stays shut."""
    found = played(beliefs, today.answers[None], plan, stop_at=stop_at, time_limit=time_limit)
    closed = diagnosis != OPEN and diagnosis in FAULTS and fault != KEPT
    sealed = not closed and fault not in FAULTS
    return Own(found, not closed, sealed, cause if closed else "", diagnosis)
