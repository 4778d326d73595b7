"""What the scoreboard sends to the browser: every reading at every position of the dial."""

from __future__ import annotations

from typing import Any

import numpy as np

from kit.case import Case
from kit.choice import AUTO
from kit.colours import COLOURS
from kit.difference import along
from kit.metric import Metric
from kit.run import Run
from pipelines.readout import Readout

MOST_POSITIONS = 1_001
MOST_TILES = 6
MOST_CURVES = 3
DIGITS = 5
SHOWN = ("seen", "true", "ceiling", "pinned", "muted")


def payload(
    case: Case, run: Run, pinned: Run | None, *, hidden: bool = False, leaks: bool = True
) -> dict[str, Any]:
    """All that the dial and its readings need in order to answer without the server, as JSON.

    With `hidden`, nothing that rests on what is true is among it; without `leaks`, no leak is.

    Positions count from 0 in `axis`. An array holds one value a position, or one for all; numbers
    have five significant digits, null stands for n/a, and "Infinity" for what is unbounded.
    """
    readout = run.readout
    kept = positions_sent(readout, run.position)
    return {
        "dial": {name: getattr(case.dial, name) for name in ("name", "label", "help", "unit")},
        "axis": numbers(readout.axis[kept]),
        "at": nearest(kept, readout.at),
        "position": nearest(kept, run.position),
        "auto": run.design[case.dial.name] == AUTO,
        "marks": [[name, nearest(kept, at)] for name, at in readout.marks.items()],
        "leaks": list(case.leaks(run.design)) if leaks and not hidden else [],
        "tiles": [metric.name for metric in case.metrics if metric.headline][:MOST_TILES],
        "metrics": [_metric(metric, run, pinned, kept, hidden) for metric in case.metrics],
        "curves": [list(curve) for curve in case.curves[:MOST_CURVES]],
        "pinned": pinned is not None and not hidden,
        "hidden": hidden,
        "colours": {name: COLOURS[name] for name in SHOWN},
    }


def positions_sent(readout: Readout, position: int) -> np.ndarray:
    """Which positions of the readout the browser gets: all, or an even 1,001 with those named."""
    count = len(readout.axis)
    if count <= MOST_POSITIONS:
        return np.arange(count)
    named = {0, count - 1, readout.at, position, *readout.marks.values()}
    even = np.linspace(0, count - 1, MOST_POSITIONS - len(named)).round().astype(int)
    return np.union1d(even, list(named))


def nearest(kept: np.ndarray, position: int) -> int:
    """Where a position of the readout stands among the positions sent."""
    return int(np.abs(kept - position).argmin())


def numbers(values: np.ndarray | None) -> list[float | str | None] | None:
    """An array as JSON carries it: five significant digits, null for n/a, once where constant."""
    if values is None:
        return None
    if len(values) > 1 and np.array_equal(values, np.full_like(values, values[0]), equal_nan=True):
        values = values[:1]
    rounded = _significant(values)
    if not np.isfinite(rounded).all():
        return [_plain(value) for value in rounded.tolist()]
    whole = np.abs(rounded).max(initial=0) < 2**53 and (rounded == np.floor(rounded)).all()
    return rounded.astype(int).tolist() if whole else rounded.tolist()


def _metric(
    metric: Metric, run: Run, pinned: Run | None, kept: np.ndarray, hidden: bool
) -> dict[str, Any]:
    track = run.readout.tracks[metric.name]
    told: dict[str, Any] = {
        name: getattr(metric, name) for name in ("name", "label", "unit", "better", "help")
    }
    for name in ("true", "seen", "low", "high", "ceiling"):
        values = None if hidden and name != "seen" else getattr(track, name)
        told[name] = None if values is None else numbers(along(values, kept))
    told |= {"budget": track.budget, "why": track.why, "pinned": None, "change": None}
    if pinned is not None and not hidden:
        theirs = pinned.readout.tracks[metric.name]
        told["pinned"] = numbers(np.array([theirs.at("true", pinned.position)]))
        change, low, high = run.changes(pinned, metric.name, kept)
        told["change"] = {"by": numbers(change), "low": numbers(low), "high": numbers(high)}
    return told


def _significant(values: np.ndarray) -> np.ndarray:
    """Five significant digits; dividing by a whole power of ten keeps them short when written."""
    usual = (np.abs(values) > 1e-290) & (np.abs(values) < 1e290)
    size = np.floor(np.log10(np.abs(np.where(usual, values, 1.0))))
    scale = 10.0 ** np.abs(DIGITS - 1 - size)
    fine = size < DIGITS
    up, down = np.where(fine, scale, 1.0), np.where(fine, 1.0, scale)
    whole = np.round(np.where(usual, values, 0.0) * up / down)
    return np.where(usual, whole / up * down, values)


def _plain(value: float) -> float | str | None:
    if value != value:
        return None
    if abs(value) == float("inf"):
        return "Infinity" if value > 0 else "-Infinity"
    return value
