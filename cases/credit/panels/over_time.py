"""The live year month by month, and the years that follow."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.credit.world import GROUPS
from kit.figure import Absent, Chart, lines
from kit.panels.along import along
from kit.panels.legend import SEEN, TRUE
from kit.panels.over_time import by_period, over_time
from kit.run import Run
from kit.words import say


def months(run: Run) -> Chart | Absent:
    """The live year, month by month.

    When could anybody notice? Promised and true default rate of the loans granted in each month;
    what the lender would see at the end of the year is much less, since loans still run.
    """
    live, judged = run["live"], run["judged"]
    approved = judged.approved(run.position)
    month, last = live.month[approved], 12
    if not approved.any():
        return Absent("Nobody is approved at this share.")
    come = (live.seen["recorded"] == 1) & (live.seen["label_month"] <= last)
    columns = (judged.promised, live.default, come.to_numpy(float))
    promised, true, seen = (
        by_period(_mean, month, column[approved], periods=last) for column in columns
    )
    open_still = live.seen["label_month"].to_numpy() > last
    unknown = by_period(_mean, month, open_still[approved].astype(float), periods=last)
    return over_time(
        {"promised": promised, TRUE: true, SEEN: seen},
        period="month since launch",
        value="default rate of loans granted in the month",
        colours={"promised": "current"},
        unknown=unknown,
        caption=f"Promised {say(float(judged.promised[approved].mean()), 'share')}, in truth "
        f"{say(float(live.default[approved].mean()), 'share')}.",
    )


def years(run: Run) -> Chart | Absent:
    """Years of these decisions, and of one cut-off for all.

    Do loans help or harm those who get them? Mean creditworthiness of each group year by year under
    this design and under the plain model at its own line: a repaid loan raises it, a default lowers
    it by twice as much.
    """
    plain = run.with_changes(method="none", rule="expected", share="auto", retrain="never")
    parts = []
    for title, one in (("this design", run), ("one cut-off", plain)):
        means = one["years"].means(one.position)
        for number, name in enumerate(GROUPS):
            if np.isfinite(means[:, number]).all():
                curve = f"{name}, {title}"
                points = {"x": np.arange(len(means)), "y": means[:, number], "curve": curve}
                parts.append(pd.DataFrame(points))
    gap, other = run.reading("score_gap").true, plain.reading("score_gap").true
    return lines(
        pd.concat(parts),
        x=("x", "years of decisions"),
        y=("y", "mean creditworthiness (points)"),
        by="curve",
        colours={
            "A, this design": "one",
            "B, this design": "two",
            "A, one cut-off": "three",
            "B, one cut-off": "four",
        },
        dashed=tuple(f"{name}, one cut-off" for name in GROUPS),
        points=True,
        caption=f"After {run.settings['horizon']} years the groups are {say(gap, 'count')} points "
        f"apart under this design and {say(other, 'count')} under one cut-off for all.",
    )


def later_gaps(run: Run) -> Chart | Absent:
    """Does the gap come back?

    How far apart the groups' approval rates are in each year, under this design and under the
    plain model at its own line. A method works as long as it is applied again with each training.
    """
    plain = run.with_changes(method="none", rule="expected", share="auto", retrain="never")
    curves = {}
    for title, one in (("this design", run), ("one cut-off", plain)):
        apart = np.abs(np.diff(one["years"].approval(one.position), axis=1))[:, 0]
        curves[title] = (np.arange(1, len(apart) + 1), apart)
    gaps = curves["this design"][1]
    if np.isnan(gaps).any():
        return Absent("One of the groups has nobody here.")
    return along(
        curves,
        x="year",
        y="acceptance gap",
        y_range=(0.0, max(0.3, float(max(values.max() for _, values in curves.values())))),
        colours={"this design": "true", "one cut-off": "clairvoyant"},
        dashed=("one cut-off",),
        caption=f"The gap is {say(float(gaps[0]), 'share')} in the first year and "
        f"{say(float(gaps[-1]), 'share')} in the last.",
    )


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else np.nan
