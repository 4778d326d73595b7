"""How long an experiment on the filter has to run, by what people can audit."""

from __future__ import annotations

from kit.figure import Drawn
from kit.panels.experiment import experiment as planned
from kit.run import Run

AUDITED_A_DAY = 2_000
"""Messages people read a day for an experiment: assumed, four people at 500 each."""

CHANGE = 0.1


def experiment(run: Run) -> Drawn:
    """How long an experiment takes.

    How many messages must people audit to notice a change, and how many days is that? Only audited
    mail shows what was quarantined by mistake, so the audit and not the traffic sets how long it
    takes.
    """
    return planned(
        run,
        metrics=("error_cost", "false_quarantines", "spam_delivered"),
        unit="audited messages",
        entities=len(run["scored"]),
        units_a_day=AUDITED_A_DAY,
        change=CHANGE,
        label_days=1.0,
        note=f"Taken: people audit {AUDITED_A_DAY:,} messages a day; mailboxes, not messages, are "
        "assigned to an arm, and near-copies count as one.",
    )
