"""The live weeks: what was seen and what was true, and what the fraudsters did."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.fraud.features import DAY
from cases.fraud.panels.outcomes import outcomes
from cases.fraud.panels.quality import ATTAINABLE, COLOURS, TRUE, ordering
from cases.fraud.readings import NO_FRAUD
from cases.fraud.world import WEEK
from kit.figure import Absent, Drawn, lines
from kit.overlay import with_rules, with_shading
from kit.run import Run
from kit.words import say
from pipelines.evaluation.scores import average_precision

ARRIVED = "as seen, on labels come in"
MOST_NAMED = 8


def time_machine(run: Run) -> Drawn:
    """Week by week: the score the team saw, the true one and what was attainable."""
    weeks, rows = run["live"].weeks, run["live"].rows
    if not rows["fraud"].any():
        return Absent(NO_FRAUD)
    score = ordering(rows)
    week, came_in = rows["week"].to_numpy(), _week_of_label(run)
    fraud, reported = rows["fraud"].to_numpy(), rows["reported"].to_numpy()
    curves = {
        TRUE: _by_week(week, fraud, score, weeks),
        ATTAINABLE: _by_week(week, fraud, rows["attainable"].to_numpy(), weeks),
        ARRIVED: _by_week(came_in, reported, score, weeks),
    }
    shades = _maturity(week, came_in < weeks)
    grey = "The darker a week's grey, the more of its labels are in when the replay ends: " + (
        f"{say(shades['level'].iloc[-1], 'share')} of the last week's."
    )
    chart = lines(
        _long(curves, "ap").dropna(),
        x=("week", "week since launch"),
        y=("ap", "average precision of the week"),
        by="curve",
        colours=COLOURS | {ARRIVED: "seen"},
        dashed=(ARRIVED,),
        points=True,
        caption=f"{_what_happened(run, curves[TRUE])} {grey}",
    )
    return with_shading(with_rules(chart, _events(run)), shades)


def tactics(run: Run) -> Drawn:
    """What the fraudsters did each week, and how much card fraud was caught."""
    live, rows = run["live"], outcomes(run)
    cards = rows[rows["mechanism"] == 2]
    if cards.empty:
        return Absent("No fraud by compromised cards among the live payments: nobody to adapt.")
    multiplier = np.array([one.multiplier for one in live.tactics])
    caught = cards.groupby("week")["acted"].mean().reindex(range(live.weeks)).to_numpy()
    curves = {
        "card frauds stopped": caught,
        "card frauds at night": np.array([one.night for one in live.tactics]),
        "multiplier over the first": multiplier / multiplier[0],
    }
    chart = lines(
        _long(curves, "share").dropna(),
        x=("week", "week since launch"),
        y=("share", "share of card frauds; ratio"),
        by="curve",
        colours=dict(zip(curves, ("true", "muted", "seen"), strict=True)),
        points=True,
        caption=f"{_moves(multiplier, live.answered)} Over all weeks "
        f"{say(cards['acted'].mean(), 'share')} of card frauds were stopped.",
    )
    return with_rules(chart, _events(run))


def _week_of_label(run: Run) -> np.ndarray:
    """The live week in which each payment's label comes in; `weeks` where it is later."""
    live = run["live"]
    ends = (run["payments"].about["live_from"] + WEEK * np.arange(1, live.weeks + 1)) * DAY
    return np.searchsorted(ends, live.rows["label_time"].to_numpy(), side="left")


def _by_week(week: np.ndarray, labels: np.ndarray, scores: np.ndarray, weeks: int) -> np.ndarray:
    """Average precision of each week's rows; NaN in a week without a positive."""
    return np.array(
        [average_precision(labels[week == one], scores[week == one]) for one in range(weeks)]
    )


def _long(curves: dict[str, np.ndarray], value: str) -> pd.DataFrame:
    return pd.concat(
        [
            pd.DataFrame({"week": np.arange(1, len(y) + 1), value: y, "curve": name})
            for name, y in curves.items()
        ]
    )


def _maturity(week: np.ndarray, came_in: np.ndarray) -> pd.DataFrame:
    """For each week that has payments, the share of their labels that came in; as spans."""
    known = pd.Series(came_in).groupby(week).mean()
    start = known.index.to_numpy() + 0.5
    return pd.DataFrame({"start": start, "end": start + 1, "level": known.to_numpy()})


def _events(run: Run) -> pd.DataFrame:
    """When the world changed, alarms rang and models were replaced, in weeks since launch."""
    about, replayed = run["payments"].about, run["live"].replayed
    changed = np.flatnonzero(np.asarray(about["changed"]) > 0)[:1]
    events = [((day - about["live_from"]) / WEEK, "world changes", "pinned") for day in changed]
    events += [(week, "alarm, retrained", "alarm") for week in replayed.alarms]
    replaced = sorted(set(replayed.trained) - {0, *replayed.alarms})
    named = "retrained" if len(replaced) <= MOST_NAMED else ""
    events += [(week, named, "muted") for week in replaced]
    frame = pd.DataFrame(events, columns=["week", "text", "colour"])
    return frame.assign(week=frame["week"] + 0.5)


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
