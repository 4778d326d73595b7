"""Reliability: whether a score may be read as a probability."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kit.figure import Absent, Chart
from kit.panels.along import Curve, along
from pipelines.learning.calibration import reliability as grouped

AS_PROMISED = "as promised"


def reliability(
    curves: Mapping[str, tuple[np.ndarray, np.ndarray]],
    *,
    promised: str,
    happened: str,
    caption: str,
    colours: Mapping[str, str] | None = None,
    rare: bool = False,
) -> Chart | Absent:
    """The probability promised against the share that happened: may a score be multiplied by money?

    `curves` maps a name in the legend to (probabilities, labels), one row each; labels are 0 or 1,
    or true probabilities. Rows are grouped by score and equal scores share a group, so their order
    does not matter. Above the grey diagonal more happens than was promised.

    Groups hold equally many rows on linear axes. Where positives are rare (`rare`) each group holds
    half of the rows still left, from the many low scores to the few high ones, on logarithmic axes;
    groups without a positive have no place there. `promised` and `happened` are the axis titles.
    """
    points = {
        name: _points(scores, labels, rare)
        for name, (scores, labels) in curves.items()
        if len(scores)
    }
    points = {name: (said, came) for name, (said, came) in points.items() if len(said)}
    if not points:
        return Absent("No group both promises something and holds a positive.")
    said = np.concatenate([said for said, _ in points.values()])
    ends = np.array([said.min(), said.max()])
    return along(
        points | {AS_PROMISED: (ends, ends)},
        x=promised,
        y=happened,
        caption=caption,
        colours={AS_PROMISED: "muted"} | dict(colours or {}),
        dashed=(AS_PROMISED,),
        log="xy" if rare else "",
    )


def _points(scores: np.ndarray, labels: np.ndarray, rare: bool) -> Curve:
    groups = grouped(scores, labels, halving=rare)
    said, came = groups["said"].to_numpy(), groups["happened"].to_numpy()
    kept = (said > 0) & (came > 0) if rare else np.ones(len(said), dtype=bool)
    return said[kept], came[kept]
