"""A table of cells shaded by how much is in each."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kit.colours import EITHER_WAY, SHADES
from kit.figure import ON_THE_SIDE, Chart, named_axis, names_below, picture

A_DIGIT = 6  # pixels across


def heat(
    data: pd.DataFrame,
    *,
    x: tuple[str, str],
    y: tuple[str, str],
    level: tuple[str, str],
    text: str,
    either_way: bool = False,
    caption: str = "",
    alt: str = "",
) -> Chart:
    """A cell for each pair of `x` and `y`, shaded by `level` (0 to 1), with `text` written in it.

    Cells without a level (NaN) stay empty. `either_way`: 0.5 is usual, and both ends stand out.
    """
    across = names_below(data, *x)
    place = {"x": across, "y": named_axis(*y, beside=True)}
    shade = _shade(*level, EITHER_WAY if either_way else SHADES)
    far = f"abs(datum['{level[0]}'] - 0.5) > 0.35" if either_way else f"datum['{level[0]}'] > 0.6"
    dark = {"condition": {"test": far, "value": "white"}, "value": "#333"}
    tip = [{"field": level[0], "title": level[1], "format": ".0%"}, {"field": text}]
    longest = max(data[text].astype(str).str.len(), default=0)
    room = A_DIGIT * longest * data[x[0]].nunique()
    # Cells too narrow for what is written in them, as on a phone, are told by their shade alone.
    written = {"type": "text", "opacity": {"expr": f"width < {room} ? 0 : 1"}}
    layers: list[dict[str, Any]] = [
        {"mark": "rect", "encoding": place | {"color": shade, "tooltip": tip}},
        {"mark": written, "encoding": place | {"text": {"field": text}, "color": dark}},
    ]
    spec = picture(layers, data[y[0]].nunique())
    return Chart(
        spec | {"height": spec["height"] + ("labelAngle" not in across["axis"]) * ON_THE_SIDE},
        data,
        caption,
        alt or caption,
    )


def _shade(column: str, title: str, shades: list[str]) -> dict[str, Any]:
    scale = {"domain": [0, 1], "range": shades, "interpolate": "lab"}
    kept = {"field": column, "type": "quantitative", "title": title}
    return kept | {"scale": scale, "legend": None}
