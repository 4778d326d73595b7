"""Forty weeks of living on what was shown: this design, the oracle, and nothing retrained."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from cases.recommender.live import DESIGN, FROZEN, ORACLE, Loop
from kit.figure import COLOURS, Chart, Drawn, Table, axis, lines
from kit.run import Run
from kit.words import say
from pipelines.evaluation.ranking_metrics import lorenz

SHADES = {DESIGN: "true", ORACLE: "ceiling", FROZEN: "muted", "as the dashboard counts": "seen"}
POINTS = np.linspace(0, 1, 21)


def clicks(run: Run) -> Drawn:
    """Titles taken, week by week: the design, the oracle, and the design never retrained."""
    lived: Loop = run["loop"]
    rows = [
        (week.week, 100 * value, name)
        for course, weeks in lived.courses.items()
        for week in weeks
        for name, value in _lines(course, week)
    ]
    frame = pd.DataFrame(rows, columns=["week", "taken", "course"])
    first, last = (_mean(lived, DESIGN, "clicks", part) for part in (slice(0, 4), slice(-4, None)))
    ours = _mean(lived, ORACLE, "clicks", slice(-4, None))
    return lines(
        frame,
        x=("week", "weeks since launch"),
        y=("taken", "titles taken (%)"),
        by="course",
        colours=SHADES,
        dashed=(FROZEN, "as the dashboard counts"),
        caption=f"From {say(first, 'share')} in the first four weeks to {say(last, 'share')} in "
        f"the last four; the oracle, living on its own rows, has {say(ours, 'share')} then."
        + _frozen(lived),
    )


def _lines(course: str, week) -> list[tuple[str, float]]:
    found = [(course, week.clicks)]
    return [*found, ("as the dashboard counts", week.recorded)] if course == DESIGN else found


def _frozen(lived: Loop) -> str:
    if FROZEN not in lived.courses:
        return " It is never retrained."
    left = _mean(lived, FROZEN, "clicks", slice(-4, None))
    return f" Never retrained, it would have {say(left, 'share')}."


def _mean(lived: Loop, course: str, name: str, weeks: slice) -> float:
    return float(np.mean([getattr(week, name) for week in lived.courses[course][weeks]]))


def spread(run: Run) -> Drawn:
    """How unequally exposure is shared out, week by week, beside the oracle's."""
    mine, ours, chart = _beside(run, "gini", "exposure Gini of the week's rows")
    said = f"In the last four weeks the Gini is {say(mine, 'score')}, the oracle's "
    return replace(
        chart, caption=f"{said}{say(ours, 'score')}.", alt=f"{said}{say(ours, 'score')}."
    )


def alike(run: Run) -> Drawn:
    """How much the rows of two users have in common, week by week, beside the oracle's."""
    mine, ours, chart = _beside(run, "homogeneity", "share of titles two users have in common")
    said = (
        f"In the last four weeks two users share {say(mine, 'share')} of their titles, with the "
        f"oracle {say(ours, 'share')}."
    )
    return replace(chart, caption=said, alt=said)


def _beside(run: Run, name: str, title: str) -> tuple[float, float, Chart]:
    """A figure of every week, the design's and the oracle's, with both means at the end."""
    lived: Loop = run["loop"]
    rows = [
        (week.week, getattr(week, name), course)
        for course in (DESIGN, ORACLE)
        for week in lived.courses[course]
    ]
    frame = pd.DataFrame(rows, columns=["week", "value", "course"])
    chart = lines(
        frame, x=("week", "weeks since launch"), y=("value", title), by="course", colours=SHADES
    )
    mine, ours = (_mean(lived, course, name, slice(-4, None)) for course in (DESIGN, ORACLE))
    return mine, ours, chart


def rows_and_service(run: Run) -> Drawn:
    """Diversity within a row and coverage of the service, two things that need not go together."""
    lived: Loop = run["loop"]
    names = {"diversity": "diversity in a row", "coverage": "catalogue shown"}
    rows = [
        (week.week, getattr(week, name), f"{said}, {course}")
        for course in (DESIGN, ORACLE)
        for name, said in names.items()
        for week in lived.courses[course]
    ]
    frame = pd.DataFrame(rows, columns=["week", "value", "what"])
    ends = (slice(0, 4), slice(-4, None))
    first, last = (_mean(lived, DESIGN, "diversity", part) for part in ends)
    shown = _mean(lived, DESIGN, "coverage", slice(-4, None))
    return lines(
        frame,
        x=("week", "weeks since launch"),
        y=("value", "0 to 1"),
        by="what",
        dashed=tuple(f"{said}, {ORACLE}" for said in names.values()),
        caption=f"Diversity in a row goes from {say(first, 'score')} to {say(last, 'score')}, "
        f"while the service shows {say(shown, 'share')} of its catalogue in a week.",
    )


def state_of_week(run: Run) -> Drawn:
    """The Lorenz curve of each week's exposure, scrubbed by a dial of its own."""
    lived: Loop = run["loop"]
    rows = [
        {"week": week.week, "titles": float(x), "shown": y, "course": course}
        for course in (DESIGN, ORACLE)
        for week in lived.courses[course]
        for x, y in zip(POINTS, lorenz(week.shown, POINTS), strict=True)
    ]
    told = [
        {"week": mine.week, "said": f"week {mine.week}: taken {say(mine.clicks, 'share')}, oracle "
         f"{say(ours.clicks, 'share')}, Gini {mine.gini:.2f} and {ours.gini:.2f}"}
        for mine, ours in zip(lived.courses[DESIGN], lived.courses[ORACLE], strict=True)
    ]  # fmt: skip
    frame = pd.concat([pd.DataFrame(rows), pd.DataFrame(told)], ignore_index=True)
    last = told[-1]["said"]
    caption = f"Pull the dial below the picture. {last}."
    return Chart(_scrubbed(len(told)), frame, caption, f"Lorenz curves of exposure; {last}.")


def _scrubbed(weeks: int) -> dict[str, Any]:
    """Two Lorenz curves and a line of words for the week that the picture's own dial says."""
    dial = {"input": "range", "min": 0, "max": weeks - 1, "step": 1, "name": "Week  "}
    at = {"filter": "datum.week == scrubbed"}
    shades = {"domain": [DESIGN, ORACLE], "range": [COLOURS["true"], COLOURS["ceiling"]]}
    curve = {
        "transform": [at, {"filter": "isValid(datum.course)"}],
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": {
            "x": axis("titles", "share of the catalogue, least shown first"),
            "y": axis("shown", "share of all places in rows"),
            "color": {"field": "course", "type": "nominal", "title": None, "scale": shades,
                      "legend": {"orient": "bottom"}},
        },
    }  # fmt: skip
    text = {
        "transform": [at, {"filter": "isValid(datum.said)"}],
        "mark": {"type": "text", "align": "left", "x": 8, "y": 14, "color": COLOURS["muted"]},
        "encoding": {"text": {"field": "said"}},
    }
    params = [{"name": "scrubbed", "value": weeks - 1, "bind": dial}]
    return {"params": params, "layer": [curve, text], "height": 280, "width": "container"}


def week_table(run: Run) -> Drawn:
    """The weeks one by one: what was taken, what could have been, how exposure was shared out."""
    lived: Loop = run["loop"]
    rows = [
        {
            "week": mine.week,
            "retrained": "yes" if mine.trained else "",
            "taken": mine.clicks,
            "dashboard": mine.recorded,
            "best that week": mine.best,
            "oracle": ours.clicks,
            "Gini": mine.gini,
            "oracle's Gini": ours.gini,
            "alike": mine.homogeneity,
            "catalogue shown": mine.coverage,
            "new titles": mine.new,
        }
        for mine, ours in zip(lived.courses[DESIGN], lived.courses[ORACLE], strict=True)
    ]
    shares = ("taken", "dashboard", "best that week", "oracle", "alike", "catalogue shown",
              "new titles")  # fmt: skip
    formats = dict.fromkeys(shares, "share") | {"Gini": "score", "oracle's Gini": "score"}
    trained = sum(week.trained for week in lived.courses[DESIGN])
    said = (
        f"{len(rows)} weeks, {trained} trainings after launch. Best that week is what perfect rows "
        "would have brought after the design's own past; the oracle has lived on its own."
    )
    return Table(pd.DataFrame(rows), said, formats)
