"""A launch to a share of the applications, as an experiment: how many, and how long."""

from __future__ import annotations

from kit.figure import Drawn
from kit.panels.experiment import experiment as planned
from kit.run import Run

A_DAY = 1_000
"""Applications decided on each day."""

MONTH = 30
CHANGE = 0.1


def launch(run: Run) -> Drawn:
    """The size of a launch that can be read.

    How many applications does a test of this policy need, and would its guardrails notice harm?
    From the noise of the design's own readings, applicants assigned, half of them to each arm.
    """
    delay = MONTH * float(run.settings["delay"])
    return planned(
        run,
        metrics=("profit", "bad_rate", "approval", "accept_gap"),
        unit="applicants",
        entities=len(run["live"].seen),
        units_a_day=A_DAY,
        change=CHANGE,
        label_days=delay,
        note="Decisions can be compared at once; what was lost or won is known after the labels.",
    )
