"""The live weeks: incidents and pages, the groups of lines there are, and what a day was like."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.log_anomalies.judged import within_budget
from cases.log_anomalies.readings import NO_INCIDENT
from data.logs import DAY, KINDS
from kit.figure import Absent, Drawn, waterfall
from kit.panels.along import along
from kit.panels.over_time import Event, over_time
from kit.run import Run
from kit.words import say

FOUND, MISSED, RIGHT, FALSE = "paged", "missed", "right page", "false page"
COLOURS = {FOUND: "one", MISSED: "alarm", RIGHT: "one", FALSE: "two"}
MOST_PAGES = 400
SHARES = (0.0, 0.1, 0.2, 0.4)


def timeline(run: Run) -> Drawn:
    """What went wrong, and when somebody was paged.

    Which incidents passed unnoticed, and what were people woken for? Each bar is an incident in
    the lane of its kind; pages stand in a lane of their own.
    """
    incidents, pages = _bars(run), _pages(run)
    both = pd.concat([part for part in (incidents, pages) if len(part)] or [incidents])
    if both.empty:
        return Absent("Nothing went wrong and nobody was paged.")
    met = run["judged"].warned.found[:, run.position]
    wrong = int((pages["outcome"] == FALSE).sum())
    return waterfall(
        both.reset_index(drop=True),
        category=("lane", ""),
        start=("start", "day since launch"),
        end="end",
        by="outcome",
        colours=COLOURS,
        caption=f"{int(met.sum())} of {len(met)} incidents were paged; {wrong} of {len(pages)} "
        f"pages were false. {_missed(run['judged'].incidents, met)}",
    )


def _bars(run: Run) -> pd.DataFrame:
    """A bar for each incident, in the lane of its kind."""
    judged, launch = run["judged"], run["logs"].about["live_from"]
    found = judged.incidents
    rows = pd.DataFrame(
        {
            "lane": [KINDS[kind].label for kind in found["kind"]],
            "start": (found["start"] - launch) / DAY,
            "end": (found["end"] - launch) / DAY + 0.02,
            "outcome": np.where(judged.warned.found[:, run.position], FOUND, MISSED),
        }
    )
    return rows.sort_values("lane", kind="stable")


def _pages(run: Run) -> pd.DataFrame:
    """A bar for each of the first pages, in the lane of the right ones or of the false ones."""
    judged, at, launch = run["judged"], run.position, run["logs"].about["live_from"]
    paged = np.flatnonzero(judged.raised[at])[:MOST_PAGES]
    when = (judged.times[paged] - launch) / DAY
    wrong = judged.warned.false[at][paged]
    return pd.DataFrame(
        {
            "lane": np.where(wrong, "false pages", "right pages"),
            "start": when,
            "end": when + 0.04,
            "outcome": np.where(wrong, FALSE, RIGHT),
        }
    )


def _missed(found: pd.DataFrame, met: np.ndarray) -> str:
    missed = found[~met]["kind"]
    if missed.empty:
        return "Nothing was missed."
    worst = missed.value_counts().index[0]
    return f"Missed most often: {KINDS[worst].label} ({(missed == worst).sum()})."


def days(run: Run) -> Drawn:
    """Day by day: incidents missed and false pages.

    Did something change that was no incident, and what did it do to those on call?
    """
    judged, at, about = run["judged"], run.position, run["logs"].about
    launch = about["live_from"]
    count = int(np.ceil((judged.times.max() - launch) / DAY)) if len(judged.times) else 0
    if not count:
        return Absent("There is no live day.")
    false = np.bincount(
        ((judged.times[judged.warned.false[at]] - launch - 1e-6) // DAY)
        .astype(int)
        .clip(0, count - 1),
        minlength=count,
    )
    missed = judged.incidents["start"].to_numpy()[~judged.warned.found[:, at]]
    lost = np.bincount(((missed - launch) // DAY).astype(int), minlength=count)[:count]
    change = about["change"] != "none"
    begin = (about["change_from"] - launch) / DAY
    events = [Event(begin, "the change", "world")] if change else []
    trained = run["deployed"].trained
    after = false[int(begin) :].mean() if change and int(begin) < count else float("nan")
    said = f" From the change on {say(after, 'count')} a day." if change else ""
    return over_time(
        {"false pages": false.astype(float), "incidents missed": lost.astype(float)},
        period="day since launch",
        value="a day",
        colours={"false pages": "two", "incidents missed": "alarm"},
        events=events,
        caption=f"{say(false.mean(), 'count')} false pages a day.{said} Detectors were "
        f"fitted again {trained} times.",
    )


def groups(run: Run) -> Drawn:
    """Groups of lines that were ever met, by day.

    Does the parser find new messages for ever, and what does a release do? A steady parser stops
    finding; each release adds what it renamed.
    """
    counts, about = run["counted"].groups, run["logs"].about
    firsts = (counts > 0).argmax(axis=0)[(counts > 0).any(axis=0)] // DAY
    total = np.cumsum(np.bincount(firsts, minlength=len(counts) // DAY)).astype(float)
    change = about["change"] != "none"
    events = [Event(about["live_from"] / DAY, "launch")]
    if change:
        events.append(Event(about["change_from"] / DAY, "the change", "world"))
    parsed = run["parsed"]
    return over_time(
        {"groups met": total},
        period="day",
        value="groups of lines",
        events=events,
        caption=f"{total[-1]:.0f} groups by the last day; grouping accuracy "
        f"{say(parsed.accuracy, 'share')}.",
    )


def contamination(run: Run) -> Drawn:
    """What is found when the history is not clean.

    How much of what went wrong may hide in the history before the detector takes it for usual?
    Everything is learned from, at the page budget in truth.
    """
    found = run.still(_by_share)
    if np.isnan(found).any():
        return Absent(NO_INCIDENT)
    return along(
        {"this design": (np.array(SHARES), found)},
        x="share of the history in incidents",
        y="share of incidents paged, within the budget",
        y_range=(0.0, 1.0),
        colours={"this design": "true"},
        caption=f"From {say(found[0], 'share')} with a clean history to {say(found[-1], 'share')} "
        f"with {say(SHARES[-1], 'share')} of it in incidents.",
    )


def _by_share(run: Run) -> np.ndarray:
    found = []
    for share in SHARES:
        other = run.with_changes(contaminated=share, training="all")
        met = other["judged"].warned.found
        at = within_budget(other["judged"], other["rules"].budget)
        found.append(met[:, at].mean() if len(met) else np.nan)
    return np.array(found)
