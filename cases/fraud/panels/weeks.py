"""The live weeks: what was seen and what was true, and what the fraudsters did."""

from __future__ import annotations

import numpy as np

from cases.fraud.features import DAY
from cases.fraud.panels.outcomes import outcomes
from cases.fraud.panels.quality import ordering
from cases.fraud.readings import NO_FRAUD
from cases.fraud.world import WEEK
from kit.figure import Absent, Drawn
from kit.panels.legend import ATTAINABLE, SEEN, TRUE
from kit.panels.over_time import Event, by_period, events_of, over_time
from kit.run import Run
from kit.words import say
from pipelines.evaluation.scores import average_precision

WEEKS = "week since launch"


def time_machine(run: Run) -> Drawn:
    """Week by week: seen, true, attainable.

    When did the world change, and when could anyone have noticed? What is seen in a week is
    measured on the labels that came in by then, mostly of earlier payments.
    """
    live, rows = run["live"], run["live"].rows
    if not rows["fraud"].any():
        return Absent(NO_FRAUD)
    week, came_in, score = rows["week"].to_numpy(), _week_of_label(run), ordering(rows)
    fraud, reported = rows["fraud"].to_numpy(), rows["reported"].to_numpy()
    measured = (
        (TRUE, week, fraud, score),
        (ATTAINABLE, week, fraud, rows["attainable"].to_numpy()),
        (SEEN, came_in, reported, score),
    )
    curves = {
        name: by_period(average_precision, when, labels, scores, periods=live.weeks)
        for name, when, labels, scores in measured
    }
    return over_time(
        curves,
        period=WEEKS,
        value="average precision of the week",
        events=_events(run),
        unknown=by_period(_share, week, came_in >= live.weeks, periods=live.weeks),
        caption=_what_happened(run, curves[TRUE]),
    )


def tactics(run: Run) -> Drawn:
    """What the fraudsters do.

    Are they answering you, and is it working? Amounts and hours of card fraud by week, and how much
    of it was stopped.
    """
    live, rows = run["live"], outcomes(run)
    cards = rows[rows["mechanism"] == 2]
    if cards.empty:
        return Absent("No fraud by compromised cards among the live payments: nobody to adapt.")
    multiplier = np.array([one.multiplier for one in live.tactics])
    curves = {
        "card frauds stopped": cards.groupby("week")["acted"].mean().reindex(range(live.weeks)),
        "card frauds at night": np.array([one.night for one in live.tactics]),
        "multiplier over the first": multiplier / multiplier[0],
    }
    return over_time(
        curves,
        period=WEEKS,
        value="share of card frauds; ratio",
        colours=dict(zip(curves, ("true", "one", "two"), strict=True)),
        events=_events(run),
        caption=f"{_moves(multiplier, live.answered)} Over all weeks "
        f"{say(cards['acted'].mean(), 'share')} of card frauds were stopped.",
    )


def _week_of_label(run: Run) -> np.ndarray:
    """The live week in which each payment's label comes in; `weeks` where it is later."""
    live = run["live"]
    ends = (run["payments"].about["live_from"] + WEEK * np.arange(1, live.weeks + 1)) * DAY
    return np.searchsorted(ends, live.rows["label_time"].to_numpy(), side="left")


def _share(marked: np.ndarray) -> float:
    """The share of rows marked; NaN in a week without payments."""
    return float(marked.mean()) if len(marked) else np.nan


def _events(run: Run) -> list[Event]:
    """When the world changed, alarms rang and models were replaced."""
    about = run["payments"].about
    changed = np.flatnonzero(np.asarray(about["changed"]) > 0)
    starts = (changed[0] - about["live_from"]) / WEEK if len(changed) else None
    return events_of(run["live"].replayed, world_changes=starts)


def _what_happened(run: Run, true: np.ndarray) -> str:
    live, known = run["live"], true[~np.isnan(true)]
    count = live.replayed.retrainings
    told = {0: "no retraining", 1: "one retraining"}.get(count, f"{count} retrainings")
    if run.settings["retraining"] == "alarm":
        told += f", alarms: {len(live.replayed.alarms)}"
    moves = np.asarray(run["payments"].about["changed"]).any()
    world = "the world changes" if moves else "the world stays as it is"
    return (
        f"True average precision goes from {say(known[0], 'score')} in the first week with fraud "
        f"to {say(known[-1], 'score')} in the last; {world}; {told}."
    )


def _moves(multiplier: np.ndarray, answered: bool) -> str:
    first, last = f"{multiplier[0]:.2g}", f"{multiplier[-1]:.2g}"
    who = (
        "The fraudsters answer what is blocked"
        if answered
        else "The fraudsters do as planned, whatever is blocked"
    )
    if first == last:
        return f"{who}: stolen cards spend {first} times their usual amount throughout."
    return f"{who}: stolen cards go from {first} to {last} times their usual amount."
