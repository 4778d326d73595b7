"""Whether two results are the same, and what is wrong with one: what the contract is made of."""

from __future__ import annotations

import json
import math
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

from kit.case import Panel
from kit.choice import as_text
from kit.figure import Absent, Cards, Chart, Drawn, Table, Text
from kit.metric import Reading
from kit.run import Run
from pipelines.readout import Track

PARTS = ("true", "seen", "low", "high", "ceiling", "draws")
CHART_ROWS = 2_000


def arrays(track: Track) -> dict[str, np.ndarray]:
    """The arrays a track has, by part."""
    found = {part: getattr(track, part) for part in PARTS}
    return {part: values for part, values in found.items() if values is not None}


def same_track(one: Track, other: Track) -> bool:
    """Whether two tracks are equal to the last bit."""
    a, b = arrays(one), arrays(other)
    return a.keys() == b.keys() and all(np.array_equal(a[k], b[k], equal_nan=True) for k in a)


def readings_differ(one: Run, other: Run) -> bool:
    """Whether any reading differs anywhere on the dial, or the design's own position does."""
    a, b = one.readout, other.readout
    if a.at != b.at or not np.array_equal(a.axis, b.axis):
        return True
    return any(not same_track(a.tracks[name], b.tracks[name]) for name in a.tracks)


def pictures_differ(panels: Iterable[Panel], one: Run, other: Run) -> bool:
    """Whether any of the panels draws something else."""
    return any(picture(panel.of(one)) != picture(panel.of(other)) for panel in panels)


def picture(drawn: Drawn) -> str:
    """Everything a panel shows, as text to compare."""
    if isinstance(drawn, Absent):
        return drawn.reason
    if isinstance(drawn, Cards):
        return f"{drawn.caption}{drawn.rows}"
    if isinstance(drawn, Text):
        return f"{drawn.caption}{drawn.text}"
    spec = json.dumps(drawn.spec, default=str) if isinstance(drawn, Chart) else ""
    return f"{drawn.caption}{spec}{drawn.data.to_csv(float_format='%.12g')}"


def wrong_in_panel(panel: Panel, run: Run) -> str:
    """What is wrong with a panel's picture of a run, if anything."""
    try:
        drawn = panel.of(run)
    except Exception as error:
        return f"{panel.name} cannot draw {where(run)}: {told(error)}."
    if isinstance(drawn, Absent):
        return "" if drawn.reason.strip() else f"{panel.name} draws nothing and says no reason."
    if not isinstance(drawn, Chart | Table | Cards | Text):
        return f"{panel.name} draws a {type(drawn).__name__}, no chart or table."
    if not drawn.caption.strip():
        return f"{panel.name} has no caption."
    if isinstance(drawn, Chart) and not drawn.alt.strip():
        return f"{panel.name} says nothing to those who cannot see it."
    if isinstance(drawn, Chart) and len(drawn.data) > CHART_ROWS:
        return f"{panel.name} draws {len(drawn.data):,} rows, more than {CHART_ROWS:,}."
    return ""


def tried(look: Callable[[Run], list[str]], run: Run) -> list[str]:
    """What a look at a run finds wrong; a run that cannot be made is told with its design."""
    try:
        run.readings()
    except Exception as error:
        return [f"{where(run)} cannot be run: {told(error)}."]
    return look(run)


def wrong_in_readings(run: Run) -> list[str]:
    """Readings that are neither a number nor explained, and intervals that are upside down."""
    problems = []
    for reading in run.readings().values():
        name = reading.metric.name
        judged = run.readout.tracks[name].seen is not None
        known = math.isfinite(reading.true) and (math.isfinite(reading.seen) or not judged)
        if not known and not reading.why:
            problems.append(f"{name} is not available and says no reason: {where(run)}.")
        if reading.low > reading.high:
            problems.append(f"{name}'s interval is upside down: {where(run)}.")
    return problems


def beaten_ceilings(run: Run) -> list[str]:
    """Readings that are better than the ceiling by more than twice the interval's half width."""
    return [
        f"{reading.metric.name} is {reading.true:.6g}, beyond its ceiling {reading.ceiling:.6g}: "
        f"{where(run)}."
        for reading in run.readings().values()
        if _beaten(reading)
    ]


def _beaten(reading: Reading) -> bool:
    if reading.metric.better not in ("up", "down") or not math.isfinite(reading.ceiling):
        return False
    width = (reading.high - reading.low) / reading.metric.spread.level
    noise = (width if math.isfinite(width) else 0.0) + 1e-9 * max(1.0, abs(reading.ceiling))
    above = reading.true - reading.ceiling
    return bool((above if reading.metric.better == "up" else -above) > noise)


def watched(function: Callable[..., Any], problems: list[str]) -> Callable[..., Any]:
    """A stage that also notes in `problems` when it changes what it was handed."""

    @wraps(function)
    def stage(*inputs: Any, **choices: Any) -> Any:
        before = [fingerprint(value) for value in inputs]
        result = function(*inputs, **choices)
        if before != [fingerprint(value) for value in inputs]:
            problems.append(f"Stage {function.__name__} changes what it was handed.")
        return result

    return stage


def fingerprint(value: Any) -> Any:
    """What the arrays and frames of a result hold, in few bytes; other objects give their type.

    A dataclass's private fields are left out: what it remembers for itself is not its value.
    """
    if isinstance(value, np.ndarray):
        held = value.astype(str) if value.dtype == object else value
        return (value.shape, str(value.dtype), crc32(np.ascontiguousarray(held).tobytes()))
    if isinstance(value, pd.DataFrame):
        columns = [fingerprint(value.iloc[:, i]) for i in range(value.shape[1])]
        return (tuple(value.columns), columns)
    if isinstance(value, pd.Series | pd.Index):
        index = fingerprint(value.index) if isinstance(value, pd.Series) else ()
        return (value.name, fingerprint(value.to_numpy()), index)
    if isinstance(value, Mapping):
        return {key: fingerprint(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [fingerprint(part) for part in value]
    if is_dataclass(value) and not isinstance(value, type):
        public = [field.name for field in fields(value) if not field.name.startswith("_")]
        return [fingerprint(getattr(value, name)) for name in public]
    return value if isinstance(value, str | int | float | bool) else type(value).__name__


def where(run: Run) -> str:
    """A design as the choices in which it differs from the default."""
    changed = run.design.differs_from(run.case.design())
    return " ".join(f"{name}={as_text(v)}" for name, (_, v) in changed.items()) or "the default"


def told(error: Exception) -> str:
    """An error in one line, and where it was raised."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    return f"{type(error).__name__} {str(error)[:200]!r} at {place}"
