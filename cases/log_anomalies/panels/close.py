"""One incident close up: what its windows said, where the level was, and who was paged when."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cases.log_anomalies.panels.explained import when
from cases.log_anomalies.panels.quality import level_of
from cases.log_anomalies.readings import NO_INCIDENT
from data.logs import KINDS
from kit.figure import Absent, Drawn
from kit.overlay import with_rules
from kit.panels.along import along
from kit.run import Run
from kit.words import say

AROUND = 120  # minutes shown before an incident and after it
MOST_INCIDENTS, MOST_PAGES = 40, 6


def incidents(run: Run) -> Mapping[str, str]:
    """Incidents one may pick: those nobody was paged for, the longest first; then the others."""
    judged = run["judged"]
    met = judged.warned.found[:, run.position]
    order = np.lexsort((-judged.length, met))[:MOST_INCIDENTS]
    begin, kind = judged.incidents["start"].to_numpy(), judged.incidents["kind"].to_numpy()
    return {
        str(at): f"{'' if met[at] else 'Missed: '}{KINDS[kind[at]].label}, {when(begin[at])}"
        for at in order
    }


def close_up(run: Run, subject: str) -> Drawn:
    """One incident, close up.

    Was there nothing to see in the log, or was the level too high? The surprise of the windows
    before, in and after it, those that were missed first.
    """
    known = incidents(run)
    if not known:
        return Absent(NO_INCIDENT)
    one = run["judged"].incidents.iloc[int(subject if subject in known else next(iter(known)))]
    begin, end = int(one["start"]), int(one["end"])
    minute, near = _near(run, begin, end)
    surprise, level = run["judged"].surprise[near], max(level_of(run), 0.0)
    chart = along(
        {"surprise": (minute, surprise), "level": (minute, np.full(len(near), level))},
        x="minutes since it began",
        y="surprise (zeros of one in ten, hundred, thousand)",
        colours={"surprise": "true", "level": "alarm"},
        dashed=("level",),
        caption=f"{KINDS[one['kind']].label}, {end - begin} minutes from {when(begin)}: "
        f"{_said(run, near, begin, end, level)}",
    )
    return with_rules(chart, _rules(run, begin, end))


def _near(run: Run, begin: int, end: int) -> tuple[np.ndarray, np.ndarray]:
    """The live windows around an incident: minutes from its start to each one's end, and which."""
    ends = run["windows"].end[run["deployed"].rows]
    near = np.flatnonzero((ends > begin - AROUND) & (ends <= end + AROUND))
    return ends[near] - begin, near


def _said(run: Run, near: np.ndarray, begin: int, end: int, level: float) -> str:
    """How far surprise went in the incident, and how sure the exact odds were."""
    windows, rows = run["windows"], run["deployed"].rows[near]
    inside = near[(windows.start[rows] < end) & (windows.end[rows] > begin)]
    if not len(inside):
        return "no window lies in it."
    most = say(float(run["judged"].surprise[inside].max()), "score")
    sure = say(float(run["attainable"].of_windows[inside].max()), "share")
    return (
        f"surprise went up to {most}, the level is {say(level, 'score')}. By all that was logged, "
        f"the chance of an incident went up to {sure}."
    )


def _rules(run: Run, begin: int, end: int) -> pd.DataFrame:
    """Where it begins and ends, and the pages near it."""
    times = run["judged"].times[run["judged"].raised[run.position]]
    times = times[(times > begin - AROUND) & (times <= end + AROUND)][:MOST_PAGES]
    rules = [(0.0, "begins", "muted"), (float(end - begin), "ends", "muted")]
    rules += [(float(time - begin), "page", "current") for time in times]
    return pd.DataFrame(rules, columns=["x", "text", "colour"])
