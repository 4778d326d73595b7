"""What it costs to look at a test more than once, and whether tests of nothing are uniform."""

from __future__ import annotations

import numpy as np

from cases.experiment.panels.tests import of_p
from data.world import stream
from kit.figure import Absent, Drawn
from kit.panels.along import along
from kit.run import Run
from kit.words import say
from pipelines.experiments.looks import crossing_chance, independent_formula, null_paths, shape

MOST_LOOKS, NULL_TESTS = 100, 4_000


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
        f"uniformity has p {of_p(fits)}.",
    )
