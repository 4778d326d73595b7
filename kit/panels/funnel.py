"""A funnel drawn as a funnel: how many are left after each phase, and what was lost on the way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kit.colours import COLOURS
from kit.figure import HEIGHT, Chart
from kit.words import say

LINE = 15  # pixels from one line of a text to the next
SHADE = "#6B727C"
NARROW = 0.45  # of the widest bar: below it a text has no room inside
NAMES = {"labelLimit": 220, "labelOverlap": False}


@dataclass(frozen=True)
class Phase:
    """One phase of a funnel: what is left after it, and what it takes.

    `left` counts the candidates a request still has; `worth` is the most that could still be made
    of them, in the unit of the reading whose ceiling the first phase holds and whose true value the
    last. `ms` is the mean work on a request in the phase, `cost` the price of its machines in $ per
    million requests; NaN where there is none.
    """

    name: str
    left: float
    worth: float
    ms: float = math.nan
    cost: float = math.nan


def funnel(phases: Sequence[Phase], *, unit: str, left: str, worth: str, note: str = "") -> Chart:
    """A funnel, phase by phase: where is most lost, and is that where the time is spent?

    A bar is as wide as what can still be reached after the phase, the grey around it is what the
    phase lost. `unit` is that of `worth` (`kit.words.UNITS`); `left` and `worth` say what is
    counted ("ads left") and what is reached ("welfare in reach, $ per 1,000 requests"). The caption
    names the phase that loses most, followed by `note`.
    """
    frame = pd.DataFrame([vars(phase) for phase in phases])
    frame["before"] = frame["worth"].shift(fill_value=frame["worth"].iloc[0])
    frame["lost"] = frame["before"] - frame["worth"]
    for name in ("before", "worth"):
        frame[f"{name} from"], frame[f"{name} to"] = -frame[name] / 2, frame[name] / 2
    frame["text"] = [_inside(phase, unit) for phase in phases]
    most = frame.iloc[int(np.argmax(frame["lost"]))]
    said = f"Most is lost in {most['name']}: {say(most['lost'], unit)} of {worth}. {note}".strip()
    tip = {"left": left, "worth": worth, "lost": "lost here", "ms": "work (ms)", "cost": "machines"}
    encoding = {
        "y": {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": NAMES},
        "tooltip": [{"field": "name"}]
        + [{"field": name, "title": title, "format": ",.4~r"} for name, title in tip.items()],
    }
    wide = frame["before"] >= NARROW * frame["before"].max()
    frame["beside"] = np.where(wide, 0.0, 0.55 * frame["before"])
    frame["wide"], frame["lines"] = wide, 1 + frame["text"].str.count("\n")
    layers = [_bar("before", SHADE), _bar("worth", COLOURS["true"]), *_texts()]
    spec = {"encoding": encoding, "layer": layers, "height": HEIGHT, "width": "container"}
    return Chart(spec, frame, said, said)


def _inside(phase: Phase, unit: str) -> str:
    """What stands in a phase's bar: what can be reached, how many are left, what it takes."""
    takes = [say(phase.ms, "ms")] if math.isfinite(phase.ms) else []
    takes += [f"{say(phase.cost, 'money')} machines"] if math.isfinite(phase.cost) else []
    reach = f"{say(phase.worth, unit)} · {say(phase.left, 'count')} left"
    return "\n".join([reach, " · ".join(takes)] if takes else [reach])


def _bar(name: str, colour: str) -> dict[str, Any]:
    across = {"field": f"{name} from", "type": "quantitative", "axis": None}
    return {
        "mark": {"type": "bar", "color": colour, "cornerRadius": 2},
        "encoding": {"x": across, "x2": {"field": f"{name} to"}},
    }


def _texts() -> list[dict[str, Any]]:
    return [_text(wide, lines) for wide in (True, False) for lines in (1, 2)]


def _text(wide: bool, lines: int) -> dict[str, Any]:
    """What a phase says: inside a wide bar, to the right of a narrow one, its lines centred."""
    looks = {"align": "center", "color": "white"} if wide else {"align": "left", "color": SHADE}
    mark = {
        "type": "text",
        "fontSize": 12,
        "lineHeight": LINE,
        "lineBreak": "\n",
        "baseline": "middle",
    }
    place = {"field": "beside", "type": "quantitative", "axis": None}
    return {
        "transform": [
            {"filter": {"field": "wide", "equal": wide}},
            {"filter": {"field": "lines", "equal": lines}},
        ],
        "mark": mark | looks | {"dy": -LINE / 2 * (lines - 1)},
        "encoding": {"x": place, "text": {"field": "text"}},
    }
