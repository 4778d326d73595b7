"""How models are fed: joins, transforms, age, and a feature that breaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cases.platform.measured import decay as fitted
from data.platform import OWNERS
from kit.colours import COLOURS
from kit.figure import Absent, Chart, Table
from kit.marks import lettered
from kit.panels.along import along
from kit.panels.promises import promises
from kit.run import Run
from kit.words import say

WAYS = {
    "as they were (point in time)": "point_in_time",
    "as they stand today (latest)": "latest",
    "as they were served (logged)": "logged",
}


def joins(run: Run) -> Chart | Absent:
    """What does each join promise of the ad-click model, and what does it do?

    A LightGBM of ad clicks, really fitted on each join of the same history and served. Today's
    click counts know the click that is to be predicted.
    """
    clicks, design = run["materials"][0], run.settings
    fed = {
        name: clicks.fed(join, design["transform"], design["freshness"])
        for name, join in WAYS.items()
    }
    now = next(name for name, join in WAYS.items() if join == design["join"])
    return promises(
        {name: one.seen for name, one in fed.items()},
        {name: one.served for name, one in fed.items()},
        compared="training rows get their features",
        metric="average precision",
        now=now,
    )


def skews(run: Run) -> Table:
    """Which features differ between training and serving?

    Means of every feature of the two real models, in training and as served, and how far they lie
    apart in standard deviations.
    """
    parts = [one.apart.features.assign(model=one.name) for one in run["measured"].fed]
    frame = pd.concat(parts, ignore_index=True).sort_values("skew", ascending=False)
    worst = frame.iloc[0]
    return Table(
        frame[["model", "feature", "training", "serving", "skew"]],
        f"Furthest apart is {worst['feature']} of {worst['model']}: {worst['skew']:.2f} standard "
        f"deviations. The mean is {run['measured'].skew:.2f}.",
        {"training": "score", "serving": "score", "skew": "score"},
    )


def decay(run: Run) -> Chart | Absent:
    """How fast do two real models grow old?

    Average precision lost against a model fitted on that day, on the world's true probabilities.
    The fifty models lose what their kind loses, times a factor of their own.
    """
    curves = run["ageing"]
    paces = {name: fitted(curve) for name, curve in curves.items()}
    return along(
        dict(curves),
        x="age of the model (days)",
        y="share of average precision lost",
        caption="; ".join(
            f"{name} loses {say(pace, 'share')} a day" for name, pace in paces.items()
        )
        + ", on a straight line through no loss.",
    )


def broken(run: Run) -> Mapping[str, str]:
    """Features that may break, those that reach most models first."""
    graph = run["platform"].about["graph"]
    reach = {name: int(graph.reached(name).sum()) for name in graph.names}
    found = sorted(reach, key=lambda n: -reach[n])
    return {n: f"{n} (team {OWNERS[n]}, {reach[n]} models)" for n in found}


def blast(run: Run, subject: str) -> Chart:
    """Which models fall when one feature breaks?

    The feature on the left, what is computed from it in the middle, the models that read any of
    these on the right. Its owner is one team; those that fall are of many.
    """
    name = subject or next(iter(broken(run)))
    graph, fleet = run["platform"].about["graph"], run["fleet"]
    down = graph.downstream(name)
    lost = graph.lost(name) * fleet["value"].to_numpy()
    hit = [int(m) for m in (-lost).argsort() if lost[m] > 0][:14]
    nodes = [(name, 0.0, 0.5, 1.0)]
    derived = [one for one in down if one != name]
    nodes += [(one, 1.0, _place(i, len(derived)), 1.0) for i, one in enumerate(derived)]
    nodes += [
        (str(fleet["name"].iloc[m]), 2.0, _place(i, len(hit)), float(lost[m]))
        for i, m in enumerate(hit)
    ]
    frame = pd.DataFrame(nodes, columns=["name", "x", "y", "lost"])
    at = {row.name_: (row.x, row.y) for row in frame.rename(columns={"name": "name_"}).itertuples()}
    arrows = [(parent, one) for one in derived for parent in graph.parents[one] if parent in down]
    arrows += [
        (feature, str(fleet["name"].iloc[m]))
        for m in hit
        for feature in down
        if graph.weights[m, graph.names.index(feature)] > 0
    ]
    said = (
        f"{name} of team {OWNERS[name]} reaches {int((lost > 0).sum())} models of "
        f"{fleet['team'][lost > 0].nunique()} teams, through {len(derived)} other features; all "
        f"it carries is worth {say(float(lost.sum()), 'money')} a day"
        + (f" (the {len(hit)} that lose most are drawn)." if (lost > 0).sum() > len(hit) else ".")
    )
    return Chart(_graph(arrows, at), frame, said, said)


def _place(number: int, count: int) -> float:
    return (number + 0.5) / max(count, 1)


def _graph(arrows: list[tuple[str, str]], at: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    def place(field: str, low: float, high: float) -> dict[str, Any]:
        scale = {"domain": [low, high]}
        return {"field": field, "type": "quantitative", "axis": None, "scale": scale}

    x, y = place("x", -0.1, 2.6), place("y", 0, 1)
    lines = [{"x": at[a][0], "y": at[a][1], "x2": at[b][0], "y2": at[b][1]} for a, b in arrows]
    rule = {
        "data": {"values": lines},
        "mark": {"type": "rule", "color": COLOURS["muted"], "opacity": 0.45},
        "encoding": {"x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"}},
    }
    tip = [{"field": "name"}, {"field": "lost", "title": "lost ($ a day)", "format": ".4~g"}]
    dot = {
        "mark": {"type": "point", "filled": True, "size": 90, "color": COLOURS["alarm"]},
        "encoding": {"x": x, "y": y, "tooltip": tip},
    }
    text = lettered(
        {"type": "text", "align": "left", "dx": 8, "dy": -1},
        {"x": x, "y": y, "text": {"field": "name"}},
    )
    return {"layer": [rule, dot, text], "height": 320, "width": "container"}
