"""All checks of a board, in order."""

from __future__ import annotations

from kit.board.behaviour import BEHAVIOUR
from kit.board.demands import Demands, Verdict, judged
from kit.board.structure import STRUCTURE
from kit.board.trial import Trial

CODES = (*STRUCTURE, *BEHAVIOUR)


def check(trial: Trial, code: str, demands: Demands) -> Verdict:
    """One check of a board."""
    if code in STRUCTURE:
        title, look = STRUCTURE[code]
        passed, evidence, see = look(trial)
        return Verdict(code, title, judged(passed), evidence, see)
    title, run = BEHAVIOUR[code]
    return Verdict(code, title, *run(trial, demands))


def check_all(trial: Trial, codes: tuple[str, ...], demands: Demands) -> tuple[Verdict, ...]:
    """Several checks of a board, in the order given."""
    return tuple(check(trial, code, demands) for code in codes)
