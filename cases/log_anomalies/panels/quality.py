"""How well windows are ranked, what each level finds, and how soon somebody knows."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from cases.log_anomalies.judged import GRACE, Best, Judged, best_of
from cases.log_anomalies.readings import NO_INCIDENT
from cases.log_anomalies.world import incidents_of
from kit.figure import Absent, Drawn, Table
from kit.panels import curves
from kit.panels.along import along, of_track, standing
from kit.panels.histogram import score_histogram
from kit.panels.legend import ATTAINABLE, CLAIRVOYANT, TRUE
from kit.run import Run
from kit.words import say
from pipelines.detection.events import Warned, warned
from pipelines.evaluation.scores import average_precision

WAITS = np.linspace(0, 120, 61)


def precision_recall(run: Run) -> Drawn:
    """Precision over recall of windows.

    How much better could any detector be? The ceiling is the exact probability of an incident given
    all that was logged; the clairvoyant is told what breaks next, not when.
    """
    label = run["judged"].label.astype(float)
    if not label.any():
        return Absent(NO_INCIDENT)
    drawn = run.still(_curves)
    true, best = run.reading("average_precision").true, run["attainable"].average_precision
    return curves.precision_recall(
        drawn,
        recall="share of incident windows above the level",
        precision="share of windows above it in incidents",
        caption=f"Average precision {say(true, 'score')}; attainable {say(best, 'score')}. "
        f"{_team_ranks(run)}",
    )


def _team_ranks(run: Run) -> str:
    """What the team's own windows say, and why."""
    seen = run.reading("average_precision").seen
    if math.isnan(seen):
        return "Without a ticket the team cannot say."
    held, known = held_back(run), len(run["believed"].incidents)
    if known == len(held):
        return f"The team reads {say(seen, 'score')} off its backtest, all of it written up."
    label = run["windows"].inside(held)[run["backtest"].rows]
    every = average_precision(label.astype(float), run["believed"].surprise)
    return (
        f"The team reads {say(seen, 'score')}: it knows of {known} of {len(held)} incidents in its "
        "backtest, and windows of the others count as normal. Knowing all, it would read "
        f"{say(every, 'score')}."
    )


def held_back(run: Run) -> pd.DataFrame:
    """All incidents in the part of the history that the team judges itself by."""
    past = incidents_of(run["logs"], live=False)
    return past[past["end"] > run["believed"].first]


def level_of(run: Run) -> float:
    """The surprise from which a window alarms, where the dial stands; below 0 all of them do."""
    return float(np.log10(run["windows"].a_day / run.readout.axis[run.position]))


def _curves(run: Run) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    judged = run["judged"]
    scores = {
        TRUE: judged.surprise,
        ATTAINABLE: run["attainable"].of_windows,
        CLAIRVOYANT: clairvoyant(run).of_windows,
    }
    label = judged.label.astype(int)
    return {name: curves.precision_recall_points(each, label) for name, each in scores.items()}


def clairvoyant(run: Run) -> Best:
    """Pages by the odds of somebody told what breaks next."""
    odds = run["ceiling"].clairvoyant
    return best_of(odds, run["logs"], run["windows"], run["judged"], run["rules"])


def along_levels(run: Run) -> Drawn:
    """Incidents paged, by false pages a day.

    What does one more found incident cost in nights disturbed?
    """
    if not len(run["judged"].incidents):
        return Absent(NO_INCIDENT)
    budget = run["rules"].budget
    return along(
        of_track(run, "recall", over="false_pages"),
        x="false pages a day, in truth",
        y="share of incidents paged",
        marks=standing(run, "recall", over="false_pages"),
        y_range=(0.0, 1.0),
        log="x",
        caption=f"{say(run.reading('recall').true, 'share')} of incidents are paged at "
        f"{say(run.reading('false_pages').true, 'count')} false pages a day; "
        f"{say(budget, 'count')} can be borne. {_team_sees(run)}",
    )


def _team_sees(run: Run) -> str:
    """The team's share of incidents paged, and what it is made of."""
    seen = run.reading("recall").seen
    if math.isnan(seen):
        return "Without a ticket the team cannot say how many it finds."
    held, known = held_back(run), len(run["believed"].incidents)
    if known == len(held):
        return f"The team sees {say(seen, 'share')}, of the {known} incidents in its backtest."
    every = warned_of(run["believed"], held, run.position).found.mean()
    return (
        f"The team sees {say(seen, 'share')}, of the {known} of {len(held)} incidents in its "
        f"backtest that were written up; of all it would be {say(float(every), 'share')}."
    )


def histogram(run: Run) -> Drawn:
    """Surprise of windows, in incidents and outside.

    Do the two come apart, or does the level cut through both?
    """
    judged, level = run["judged"], level_of(run)
    return score_histogram(
        judged.surprise,
        judged.label,
        score="surprise (zeros of one in ten, hundred, thousand)",
        classes=("nothing wrong", "in an incident"),
        thresholds={"level": max(level, 0.0)},
        within=(0.0, 6.0),
        caption=f"{say(float((judged.surprise[judged.label] >= level).mean()), 'share')} of "
        "windows in incidents reach the level."
        if judged.label.any()
        else "There was no incident.",
    )


def tickets(run: Run) -> Drawn:
    """What the team judges itself by.

    How sure can a team be of its share of incidents paged, with so few written up? The interval is
    Clopper and Pearson's for so many of so many. Incidents that nobody wrote up leave no gap here,
    but their pages count as false, and their windows as normal.
    """
    at, seen, true = run.position, run["believed"], run["judged"]
    held = held_back(run)
    every = warned_of(seen, held, at)
    written = (seen.incidents, seen.warned.found[:, at], seen.warned.false[at], seen.days)
    live = (true.incidents, true.warned.found[:, at], true.warned.false[at], true.days)
    rows = {
        "backtest, written up": written,
        "backtest, all there were": (held, every.found[:, 0], every.false[0], seen.days),
        "live, all there are": live,
    }
    frame = pd.DataFrame([_sure(name, *parts) for name, parts in rows.items()])
    return Table(
        frame,
        f"The team knows of {len(seen.incidents)} of {len(held)} incidents in the part of the "
        f"history held back.{_apart(*frame['paged'])}",
        {"incidents": "count", "paged": "share", "at least": "share", "at most": "share",
         "false pages a day": "count"},
    )  # fmt: skip


def _apart(written: float, held: float, live: float) -> str:
    """What lies between the share that is seen and the true one."""
    if math.isnan(written) or math.isnan(live):
        return ""
    return (
        f" It sees {say(written, 'share')}. With all of them written up it would be "
        f"{say(held, 'share')}; the rest of the way to {say(live, 'share')} is other incidents, "
        "and detectors that had less to learn from."
    )


def warned_of(judged: Judged, incidents: pd.DataFrame, at: int) -> Warned:
    """The pages of one level held against other incidents of the same time."""
    start, end = (incidents[name].to_numpy(float) for name in ("start", "end"))
    return warned(judged.raised[at : at + 1], judged.times, start, end, grace=GRACE)


def _sure(
    name: str, incidents: pd.DataFrame, found: np.ndarray, false: np.ndarray, days: float
) -> dict[str, str | float]:
    """A row: how many incidents, the share paged and its 95 % interval, false pages a day."""
    from scipy.stats import binomtest

    count, paged = len(incidents), int(found.sum())
    ends = binomtest(paged, count).proportion_ci() if count else (math.nan, math.nan)
    share = paged / count if count else math.nan
    shown = ("incidents", "paged", "at least", "at most", "false pages a day")
    return {"": name} | dict(
        zip(shown, (count, share, *ends, float(false.sum() / days)), strict=True)
    )


def delay(run: Run) -> Drawn:
    """How soon somebody knows.

    Of all incidents, how many were paged within so many minutes? The ceilings page as often for
    nothing as this design does.
    """
    judged, at = run["judged"], run.position
    if not len(judged.incidents):
        return Absent(NO_INCIDENT)
    false = float(judged.warned.false[at].sum() / judged.days)
    curves_ = {TRUE: _within(judged.warned.found[:, at], judged.warned.minutes[:, at])}
    for name, best in ((ATTAINABLE, run["attainable"]), (CLAIRVOYANT, run.still(clairvoyant))):
        allowed = np.flatnonzero(best.false <= false + 1e-9)
        if len(allowed):
            one = allowed[np.argmin(best.minutes[allowed])]
            curves_[name] = _within(best.warned.found[:, one], best.warned.minutes[:, one])
    wanted = run["rules"].deadline
    in_time = say(run.reading("in_time").true, "share")
    return along(
        {name: (WAITS, curve) for name, curve in curves_.items()},
        x="minutes since the incident began",
        y="share of incidents paged",
        y_range=(0.0, 1.0),
        caption=f"{in_time} are paged within the {wanted:g} minutes wanted. A page cannot come "
        "before its window is over.",
    )


def _within(found: np.ndarray, minutes: np.ndarray) -> np.ndarray:
    return np.array([(found & (minutes <= wait)).mean() for wait in WAITS])
