"""How large an experiment has to be, and how long it takes until it can be read."""

from __future__ import annotations

from kit.figure import Drawn
from kit.panels.experiment import experiment as planned
from kit.run import Run
from kit.words import say

AVERAGE = 0.5
"""Traffic over a day as a share of its peak: assumed."""

CHANGE = 0.05


def experiment(run: Run) -> Drawn:
    """The size of an experiment.

    How many cards does a test need, and would its guardrails notice harm? From the noise of this
    design's own readings, cards and not payments assigned, half of them to each arm.
    """
    rows = run["live"].rows
    entities, weeks = int(rows["card"].nunique()), int(rows["week"].nunique())
    payments = len(rows) / max(1, entities)
    return planned(
        run,
        metrics=("net_savings", "money_recall", "insults"),
        unit="cards",
        entities=entities,
        units_a_day=AVERAGE * run.settings["traffic"] * 86_400 / payments,
        change=CHANGE,
        label_days=float(run.settings["delay"]),
        note=f"A card is taken to make {say(payments, 'count')} payments, as in the {weeks} weeks "
        "here. Late labels beyond that delay, and the share that nobody reports, come on top.",
    )
