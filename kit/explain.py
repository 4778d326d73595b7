"""What a change did, in one or two sentences made from computed values."""

from __future__ import annotations

import math

from kit.choice import Choice, Design
from kit.metric import Difference, Metric
from kit.run import Run
from kit.words import say, say_change

PAYING = ("cost", "harm", "volume", "latency")


def explain(before: Run, after: Run) -> str:
    """What was changed, what it did to the reading that matters, what paid for it, and why.

    Empty when both designs are the same. Every figure is read from the two runs; a change within
    noise is said to be so.
    """
    changed = _what_changed(before.design, after)
    if not changed:
        return ""
    metric = _first(after, "value") or next(item for item in after.case.metrics if item.headline)
    moved = after.against(before, metric.name)
    sentences = [
        f"{changed}: {_moved(metric, before, after, moved)}{_paid(before, after, metric, moved)}."
    ]
    why = _why(before, after, metric, moved)
    return " ".join([*sentences, why]) if why else sentences[0]


def _what_changed(before: Design, after: Run) -> str:
    """The choices that differ, with their new values, three at most."""
    case = after.case
    changed = after.design.differs_from(before)
    parts = []
    for name, (old, new) in changed.items():
        choice = case.choice(name)
        if isinstance(choice, Choice):
            parts.append(f"{choice.label} from {choice.label_of(old)} to {choice.label_of(new)}")
        else:
            parts.append(f"{choice.label} moved")
    more = f" and {len(parts) - 2} more changes" if len(parts) > 2 else ""
    return "; ".join(parts[:2]) + more


def _moved(metric: Metric, before: Run, after: Run, moved: Difference) -> str:
    old, new = before.reading(metric.name).true, after.reading(metric.name).true
    if math.isnan(moved.change):
        reason = after.reading(metric.name).why or before.reading(metric.name).why
        return f"{metric.label} is not available" + f" ({reason.rstrip('.')})" * bool(reason)
    if moved.change == 0:
        return f"{metric.label} stays at {say(new, metric.unit)}"
    by = say_change(moved.change, metric.unit)
    if not moved.real:
        return f"{metric.label} moves by {by}, which is within noise"
    verb = "rises" if moved.change > 0 else "falls"
    return f"{metric.label} {verb} from {say(old, metric.unit)} to {say(new, metric.unit)} ({by})"


def _paid(before: Run, after: Run, but: Metric, moved: Difference) -> str:
    """What got worse among cost, harm, volume and latency: the largest change, beyond noise."""
    worse: list[tuple[float, str]] = []
    for metric in after.case.metrics:
        if metric.role not in PAYING or metric.name == but.name:
            continue
        difference = after.against(before, metric.name)
        if difference.real and _worse(metric, difference.change):
            old = before.reading(metric.name).true
            size = abs(difference.change) / max(abs(old), 1e-12)
            by = say_change(difference.change, metric.unit)
            worse.append((size, f"{metric.label} ({by})"))
    if not worse:
        return ""
    gained = not math.isnan(moved.change) and moved.change != 0 and not _worse(but, moved.change)
    return f"{', paid for with' if gained and moved.real else '; worse is'} {max(worse)[1]}"


def _worse(metric: Metric, change: float) -> bool:
    return change < 0 if metric.better == "up" else change > 0


def _why(before: Run, after: Run, metric: Metric, moved: Difference) -> str:
    """The reason: a moved threshold, an untrue score, another world, a ranking, calibration."""
    changed = set(after.design.differs_from(before.design))
    if changed == {after.case.dial.name}:
        return "Only the threshold moved; the ranking is the same."
    leak = _leak(before, after, metric)
    if leak:
        return leak
    worlds = [
        choice.label for choice in after.case.choices if choice.world and choice.name in changed
    ]
    if worlds:
        return f"The world itself changed ({', '.join(worlds[:2])}), so the design is judged anew."
    ranking = _ranking(before, after, metric, moved)
    return ranking or _calibration(before, after) or _threshold(before, after)


def _leak(before: Run, after: Run, metric: Metric) -> str:
    """A score that rose for the team and not in truth, with the leak that explains it."""
    mine, theirs = after.reading(metric.name), before.reading(metric.name)
    new = [
        leak
        for leak in after.case.leaks(after.design)
        if leak not in before.case.leaks(before.design)
    ]
    gained = mine.seen - theirs.seen
    if not math.isnan(gained) and gained and new:
        seen, true = say(mine.seen, metric.unit), say(mine.true, metric.unit)
        return f"The team sees {seen}, in truth it is {true}: {new[0]}"
    cured = [
        leak
        for leak in before.case.leaks(before.design)
        if leak not in after.case.leaks(after.design)
    ]
    return "The evaluation can be trusted more than before." if cured else ""


def _ranking(before: Run, after: Run, moved: Metric, by: Difference) -> str:
    """A better or worse ranking, where it goes the same way as the reading that moved."""
    metric = _first(after, "ranking")
    if metric is None:
        return ""
    difference = after.against(before, metric.name)
    worse = _worse(metric, difference.change)
    if not difference.real or (by.real and worse != _worse(moved, by.change)):
        return ""
    better = "worse" if worse else "better"
    change = say_change(difference.change, metric.unit)
    return f"The ranking itself is {better}: {metric.label} {change}."


def _calibration(before: Run, after: Run) -> str:
    metric = _first(after, "calibration")
    if metric is None:
        return ""
    difference = after.against(before, metric.name)
    if not difference.real:
        return ""
    old, new = before.reading(metric.name).true, after.reading(metric.name).true
    return (
        f"The ranking is about the same; the scores mean something else: {metric.label} from "
        f"{say(old, metric.unit)} to {say(new, metric.unit)}."
    )


def _threshold(before: Run, after: Run) -> str:
    """Where the design itself put its threshold elsewhere with the same ranking."""
    dial = after.case.dial
    old = before.readout.axis[before.position]
    new = after.readout.axis[after.position]
    if old == new:
        return ""
    unit = dial.unit or "score"
    return (
        f"The ranking is about the same; {dial.label} moved from {say(float(old), unit)} to "
        f"{say(float(new), unit)}."
    )


def _first(run: Run, role: str) -> Metric | None:
    """The first headline metric with a role, else the first with it."""
    having = [metric for metric in run.case.metrics if metric.role == role]
    return next((metric for metric in having if metric.headline), having[0] if having else None)
