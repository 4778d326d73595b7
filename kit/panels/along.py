"""Curves over one axis: what a threshold, a share or a price does, and where the design stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from kit.figure import Absent, Chart, lines
from kit.panels.legend import ATTAINABLE, DASHED, NAMED, SEEN, TRUE
from kit.run import Run

Curve = tuple[np.ndarray, np.ndarray]
"""What stands across and what stands up, of equal length."""

POINTS = 85  # of a curve along the dial
FEW = 30  # points of a curve up to which each is drawn as a dot


def along(
    curves: Mapping[str, Curve],
    *,
    x: str,
    y: str,
    caption: str,
    colours: Mapping[str, str] | None = None,
    dashed: Sequence[str] = (),
    marks: Mapping[str, tuple[float, float]] | None = None,
    log: str = "",
    y_range: tuple[float, float] | None = None,
) -> Chart | Absent:
    """Curves over one axis: what changes along it, and by how much?

    `curves` maps a name in the legend to (x, y), which may differ from curve to curve; points that
    are not numbers, or not above 0 on a logarithmic axis, are left out. `x` and `y` are the axis
    titles with their units. Names of `kit.panels.legend` have their colours; `colours` gives those
    of others, `dashed` those drawn as broken lines. `marks` maps a text to the point it names.
    `log` names the logarithmic axes: "", "x", "y" or "xy".

    >>> shares = np.array([0.0, 0.5, 1.0])
    >>> profit = np.array([0.0, 30.0, 10.0])
    >>> chart = along({TRUE: (shares, profit)}, x="share", y="profit ($)", caption="Most at half.")
    >>> chart.data["curve"].tolist()
    ['true', 'true', 'true']
    """
    data = _drawable(_long(curves), log)
    if data.empty:
        return Absent("No curve has a point that could be drawn.")
    named = [(text, *point) for text, point in (marks or {}).items()]
    return lines(
        data,
        x=("x", x),
        y=("y", y),
        by="curve",
        colours=NAMED | dict(colours or {}),
        dashed=(*DASHED, *dashed),
        marks=_drawable(pd.DataFrame(named, columns=["text", "x", "y"]), log),
        log_x="x" in log,
        log_y="y" in log,
        y_range=y_range,
        points=bool(data["curve"].value_counts().max() <= FEW),
        caption=caption,
    )


def of_track(run: Run, metric: str, *, over: str = "") -> dict[str, Curve]:
    """A reading at every position of the dial, as curves: true, seen and its attainable ceiling.

    The dial's values stand across or, if `over` names a metric, that metric's true values. At most
    85 points a curve; parts the reading lacks are left out.
    """
    tracks, axis = run.readout.tracks, run.readout.axis
    across = np.broadcast_to(tracks[over].true, axis.shape) if over else axis
    kept = np.unique(np.linspace(0, len(axis) - 1, POINTS).round().astype(int))
    one = tracks[metric]
    parts = {TRUE: one.true, SEEN: one.seen, ATTAINABLE: one.ceiling}
    return {
        name: (across[kept], np.broadcast_to(values, axis.shape)[kept])
        for name, values in parts.items()
        if values is not None
    }


def standing(
    run: Run, metric: str, *, over: str = "", names: Mapping[str, str] | None = None
) -> dict[str, tuple[float, float]]:
    """Where the design stands on the true curve of `of_track`, called "now", as marks for `along`.

    `names` maps those of the dial's marks that are shown too to their texts; marks at the same
    position share one text.
    """
    tracks, axis = run.readout.tracks, run.readout.axis
    found = {name: at for name, at in run.readout.marks.items() if name in (names or {})}
    texts: dict[int, str] = {}
    for text, at in [((names or {})[name], at) for name, at in found.items()] + [
        ("now", run.position)
    ]:
        texts[at] = f"{texts[at]}, {text}" if at in texts else text
    across = [tracks[over].at("true", at) if over else float(axis[at]) for at in texts]
    up = [tracks[metric].at("true", at) for at in texts]
    return dict(zip(texts.values(), zip(across, up, strict=True), strict=True))


def _long(curves: Mapping[str, Curve]) -> pd.DataFrame:
    parts = [pd.DataFrame({"x": x, "y": y, "curve": name}) for name, (x, y) in curves.items()]
    return pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)


def _drawable(points: pd.DataFrame, log: str) -> pd.DataFrame:
    """The points that have a place on the axes; whole numbers across are told as such."""
    kept = np.isfinite(points[["x", "y"]].to_numpy(dtype=float)).all(axis=1)
    for axis in log:
        kept &= points[axis].to_numpy(dtype=float) > 0
    found = points[kept]
    whole = len(found) > 0 and bool((found["x"] % 1 == 0).all())
    return found.astype({"x": int}) if whole else found
