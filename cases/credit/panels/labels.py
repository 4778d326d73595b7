"""Whose outcome was seen, what is promised of those turned away, and how sure an audit can be."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.credit.judged import UNTOLD
from cases.credit.world import AGES, GROUPS
from kit.figure import Absent, Chart, Table, bars
from kit.panels.along import along
from kit.panels.legend import NAMED, TRUE
from kit.run import Run
from kit.words import say

FIFTHS = 10
SIZES = np.unique(np.geomspace(20, 5000, 25).round()).astype(int)
Z = 1.96


def selection(run: Run) -> Chart | Absent:
    """Whose outcome was seen.

    What do the labels leave out? The share of past applicants with a loan, by their true chance of
    default, from the safest tenth to the riskiest.
    """
    past, outcomes = run["past"], run["outcomes"]
    tenth = (np.argsort(np.argsort(past.chance)) * FIFTHS) // len(past.chance)
    curves = {}
    for number, name in enumerate(GROUPS):
        own = past.group == number
        at = np.unique(tenth[own])
        share = np.array([outcomes.approved[own & (tenth == each)].mean() for each in at])
        curves[f"group {name}"] = (at + 1, share)
    unseen = past.default[~outcomes.approved]
    return along(
        {name: curve for name, curve in curves.items() if len(curve[0])},
        x="tenth of past applicants by true chance of default (1 is safest)",
        y="share approved, whose outcome is seen",
        colours={"group A": "one", "group B": "two"},
        y_range=(0.0, 1.0),
        caption=f"Of the applicants turned away {say(float((1 - unseen).mean()), 'share')} would "
        "have repaid; nobody knows which."
        if len(unseen)
        else "Nobody was turned away: every outcome is seen.",
    )


def turned_away(run: Run) -> Chart | Absent:
    """What is promised of those turned away.

    May the model be believed where no outcome was ever seen? Mean promised and true chance of
    default among past applicants, approved and turned away, by group.
    """
    past, approved = run["past"], run["outcomes"].approved
    promised = run["decider"].promises(past.seen)
    rows = []
    for number, name in enumerate(GROUPS):
        for had, text in ((True, "approved"), (False, "turned away")):
            who = (past.group == number) & (approved == had)
            if who.any():
                title = f"{name}, {text}"
                rows += [(title, "promised", float(promised[who].mean()))]
                rows += [(title, TRUE, float(past.default[who].mean()))]
    frame = pd.DataFrame(rows, columns=["who", "kind", "share"])
    away = ~approved
    if not away.any():
        said = "Nobody was turned away."
    else:
        said = (
            f"Of those turned away {say(float(promised[away].mean()), 'share')} are promised to "
            f"default and {say(float(past.default[away].mean()), 'share')} would."
        )
    return bars(
        frame,
        x=("who", ""),
        y=("share", "chance of default"),
        by="kind",
        colours=NAMED | {"promised": "seen"},
        horizontal=True,
        caption=said,
    )


def cells(run: Run) -> Table | Absent:
    """Small cells, with their intervals.

    What of those who belong to two groups at once? Approval of everybody and of who repays in each
    cell of group and age, in the sample the audit takes, with 95 % intervals.
    """
    judged = run["believed"]
    approved = judged.approved(run.position)
    if not len(run["audited"]):
        return Absent("No applicant is held back to look at.")
    rows = []
    for number, name in enumerate(GROUPS):
        for young, age in enumerate(AGES):
            cell = (judged.group == number) & (judged.young == young)
            good = cell & judged.known & (judged.default == 0)
            rows.append(
                (f"{name}, {age}", int(cell.sum()), *_rate(approved[cell]), *_rate(approved[good]))
            )
    columns = ["cell", "people", "approved", "95 % interval", "of who repays", "its interval"]
    frame = pd.DataFrame(rows, columns=columns)
    smallest = frame.loc[frame["people"].idxmin()]
    return Table(
        frame,
        f"The smallest cell, {smallest['cell']}, holds {smallest['people']} people." + _silent(run),
        {"people": "count", "approved": "share", "of who repays": "share"},
    )


def audit_size(run: Run) -> Chart | Absent:
    """How many people a gap needs.

    Is a gap of five points news? The half width of the 95 % interval of an acceptance gap by how
    many people of each group are looked at.
    """
    rate = run.reading("approval").true
    width = Z * np.sqrt(2 * rate * (1 - rate) / SIZES)
    sample = run.settings["sample"]
    own = float(Z * np.sqrt(2 * rate * (1 - rate) / sample))
    return along(
        {"half width of the interval": (SIZES, width)},
        x="people of each group looked at",
        y="half width of the gap's interval",
        log="x",
        marks={"now": (float(sample), own)},
        caption=f"With {say(sample, 'count')} people of each group a gap is known to within "
        f"{say(own, 'share')} either way.",
    )


def _silent(run: Run) -> str:
    """How many are in no cell, as they state no group."""
    silent = run["audit_groups"][run["outcomes"].held] == UNTOLD
    if not silent.any():
        return ""
    share = say(float(silent.mean()), "share")
    return f" {share} of those held back state no group: they are in none of the cells."


def _rate(approved: np.ndarray) -> tuple[float, str]:
    """A share with Wilson's 95 % interval."""
    n = len(approved)
    if not n:
        return np.nan, "n/a"
    share = float(approved.mean())
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * np.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return share, f"{say(max(0.0, middle - half), 'share')} to {say(middle + half, 'share')}"
