"""What a scenario declares of its board: the reference, what is asked, what a board sets there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kit.board.checking import CODES, check_all
from kit.board.demands import Demands, Verdict
from kit.board.graph import Graph
from kit.board.layout import tidy
from kit.board.trial import Trial
from kit.choice import Value


@dataclass(frozen=True, eq=False)
class Board:
    """The board of a scenario.

    `task` says what to draw. `reference` is one design that passes every check of `checks`, an
    example and not the answer key; `weighted` are those that matter most here. `sets` maps a
    board that ran to the scenario's own choices, so that readings there are of the system drawn.
    """

    task: str
    reference: Graph
    demands: Demands
    checks: tuple[str, ...]
    weighted: tuple[str, ...]
    sets: Callable[[Trial], Mapping[str, Value]] = field(default=lambda trial: {})

    def __post_init__(self) -> None:
        unknown = {*self.checks, *self.weighted} - set(CODES)
        if unknown or not set(self.weighted) <= set(self.checks):
            raise ValueError(f"no such checks: {', '.join(sorted(unknown)) or self.weighted}")
        object.__setattr__(self, "reference", tidy(self.reference))

    def judge(self, trial: Trial) -> tuple[Verdict, ...]:
        """Every check that this scenario makes, the weighted ones first."""
        rest = tuple(code for code in self.checks if code not in self.weighted)
        return check_all(trial, (*self.weighted, *rest), self.demands)


def all_but(*codes: str) -> tuple[str, ...]:
    """Every check except some."""
    return tuple(code for code in CODES if code not in codes)


def differences(own: Graph, reference: Graph) -> tuple[list[str], list[str]]:
    """Which kinds of boxes and arrows the reference has more of than one's own, and fewer."""
    ours, theirs = _counts(own), _counts(reference)
    more = [_times(what, n - ours.get(what, 0)) for what, n in theirs.items()]
    fewer = [_times(what, n - theirs.get(what, 0)) for what, n in ours.items()]
    return [each for each in more if each], [each for each in fewer if each]


def _counts(graph: Graph) -> dict[str, int]:
    found: dict[str, int] = {}
    for box in graph.boxes:
        found[box.of.label] = found.get(box.of.label, 0) + 1
    for arrow in graph.arrows:
        ends = graph.by_id[arrow.source].of.label, graph.by_id[arrow.target].of.label
        found[f"{ends[0]} → {ends[1]} ({arrow.kind})"] = 1
    return found


def _times(what: str, times: int) -> str:
    return "" if times <= 0 else what if times == 1 else f"{what}, {times} more"
