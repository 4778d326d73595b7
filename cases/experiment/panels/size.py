"""How large a test has to be, what takes noise out of it, and what finds it at fault."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.experiments.people import DAYS
from kit.figure import Absent, Drawn, Table
from kit.panels.along import along
from kit.run import Run
from kit.words import say
from pipelines.experiments.checks import ratio_power
from pipelines.experiments.estimates import adjusted_difference, difference_of_means
from pipelines.experiments.power import power, standard_errors

WEEKS = {"1 week": 1, "2 weeks": 2, "4 weeks": 4, "8 weeks": 8}
MONTH = 27  # the day on which variances are compared, from 0
CORRELATIONS = np.array([0.0, 0.3, 0.5, 0.7, 0.9])


def typical_error(run: Run) -> np.ndarray:
    """The standard error of a usual test by day, relative: (days,)."""
    return np.median(run["paths"].error, axis=0)


def size(run: Run) -> Drawn:
    """What so many weeks can find.

    The smallest effect that is noticed as often as asked for, by the length of the test.
    """
    error, settings = typical_error(run), run.settings
    alpha = float(settings["alpha"])
    smallest = standard_errors(alpha, float(settings["power"])) * error
    weeks = np.arange(1, DAYS // 7 + 1)
    at = run.position
    return along(
        {
            "smallest effect noticed": (weeks, smallest[7 * weeks - 1]),
            "effect looked for": (weeks, np.full(len(weeks), float(settings["mde"]))),
        },
        x="weeks",
        y="relative effect",
        colours={"smallest effect noticed": "one", "effect looked for": "current"},
        dashed=("effect looked for",),
        caption=f"On day {at + 1} a test read once notices {say(float(smallest[at]), 'share')} "
        f"with {say(float(settings['power']), 'share')} power. Half of that takes four times as "
        "long.",
    )


def power_curve(run: Run) -> Drawn:
    """Power by the size of the effect and the weeks.

    How likely is it that an effect is called, and what do more weeks add? Under none it is alpha,
    by design.
    """
    error, alpha = float(typical_error(run)[run.position]), float(run.settings["alpha"])
    if not np.isfinite(error):
        return Absent("On this day an arm holds too few users to say anything.")
    weekly = {name: typical_error(run)[7 * weeks - 1] for name, weeks in WEEKS.items()}
    effects = np.linspace(0, 5 * error, 60)
    curves = {"on the dial's day": error} | weekly
    mde = float(run.settings["mde"])
    now = float(power(mde, error, alpha))
    return along(
        {name: (effects, power(effects, one, alpha)) for name, one in curves.items()},
        x="true relative effect",
        y="chance that it is called",
        y_range=(0.0, 1.0),
        colours={"on the dial's day": "current"},
        marks={"effect looked for": (min(mde, 5 * error), now)},
        caption=f"An effect of {say(mde, 'share')} is called with {say(now, 'share')}; measured, "
        f"with this design's rule, {say(run.reading('noticed').true, 'share')}.",
    )


def shrink(run: Run) -> Drawn:
    """What CUPED leaves of the variance.

    The textbook says 1 - rho squared. Measured on this programme's own tests.
    """
    if run["sums"].x is None:
        return Absent("A ratio of sums has no covariate here: choose a mean over users.")
    smaller = run.with_changes(size="small", variance="none")
    left = np.array([_left(smaller.with_changes(rho=float(rho))) for rho in CORRELATIONS])
    own = run["setting"].correlation
    fine = np.linspace(0, 0.95, 40)
    return along(
        {"measured": (CORRELATIONS, left), "1 - rho squared": (fine, 1 - fine**2)},
        x="correlation with the 28 days before",
        y="variance left",
        colours={"measured": "true", "1 - rho squared": "muted"},
        dashed=("1 - rho squared",),
        marks={"this design": (own, 1 - own**2)},
        caption=f"At a correlation of {own:.2f}, {say(1 - own**2, 'share')} of the variance is "
        f"left: a test as sure in {say(1 - own**2, 'share')} of the time.",
    )


def _left(run: Run) -> float:
    so_far = run["sums"].so_far
    (_, plain), (_, less) = difference_of_means(so_far), adjusted_difference(so_far)
    return float(np.median(less[:, MONTH] / plain[:, MONTH]) ** 2)


def ratio(run: Run) -> Drawn:
    """Would the ratio check notice?

    The chance that lost users are noticed, by how many are lost from the treatment, with as many
    users as come until the dial's day.
    """
    users = float(np.median(run["entered"].units.sum(axis=1).cumsum(axis=1)[:, run.position]))
    planned = float(np.median(run["entered"].planned))
    if users < 2 or not 0 < planned < 1:
        return Absent("Too few users came to check their ratio.")
    losses = np.geomspace(0.0005, 0.2, 40)
    curves = {
        f"p below {level}": np.array([_noticed(users, planned, loss, level) for loss in losses])
        for level in (0.01, 0.001)
    }
    loss = float(run.settings["loss"])
    now = _noticed(users, planned, loss, 0.001)
    return along(
        {name: (losses, values) for name, values in curves.items()},
        x="share of the treatment's users lost",
        y="chance that the check notices",
        y_range=(0.0, 1.0),
        log="x",
        marks={"this fault": (max(loss, 0.0005), now)},
        caption=f"With {say(users, 'count')} users a loss of {say(loss, 'share')} is noticed with "
        f"{say(now, 'share')} at p below .001.",
    )


def _noticed(users: float, planned: float, loss: float, level: float) -> float:
    real = planned * (1 - loss) / (1 - planned * loss)
    return ratio_power(users, planned, real, level)


def faults(run: Run) -> Drawn:
    """Faults, and what finds them.

    Which fault shows in which check? Share of tests at fault that each check stops, measured.
    """
    small = run.with_changes(size="small", faulty=1.0)
    checks = {
        "ratio check .001": {"srm": "0.001", "aa": "no"},
        "A/A first": {"srm": "none", "aa": "week"},
    }
    rows = []
    for fault in ("crash", "bots", "redirect", "logging", "carry_over", "outage"):
        faulty = small.with_changes(fault=fault)
        found = {name: _stopped(faulty.with_changes(**how)) for name, how in checks.items()}
        rows.append({"fault": fault.replace("_", " "), **found})
    frame = pd.DataFrame(rows)
    return Table(
        frame,
        f"At a size of {say(float(run.settings['loss']), 'share')}. The ratio check sees who is "
        "missing, an A/A test what is wrong before the idea is there; neither sees an outage, "
        "which each day's own effect shows.",
        dict.fromkeys(checks, "share"),
    )


def _stopped(run: Run) -> float:
    return float(run["stopped"].of(run["health"].flagged)[:, run.position].mean())
