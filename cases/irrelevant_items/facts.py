"""What an interviewer would answer when asked."""

from __future__ import annotations

from collections.abc import Mapping

from cases.irrelevant_items.decide import MENDING, MISTAKEN
from cases.irrelevant_items.faults import FAULTS, NO_FAULT, STAGES
from cases.irrelevant_items.model import COMPLAINTS
from cases.irrelevant_items.probes import PROBES
from cases.irrelevant_items.readings import BUDGET
from kit.run import Run
from kit.words import say


def facts(run: Run) -> Mapping[str, str]:
    """Traffic, stages, complaint, what a probe and a wrong fix cost, and the budget."""
    minutes = [probe.minutes for probe in PROBES.values()]
    return {
        "Complaint": COMPLAINTS[str(run.settings["complaint"])],
        "Traffic": "1,000 visits a second, a row of ten titles each",
        "Stages": f"{len(STAGES)}, each with a log: {', '.join(STAGES)}",
        "Causes": f"{len(FAULTS) - 1} are known; in {say(NO_FAULT, 'share')} of rounds nothing is "
        "wrong",
        "Probes": f"{len(PROBES)}, of {min(minutes)} to {max(minutes)} minutes each",
        "Fixes": f"one takes {MENDING:g} minutes to reach everybody; a wrong one costs "
        f"{MISTAKEN:g} more until it is undone",
        "Budget": f"{BUDGET:g} engineer-days a quarter for safeguards",
        "Releases": "model and index are published each night, code twice a week",
    }
