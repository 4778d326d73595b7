"""What a person sees: the pager, one flagged window line by line, and the messages as mined."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cases.log_anomalies.live import Span
from cases.log_anomalies.model import Material, seasonal_of
from data.logs import DAY, EVERY, KINDS
from kit.figure import Absent, Card, Cards, Drawn, Table
from kit.run import Run
from kit.words import say

SHOWN = 6
MOST_WINDOWS = 40


def when(minute: float) -> str:
    """A minute as people say it.

    >>> when(1440 + 61)
    'day 2, 01:01'
    """
    of_day = int(minute) % DAY
    return f"day {int(minute) // DAY + 1}, {of_day // 60:02d}:{of_day % 60:02d}"


def flagged(run: Run) -> Mapping[str, str]:
    """Windows that paged somebody, the most surprising first; without a page, those nearest. Then
    the most surprising window of each incident that was missed."""
    judged, at = run["judged"], run.position
    paged = np.flatnonzero(judged.raised[at])
    rows = paged if len(paged) else np.arange(len(judged.surprise))
    best = rows[np.argsort(-judged.surprise[rows], kind="stable")][:MOST_WINDOWS]
    start = run["windows"].start[run["deployed"].rows]
    told = {str(row): f"{when(start[row])} ({_what(run, row)})" for row in best}
    lost = [row for row in _missed(run, start) if str(row) not in told]
    return told | {str(row): f"{when(start[row])}, missed ({_what(run, row)})" for row in lost}


def _missed(run: Run, start: np.ndarray) -> list[int]:
    """The most surprising window that lies in each incident nobody was paged for."""
    judged, at = run["judged"], run.position
    lost = judged.incidents[~judged.warned.found[:, at]][:MOST_WINDOWS]
    found = []
    for begin, end in zip(lost["start"], lost["end"], strict=True):
        inside = np.flatnonzero((start >= begin) & (start < end))
        if len(inside):
            found.append(int(inside[np.argmax(judged.surprise[inside])]))
    return found


def window(run: Run, subject: str) -> Drawn:
    """One window, flagged or missed, line by line.

    What would you tell the person who was woken, and what stood in the log when nobody was? The
    groups of lines furthest from what is usual at this hour, with a line of each as it stands.
    """
    known = flagged(run)
    if not known:
        return Absent("There is no window to look at.")
    row = int(subject if subject in known else next(iter(known)))
    windows, judged = run["windows"], run["judged"]
    place = run["deployed"].rows[row]
    usual, off = _usual(run, place)
    counts = windows.counts[place]
    most = np.argsort(-np.abs(off), kind="stable")[:SHOWN]
    lines = run["parsed"].lines.drop_duplicates("group").set_index("group")["text"]
    frame = pd.DataFrame(
        {
            "line as it stands in the log": [lines.get(group, "") for group in most],
            "group": [run["parsed"].names[group] for group in most],
            "lines": counts[most],
            "usual": usual[most],
            "deviation": off[most],
        }
    )
    start = windows.start[place]
    return Table(
        frame,
        f"{when(start)}: surprise {judged.surprise[row]:.1f}, {_what(run, row)}. "
        f"{int(windows.flagged[place])} of {int(windows.paid[place])} payments went a strange way; "
        f"a payment took {_milliseconds(run, place)}.",
        {"lines": "count", "usual": "count", "deviation": "score"},
    )


def pager(run: Run) -> Drawn:
    """The pager.

    What did people on call read, and was it worth getting up? The first pages of the live weeks.
    """
    judged, at, windows = run["judged"], run.position, run["windows"]
    paged = np.flatnonzero(judged.raised[at])[:12]
    if not len(paged):
        return Absent("Nobody is paged at this level.")
    cards = []
    for row in paged:
        place = run["deployed"].rows[row]
        usual, off = _usual(run, place)
        most = int(np.argmax(np.abs(off)))
        wrong = bool(judged.warned.false[at][row])
        said = (
            f"{windows.counts[place][most]:.0f} lines of: {run['parsed'].names[most]}",
            f"usual at this hour: {usual[most]:.1f}; surprise {judged.surprise[row]:.1f}",
        )
        tag = "nothing was wrong" if wrong else _what(run, row)
        cards.append(
            Card(f"Page at {when(judged.times[row])}", said, tag, "two" if wrong else "one")
        )
    false = int(judged.warned.false[at].sum())
    return Cards(
        {"first pages": cards},
        f"{int(judged.raised[at].sum())} pages in {judged.days:.0f} days, {false} of them false.",
        shape="phone",
    )


def mined(run: Run) -> Drawn:
    """Messages as written and as mined.

    Which messages did the parser split or merge? Each true message with the groups its lines fell
    into.
    """
    parsed = run["parsed"]
    rows = []
    for message, one in parsed.lines.groupby("message"):
        groups = one["group"].unique()
        shared = parsed.lines[parsed.lines["group"].isin(groups)]["message"].nunique() > 1
        outcome = "merged" if shared else "split" if len(groups) > 1 else "right"
        rows.append(
            (
                outcome,
                EVERY[message].service,
                EVERY[message].text,
                len(groups),
                parsed.names[groups[0]],
            )
        )
    frame = pd.DataFrame(rows, columns=["outcome", "service", "message", "groups", "one of them"])
    frame = frame.sort_values("outcome", kind="stable").reset_index(drop=True)
    right = int((frame["outcome"] == "right").sum())
    return Table(
        frame,
        f"{right} of {len(frame)} messages have a group of their own; grouping accuracy by lines "
        f"written: {say(parsed.accuracy, 'share')}.",
        {"groups": "count"},
    )


def _what(run: Run, row: int) -> str:
    """What was going on in a live window."""
    windows, found = run["windows"], run["judged"].incidents
    place = run["deployed"].rows[row]
    start, end = windows.start[place], windows.end[place]
    met = found[(found["start"] < end) & (found["end"] > start)]
    return KINDS[met.iloc[0]["kind"]].label if len(met) else "nothing was wrong"


def _span(run: Run, place: int) -> Span:
    spans = run["deployed"].spans
    return next((one for one in spans if place in one.rows), spans[0])


def _usual(run: Run, place: int) -> tuple[np.ndarray, np.ndarray]:
    """What is usual of each group at a window's hour, and how far off it is: (groups,) each.

    A group never met before is off by as many standard deviations as it has lines.
    """
    windows, span = run["windows"], _span(run, place)
    material = Material(windows, windows.counts, span.learned, np.zeros(len(windows.start), bool))
    known = np.flatnonzero(material.known)
    model = seasonal_of(material)
    phase = windows.phase[place : place + 1]
    counts = windows.counts[place]
    usual, off = np.zeros(len(counts)), counts.astype(float).copy()
    usual[known] = model.expected(phase)[0]
    off[known] = model.deviations(counts[None, known], phase)[0]
    return usual, off


def _milliseconds(run: Run, place: int) -> str:
    windows = run["windows"]
    timed = windows.timed[place]
    return say(float(np.exp(windows.log_ms[place] / timed)), "ms") if timed else "n/a"
