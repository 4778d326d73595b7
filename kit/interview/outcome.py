"""The outcome of an interview: how good the design on the table was at the end."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from kit.interview.checks import Check, Lost, at, at_end, counted, few, share_of
from kit.interview.events import Event
from kit.interview.trace import Moment, Trace, first_ran, reading
from kit.words import say


def outcome_checks(read: Trace) -> tuple[Check, ...]:
    """Goals, the ceiling, budgets and leaks, as the last run measured them."""
    hidden = (_found(read),) if read.end.sealed else ()
    return (*hidden, _goals(read), _ceiling(read), _money(read), _budgets(read), _leaks(read))


def _found(read: Trace) -> Check:
    """Whether what was hidden was named before it was opened."""
    assert read.end.sealed is not None
    told, opened = read.end.sealed.payload, read.of("unsealed")
    until = opened[0].before if opened else read.end
    given = str(until.design.get(told["answer"], ""))
    right, names = given == told["name"], told["options"]
    answer = f"{names[given]}, {'right' if right else 'wrong'}" if given in names else "none given"
    sentence = f"It was: {names.get(told['name'], told['name'])}. The candidate's answer: {answer}."
    said = [m for m in read.of("pick") if told["answer"] in m.event.payload["changes"]]
    lost = (at(said[-1], f"Said: {answer}.") if said else at_end(read, "Nothing was named."),)
    return Check("found", "outcome", told["title"], float(right), sentence,
                 "Ask what halves the causes that are left, and name one only then.",
                 () if right else lost)  # fmt: skip


def _goals(read: Trace) -> Check:
    goals = read.end.ran.payload["goals"] if read.end.ran else []
    met = [goal for goal in goals if goal["met"]]
    lost = [
        at_end(read, f"{goal['said']}: it stood at {goal['value']}.")
        for goal in goals
        if not goal["met"]
    ]
    sentence = f"{len(met)} of {counted(len(goals), 'goal')} met at the end."
    if judged := read.end.judged:
        sentence += f" Judged over seeds: {judged.payload['good']} of {judged.payload['of']}."
    if not goals:
        sentence = (
            "An open interview: no goals were set." if not read.plan.brief else "Nothing ran."
        )
    return Check("goals", "outcome", "Goals of the brief", share_of(len(met), len(goals)),
                 sentence, "Take the brief again, one goal at a time.", few(lost))  # fmt: skip


def of_ceiling(ran: Event | None, name: str, better: str) -> float | None:
    """Which share of its ceiling a reading reaches, from 0 to 1; None where that means nothing."""
    value, best = reading(ran, name), reading(ran, name, "ceiling")
    if value is None or best is None:
        return None
    if better == "up" and best > 0:
        return min(1.0, max(0.0, value / best))
    if better == "down" and best > 0 and value > 0:
        return min(1.0, best / value)
    return None


def _ceiling(read: Trace) -> Check:
    name, ran = read.plan.lead, read.end.ran
    metric = read.plan.metrics.get(name, {"label": name, "unit": "score", "better": "none"})
    share = of_ceiling(ran, name, metric["better"])
    start, end = (said(run, name, metric["unit"]) for run in (first_ran(read), ran))
    sentence = f"{metric['label']} went from {start} to {end}"
    if share is None:
        sentence += "; a share of its ceiling cannot be given."
    else:
        sentence += f": {say(share, 'share')} of what could be attained."
    worst = _worst_step(read, name, metric["better"]) if share is not None and share < 1 else None
    lost = (worst,) if worst else ()
    if share is not None and share < 1 and not worst:
        best = said(ran, name, metric["unit"], "ceiling")
        lost = (at_end(read, f"{metric['label']} {end}, attainable {best}."),)
    return Check("ceiling", "outcome", "Share of the ceiling", share, sentence,
                 "Find which change moves the reading that decides.", lost)  # fmt: skip


def _worst_step(read: Trace, name: str, better: str) -> Lost | None:
    """The change after which the reading was worse by most, where it was not made up for later."""
    metric, sign = read.plan.metrics[name], 1 if better == "up" else -1
    final, worst, found = reading(read.end.ran, name), 0.0, None
    for before, moment in _steps(read):
        old, new = reading(before, name), reading(moment.event, name)
        if old is None or new is None or final is None or sign * (final - old) >= 0:
            continue
        if sign * (new - old) < worst and moment.before.change:
            worst, change = sign * (new - old), moment.before.change
            what = str(change.payload.get("said") or change.payload.get("sentence", ""))
            a, b = say(old, metric["unit"]), say(new, metric["unit"])
            found = at(moment, f"{what.rstrip('.')}: {metric['label']} went from {a} to {b}.")
    return found


def _steps(read: Trace) -> Iterator[tuple[Event, Moment]]:
    """Each run after the first, with the run before it."""
    runs = read.of("ran")
    return ((one.event, other) for one, other in pairwise(runs))


def _money(read: Trace) -> Check:
    """What the readings in money did from the first run to the last: told, and given no points."""
    first, last = first_ran(read), read.end.ran
    told = [
        f"{metric['label']} from {said(first, name, 'money')} to {said(last, name, 'money')}"
        for name, metric in read.plan.metrics.items()
        if metric["unit"] == "money"
    ]
    sentence = f"{'; '.join(told)}." if told and last else "No reading in money was measured."
    return Check("money", "outcome", "Money", None, sentence,
                 "Say what each change costs in money.")  # fmt: skip


def _budgets(read: Trace) -> Check:
    kept, broken = 0, []
    for name, metric in read.plan.metrics.items():
        value, budget = reading(read.end.ran, name), reading(read.end.ran, name, "budget")
        if value is None or budget is None:
            continue
        if value >= budget if metric["better"] == "up" else value <= budget:
            kept += 1
        else:
            unit = metric["unit"]
            broken.append(f"{metric['label']} {say(value, unit)}, allowed {say(budget, unit)}.")
    count = kept + len(broken)
    sentence = f"{kept} of {counted(count, 'budget')} kept." if count else "No budget was set."
    return Check("budgets", "outcome", "Budgets", share_of(kept, count), sentence,
                 "Look at what each change costs beside what it gains.",
                 few(at_end(read, each) for each in broken))  # fmt: skip


def _leaks(read: Trace) -> Check:
    leaks = read.end.ran.payload["leaks"] if read.end.ran else []
    lost = [at(moment, leak) for leak in leaks if (moment := _came_in(read, leak))]
    sentence = (
        f"{counted(len(leaks), 'leak')} left in the evaluation." if leaks else "No leak left."
    )
    share = 0.0 if leaks else 1.0
    return Check("leaks", "outcome", "Leaks left in", share if read.end.ran else None, sentence,
                 "Ask of every number what it knew when it was made.", few(lost))  # fmt: skip


def _came_in(read: Trace, leak: str) -> Moment | None:
    """The run since which a leak has been there without a break."""
    found = None
    for moment in read.of("ran"):
        there = leak in moment.event.payload["leaks"]
        found = (found or moment) if there else None
    return found


def said(ran: Event | None, name: str, unit: str, part: str = "true") -> str:
    """A number of a `ran` event as words."""
    value = reading(ran, name, part)
    return say(math.nan if value is None else value, unit)
