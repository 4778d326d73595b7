"""Applicants as people: what is seen of one, who is decided on differently, one person's story."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from cases.credit.decide import break_even
from cases.credit.live import POINTS
from cases.credit.panels.fairness import why_plain
from cases.credit.world import AGES, GROUPS
from kit.figure import Absent, Card, Cards, Chart, Drawn, bars
from kit.run import Run
from kit.words import say

SHOWN = 4  # people a row
LISTED = 30
MIDDLE_SCORE, MIDDLE_INCOME = 650, 38_000
KINDS = {
    (True, True): "approved either way",
    (False, True): "approved now, refused before",
    (True, False): "refused now, approved before",
    (False, False): "refused either way",
}
"""By whether the plain model and whether this design approves."""


def changed(run: Run) -> Drawn:
    """Who is decided on differently.

    Whom does the method change, as people? Against the plain model at its own line, the most
    surprising outcomes first. Whether they repay is known here alone.
    """
    before, after = _decisions(run)
    rows = {}
    for kind, repays in ((k, r) for k in ((False, True), (True, False)) for r in (True, False)):
        who = (before == kind[0]) & (after == kind[1]) & ((run["live"].default == 0) == repays)
        found = np.flatnonzero(who)
        outcome = "would repay" if repays else "would default"
        title = f"{KINDS[kind].capitalize()}, {outcome}: {say(len(found), 'count')}"
        if len(found):
            rows[title] = [person(run, i) for i in _telling(run, found, repays)]
    if not rows:
        return Absent(
            f"{why_plain(run)}This design decides on everybody as the plain model at its own "
            "line does. A method for fairness changes who gets a loan."
        )
    return Cards(rows, why_plain(run) + _counted(run, before, after))


def moves(run: Run) -> Chart | Absent:
    """Where decisions go, by group.

    How many of each group gain and lose against the plain model at its own line? Of those who gain
    some repay and some do not, as with everybody else.
    """
    before, after = _decisions(run)
    live, records = run["live"], []
    for number, name in enumerate(GROUPS):
        own = live.group == number
        for kind, text in KINDS.items():
            who = own & (before == kind[0]) & (after == kind[1])
            if own.any():
                records.append((f"group {name}", text, who.sum() / own.sum()))
    frame = pd.DataFrame(records, columns=["group", "decision", "share"])
    return bars(
        frame,
        x=("group", ""),
        y=("share", "share of the group's applicants"),
        by="decision",
        colours=dict(zip(KINDS.values(), ("one", "three", "alarm", "muted"), strict=True)),
        stacked=True,
        horizontal=True,
        caption=why_plain(run) + _counted(run, before, after),
    )


def applicants(run: Run) -> dict[str, str]:
    """Applicants to look at: near the line, most wrongly refused and approved, then others."""
    live, judged = run["live"], run["judged"]
    approved = judged.approved(run.position)
    near = np.argsort(np.abs(judged.at - run.readout.axis[run.position]), kind="stable")
    telling = {
        "Refused, would repay: ": _first(~approved & (live.default == 0), live.chance),
        "Approved, would default: ": _first(approved & (live.default == 1), -live.chance),
        "Nearest to the line: ": int(near[0]),
    }
    named = {row: text for text, row in telling.items() if row is not None}
    some = dict.fromkeys([*named, *near[1:LISTED].tolist()])
    return {str(row): f"{named.get(row, '')}{_title(row)}" for row in some}


def story(run: Run, subject: str = "") -> Drawn:
    """One applicant's story.

    What would you write to this person? Pick an applicant: what the lender sees, what it decides
    and by which line, and what would have become of the loan, which a refusal hides for ever.
    """
    row = int(subject or next(iter(applicants(run))))
    live, judged = run["live"], run["judged"]
    if row >= len(live.seen):
        return Absent("There is no such applicant in a world of this size.")
    approved = bool(judged.approved(run.position)[row])
    ends = (
        "is approved."
        if approved
        else "is refused, and the outcome that would show whether that was right will never exist."
    )
    return Cards(
        {
            "What is seen": [person(run, row, secret=True)],
            "What is decided": [
                _decision(run, row, approved),
                Card(
                    "The same person in the other group",
                    (_with_the_other_group(run, row),),
                    "what if",
                ),
            ],
            "What is true": [_outcome(run, row, approved)],
        },
        f"{_title(row)} {ends}",
    )


def _decision(run: Run, row: int, approved: bool) -> Card:
    judged = run["judged"]
    lines = (
        f"chance of default promised {say(float(judged.promised[row]), 'share')}",
        f"approved once {say(float(judged.at[row]), 'share')} of all are",
    )
    return Card("Approved" if approved else "Refused", lines, "this design", "current")


def _outcome(run: Run, row: int, approved: bool) -> Card:
    live = run["live"]
    lines = (
        f"true chance of default {say(float(live.chance[row]), 'share')}",
        f"exact chance by all that is seen {say(float(live.best[row]), 'share')}",
        f"break-even {say(break_even(run.settings['loss']), 'share')}",
    )
    tag, colour = ("comes to light", "true") if approved else ("never seen", "muted")
    return Card("Would default" if live.default[row] else "Would repay", lines, tag, colour)


def person(run: Run, row: int, secret: bool = False) -> Card:
    """One applicant as the lender meets them; `secret` leaves out what becomes of the loan."""
    live = run["live"]
    seen, repays = live.seen.iloc[row], live.default[row] == 0
    group = GROUPS[int(seen["group"])]
    age = AGES[int(seen["young"])]
    income = MIDDLE_INCOME * float(np.exp(0.35 * seen["income"]))
    outcome = "would repay" if repays else "would default"
    return Card(
        _title(row),
        (
            f"group {group}, {age}, district {'1' if seen['district'] else '2'}",
            f"bureau score {MIDDLE_SCORE + POINTS * seen['bureau']:.0f}, "
            f"income {say(income, 'money')}",
        ),
        "" if secret else outcome,
        "true" if repays else "alarm",
    )


def _decisions(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Whom the plain model at its own line approves, and whom this design does."""
    plainly = run["plainly"]
    return plainly.judged.approved(plainly.position), run["judged"].approved(run.position)


def _telling(run: Run, rows: np.ndarray, repays: bool) -> Iterator[int]:
    """The people to show: those whose outcome was least to be expected by their true chance."""
    chance = run["live"].chance[rows]
    order = np.argsort(-chance if repays else chance, kind="stable")
    return iter(rows[order][:SHOWN].tolist())


def _counted(run: Run, before: np.ndarray, after: np.ndarray) -> str:
    group = run["live"].group
    parts = []
    for number, name in enumerate(GROUPS):
        own = group == number
        gained, lost = (own & ~before & after).sum(), (own & before & ~after).sum()
        parts.append(
            f"group {name}: {say(int(gained), 'count')} gain a loan and "
            f"{say(int(lost), 'count')} lose one"
        )
    return f"Against the plain model at its own line, {'; '.join(parts)}."


def _first(among: np.ndarray, order: np.ndarray) -> int | None:
    """Of the rows marked, the one with the lowest `order`."""
    rows = np.flatnonzero(among)
    return int(rows[np.argmin(order[rows])]) if len(rows) else None


def _with_the_other_group(run: Run, row: int) -> str:
    """What would be decided on the same data with the other group written in."""
    seen = run["live"].seen.iloc[[row]].copy()
    seen["group"] = 1 - seen["group"]
    said, chance = run["decider"].scores(seen)
    cut = run["judged"].cutoffs[run.position]
    approved = float(chance[0] @ (said[0] >= cut))
    if 0.001 < approved < 0.999:
        return f"would be approved by lot, with a chance of {say(approved, 'share')}"
    return "would be approved" if approved > 0.5 else "would be refused"


def _title(row: int) -> str:
    return f"Applicant {row + 1:,}"
