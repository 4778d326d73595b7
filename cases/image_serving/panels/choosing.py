"""Which network to take: all of them by how right and how fast they are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.image_serving.family import Member
from cases.image_serving.panels.names import named
from kit.figure import Absent, Drawn
from kit.overlay import with_dots
from kit.panels.along import along
from kit.run import Run
from kit.words import say


def members(run: Run) -> Drawn:
    """Accuracy against time, for every network in every precision.

    Which are dominated? Whatever is both slower and less right than another has no place: the grey
    dots. Times are those of this design's machines at this many uploads a second, with that network
    instead.
    """
    found: tuple[Member, ...] = run["family"]
    known = [each for each in found if np.isfinite(each.p95)]
    if not known:
        return Absent("No network can answer so many uploads a second on these machines.")
    frame = pd.DataFrame(
        [(each.p95, each.accuracy, named(each.part)) for each in known], columns=["x", "y", "text"]
    ).sort_values("x")
    best = frame["y"] > frame["y"].cummax().shift(fill_value=-1)
    front = frame[best]
    chart = along(
        {"none is faster and more right": (front["x"].to_numpy(), front["y"].to_numpy())},
        x="95th percentile in the busiest hour (ms)",
        y="accuracy",
        colours={"none is faster and more right": "one"},
        marks={row.text: (row.x, row.y) for row in front.itertuples()},
        caption=f"{len(front)} of {len(found)} are worth a thought: {'; '.join(front['text'])}. "
        f"{len(found) - len(known)} cannot answer so many uploads; the attainable ceiling is "
        f"{say(run.reading('accuracy').ceiling, 'share')}.",
    )
    return with_dots(chart, frame[~best])
