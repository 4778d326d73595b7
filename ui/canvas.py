"""The canvas on which a board is drawn: the browser owns the drawing, the server is told of it.

Two components share the work. The canvas itself holds a large script, so what it is sent changes
only under a new revision. Results go through a second one, a few lines long, which hands them on
inside the browser: an edit costs a few kilobytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from math import isfinite
from pathlib import Path
from typing import Any

import streamlit as st

from kit.board.drawing import DASHES
from kit.board.graph import Graph
from kit.board.kinds import Parameter
from kit.board.palette import ARROWS, KINDS, LANES
from kit.board.reading import as_link, packed, read_link
from kit.board.telling import line_of
from kit.board.trial import Trial
from kit.choice import Range, Refused

_FOLDER = Path(__file__).parent / "board"
_SCRIPTS = ("parts", "drawing", "route", "picture", "hands", "panel", "table", "board")
_COLOURS = ("paper", "text", "font", "quiet", "line", "bad", "pen", *LANES, *ARROWS)


def palette() -> dict[str, Any]:
    """What may be drawn, for the browser."""
    return {
        "lanes": LANES,
        "arrows": {k: {"help": h, "dash": DASHES[k].replace(" ", ",")} for k, h in ARROWS.items()},
        "colours": [f"--{name}" for name in _COLOURS],
        "kinds": {
            kind.name: {
                "label": kind.label,
                "lane": kind.lane,
                "help": kind.help,
                "parameters": [_parameter(each) for each in kind.parameters],
            }
            for kind in KINDS.values()
        },
    }


def _parameter(each: Parameter) -> dict[str, Any]:
    choice = each.choice
    told = {"name": each.name, "label": choice.label, "default": each.default, "unit": each.unit}
    told |= {"help": choice.help, "source": each.source}
    if isinstance(choice.options, Range):
        within = choice.options
        return told | {"low": within.low, "high": within.high, "whole": within.whole}
    return told | {"options": dict(choice.options)}


def read_script() -> str:
    """The canvas's JavaScript: the palette, then its files one after another, as one module."""
    files = ((_FOLDER / f"{name}.js").read_text("utf-8") for name in _SCRIPTS)
    return "\n".join([f"const PALETTE = {json.dumps(palette())};", *files])


_canvas = st.components.v2.component(
    "sandtable_board", css=(_FOLDER / "board.css").read_text("utf-8"), js=read_script()
)
_results = st.components.v2.component(
    "sandtable_board_results", js=(_FOLDER / "results.js").read_text("utf-8")
)


def canvas(
    key: str, graph: Graph, revision: str, *, tidy: Callable[[], None], changed: Callable[[], None]
) -> None:
    """Mount the canvas: `graph` is drawn when `revision` is a new one, else the browser's stays.

    `changed` is called when the browser has told of a change, which `drawn_on` then returns;
    `tidy` when it asks for a tidy layout.
    """
    data = {"key": key, "revision": revision, "link": as_link(graph)}
    _canvas(key=key, data=data, on_graph_change=changed, on_tidy_change=tidy)


def drawn_on(key: str) -> Graph | None:
    """What the browser said last is drawn on the canvas; None before, or if it cannot be read."""
    state = st.session_state.get(key)
    link = state.get("graph") if isinstance(state, dict) else None
    try:
        return read_link(link) if isinstance(link, str) and link else None
    except Refused:
        return None


def hand_results(key: str, trial: Trial, serial: str) -> None:
    """Show what is known of each box on the box."""
    boxes = {id: [_load(f.load), line_of(f)] for id, f in trial.figures.items()}
    _results(key=f"{key}-results", data={"key": key, "serial": serial, "boxes": packed(boxes)})


def _load(load: float | None) -> float | None:
    return None if load is None or not isfinite(load) else round(min(load, 99.0), 3)
