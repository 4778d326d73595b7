"""Chart descriptions and tables: what a panel draws, as plain data that any page can show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from kit.colours import COLOURS, SERIES
from kit.marks import marked

HEIGHT = 300  # pixels of a chart; all alike, so that a page does not jump
A_ROW, AROUND = 18, 90  # pixels that a name and its bars take at least; axis and legend
A_NAME, FEW_NAMES = 22, 3  # pixels of a name in a legend, and how many a usual height has room for
A_LETTER, A_SYMBOL = 7, 50  # pixels across of a letter in a legend, and of the sign before a name
LETTERS_ACROSS = 84  # letters of 12 pixels that a chart of a usual width holds beside each other
LINE = {"symbolType": "stroke", "symbolSize": 400, "symbolStrokeWidth": 2.5}  # in a legend
BESIDE = 80  # pixels across beside a picture: an axis, its title and the margin
ON_THE_SIDE = 130  # pixels that names on their side need below a picture


@dataclass(frozen=True, eq=False)
class Chart:
    """A Vega-Lite description over a small frame (at most a few hundred rows).

    `caption` is one line computed from the run that says what the picture shows; `alt` says it to
    those who cannot see it.
    """

    spec: Mapping[str, Any]
    data: pd.DataFrame
    caption: str
    alt: str


@dataclass(frozen=True, eq=False)
class Table:
    """Rows for people; `formats` maps a column to a unit (see `kit.words.say`)."""

    data: pd.DataFrame
    caption: str
    formats: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Card:
    """One thing as people meet it: a poster, a post, a message, an ad in its slot.

    `lines` stand below the title, small. `tag` is a word or two beside it, in a colour of COLOURS.
    `picture` is one to look at, as `kit.picture.as_png` gives it; the title says what it shows.
    """

    title: str
    lines: tuple[str, ...] = ()
    tag: str = ""
    colour: str = "muted"
    picture: str = ""


@dataclass(frozen=True)
class Cards:
    """The product itself, in rows of cards; each row has a name ("the page as served").

    Of the `shape` "shelf" cards stand beside each other; of "phone" each row is a screen of its
    own, its cards below each other.
    """

    rows: Mapping[str, Sequence[Card]]
    caption: str
    shape: str = "shelf"


@dataclass(frozen=True)
class Text:
    """Lines of text to take along: shown letter for letter, with a button that copies them."""

    text: str
    caption: str


@dataclass(frozen=True)
class Absent:
    """Nothing to draw, and the reason, as a sentence."""

    reason: str


Drawn = Chart | Table | Cards | Text | Absent


def lines(
    data: pd.DataFrame,
    *,
    x: tuple[str, str],
    y: tuple[str, str],
    by: str | None = None,
    colours: Mapping[str, str] | None = None,
    dashed: Sequence[str] = (),
    marks: pd.DataFrame | None = None,
    log_x: bool = False,
    log_y: bool = False,
    y_range: tuple[float, float] | None = None,
    points: bool = False,
    caption: str = "",
    alt: str = "",
) -> Chart:
    """Lines over a frame in long form; `x` and `y` are (column, axis title).

    `marks` are points set apart (the current setting), a frame with the same columns and an
    optional `text`. `colours` maps the values of `by` to a name in COLOURS or a colour.
    """
    within = y_range or (None if log_y else _around_a_flat(data[y[0]]))
    encoding: dict[str, Any] = {"x": axis(*x, log=log_x), "y": axis(*y, log=log_y, within=within)}
    if pd.api.types.is_integer_dtype(data[x[0]]):
        encoding["x"]["axis"] = {"tickMinStep": 1, "format": ",d"}
    if by:
        encoding |= {"color": _colour(data, by, colours, LINE)}
        if dashed:
            encoding |= {"strokeDash": _dash(data, by, dashed)}
    encoding["tooltip"] = [*_named(by), *(_told(*one) for one in (x, y))]
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "line", "strokeWidth": 2, "clip": True, "point": points},
            "encoding": encoding,
        }
    ]
    if marks is not None and len(marks):
        layers.append(marked(marks, encoding))
    names = data[by].nunique() if by else 0
    return Chart(picture(layers, named=names), data, caption, alt or caption)


def bars(
    data: pd.DataFrame,
    *,
    x: tuple[str, str],
    y: tuple[str, str],
    by: str | None = None,
    colours: Mapping[str, str] | None = None,
    stacked: bool = False,
    horizontal: bool = False,
    caption: str = "",
    alt: str = "",
) -> Chart:
    """Bars of `y` for each value of `x`, side by side or stacked by `by`."""
    category = named_axis(*x, beside=horizontal) if horizontal else names_below(data, *x)
    amount = {"field": y[0], "type": "quantitative", "title": y[1]}
    encoding: dict[str, Any] = {"tooltip": [{"field": x[0]}, *_named(by), _told(*y)]}
    encoding |= {"y": category, "x": amount} if horizontal else {"x": category, "y": amount}
    if by:
        encoding["color"] = _colour(data, by, colours)
        if not stacked:
            encoding["yOffset" if horizontal else "xOffset"] = {"field": by, "sort": None}
    layer = {"mark": {"type": "bar", "cornerRadiusEnd": 2}, "encoding": encoding}
    rows = data[x[0]].nunique() if horizontal else 0
    names = data[by].nunique() if by else 0
    return Chart(picture([layer], rows, names), data, caption, alt or caption)


def waterfall(
    data: pd.DataFrame,
    *,
    category: tuple[str, str],
    start: tuple[str, str],
    end: str,
    by: str,
    colours: Mapping[str, str] | None = None,
    caption: str = "",
    alt: str = "",
) -> Chart:
    """A bar for each row from `start` to `end`, one below the other; columns and axis titles."""
    amount = {"field": start[0], "type": "quantitative", "title": start[1]}
    encoding: dict[str, Any] = {
        "y": named_axis(*category, beside=True),
        "x": amount,
        "x2": {"field": end},
        "color": _colour(data, by, colours),
        "tooltip": [{"field": name, "format": ",.4~r"} for name in (start[0], end)],
    }
    layer = {"mark": {"type": "bar", "cornerRadius": 2}, "encoding": encoding}
    spec = picture([layer], data[category[0]].nunique(), data[by].nunique())
    return Chart(spec, data, caption, alt or caption)


def axis(
    column: str,
    title: str,
    *,
    log: bool = False,
    within: tuple[float, float] | None = None,
) -> dict[str, Any]:
    """A quantitative axis with a title that names its unit."""
    scale: dict[str, Any] = {"type": "log"} if log else {"zero": False}
    if within:
        scale["domain"] = list(within)
    return {"field": column, "type": "quantitative", "title": title, "scale": scale}


def _around_a_flat(values: pd.Series) -> tuple[float, float] | None:
    """An axis from 0 for values that are all alike, which have no scale of their own."""
    low, high = float(values.min()), float(values.max())
    ends = (0.0, 1.2 * low or 1.0)
    return (min(ends), max(ends)) if low == high else None


def _told(column: str, title: str) -> dict[str, str]:
    """A number in a tooltip, under the title of its axis."""
    return {"field": column, "format": ",.4~r", "title": title}


def _named(by: str | None) -> list[dict[str, str]]:
    return [{"field": by}] if by else []


def picture(layers: list[dict[str, Any]], rows: int = 0, named: int = 0) -> dict[str, Any]:
    """Layers as one picture, taller where `rows` of names or a legend of `named` need it."""
    more = A_NAME * max(0, named - FEW_NAMES)
    height = max(HEIGHT, A_ROW * rows + AROUND) + more
    return {"layer": layers, "height": height, "width": "container"}


def named_axis(column: str, title: str, *, beside: bool = False) -> dict[str, Any]:
    """An axis of names in the order given; `beside` the picture every name is written out."""
    looks = {"labelLimit": 220, "labelOverlap": False, "labelFlush": False}
    kept = {"field": column, "type": "nominal", "title": title or None, "sort": None}
    return kept | ({"axis": looks} if beside else {})


def names_below(data: pd.DataFrame, column: str, title: str) -> dict[str, Any]:
    """An axis of names below the picture: level where a usual width holds them side by side."""
    names = data[column].astype(str).unique()
    level = len(names) * (max(map(len, names), default=0) + 2) <= LETTERS_ACROSS
    limit = {"expr": f"width / {max(len(names), 1)} - 4"}
    looks = {"labelAngle": 0, "labelLimit": limit} if level else {"labelLimit": ON_THE_SIDE}
    return named_axis(column, title) | {"axis": looks}


def _colour(
    data: pd.DataFrame,
    by: str,
    colours: Mapping[str, str] | None,
    symbol: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    names = list(dict.fromkeys(data[by]))
    given = colours or {}
    shades = [COLOURS.get(given.get(name, ""), given.get(name)) for name in names]
    spare = iter([shade for shade in SERIES if shade not in shades] + list(SERIES))
    longest = max(map(len, map(str, names)), default=0)
    return {
        "field": by,
        "type": "nominal",
        "title": None,
        "legend": {
            "orient": "bottom",
            "columns": {"expr": _columns(A_LETTER * longest + A_SYMBOL)},
            "labelLimit": 260,
            **(symbol or {}),
        },
        "scale": {"domain": names, "range": [shade or next(spare) for shade in shades]},
    }


def _columns(across: int) -> str:
    """How many names of a legend stand beside each other. By the width of the whole chart: that of
    the picture within is found while the legend is laid out, and rows would be cut off."""
    return f"max(1, floor((containerSize()[0] - {BESIDE}) / {across}))"


def _dash(data: pd.DataFrame, by: str, dashed: Sequence[str]) -> dict[str, Any]:
    names = list(dict.fromkeys(data[by]))
    patterns = [[6, 4] if name in dashed else [1, 0] for name in names]
    return {"field": by, "legend": None, "scale": {"domain": names, "range": patterns}}
