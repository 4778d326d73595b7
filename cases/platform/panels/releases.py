"""Releases: what a soak costs, a month of them, and which signal stopped what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from cases.platform.judged import clairvoyant
from cases.platform.live import Released
from data.platform import KINDS, TEAMS
from kit.colours import COLOURS
from kit.figure import Absent, Card, Cards, Chart, axis, bars
from kit.heat import heat
from kit.panels.along import along
from kit.panels.legend import ATTAINABLE, CLAIRVOYANT
from kit.run import Run
from kit.words import say

OUTCOMES = {
    "refused at the gate": "muted",
    "stopped while tried": "two",
    "serves everybody": "one",
    "rolled back": "alarm",
}
MOST = 6  # cards in a row


def soak_curve(run: Run) -> Chart | Absent:
    """What does an hour more of soak cost, and what does it save?

    Bad versions that get through cost on the left, good ones that wait and models that grow old on
    the right. The lowest point of the sum moves with label delay, effect size and signals.
    """
    tracks, soaks = run.readout.tracks, run.readout.axis
    shape = np.zeros(len(soaks))
    parts = {
        "bad versions (harm)": tracks["harm"].true + shape,
        "good versions (waiting, stopped)": tracks["waited"].true + shape,
        "age of models": tracks["stale"].true - tracks["stale"].true.min() + shape,
        "incidents, alarms, shadows": tracks["cost"].true - tracks["cost"].true.min() + shape,
    }
    total = sum(parts.values())
    best = int(np.argmin(total))
    at = run.position
    marks = {"lowest": (soaks[best], total[best]), "now": (soaks[at], total[at])}
    if at == best:
        marks = {"now, lowest": marks["now"]}
    return along(
        {"all together": (soaks, total)} | {name: (soaks, one) for name, one in parts.items()},
        x="soak (hours)",
        y="cost ($ a day)",
        marks=marks,
        colours={"all together": "current"},
        caption=f"All together costs least after {soaks[best]:g} hours, "
        f"{say(total[best], 'money')} a day; at {soaks[at]:g} hours it is "
        f"{say(total[at], 'money')}.",
    )


def losses(run: Run) -> Chart:
    """Where does the value go?

    What all models would earn, what releases add, and each loss in turn down to what is left. The
    clairvoyant ceiling knows every release's effect and every fault at once, and pays nothing.
    """
    sums, at = run["judged"].true, run.position
    days = float(sums["days"].sum())

    def a_day(name: str) -> float:
        values = sums[name]
        return float(values[:, at if values.shape[1] > 1 else 0].sum() / days)

    steps = {
        "releases, net": a_day("released"),
        "old models": -a_day("stale"),
        "skew and leaks": -a_day("skewed"),
        "broken features": -a_day("broken"),
        "no answer": -a_day("unserved"),
        "platform": -a_day("cost"),
    }
    rows = pd.DataFrame({"part": list(steps), "dollars": list(steps.values())})
    rows["kind"] = np.where(rows["dollars"] >= 0, "adds", "takes")
    worst = rows.loc[rows["dollars"].idxmin()]
    return bars(
        rows,
        x=("part", ""),
        y=("dollars", "$ a day"),
        by="kind",
        colours={"adds": "one", "takes": "two"},
        horizontal=True,
        stacked=True,
        caption=f"Of {say(a_day('base'), 'money')} a day, most is taken by {worst['part']}: "
        f"{say(-worst['dollars'], 'money')}. {_left(run, a_day('base'))}",
    )


def _left(run: Run, base: float) -> str:
    """What is left beside the ceilings; `base` is what all models would earn, $ a day."""
    value, known = run.reading("value"), base + clairvoyant(run["platform"], run["released"])
    return (
        f"{say(value.true, 'money')} are left; the {ATTAINABLE} is "
        f"{say(value.ceiling, 'money')}, the {CLAIRVOYANT} {say(known, 'money')}."
    )


def months(run: Run) -> Mapping[str, str]:
    """The months one may look at."""
    return {str(month): f"month {month + 1}" for month in range(run["platform"].about["months"])}


def month(run: Run, subject: str) -> Chart:
    """What happened to the releases of one month, and were they good or bad?

    One mark a release, by the day it was brought and its true effect on its model. Above the line
    it is good. Nobody sees the height.
    """
    number = int(subject or 0)
    frame = _of_month(run, number)
    counts = frame.groupby(["outcome", "bad"]).size()
    through = int(counts.get(("serves everybody", True), 0))
    y = axis("effect", "true effect (% of the model's value)")
    encoding: dict[str, Any] = {
        "x": axis("day", "day of the month"),
        "y": y,
        "color": {
            "field": "outcome", "type": "nominal", "title": None,
            "legend": {"orient": "bottom", "columns": {"expr": "max(1, floor(width / 170))"}},
            "scale": {"domain": list(OUTCOMES), "range": [COLOURS[c] for c in OUTCOMES.values()]},
        },
        "shape": {"field": "truth", "type": "nominal", "title": None,
                  "legend": {"orient": "bottom"},
                  "scale": {"domain": ["harmless", "bad"], "range": ["circle", "triangle-down"]}},
        "tooltip": [{"field": name} for name in ("model", "outcome", "truth", "kind", "effect")],
    }  # fmt: skip
    spec = {
        "layer": [{"mark": {"type": "point", "filled": True, "size": 55, "opacity": 0.8},
                   "encoding": encoding}],
        "height": 340, "width": "container",
    }  # fmt: skip
    said = (
        f"Month {number + 1}: {len(frame)} releases, {int(frame['bad'].sum())} bad; "
        f"bad ones that serve everybody to the end, and nobody knows: {through}."
    )
    columns = ["day", "effect", "model", "outcome", "truth", "kind"]
    return Chart(spec, frame[columns], said, said)


def _of_month(run: Run, number: int) -> pd.DataFrame:
    world, done, at = run["platform"], run["released"], run.position
    rows = np.flatnonzero(world.seen["month"].to_numpy() == number)
    bad = done.bad[rows]
    return pd.DataFrame(
        {
            "day": world.seen["hour"].to_numpy()[rows] / 24 + 1,
            "effect": 100 * np.maximum(world.truth["effect"].to_numpy()[rows], -0.2),
            "model": run["fleet"]["name"].to_numpy()[world.seen["model"].to_numpy()[rows]],
            "team": run["fleet"]["team"].to_numpy()[world.seen["model"].to_numpy()[rows]],
            "kind": world.truth["kind"].to_numpy()[rows],
            "outcome": outcomes(done, rows, at),
            "bad": bad,
            "truth": np.where(bad, "bad", "harmless"),
            "gain": run["gate"].gain[rows],
            "row": rows,
        }
    )


def outcomes(done: Released, rows: np.ndarray, at: int) -> np.ndarray:
    """What became of some releases at a position of the soak, in the words of `OUTCOMES`."""
    return np.select(
        [~done.tried[rows], done.stopped[rows, at], done.rolled[rows, at]],
        ["refused at the gate", "stopped while tried", "rolled back"],
        "serves everybody",
    )


def teams(run: Run) -> Mapping[str, str]:
    """The teams whose release board one may look at."""
    return {team: f"team {team}" for team in TEAMS}


def board(run: Run, subject: str) -> Cards:
    """What does a team's release board look like after the first month?

    The newest versions of one team, as its owner meets them: what the offline test said, what
    happened, and underneath what is true.
    """
    team = subject or next(iter(TEAMS))
    frame = _of_month(run, 0)
    own = frame[frame["team"] == team]
    rows = {}
    for outcome, colour in OUTCOMES.items():
        cards = [
            _card(row, colour) for row in own[own["outcome"] == outcome].tail(MOST).itertuples()
        ]
        if cards:
            rows[outcome] = tuple(cards)
    return Cards(
        rows or {"nothing": (Card("No release in this month"),)},
        f"Team {team}: {len(own)} releases in the first month, {int(own['bad'].sum())} of them "
        f"bad.",
    )


def _card(row: Any, colour: str) -> Card:
    lines = (
        f"brought on day {int(row.day)}",
        f"offline {100 * row.gain:+z.1f} %",
        f"in truth {row.effect:+z.1f} %: {KINDS[row.kind]}",
    )
    return Card(
        str(row.model), lines, "bad" if row.bad else "harmless", "alarm" if row.bad else colour
    )


def signals(run: Run) -> Chart | Absent:
    """Which signal caught what, and when?

    Bad releases by kind, and who stopped them first: gate, the signals of the trial, or the
    monitors once everybody was served. The middle time is in hours since the first user.
    """
    frame = _caught(run)
    if frame.empty:
        return Absent("No release is bad.")
    table = frame.groupby(["kind", "who"], sort=True).agg(n=("who", "size"), h=("hours", "median"))
    table = table.reset_index()
    table["share"] = table["n"] / table.groupby("kind")["n"].transform("sum")
    table["text"] = [
        f"{say(s, 'share')}" + ("" if np.isnan(h) else f", {h:.3g} h")
        for s, h in zip(table["share"], table["h"], strict=True)
    ]
    unseen = float((frame["who"] == "nobody").mean())
    return heat(
        table[["kind", "who", "share", "text"]],
        x=("kind", "kind of bad release"),
        y=("who", ""),
        level=("share", "share of the kind"),
        text="text",
        caption=f"{say(unseen, 'share')} of bad releases are found by nobody in their four weeks.",
    )


def _caught(run: Run) -> pd.DataFrame:
    """Every bad release: its kind, who found it first, and hours from its first user until then."""
    world, done, at = run["platform"], run["released"], run.position
    first, found = run["stops"].first, run["alarms"]
    bad = np.flatnonzero(done.bad)
    who = np.full(len(bad), "nobody", dtype=object)
    hours = np.full(len(bad), np.nan)
    rolled = done.rolled[bad, at]
    who[rolled] = [f"monitor: {name}" for name in found.by[bad][rolled]]
    hours[rolled] = found.hours[bad][rolled]
    stopped = done.stopped[bad, at]
    soaks = run.readout.axis
    order = np.stack([each[bad, at] for each in first.values()])
    winner = np.array([f"trial: {name}" for name in first])[order.argmin(axis=0)]
    who[stopped] = winner[stopped]
    hours[stopped] = soaks[np.minimum(order.min(axis=0), len(soaks) - 1)][stopped]
    who[~done.tried[bad]] = "gate"
    hours[~done.tried[bad]] = 0.0
    kind = world.truth["kind"].to_numpy()[bad]
    return pd.DataFrame({"kind": kind, "who": who, "hours": hours})


def gates(run: Run) -> Chart:
    """What does the gate let through?

    Releases of each kind that pass the offline test and the schema check. What harms in use looks
    right offline: a gate cannot see it.
    """
    kind, passed = run["platform"].truth["kind"], run["gate"].passed
    shares = pd.Series(passed).groupby(kind.to_numpy()).mean().reindex(list(KINDS)).dropna()
    rows = pd.DataFrame({"kind": shares.index, "share": shares.to_numpy()})
    return bars(
        rows,
        x=("kind", "kind of release"),
        y=("share", "share that passes"),
        caption="Pass: " + ", ".join(f"{k} {say(v, 'share')}" for k, v in shares.items()) + ".",
    )
