"""What an interviewer would answer when asked, and whether a hunt can be as quick as asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cases.irrelevant_items.decide import MENDING, MISTAKEN, ROLLING_BACK
from cases.irrelevant_items.faults import FAULTS, NO_FAULT, STAGES
from cases.irrelevant_items.judged import MINUTES, VISITS, right_by_minute
from cases.irrelevant_items.model import COMPLAINTS
from cases.irrelevant_items.probes import PROBES
from cases.irrelevant_items.readings import BUDGET
from kit.feasibility import Answer, Ask, Feasibility
from kit.run import Run
from kit.words import say


def facts(run: Run) -> Mapping[str, str]:
    """Traffic, stages, complaint, what a probe and a wrong fix cost, and the budget."""
    minutes = _minutes()
    return {
        "Complaint": COMPLAINTS[str(run.settings["complaint"])],
        "Traffic": "1,000 visits a second, a row of ten titles each",
        "Stages": f"{len(STAGES)}, each with a log: {', '.join(STAGES)}",
        "Causes": f"{len(FAULTS) - 1} are known; in {say(NO_FAULT, 'share')} of rounds nothing is "
        "wrong",
        "Probes": f"{len(PROBES)}, of {min(minutes)} to {max(minutes)} minutes each",
        "Fixes": f"one takes {MENDING:g} minutes to reach everybody, an index rolled back "
        f"{ROLLING_BACK:g}; a wrong one costs {MISTAKEN:g} more until it is undone; "
        f"{say(float(run.settings['breaks']), 'share')} of fixes break something else",
        "Budget": f"{BUDGET:g} engineer-days a quarter for safeguards",
        "Releases": "model and index are published each night, code twice a week",
    }


@dataclass(frozen=True, eq=False)
class Ground:
    """Right diagnoses by each minute of the dial, of this order and of the best; of who asks all.

    `spoils` is the share of watching that a round's fault costs, on average.
    """

    right: np.ndarray
    best: np.ndarray
    everything: float
    spoils: float


def ground(run: Run) -> Ground:
    """What the hunt at hand reaches, the best order on the same rounds, and all probes at once."""
    attainable = run["attainable"]
    return Ground(
        run["judged"].right.mean(axis=0),
        right_by_minute(run["rounds"], attainable.best),
        float(attainable.right.mean()),
        float(run["rounds"].spoilt.mean()),
    )


def asks(ground: Ground) -> tuple[Ask, ...]:
    """What somebody may ask for or state of a hunt."""
    return (
        Ask("deadline", "Minutes until the fix starts", "count", 15.0, 0.0, float(MINUTES[-1])),
        Ask("right", "Right diagnoses asked for", "share", 0.9, 0.01, 1.0),
        Ask("visits", "Visits a minute", "count", VISITS, 1.0, 1e9),
        Ask("probe", "Minutes a probe", "count", float(np.median(_minutes())), 0.5, 60.0),
    )


def answer(ground: Ground, given: Mapping[str, float]) -> Answer:
    """The probes that fit, the visits it costs, and whether any order is right so often by then."""
    minutes, asked = given["deadline"], given["right"]
    a_minute = given["visits"] * ground.spoils
    implied = {
        "Probes that fit": say(float(minutes // given["probe"]), "count"),
        "Visits spoilt until the fix is everywhere": say(a_minute * (minutes + MENDING), "count"),
        "Visits spoilt by wrong fixes": say(a_minute * MISTAKEN * (1 - asked), "count"),
    }
    at = int((minutes >= MINUTES).sum()) - 1
    now, best = float(ground.right[at]), float(ground.best[at])
    wanted = f"{say(asked, 'share')} right within {say(minutes, 'count')} minutes"
    if now >= asked:
        return Answer(implied, "yes", f"This order is: {wanted}; it has {say(now, 'share')} then.")
    if best >= asked:
        return Answer(implied, "maybe", f"The best order is, this one is not: {wanted}.")
    most = f"the best order has {say(best, 'share')} by then, and who asks everything "
    most += say(ground.everything, "share")
    return Answer(implied, "no", f"No order known here is: {wanted}; {most}.")


def _minutes() -> list[int]:
    return [probe.minutes for probe in PROBES.values()]


FEASIBILITY = Feasibility(ground, asks, answer)
