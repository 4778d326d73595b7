"""One test, day by day: what is read of it, and its path to a bound."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from cases.experiment.panels.tests import of_p, p_value, picked
from cases.experiment.stopping import WEEK, stops
from data.experiments.people import DAYS
from data.world import stream
from kit.colours import COLOURS
from kit.figure import Absent, Chart, Drawn
from kit.panels.along import along
from kit.run import Run
from kit.words import say
from pipelines.experiments.looks import null_paths

NULL_PATHS, DRAWN_PATHS = 200, 40


def estimate(run: Run, subject: str = "") -> Drawn:
    """One test's estimate, day by day.

    What would have been read on each day? The estimate so far with its interval and, in grey, what
    each day says alone: one far off the others is looked into before the sum is believed.
    """
    row = picked(run, subject)
    day, last = _ends(run, row)
    days, paths = np.arange(1, last + 1), run["paths"]
    so_far, alone = paths.effect[row, :last], _alone(run, row)[:last]
    half = (run["plan"].width * paths.error[row])[:last]
    lasting = float(run["launched"]["metric"].iloc[row])
    return along(
        {
            "that day alone": (days, alone),
            "estimate so far": (days, so_far),
            "interval": (days, so_far + half),
            "interval, other end": (days, so_far - half),
            "lasting effect": (days, np.full(last, lasting)),
        },
        x="day of the test",
        y="relative effect on the metric",
        colours={
            "that day alone": "muted",
            "estimate so far": "seen",
            "interval": "seen",
            "interval, other end": "seen",
            "lasting effect": "true",
        },
        dashed=("interval", "interval, other end"),
        marks={f"day {day + 1}": (float(day + 1), float(so_far[day]))},
        caption=_read_on(run, row, day, lasting) + _furthest(alone),
    )


def _ends(run: Run, row: int) -> tuple[int, int]:
    """The day whose result counts (0 is the first), and how many days are shown."""
    day = int(run["stopped"].at[row, run.position])
    return day, max(day, run.position) + 1


def _alone(run: Run, row: int) -> np.ndarray:
    """The relative difference of the arms on each day alone: (days,); NaN where a control has none.

    Of triggered users alone it is as much smaller over all as they are fewer.
    """
    sums = run["sums"] if run["preferred"] is None else run["preferred"]
    whole = (sums.units if sums.d is None else sums.d)[row]
    level = np.divide(sums.y[row], whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    old = np.where(level[0] > 0, level[0], np.nan)
    triggered = run.settings["variance"] == "triggered"
    return (level[1] / old - 1) * (float(run.settings["reach"]) if triggered else 1.0)


def _read_on(run: Run, row: int, day: int, lasting: float) -> str:
    """What is read on the day that counts, and what is true."""
    paths, width = run["paths"], run["plan"].width[day]
    effect, error = float(paths.effect[row, day]), float(paths.error[row, day])
    low, high = (say(effect + side * width * error, "share") for side in (-1, 1))
    return (
        f"On day {day + 1} the estimate is {say(effect, 'share')} ({low} to {high}), p "
        f"{of_p(p_value(float(paths.z[row, day])))}; launched for good it does "
        f"{say(lasting, 'share')}."
    )


def _furthest(alone: np.ndarray) -> str:
    known = np.flatnonzero(np.isfinite(alone))
    if len(known) < 3:
        return ""
    day = known[np.abs(alone[known] - np.median(alone[known])).argmax()]
    return f" Furthest from the other days is day {day + 1}, at {say(float(alone[day]), 'share')}."


def path(run: Run, subject: str = "") -> Drawn:
    """One test, day by day.

    When does it cross its bound, and would a test of nothing? The grey lines are tests in which
    both arms are the same.
    """
    row = picked(run, subject)
    (day, last), days = _ends(run, row), np.arange(1, DAYS + 1)
    bounds, z = run["plan"].bounds, run["read"].z[row]
    when = np.flatnonzero(np.isfinite(bounds[:last]))
    word = {1: "a win", -1: "a loss"}.get(int(run["stopped"].called[row, run.position]), "nothing")
    nulls, crossed = _of_nothing(run)
    chart = along(
        {
            "this test": (days[:last], z[:last]),
            "bound": (days[when], bounds[when]),
            "bound, other side": (days[when], -bounds[when]),
        },
        x="day of the test",
        y="estimate over its standard error (z)",
        colours={"this test": "seen", "bound": "alarm", "bound, other side": "alarm"},
        dashed=("bound", "bound, other side"),
        marks={f"day {day + 1}: {word}": (float(day + 1), float(z[day]))},
        caption=f"This test calls {word} on day {day + 1}. Of {NULL_PATHS} tests of nothing, "
        f"{crossed} call a difference under this rule.",
    )
    return _over_paths(chart, nulls[:DRAWN_PATHS, :last])


def _of_nothing(run: Run) -> tuple[np.ndarray, int]:
    """The z values of tests of nothing, and how many of them the rule calls on the dial's day."""
    at, stopping = run.position, str(run.settings["stopping"])
    shown = min(at + 1 + (WEEK if stopping == "extend" else 0), DAYS)
    nulls = null_paths(NULL_PATHS, shown, stream(7, "null paths"))
    called = stops(nulls, run["plan"].bounds[:shown], stopping).called[:, at]
    return nulls, int((called != 0).sum())


def _over_paths(chart: Chart | Absent, paths: np.ndarray) -> Chart | Absent:
    """The chart with other paths (tests, days) behind it, in grey."""
    if isinstance(chart, Absent):
        return chart
    test, day = np.indices(paths.shape)
    rows = pd.DataFrame({"x": day.ravel() + 1, "y": paths.ravel().round(3), "test": test.ravel()})
    own = next(layer for layer in chart.spec["layer"] if "data" not in layer)["encoding"]
    layer: dict[str, Any] = {
        "data": {"values": rows.to_dict("records")},
        "mark": {"type": "line", "color": COLOURS["muted"], "opacity": 0.25, "strokeWidth": 1},
        "encoding": {"x": own["x"], "y": own["y"], "detail": {"field": "test"}},
    }
    return replace(chart, spec={**chart.spec, "layer": [layer, *chart.spec["layer"]]})
