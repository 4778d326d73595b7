"""What is laid over a chart or behind it: upright lines for events, shades for spans, dots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from kit.colours import COLOURS
from kit.figure import Absent, Chart
from kit.marks import lettered


def with_rules(chart: Chart | Absent, rules: pd.DataFrame) -> Chart | Absent:
    """The chart with an upright line at each value of its own x column, and its `text` beside it.

    `colour`, where given, is a name in COLOURS or a colour. Texts stand at different heights, so
    that neighbours can be read. Where there is no chart, nothing is laid over it.
    """
    if isinstance(chart, Absent):
        return chart
    rules = rules if "colour" in rules else rules.assign(colour="muted")
    layers = [_rule(_own_x(chart), row, i) for i, row in enumerate(rules.to_dict("records"))]
    return _layered(chart, after=layers)


def with_shading(chart: Chart | Absent, spans: pd.DataFrame) -> Chart | Absent:
    """The chart with spans of its own x column shaded behind it.

    `spans` has start, end and level (0 to 1: how dark); the caption has to say what it means.
    """
    if isinstance(chart, Absent) or spans.empty:
        return chart
    x = _own_x(chart)
    depth = {
        "field": "level",
        "type": "quantitative",
        "scale": {"domain": [0, 1], "range": [0.02, 0.5]},
        "legend": None,
    }
    layer = {
        "data": {"values": spans.to_dict("records")},
        "mark": {"type": "rect", "color": COLOURS["muted"]},
        "encoding": {"x": x | {"field": "start"}, "x2": {"field": "end"}, "opacity": depth},
    }
    return _layered(chart, before=[layer])


def with_dots(chart: Chart | Absent, dots: pd.DataFrame) -> Chart | Absent:
    """The chart with grey points that no line joins.

    `dots` has x and y on the chart's own axes, and a `text` told where one points at a dot.
    """
    if isinstance(chart, Absent) or dots.empty:
        return chart
    own = _own(chart)
    layer = {
        "data": {"values": dots.to_dict("records")},
        "mark": {"type": "point", "filled": True, "size": 60, "color": COLOURS["muted"]},
        "encoding": {
            "x": own["x"] | {"field": "x"},
            "y": own["y"] | {"field": "y"},
            "tooltip": [{"field": "text"}],
        },
    }
    return _layered(chart, before=[layer])


def _own(chart: Chart) -> dict[str, Any]:
    """The encoding of the first layer drawn from the chart's own data."""
    return next(layer for layer in chart.spec["layer"] if "data" not in layer)["encoding"]


def _own_x(chart: Chart) -> dict[str, Any]:
    return _own(chart)["x"]


def _rule(x: Mapping[str, Any], row: Mapping[str, Any], place: int) -> dict[str, Any]:
    colour = COLOURS.get(row["colour"], row["colour"])
    line = {"type": "rule", "strokeWidth": 1.5, "strokeDash": [4, 3], "color": colour}
    text = {"type": "text", "align": "left", "dx": 4}
    height = {"y": {"value": 10 + 14 * (place % 4)}, "text": {"field": "text"}}
    return {
        "data": {"values": [dict(row)]},
        "encoding": {"x": x},
        "layer": [{"mark": line}, lettered(text, height)],
    }


def _layered(chart: Chart, *, before: Sequence = (), after: Sequence = ()) -> Chart:
    layers = [*before, *chart.spec["layer"], *after]
    return replace(chart, spec={**chart.spec, "layer": layers})
