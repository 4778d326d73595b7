"""All criteria of fairness at once, what each costs, and what cannot hold together."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from cases.credit.decide import GAIN
from cases.credit.sums import parts
from cases.credit.world import GROUPS
from kit.figure import Absent, Chart, Drawn, Table
from kit.panels.along import along
from kit.panels.legend import ATTAINABLE
from kit.run import Run
from kit.words import say
from pipelines.evaluation.tally import Tally

RATES = {
    "approved (demographic parity)": ("approved", "people"),
    "approved of who repays (opportunity)": ("good approved", "good"),
    "approved of who defaults": ("bad approved", "bad"),
    "defaults promised over seen (calibration)": ("promised", "bad"),
}
REPAID = "repaid of the approved (predictive parity)"
GAPS = {
    "approved (demographic parity)": "accept_gap",
    "approved of who repays (opportunity)": "tpr_gap",
    "approved of who defaults": "fpr_gap",
    "defaults promised over seen (calibration)": "calibration_gap",
    REPAID: "ppv_gap",
}
NAMES = {
    "none": "no method",
    "reweigh": "reweighing",
    "massage": "massaging",
    "decorrelate": "correlation removed",
    "exponentiated": "exponentiated gradient",
    "grid": "grid search",
    "thresholds": "cut-offs by group",
    "optimizer": "ThresholdOptimizer",
    "band": "reject-option band",
}
NEAR = 0.7
"""The share of the most profit from which on a method is drawn beside the frontier."""

SMALL = 0.02  # a gap that most would let pass


def counts(run: Run, group: str) -> dict[str, tuple[float, float]]:
    """What criteria compare, of one group, at the dial's position: a part, and the whole it is
    of."""
    sums = Tally(parts(run["judged"]), run.readout.axis)

    def of(name: str) -> float:
        values = sums[f"{name} {group}"]
        return float(values[run.position if len(values) > 1 else 0])

    good, bad = of("good approved"), of("bad approved")
    found = {text: (of(part), of(whole)) for text, (part, whole) in RATES.items()}
    return found | {REPAID: (good, good + bad)}


def criteria(run: Run) -> Drawn:
    """All criteria at once.

    Which kinds of fair does this design satisfy, and which can hold together? Each row compares the
    groups by one criterion: how many people it counts in each (n), the gap with its 95 % interval,
    and the lower over the higher (ratio).
    """
    counted = [counts(run, name) for name in GROUPS]
    rows = []
    for text, metric in GAPS.items():
        reading = run.reading(metric)
        (a, of_a), (b, of_b) = (each[text] for each in counted)
        rates = _over(a, of_a), _over(b, of_b)
        rows.append(
            {
                "criterion": text,
                **{"group A": rates[0], "n of A": of_a, "group B": rates[1], "n of B": of_b},
                "gap": reading.true,
                "95 % interval": f"{reading.low:.3f} to {reading.high:.3f}",
                "ratio": _over(float(np.minimum(*rates)), float(np.maximum(*rates))),
                "holds": _verdict(reading.low, reading.high),
            }
        )
    units = dict.fromkeys(("group A", "group B", "gap", "ratio"), "score")
    units |= dict.fromkeys(("n of A", "n of B"), "count")
    return Table(pd.DataFrame(rows), why_plain(run) + _identity(run, counted), units)


def why_plain(run: Run) -> str:
    """Why the plain model decides although a method was chosen; nothing where the method works."""
    reason = run["decider"].why_not
    return f"{reason} No method can compare them: the plain model decides. " if reason else ""


def frontier(run: Run) -> Chart | Absent:
    """What parity costs, method by method.

    How much profit does each point of the acceptance gap cost, and how near does a method come to
    the attainable trade? Each dot is a method at its own line.
    """
    rivals = run["rivals"]
    if rivals.frontier.empty:
        return Absent("There is one group alone: no gap to close.")
    table, best = rivals.table, rivals.frontier
    one = table[table["constraint"] == "parity"]
    near = one["profit"] > NEAR * 1000 * GAIN * best["profit"].max()
    marks = {_named(row): (row.accept_gap, row.profit) for row in one[near].itertuples()}
    off = [f"{_named(row)} {say(row.profit, 'money')}" for row in one[~near].itertuples()]
    marks["now"] = (run.reading("accept_gap").true, run.reading("profit").true)
    return along(
        {ATTAINABLE: (best["gap"].to_numpy(), GAIN * 1000 * best["profit"].to_numpy())},
        x="acceptance gap",
        y="profit per 1,000 applications ($)",
        marks={name: at for name, at in marks.items() if at[1] > 0},
        caption="No dot lies above the frontier by more than luck."
        + (f" Far below the picture: {'; '.join(off)}." if off else ""),
    )


def methods(run: Run) -> Table:
    """Every method side by side.

    What does each method do to profit and to every gap, and does it have to ask for the group at
    the decision? All on the same applicants, each at its own line.
    """
    table = run["rivals"].table
    frame = pd.DataFrame(
        {
            "method": [_named(row) for row in table.itertuples()],
            "made equal": [
                ""
                if row.method in ("none", "reweigh", "massage", "decorrelate", "band")
                else row.constraint
                for row in table.itertuples()
            ],
            "asks for the group": np.where(table["asks"], "yes", "no"),
            "profit": table["profit"],
            "approved": table["approval"],
            "acceptance gap": table["accept_gap"],
            "opportunity gap": table["tpr_gap"],
            "defaulters gap": table["fpr_gap"],
            "by lot": table["lots"],
        }
    ).sort_values("profit", ascending=False)
    units = dict.fromkeys(frame.columns[4:], "share") | {"profit": "money"}
    first = frame.iloc[0]
    return Table(
        frame,
        f"Profit per 1,000 applications. Most is earned by {first['method']}, with an acceptance "
        f"gap of {say(float(first['acceptance gap']), 'share')}.",
        units,
    )


def _named(row) -> str:
    name = NAMES[row.method]
    return f"{name}, for accuracy" if row.objective == "accuracy" else name


def _over(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def _verdict(low: float, high: float) -> str:
    if not math.isfinite(high):
        return "n/a"
    if high <= SMALL:
        return "yes"
    return "cannot be told" if low <= SMALL else "no"


def _identity(run: Run, counted: list[dict[str, tuple[float, float]]]) -> str:
    """Chouldechova's identity (2017) on this run's own numbers, of the group with more defaults."""
    default = [
        float(run["live"].default[run["live"].group == g].mean())
        if (run["live"].group == g).any()
        else math.nan
        for g in (0, 1)
    ]
    if not all(math.isfinite(each) for each in default):
        return "There is one group alone: nothing to compare."
    told = []
    for name, base, each in zip(GROUPS, default, counted, strict=True):
        repaid = _over(*each[REPAID])
        caught = _over(*each["approved of who repays (opportunity)"])
        if not (repaid > 0 and 0 < base < 1):
            return "Nobody is approved in one of the groups: there are no errors to compare."
        follows = (1 - base) / base * (1 - repaid) / repaid * caught
        told.append(f"{name} {say(follows, 'share')}")
    return (
        f"If everybody had a loan, {say(default[0], 'share')} of A and {say(default[1], 'share')} "
        "of B would default. Defaulters approved follow from the rest, (1 - d) / d x (1 - repaid) "
        f"/ repaid x opportunity: {'; '.join(told)}. With unlike d the three rates cannot all "
        "be equal."
    )
