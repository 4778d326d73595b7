"""What a run measured, as it goes into the log: the headline readings, leaks, goals and guesses."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from kit.case import Case, Goal
from kit.explain import explain
from kit.metric import Reading
from kit.run import Run

PARTS = ("true", "seen", "low", "high", "ceiling")


def measured(
    case: Case, run: Run, goals: Sequence[Goal] = (), before: Run | None = None
) -> dict[str, Any]:
    """The payload of a `ran` event: what the change since `before` did in words, the headline
    readings, leaks, and how the goals of a brief stand.

    What is not available or not finite is None.
    """
    heads = {metric.name for metric in run.case.metrics if metric.headline}
    readings = {name: _parts(r) for name, r in run.readings().items() if name in heads}
    return {
        "said": explain(case, before, run, goals) if before else "",
        "readings": readings,
        "leaks": list(run.case.leaks(run.design)),
        "goals": [_goal(goal, run) for goal in goals],
    }


def _parts(reading: Reading) -> dict[str, float | None]:
    parts = {part: _plain(getattr(reading, part)) for part in PARTS}
    return parts | {"budget": None if reading.budget is None else _plain(reading.budget)}


def _goal(goal: Goal, run: Run) -> dict[str, Any]:
    metric = run.case.metric(goal.metric)
    value = goal.said(metric, goal.value_in(run))
    return {"said": goal.said(metric), "met": bool(goal.met(run)), "value": value}


def outcome(guess: Any, before: Run, after: Run) -> dict[str, Any]:
    """How the reading of a prediction went: its change, the interval, and which way.

    It stays where the change is within noise. What the team sees has no interval of its own: the
    width of the true change's stands for it.
    """
    name = guess["metric"]
    difference = after.against(before, name)
    change, low, high = difference.change, difference.low, difference.high
    if guess["of"] == "seen":
        change = after.reading(name).seen - before.reading(name).seen
        arm = (high - low) / 2
        low, high = change - arm, change + arm
    return {
        "change": _plain(change),
        "low": _plain(low),
        "high": _plain(high),
        "went": _way(change, low, high),
    }


def _way(change: float, low: float, high: float) -> str:
    if not math.isfinite(change):
        return "unknown"
    if change == 0 or low <= 0 <= high:
        return "stays"
    return "rises" if change > 0 else "falls"


def _plain(value: float) -> float | None:
    """A number JSON can hold; None for one that is not finite."""
    return float(value) if math.isfinite(value) else None
