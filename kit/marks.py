"""Points that a chart sets apart, with their names beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kit.colours import COLOURS


def lettered(mark: Mapping[str, Any], encoding: Mapping[str, Any]) -> dict[str, Any]:
    """Text that reads over lines: its letters on a rim of the page's own ground, which pages have
    as the style "rim"."""
    return {"layer": [{"mark": {**mark, "style": "rim"}}, {"mark": mark}], "encoding": encoding}


def marked(marks: pd.DataFrame, encoding: Mapping[str, Any]) -> dict[str, Any]:
    """Points in the colour of the current setting, on the axes of `encoding`; where they have
    names, in a column `text`, those stand beside them."""
    place = {"x": encoding["x"], "y": encoding["y"]}
    point = {
        "mark": {"type": "point", "filled": True, "size": 90, "color": COLOURS["current"]},
        "encoding": place,
    }
    layer: dict[str, Any] = {"data": {"values": marks.to_dict("records")}, "layer": [point]}
    if "text" in marks:
        text = {"text": {"field": "text"}}
        beside = {"type": "text", "align": "left", "dx": 8}
        # Neighbours' names stand above and below their points in turn.
        for turn, dy in enumerate((-8, 12)):
            values = marks.iloc[turn::2].to_dict("records")
            own = lettered(beside | {"dy": dy}, place | text)
            layer["layer"].append(own | {"data": {"values": values}})
    return layer
