"""What scores are worth: profit along the dial, calibration by group, what tells the group."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.credit.decide import GAIN, SHARES, break_even, earned
from cases.credit.judged import guesses
from cases.credit.model import COLUMNS
from cases.credit.world import GROUPS
from kit.figure import Absent, Chart, Table, bars, lines
from kit.overlay import with_rules
from kit.panels.along import along, of_track, standing
from kit.panels.legend import ATTAINABLE, CLAIRVOYANT
from kit.panels.reliability import reliability as drawn
from kit.run import Run
from kit.words import say
from pipelines.evaluation.scores import roc_auc

SHADES = {"group A": "one", "group B": "two"}
MARKS = {"half": "at one half"}
BINS = 50


def profit_curve(run: Run) -> Chart | Absent:
    """What every share approved earns.

    Where should the line be drawn, and how much does the group add to what could be known? Profit
    along the share approved, beside the exact chance with and without the group.
    """
    loss = run.settings["loss"]
    curves = of_track(run, "profit")
    for name, stage in (
        (ATTAINABLE, "attainable"),
        ("without the group", "attainable_blind"),
        (CLAIRVOYANT, "clairvoyant"),
    ):
        curves[name] = (SHARES, _profit(run[stage], loss))
    reading = run.reading("profit")
    return along(
        curves,
        x="share approved",
        y="profit per 1,000 applications ($)",
        marks=standing(run, "profit", names=MARKS),
        colours={"without the group": "current"},
        dashed=("without the group",),
        caption=f"Now {say(reading.true, 'money')} per 1,000 applications. Knowing the exact "
        f"chances and lending up to break-even, {say(break_even(loss), 'share')}, would earn "
        f"{say(reading.ceiling, 'money')}.",
    )


def cutoffs(run: Run) -> Chart | Absent:
    """Promised chances by group, and the cut-offs.

    Where does the line fall in each group? The curves are the shares of each group's applicants by
    promised chance of default; the upright lines are the highest chance approved in each.
    """
    judged = run["judged"]
    approved, edges = judged.approved(run.position), np.linspace(0, 1, BINS + 1)
    parts, rules = [], []
    for number, title in enumerate(SHADES):
        own = judged.group == number
        if own.any():
            share = np.histogram(judged.promised[own], edges)[0] / own.sum()
            parts.append(pd.DataFrame({"x": edges[:-1] + 0.5 / BINS, "y": share, "curve": title}))
        if (own & approved).any():
            highest = float(np.quantile(judged.promised[own & approved], 0.995))
            rules.append((highest, f"{title[-1]} up to {say(highest, 'share')}", SHADES[title]))
    chart = lines(
        pd.concat(parts),
        x=("x", "promised chance of default"),
        y=("y", "share of the group's applicants"),
        by="curve",
        colours=SHADES,
        caption=f"{say(float(approved.mean()), 'share')} are approved; break-even is at a chance "
        f"of {say(break_even(run.settings['loss']), 'share')}.",
    )
    return with_rules(chart, pd.DataFrame(rules, columns=["x", "text", "colour"]))


def calibration(run: Run) -> Chart | Absent:
    """Calibration within groups.

    Does a promised chance mean the same for both groups? Above the diagonal more of them default
    than was promised; all applicants, approved or not.
    """
    judged = run["judged"]
    curves = {
        title: (judged.promised[judged.group == number], judged.default[judged.group == number])
        for number, title in enumerate(SHADES)
    }
    reading = run.reading("calibration")
    return drawn(
        curves,
        promised="promised chance of default",
        happened="share that defaults",
        colours=SHADES,
        caption=f"Over all applicants {say(reading.true, 'ratio')} defaults are promised for each "
        "that would happen.",
    )


def telling(run: Run) -> Chart | Absent:
    """How well the rest tells the group.

    What does dropping the column achieve? The AUC with which group B is guessed from what each
    choice of columns leaves; 0.5 is not at all.
    """
    live = run["live"]
    if not 0 < live.group.mean() < 1:
        return Absent("There is one group alone: nothing to guess.")
    labels = {"used": "bureau, income, district", "proxy_dropped": "bureau, income"}
    rows = [
        (text, roc_auc(live.group, guesses(run["past"], attribute=name)(live.seen)))
        for name, text in labels.items()
    ]
    frame = pd.DataFrame(rows, columns=["columns", "auc"])
    return bars(
        frame,
        x=("columns", ""),
        y=("auc", "AUC with which the group is guessed"),
        horizontal=True,
        caption=f"Without the column the group is still guessed with an AUC of "
        f"{frame['auc'].iloc[0]:.2f}; without the district too, {frame['auc'].iloc[1]:.2f}.",
    )


def weights(run: Run) -> Table | Absent:
    """What the plain model leans on.

    Which columns carry the decision? Size of each coefficient, or gain of the trees, as a share.
    """
    model = run["plain"]
    if model.importance is None or not model.importance.sum():
        return Absent("This model has no weights to show: it says the same of everybody.")
    share = model.importance / model.importance.sum()
    frame = pd.DataFrame({"column": COLUMNS[run.settings["attribute"]], "share": share})
    frame = frame.sort_values("share", ascending=False)
    return Table(frame, f"Most weight lies on {frame['column'].iloc[0]}.", {"share": "share"})


def _profit(judged, loss: float) -> np.ndarray:
    """Profit per 1,000 at every position, $, of a ranking whose outcomes are all known."""
    order = np.argsort(judged.at, kind="stable")
    worth = np.r_[0.0, np.cumsum(earned(judged.default[order], loss))]
    return 1000 * GAIN * worth[np.round(SHARES * len(order)).astype(int)] / len(order)


__all__ = ["GROUPS", "calibration", "cutoffs", "profit_curve", "telling", "weights"]
