"""What a change did, in a few sentences made from computed values.

Every word about a reading follows from the paired difference of the two runs: a reading is called
better, worse or moved only where the change is beyond its noise, and those that moved most in their
own noise are named first. `explanation` holds what is said as values, `explain` as text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kit.case import Case, Goal
from kit.choice import Choice, Design
from kit.metric import Difference, Metric
from kit.run import Run
from kit.words import say, say_change

UNIT_OF_EXACT = 0.1
"""A change by a tenth counts as one unit of noise for readings that have none."""


@dataclass(frozen=True)
class Move:
    """How one reading went from one run to another.

    `size` is the change in units of its own noise, half the width of its interval; 0 where the
    change is within it. `better` is None where neither way is better, or nothing really moved.
    """

    metric: Metric
    old: float
    new: float
    difference: Difference
    size: float
    better: bool | None


@dataclass(frozen=True)
class Explanation:
    """What is said of a change: the lead reading's move, what else gained and what paid most, a
    neutral reading that moved more than either, goals won and lost, and the reason if one is sure.
    """

    changed: str
    lead: Move
    gained: Move | None
    paid: Move | None
    moved: Move | None
    goals_met: tuple[Goal, ...]
    goals_lost: tuple[Goal, ...]
    reason: str


def explain(
    case: Case, before: Run, after: Run, goals: Sequence[Goal] = (), *, leaks: bool = True
) -> str:
    """The sentences on a change; empty when both designs are the same.

    `goals` are those of an open brief; without `leaks`, none is named: a brief is to be solved.
    """
    found = explanation(case, before, after, goals, leaks=leaks)
    if found is None:
        return ""
    parts = [f"{found.changed}: {_lead(found.lead, after)}"]
    named = {"Most improved": found.gained, "Most worsened": found.paid, "Most moved": found.moved}
    parts += [f"{how}: {_moved(move)}" for how, move in named.items() if move]
    ends = {"Goal met": found.goals_met, "Goal no longer met": found.goals_lost}
    for end, those in ends.items():
        parts += [f"{end}: {goal.said(case.metric(goal.metric))}" for goal in those]
    return f"{'. '.join(parts)}. {found.reason}".rstrip()


def explanation(
    case: Case, before: Run, after: Run, goals: Sequence[Goal] = (), *, leaks: bool = True
) -> Explanation | None:
    """What there is to say of a change, or None when both designs are the same."""
    changed = what_changed(case, before.design, after.design)
    if not changed:
        return None
    moves = {metric.name: _move(metric, before, after) for metric in case.metrics}
    lead = moves[leading(case).name]
    others = [move for move in moves.values() if move is not lead and move.size]
    neutral = _most([move for move in others if move.better is None])
    judged = [move for move in others if move.better is not None]
    loudest = max((move.size for move in (*judged, lead)), default=0.0)
    return Explanation(
        changed,
        lead,
        _most([move for move in judged if move.better]),
        _most([move for move in judged if not move.better]),
        neutral if neutral and neutral.size > loudest else None,
        tuple(goal for goal in goals if goal.met(after) and not goal.met(before)),
        tuple(goal for goal in goals if goal.met(before) and not goal.met(after)),
        _reason(case, before, after, moves, leaks=leaks),
    )


def leading(case: Case) -> Metric:
    """The reading the scenario is decided by: the first headline of role value, else the first."""
    heads = [metric for metric in case.metrics if metric.headline]
    return next((metric for metric in heads if metric.role == "value"), heads[0])


def what_changed(case: Case, before: Design, after: Design) -> str:
    """The choices that differ, with their new values, two at most."""
    parts = []
    for name, (old, new) in after.differs_from(before).items():
        choice = case.choice(name)
        if isinstance(choice, Choice):
            parts.append(f"{choice.label} from {choice.label_of(old)} to {choice.label_of(new)}")
        else:
            parts.append(f"{choice.label} moved")
    more = len(parts) - 2
    tail = f" and {more} more change{'s' * (more > 1)}" if more > 0 else ""
    return "; ".join(parts[:2]) + tail


def _move(metric: Metric, before: Run, after: Run) -> Move:
    difference = after.against(before, metric.name)
    old, new = before.reading(metric.name).true, after.reading(metric.name).true
    size = _size(difference, old, new)
    return Move(metric, old, new, difference, size, _better(metric, old, new) if size else None)


def _size(difference: Difference, old: float, new: float) -> float:
    """How far a reading moved, in units of its own noise; 0 within noise or where it is missing."""
    if not difference.real:
        return 0.0
    if not math.isnan(difference.low):
        arm = (difference.high - difference.low) / 2
        return abs(difference.change) / arm if arm > 0 else math.inf
    if old > 0 and new > 0 and math.isfinite(new):
        return abs(math.log(new / old)) / UNIT_OF_EXACT
    return abs(difference.change) / (UNIT_OF_EXACT * max(abs(old), abs(new), 1e-12))


def _better(metric: Metric, old: float, new: float) -> bool | None:
    """Whether a change is one for the better; None for readings that are better neither way."""
    if metric.better == "one":
        return abs(math.log(max(new, 1e-12))) < abs(math.log(max(old, 1e-12)))
    return {"up": new > old, "down": new < old}.get(metric.better)


def _most(moves: list[Move]) -> Move | None:
    return max(moves, key=lambda move: move.size, default=None)


def _lead(move: Move, after: Run) -> str:
    label, unit = move.metric.label, move.metric.unit
    if math.isnan(move.difference.change):
        why = after.reading(move.metric.name).why.rstrip(".")
        return f"{label} is not available" + f" ({why})" * bool(why)
    if move.difference.change == 0:
        return f"{label} stays at {say(move.new, unit)}"
    if not move.size:
        by = say_change(move.difference.change, unit)
        return f"{label} moves by {by}, which is within noise"
    verb = "rises" if move.difference.change > 0 else "falls"
    return f"{label} {verb} {_from_to(move)}"


def _moved(move: Move) -> str:
    return f"{move.metric.label} {_from_to(move)}"


def _from_to(move: Move) -> str:
    unit = move.metric.unit
    by = say_change(move.difference.change, unit)
    return f"from {say(move.old, unit)} to {say(move.new, unit)} ({by})"


def _reason(case: Case, before: Run, after: Run, moves: dict[str, Move], *, leaks: bool) -> str:
    """Why, where that is certain: the dial alone, a leak, another world, or only the level."""
    changed = set(after.design.differs_from(before.design))
    if changed == {case.dial.name}:
        return f"Only {case.dial.label} moved: nothing was trained or drawn anew."
    if leaks and (leak := _leak(case, before, after)):
        return leak
    worlds = [choice.label for choice in case.choices if choice.world and choice.name in changed]
    if worlds:
        return f"The situation itself changed ({', '.join(worlds[:2])}): the design is judged anew."
    return _level_alone(moves) or _dial_followed(case, before, after)


def _leak(case: Case, before: Run, after: Run) -> str:
    """A leak that came in or went out, and the gap between seen and true that it opened."""
    old, new = case.leaks(before.design), case.leaks(after.design)
    added = [leak for leak in new if leak not in old]
    removed = [leak for leak in old if leak not in new]
    if not (added or removed):
        return ""
    metric = _widest_gap(case, before, after)
    if metric is None:
        return ""
    a, b = before.reading(metric.name), after.reading(metric.name)
    seen, true = say(b.seen, metric.unit), say(b.true, metric.unit)
    if added and abs(b.gap) > abs(a.gap):
        return f"The team sees {metric.label} {seen}, in truth it is {true}: {added[0]}"
    if removed and abs(b.gap) < abs(a.gap):
        return (
            f"What the team sees is nearer to the truth: {metric.label} {seen} seen, {true} true."
        )
    return ""


def _widest_gap(case: Case, before: Run, after: Run) -> Metric | None:
    """The headline whose gap between seen and true changed most, as a share of the true value."""
    sizes = {}
    for metric in (metric for metric in case.metrics if metric.headline):
        a, b = before.reading(metric.name), after.reading(metric.name)
        size = abs(b.gap - a.gap) / max(abs(a.true), 1e-12)
        if not math.isnan(size) and size > 0:
            sizes[metric] = size
    return max(sizes, key=lambda metric: sizes[metric], default=None)


def _level_alone(moves: dict[str, Move]) -> str:
    """That scores changed their level and not their order, where no ranking reading moved."""
    by_role = {
        role: [move for move in moves.values() if move.metric.role == role]
        for role in ("ranking", "calibration")
    }
    known = [move for move in by_role["ranking"] if not math.isnan(move.difference.low)]
    level = _most([move for move in by_role["calibration"] if move.size])
    if level is None or not known or any(move.size for move in known):
        return ""
    return f"The order of scores is the same within noise; their level is not: {_moved(level)}."


def _dial_followed(case: Case, before: Run, after: Run) -> str:
    """Where the design itself set its dial elsewhere."""
    old, new = (float(run.readout.axis[run.position]) for run in (before, after))
    if old == new:
        return ""
    unit = case.dial.unit or "score"
    return f"{case.dial.label} is now set at {say(new, unit)}, not {say(old, unit)}."
