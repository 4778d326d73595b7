"""Tests as the team meets them: a dashboard, one test's path, and what it costs to look."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from data.experiments.ideas import IDEAS_A_YEAR
from data.experiments.people import DAYS
from data.world import stream
from kit.colours import COLOURS
from kit.figure import Absent, Card, Cards, Chart, Drawn
from kit.panels.along import along
from kit.run import Run
from kit.words import say
from pipelines.experiments.looks import crossing_chance, independent_formula, null_paths, shape

MONTH = 10  # ideas a month
NULL_PATHS, DRAWN_PATHS = 200, 40
MOST_LOOKS, NULL_TESTS = 100, 4_000
KIND_WORDS = {
    "nothing": "does nothing",
    "good": "brings buyers",
    "harmful": "drives buyers away",
    "tempting": "brings clicks, not buyers",
    "bargain": "more buyers, smaller baskets",
}


def kinds(run: Run) -> np.ndarray:
    """The kind of each idea, as a word: (ideas,)."""
    world = run["programme"]
    return np.array(world.about["kinds"])[world.truth["kind"].to_numpy()]


def verdicts(run: Run) -> np.ndarray:
    """What became of each idea on the dial's day: shipped, killed (called a loss) or held."""
    at = run.position
    shipped, called = run["decided"].shipped[:, at], run["stopped"].called[:, at]
    return np.select([shipped, called < 0], ["shipped", "killed"], "held")


def ideas(run: Run) -> dict[str, str]:
    """Ideas one may pick: the most telling of the first year, then its first ones."""
    kind, verdict, names = kinds(run), verdicts(run), run["programme"].seen["name"]
    bad = (kind != "good") & (verdict == "shipped")
    missed = (kind == "good") & (verdict != "shipped")
    right = (kind == "good") & (verdict == "shipped")
    found: dict[int, str] = {}
    for text, mask in (("False winner: ", bad), ("Missed: ", missed), ("Found: ", right)):
        rows = np.flatnonzero(mask[:IDEAS_A_YEAR])
        if len(rows):
            found[int(rows[0])] = text
    some = dict.fromkeys([*found, *range(2 * MONTH)])
    return {str(row): f"{found.get(row, '')}idea {row + 1}, {names[row]}" for row in some}


def _picked(run: Run, subject: str) -> int:
    return int(subject or next(iter(ideas(run))))


def dashboard(run: Run, subject: str = "") -> Drawn:
    """The dashboard.

    What does the team see of a test, and of the ten of its month? Pick an idea; the truth stands
    below, where no team can look.
    """
    row = _picked(run, subject)
    first = row // MONTH * MONTH
    verdict = verdicts(run)
    month = [_small(run, each, verdict) for each in range(first, first + MONTH)]
    lift = run["launched"]["lift"].to_numpy()
    shipped = np.flatnonzero(verdict[first : first + MONTH] == "shipped") + first
    helps = int((lift[shipped] > 0).sum())
    return Cards(
        {
            "As the team sees it": _report(run, row, verdict),
            "As it is": [_truth(run, row)],
            "The month's tests": month,
        },
        f"Of the month's ten ideas {len(shipped)} are shipped; {helps} of those bring money.",
    )


def _interval(run: Run, row: int) -> str:
    decided, at = run["decided"], run.position
    ends = (float(decided.low[row, at]), float(decided.high[row, at]))
    return f"{say(ends[0], 'share')} to {say(ends[1], 'share')}"


def _report(run: Run, row: int, verdict: np.ndarray) -> list[Card]:
    at, stopped, decided = run.position, run["stopped"], run["decided"]
    day = int(stopped.at[row, at])
    units = run["entered"].units[row].sum(axis=0)
    arms = np.cumsum(run["entered"].units[row], axis=1)[:, day]
    name = run["programme"].seen["name"][row]
    effect = float(run["read"].effect[row, day])
    ratio, flagged = float(run["health"].ratio[row, day]), run["health"].flagged[row, day]
    claimed = float(decided.claimed[row, at])
    colour = {"shipped": "one", "killed": "alarm"}.get(verdict[row], "muted")
    return [
        Card(
            f"{name}: the old version",
            (f"{arms[0]:,.0f} users", f"day {day + 1} of {DAYS if at == DAYS - 1 else at + 1}"),
        ),
        Card(
            f"{name}: the new version",
            (f"{arms[1]:,.0f} users", f"{units[:7].sum():,.0f} came in the first week"),
        ),
        Card(
            f"Effect {say(effect, 'share')}",
            (f"interval {_interval(run, row)}", f"claimed {say(claimed, 'share')}"),
            verdict[row],
            colour,
        ),
        Card(
            "Health",
            (f"ratio of users: p {_of_p(ratio)}", _checked(run, bool(flagged))),
        ),
    ]


def _checked(run: Run, flagged: bool) -> str:
    """What came of the checks of health of one test."""
    if flagged:
        return "stopped by a check"
    checked = run.settings["srm"] in ("0.01", "0.001") or run.settings["aa"] != "no"
    return "passed" if checked else "looked at by no check"


def _truth(run: Run, row: int) -> Card:
    launched, faulty = run["launched"], bool(run["health"].invalid[row])
    lines = (
        f"money {say(float(launched['lift'][row]), 'share')}",
        f"the metric {say(float(launched['metric'][row]), 'share')}",
        f"returning users {say(float(launched['guard'][row]), 'share')}",
        "the test is at fault" if faulty else "the test is sound",
    )
    worth = float(run["gains"].worth[row])
    tag = f"{say(worth, 'money')} a year"
    return Card(f"It {KIND_WORDS[kinds(run)[row]]}", lines, tag, "true")


def _small(run: Run, row: int, verdict: np.ndarray) -> Card:
    effect = float(run["decided"].claimed[row, run.position])
    colour = {"shipped": "one", "killed": "alarm"}.get(verdict[row], "muted")
    return Card(
        f"{row + 1}. {run['programme'].seen['name'][row]}",
        (f"effect {say(effect, 'share')}",),
        verdict[row],
        colour,
    )


def path(run: Run, subject: str = "") -> Drawn:
    """One test, day by day.

    When does it cross its bound, and would a test of nothing? The grey lines are tests in which
    both arms are the same.
    """
    row, at = _picked(run, subject), run.position
    stopped, days = run["stopped"], np.arange(1, DAYS + 1)
    z = run["read"].z[row, : at + 1]
    bounds = run["plan"].bounds
    when = np.flatnonzero(np.isfinite(bounds[: at + 1]))
    day, called = int(stopped.at[row, at]), int(stopped.called[row, at])
    nulls = null_paths(NULL_PATHS, at + 1, stream(7, "null paths"))
    crossed = int((np.abs(nulls) >= bounds[: at + 1]).any(axis=1).sum())
    word = {1: "a win", -1: "a loss"}.get(called, "nothing")
    if run.settings["stopping"] == "fixed":
        crossed = int((np.abs(nulls[:, -1]) >= bounds[at]).sum())
    chart = along(
        {
            "this test": (days[: at + 1], z),
            "bound": (days[when], bounds[when]),
            "bound, other side": (days[when], -bounds[when]),
        },
        x="day of the test",
        y="estimate over its standard error (z)",
        colours={"this test": "seen", "bound": "alarm", "bound, other side": "alarm"},
        dashed=("bound", "bound, other side"),
        marks={f"day {day + 1}: {word}": (float(day + 1), float(run["read"].z[row, day]))},
        caption=f"This test calls {word} on day {day + 1}. Of {NULL_PATHS} tests of nothing, "
        f"{crossed} call a difference under this rule.",
    )
    return _over_paths(chart, nulls[:DRAWN_PATHS])


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


def looks(run: Run) -> Drawn:
    """False alarms against the number of looks.

    What does looking cost? Measured on tests of nothing, beside a formula that many pages give:
    1 - (1 - alpha) to the power of looks is right for separate tests, not for one that grows.
    """
    level = float(run.settings["alpha"])
    single = crossing_bound(level)
    count = np.arange(1, MOST_LOOKS + 1)
    nulls = null_paths(NULL_TESTS, MOST_LOOKS, stream(11, "looks"))
    ever = np.maximum.accumulate(np.abs(nulls) >= single, axis=1).mean(axis=0)
    some = (1, 2, 3, 5, 7, 10, 14, 20, 28, 40, 56, 75, 100)
    exact = np.array([crossing_chance(np.full(k, single)) for k in some])
    planned = run["plan"].looks
    return along(
        {
            "measured": (count, ever),
            "integrated": (np.array(some), exact),
            "1 - (1 - alpha) ^ looks: wrong": (count, independent_formula(level, count)),
            "alpha": (np.array([1, MOST_LOOKS]), np.array([level, level])),
        },
        x="looks at one test",
        y="share of tests of nothing that are called",
        colours={"measured": "true", "1 - (1 - alpha) ^ looks: wrong": "alarm", "alpha": "muted"},
        dashed=("1 - (1 - alpha) ^ looks: wrong", "alpha"),
        marks={"planned looks": (float(planned), float(np.interp(planned, some, exact)))},
        log="x",
        caption=f"Planned looks: {planned}. At the bound for one look, "
        f"{say(float(np.interp(planned, some, exact)), 'share')} of tests of nothing are called; "
        f"the formula for separate tests says "
        f"{say(float(independent_formula(level, np.array(planned))), 'share')}.",
    )


def crossing_bound(level: float) -> float:
    """The bound of a single look, in standard errors."""
    from pipelines.experiments.power import standard_errors

    return standard_errors(level, 0.5)


def boundaries(run: Run) -> Drawn:
    """Bounds that allow looks.

    Where does each rule set its bound? All but the first keep false alarms at alpha.
    """
    level, planned = float(run.settings["alpha"]), max(run["plan"].looks, 2)
    looks = np.arange(1, planned + 1)
    from pipelines.experiments.looks import bounds

    curves = {
        "p below alpha": np.full(planned, crossing_bound(level)),
        "Pocock": bounds("pocock", planned, level),
        "O'Brien-Fleming": bounds("obrien_fleming", planned, level),
    }
    last = curves["O'Brien-Fleming"][-1]
    return along(
        {name: (looks, values) for name, values in curves.items()},
        x="look",
        y="bound (standard errors)",
        y_range=(0.0, 8.0),
        colours={"p below alpha": "alarm"},
        caption=f"With {planned} looks Pocock's bound is {curves['Pocock'][0]:.2f} throughout; "
        f"O'Brien and Fleming's ends at {last:.2f}, where {shape('fixed', 1)[0]:.0f} look needs "
        f"{crossing_bound(level):.2f}.",
    )


def a_a(run: Run) -> Drawn:
    """p values where nothing is there.

    Are they uniform, as they must be? Sound tests of ideas without an effect, on the dial's day.
    """
    from scipy.special import kolmogorov, ndtr

    faulty = run["programme"].truth["faulty"].to_numpy()
    nothing = (run["launched"]["metric"].to_numpy() == 0) & ~faulty
    if nothing.sum() < 20:
        return Absent("There are too few sound tests of ideas without an effect.")
    p = np.sort(2 * ndtr(-np.abs(run["stopped"].of(run["read"].z)[nothing, run.position])))
    place = np.arange(1, len(p) + 1) / len(p)
    distance = float(np.maximum(np.abs(place - p), np.abs(place - 1 / len(p) - p)).max())
    fits = float(kolmogorov(np.sqrt(len(p)) * distance))
    share = np.histogram(p, np.linspace(0, 1, 21))[0] / len(p)
    called = float((p < run.settings["alpha"]).mean())
    return along(
        {
            "share of tests": (np.linspace(0.025, 0.975, 20), share),
            "uniform": (np.array([0.0, 1.0]), np.array([0.05, 0.05])),
        },
        x="p value",
        y="share of tests in a twentieth of the range",
        colours={"share of tests": "true", "uniform": "muted"},
        dashed=("uniform",),
        y_range=(0.0, max(0.15, float(share.max()))),
        caption=f"{say(called, 'share')} of {len(p)} tests of nothing lie below alpha; a test of "
        f"uniformity has p {_of_p(fits)}.",
    )


def _of_p(value: float) -> str:
    """A p-value with its sign of relation: four decimals, or that it is less than they hold."""
    return f"= {value:.4f}" if value >= 1e-4 else "< 0.0001"
