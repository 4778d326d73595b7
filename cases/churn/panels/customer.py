"""One customer of the campaign: what is seen of it, what is done, and what would become of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.churn.judged import Campaign
from cases.churn.readings import TOO_LATE
from kit.figure import Absent, Card, Cards, Drawn
from kit.run import Run
from kit.words import say

LISTED = 30  # customers one may pick, beside the most telling


def customers(run: Run) -> dict[str, str]:
    """Customers due in the last judged month: who was driven away, missed and kept, then others.

    The key is the row of the panel.
    """
    due = run["judged"].by_gain
    last = np.flatnonzero(due.month == due.month.max(initial=-1))
    reached = due.position[last] <= run.position
    rows, saved = due.row[last], due.saved[last]
    telling = {
        "Driven away: ": _extreme(rows, np.where(reached, -saved, -np.inf)),
        "Worst miss: ": _extreme(rows, np.where(reached, -np.inf, saved)),
        "Kept: ": _extreme(rows, np.where(reached, saved, -np.inf)),
    }
    named = {row: text for text, row in telling.items() if row is not None}
    some = dict.fromkeys([*named, *rows[:LISTED].tolist()])
    number = run["subscriptions"].seen["customer"].to_numpy()
    return {str(row): f"{named.get(row, '')}customer {number[row]}" for row in some}


def story(run: Run, subject: str = "") -> Drawn:
    """One customer's story.

    What does a call do to a single customer? Pick anyone due in the last judged month: what is
    seen, what is done, and both futures, of which only one is ever known.
    """
    due = run["judged"].by_gain
    if not len(due.row):
        return Absent(TOO_LATE)
    row = int(subject or next(iter(customers(run))))
    found = np.flatnonzero(due.row == row)
    if not len(found):
        return Absent("This customer is not due in a judged month of this design.")
    at = int(found[0])
    outcomes, reached = run["past"].outcomes, bool(due.position[at] <= run.position)
    alone, contacted = bool(outcomes.leaves[row]), bool(outcomes.leaves_contacted[row])
    happens = contacted if reached else alone
    return Cards(
        {
            "What is seen on the day of the snapshot": _seen(run["subscriptions"].seen.iloc[row]),
            "What the design makes of it": [_decided(run, due, at, reached)],
            "What would happen": [
                _future("If left alone", outcomes.chances.leaving[row], alone, not reached),
                _future("If contacted", outcomes.chances.contacted[row], contacted, reached),
            ],
        },
        f"A contact {'lowers' if due.saved[at] > 0 else 'raises'} the chance to leave by "
        f"{say(abs(float(due.saved[at])), 'share')} and earns {say(float(due.gain[at]), 'money')} "
        "on average. This customer is "
        f"{'' if reached else 'not '}contacted and {'leaves' if happens else 'stays'}; only that "
        "is ever known.",
    )


def _extreme(rows: np.ndarray, level: np.ndarray) -> int | None:
    """The row with the highest level above 0, if there is one."""
    best = int(np.argmax(level)) if len(level) else 0
    return int(rows[best]) if len(level) and level[best] > 0 else None


def _seen(seen: pd.Series) -> list[Card]:
    survey = f"{seen['survey']:.1f}" if np.isfinite(seen["survey"]) else "not answered"
    contract = "yearly contract" if seen["annual"] else "monthly contract"
    return [
        Card("Use this month", (_counted(seen, "logins"), _counted(seen, "minutes"))),
        Card(
            "Contract",
            (f"{seen['tenure']:.0f} months, {contract}", f"bill {say(seen['bill'], 'money')}"),
        ),
        Card(
            "Service",
            (_counted(seen, "tickets"), _counted(seen, "calls"), f"survey: {survey}"),
            "downgraded" if seen["downgrade"] > 0 else "",
            "alarm",
        ),
    ]


def _counted(seen: pd.Series, name: str) -> str:
    value = seen[name]
    return f"{name}: {value:,.0f}" if np.isfinite(value) else f"{name}: unknown"


def _decided(run: Run, due: Campaign, at: int, reached: bool) -> Card:
    month = due.month == due.month[at]
    rank = 1 + int((due.position[month] < due.position[at]).sum())
    risk = float(run["judged"].scores[due.month[at], due.place[at]])
    lines = (
        f"chance to leave {say(risk, 'share')}",
        f"about place {rank} of the {int(month.sum())} customers due",
    )
    return Card("Ranked", lines, "contacted" if reached else "not contacted", "current")


def _future(title: str, chance: float, leaves: bool, happens: bool) -> Card:
    lines = (f"true chance to leave {say(float(chance), 'share')}", "leaves" if leaves else "stays")
    tag = "what happens" if happens else "never seen"
    return Card(title, lines, tag, "true" if happens else "muted")
