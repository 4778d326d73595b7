"""Forty weeks of living on what was shown: this design, the ceiling, nothing retrained."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from cases.recommender.live import CEILING, DESIGN, FROZEN, Loop
from kit.colours import COLOURS
from kit.figure import HEIGHT, Chart, Drawn, Table, axis
from kit.panels.legend import CLAIRVOYANT, SEEN, TRUE
from kit.panels.lorenz import SHARES
from kit.panels.over_time import over_time
from kit.run import Run
from kit.words import say
from pipelines.evaluation.ranking_metrics import lorenz

WEEK = "week since launch"
FIRST, LAST, ALL = slice(0, 4), slice(-4, None), slice(None)


def clicks(run: Run) -> Drawn:
    """Forty weeks of its own loop.

    Does it keep up with a world it shapes? The clairvoyant rows beside it, and the same design
    never retrained.
    """
    loop: Loop = run["loop"]
    curves = {
        TRUE: 100 * loop.of(DESIGN, "clicks"),
        SEEN: 100 * loop.of(DESIGN, "recorded"),
        CLAIRVOYANT: 100 * loop.of(CEILING, "clicks"),
    }
    if FROZEN in loop.courses:
        curves[FROZEN] = 100 * loop.of(FROZEN, "clicks")
    first, last = (_mean(loop, DESIGN, "clicks", part) for part in (FIRST, LAST))
    best = _mean(loop, CEILING, "clicks", LAST)
    return over_time(
        curves,
        period=WEEK,
        value="titles taken (%)",
        colours={FROZEN: "muted"},
        dashed=(FROZEN,),
        caption=f"From {say(first, 'share')} in the first four weeks to {say(last, 'share')} in "
        f"the last four. The clairvoyant rows, living on their own past, have "
        f"{say(best, 'share')} then.{_frozen(loop)}",
    )


def spread(run: Run) -> Drawn:
    """Concentration, week by week.

    Does the loop narrow what people get? Compare with the clairvoyant rows, not with 0.
    """
    mine, best = _at_end(run, "gini", "score")
    return _beside(
        run,
        "gini",
        "exposure Gini of the week's rows",
        f"In the last four weeks the Gini is {mine}, that of the clairvoyant rows {best}.",
    )


def alike(run: Run) -> Drawn:
    """Overlap between users, week by week.

    Do users' rows get more alike than their tastes? The titles two users have in common.
    """
    mine, best = _at_end(run, "homogeneity", "share")
    return _beside(
        run,
        "homogeneity",
        "share of titles two users have in common",
        f"In the last four weeks two users share {mine} of their titles, in the clairvoyant rows "
        f"{best}.",
    )


def rows_and_service(run: Run) -> Drawn:
    """Varied rows, varied service.

    Is a varied row a varied service? Diversity within a row beside the part of the catalogue that
    is shown at all.
    """
    loop: Loop = run["loop"]
    names = {"diversity": "diversity in a row", "coverage": "catalogue shown"}
    curves = {
        f"{said}, {whose}": loop.of(course, name)
        for course, whose in ((DESIGN, TRUE), (CEILING, CLAIRVOYANT))
        for name, said in names.items()
    }
    first, last = (_mean(loop, DESIGN, "diversity", part) for part in (FIRST, LAST))
    shown = _mean(loop, DESIGN, "coverage", LAST)
    return over_time(
        curves,
        period=WEEK,
        value="diversity (0 to 1), share of the catalogue",
        dashed=tuple(name for name in curves if name.endswith(CLAIRVOYANT)),
        caption=f"Diversity in a row goes from {say(first, 'score')} to {say(last, 'score')}, "
        f"while the service shows {say(shown, 'share')} of its catalogue in a week.",
    )


def state_of_week(run: Run) -> Drawn:
    """One week of the loop.

    How were places shared out in a given week? Drag its own dial through the forty weeks.
    """
    loop: Loop = run["loop"]
    some = SHARES[np.linspace(0, len(SHARES) - 1, 16).astype(int)]
    both = {TRUE: loop.courses[DESIGN], CLAIRVOYANT: loop.courses[CEILING]}
    rows = [
        {"week": at, "titles": float(x), "shown": y, "course": name}
        for name, weeks in both.items()
        for at, week in enumerate(weeks, start=1)
        for x, y in zip(some, lorenz(week.shown, some), strict=True)
    ]
    told = [
        {
            "week": at,
            "said": f"week {at}: taken {say(mine.clicks, 'share')}, at best "
            f"{say(best.clicks, 'share')}; Gini {mine.gini:.2f} and {best.gini:.2f}",
        }
        for at, (mine, best) in enumerate(zip(*both.values(), strict=True), start=1)
    ]
    frame = pd.concat([pd.DataFrame(rows), pd.DataFrame(told)], ignore_index=True)
    last = told[-1]["said"]
    caption = f"Drag the dial below the picture. Shown first: {last}."
    return Chart(_scrubbed(len(told)), frame, caption, f"Lorenz curves of exposure; {last}.")


def week_table(run: Run) -> Drawn:
    """The weeks one by one.

    When did what happen? Every week with what was taken and what could have been.
    """
    loop: Loop = run["loop"]
    mine = {
        "taken": "clicks",
        "dashboard": "recorded",
        "best that week": "best",
        "overlap": "homogeneity",
        "catalogue shown": "coverage",
        "new titles": "new",
        "Gini": "gini",
    }
    frame = pd.DataFrame({said: loop.of(DESIGN, name) for said, name in mine.items()})
    frame.insert(0, "week", np.arange(1, len(frame) + 1))
    frame.insert(1, "retrained", np.where(loop.of(DESIGN, "trained"), "yes", ""))
    trained = int(loop.of(DESIGN, "trained").sum())
    said = (
        f"{len(frame)} weeks, {trained} trainings after launch. Best that week is what the best "
        "possible rows would have brought after the design's own past."
    )
    return Table(frame, said, dict.fromkeys(mine, "share") | {"Gini": "score"})


def _mean(loop: Loop, course: str, name: str, weeks: slice) -> float:
    return float(loop.of(course, name)[weeks].mean())


def _at_end(run: Run, name: str, unit: str) -> tuple[str, str]:
    """A figure's mean over the last four weeks, the design's and the best, as words."""
    mine, best = (_mean(run["loop"], course, name, LAST) for course in (DESIGN, CEILING))
    return say(mine, unit), say(best, unit)


def _frozen(loop: Loop) -> str:
    if FROZEN not in loop.courses:
        return " It is never retrained."
    return f" Never retrained, it would have {say(_mean(loop, FROZEN, 'clicks', LAST), 'share')}."


def _beside(run: Run, name: str, value: str, caption: str) -> Drawn:
    """A figure of every week, the design's and the best rows'."""
    loop: Loop = run["loop"]
    curves = {TRUE: loop.of(DESIGN, name), CLAIRVOYANT: loop.of(CEILING, name)}
    return over_time(curves, period=WEEK, value=value, caption=caption)


def _scrubbed(weeks: int) -> dict[str, Any]:
    """Two Lorenz curves and a line of words for the week that the picture's own dial says."""
    dial = {"input": "range", "min": 1, "max": weeks, "step": 1, "name": "Week  "}
    at = {"filter": "datum.week == scrubbed"}
    shades = {
        "domain": [TRUE, CLAIRVOYANT],
        "range": [COLOURS["true"], COLOURS["clairvoyant"]],
    }
    curve = {
        "transform": [at, {"filter": "isValid(datum.course)"}],
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": {
            "x": axis("titles", "share of the catalogue, least shown first"),
            "y": axis("shown", "share of all places in rows"),
            "color": {
                "field": "course",
                "type": "nominal",
                "title": None,
                "scale": shades,
                "legend": {"orient": "bottom"},
            },
        },
    }
    text = {
        "transform": [at, {"filter": "isValid(datum.said)"}],
        "mark": {"type": "text", "align": "left", "x": 8, "y": 14, "fontSize": 12},
        "encoding": {"text": {"field": "said"}},
    }
    params = [{"name": "scrubbed", "value": weeks, "bind": dial}]
    return {"params": params, "layer": [curve, text], "height": HEIGHT, "width": "container"}
