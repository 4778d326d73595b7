"""Money: by the day of the decision, and where it goes; effects over time and over places."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.experiment.decide import YEAR
from cases.experiment.panels.tests import kinds
from cases.experiment.places import TEST_DAYS, dilution, multiples
from cases.experiment.world import over_time
from data.experiments.ideas import IDEAS_A_YEAR
from data.experiments.people import DAYS
from kit.figure import Absent, Drawn, bars, waterfall
from kit.panels.along import along, of_track, standing
from kit.panels.legend import CLAIRVOYANT
from kit.run import Run
from kit.words import say

UNITS = {
    "user": "user",
    "session": "session",
    "cookie": "cookie",
    "cluster": "cluster",
    "budget": "user, budgets split",
    "switchback": "time slice",
}
WEEK = 7


def by_day(run: Run) -> Drawn:
    """Money by the day of the decision.

    What does waiting cost, and what does it buy? Deciding late finds more good ideas and leaves
    less of the year to them.
    """
    read = run.reading("money")
    best = run["ceilings"].clairvoyant
    days = np.array([1.0, DAYS])
    return along(
        of_track(run, "money") | {CLAIRVOYANT: (days, np.array([best, best]))},
        x="day of the decision",
        y="$ a year",
        marks=standing(run, "money"),
        caption=f"On this day {say(read.true, 'money')} a year is made; the dashboards claim "
        f"{say(read.seen, 'money')}. By sound tests {say(read.ceiling, 'money')} could be made.",
    )


def division(run: Run) -> Drawn:
    """Where the money goes.

    From what the good ideas are worth to what the year brings: what was missed, what waiting cost,
    and what was shipped that should not have been.
    """
    steps = _lost(run)
    best, missed, waited, wrong, _ = steps.values()
    total = float(run["gains"].true[:, run.position].sum()) * _a_year(run)
    ends = np.cumsum(list(steps.values()))
    frame = pd.DataFrame({"part": list(steps), "from": np.r_[0.0, ends[:-1]], "to": ends})
    whole = pd.DataFrame({"part": ["the year"], "from": [0.0], "to": [total]})
    frame = pd.concat([frame, whole], ignore_index=True)
    frame["kind"] = ["best", "lost", "lost", "lost", "rest", "true"]
    return waterfall(
        frame,
        category=("part", ""),
        start=("from", "$ a year"),
        end="to",
        by="kind",
        colours={"best": "clairvoyant", "lost": "alarm", "rest": "muted", "true": "true"},
        caption=f"Of {say(best, 'money')} a year, {say(-missed, 'money')} is not found, waiting "
        f"costs {say(-waited, 'money')}, and ideas not worth it bring {say(wrong, 'money')}.",
    )


def _a_year(run: Run) -> float:
    return IDEAS_A_YEAR / len(run["gains"].worth)


def _lost(run: Run) -> dict[str, float]:
    """From the best that a year could bring to what it brings ($ a year), in steps."""
    gains, decided, at = run["gains"], run["decided"], run.position
    a_year, kept = _a_year(run), decided.kept[:, at]
    left = 1 - decided.day[:, at] / YEAR
    live = kept * left * gains.worth
    best = float(gains.worth[gains.good].sum()) * a_year
    missed = -float(gains.worth[gains.good & ~kept].sum()) * a_year
    waited = -float((gains.worth * (1 - left))[gains.good & kept].sum()) * a_year
    wrong = float(live[~gains.good].sum()) * a_year
    total = float(gains.true[:, at].sum()) * a_year
    return {
        "good ideas, at once": best,
        "not shipped": missed,
        "waiting": waited,
        "shipped and not worth it": wrong,
        "during tests, hold-outs": total - (best + missed + waited + wrong),
    }


def effect_over_time(run: Run) -> Drawn:
    """The effect, day by day.

    Is what a test reads the lasting effect? Weekly means over good ideas, as a multiple of what
    launching brings.
    """
    good = kinds(run) == "good"
    lasting = run["launched"]["metric"].to_numpy()[good]
    if not good.any() or not lasting.sum():
        return Absent("No good idea moves this metric.")
    weeks = np.arange(1, DAYS // WEEK + 1)
    effect = run["setting"].effects["conversion"][good]
    daily = effect.sum(axis=0) / run["launched"]["conversion"].to_numpy()[good].sum()
    so_far = np.cumsum(daily) / np.arange(1, DAYS + 1)
    read = run["paths"].effect[good].sum(axis=0) / lasting.sum()
    at = run.position
    return along(
        {
            "on the day": (np.arange(1, DAYS + 1), daily),
            "mean so far": (np.arange(1, DAYS + 1), so_far),
            "as tests read it": (WEEK * weeks, read[WEEK * weeks - 1]),
        },
        x="day of the test",
        y="effect over the lasting one",
        colours={"on the day": "muted", "mean so far": "true", "as tests read it": "seen"},
        caption=f"By day {at + 1} the mean effect so far is {so_far[at]:.2f} times the lasting one"
        + ("." if run.settings["dynamics"] == "steady" else f"; on the day it is {daily[at]:.2f}."),
    )


def formula_of_novelty(days: int) -> float:
    """The mean effect over the first days of a novelty, as a multiple of the lasting one.

    >>> [round(formula_of_novelty(days), 1) for days in (7, 14, 28)]
    [2.2, 1.7, 1.4]
    """
    return float(over_time("novelty")[:days].mean())


def place(run: Run) -> Drawn:
    """What a test says, and what a launch brings.

    For each unit of assignment, in the place where tests run: what one arm does to the other is
    in the difference of the arms, and not in a launch.
    """
    kind = run.settings["place"]
    if kind == "feed":
        return _feed(run)
    coupling = float(run.settings["coupling"])
    rows = []
    for unit, label in UNITS.items():
        launch, measured = multiples(kind, coupling, unit, run["auctions"])
        cookies = float(run.settings["cookies"])
        rows += [
            {"unit": label, "what": "test says", "times": measured * dilution(unit, cookies)},
            {"unit": label, "what": "launch brings", "times": launch},
        ]
    own = run["spill"]
    return bars(
        pd.DataFrame(rows),
        x=("unit", ""),
        y=("times", "multiple of the effect on one user alone"),
        by="what",
        colours={"test says": "seen", "launch brings": "true"},
        horizontal=True,
        caption=f"Here a test by {UNITS[str(run.settings['unit'])]} reads {own.measured:.2f} of an "
        f"idea's effect on a user alone, and launching it brings {own.launch:.2f}.",
    )


def _feed(run: Run) -> Drawn:
    days = run["feed_days"]
    weekly = days.engagement.reshape(2, -1, WEEK + 1).mean(axis=2)
    at = (WEEK + 1) * np.arange(1, weekly.shape[1] + 1)
    return along(
        {"without the penalty on clickbait": (at, weekly[1]), "with it": (at, weekly[0])},
        x="day",
        y="points of engagement a user and day",
        colours={"without the penalty on clickbait": "two", "with it": "one"},
        marks={"the test ends": (float(TEST_DAYS), float(np.interp(TEST_DAYS, at, weekly[1])))},
        caption=f"Four weeks say {say(days.test, 'share')} for taking the penalty away, the year "
        f"says {say(days.year, 'share')}.",
    )
