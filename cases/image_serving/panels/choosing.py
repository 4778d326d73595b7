"""Which network to take: all of them by how right and how fast they are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.image_serving.family import Member
from kit.figure import Absent, Drawn
from kit.panels.along import along
from kit.run import Run
from kit.words import say


def members(run: Run) -> Drawn:
    """Accuracy against time, for every network in every precision.

    Which are dominated? Whatever is both slower and less right than another has no place. Times are
    those of this design's machines at this many uploads a second, with that network instead.
    """
    found: tuple[Member, ...] = run["family"]
    known = [each for each in found if np.isfinite(each.p95)]
    if not known:
        return Absent("No network can answer so many uploads a second on these machines.")
    frame = pd.DataFrame(
        [(each.p95, each.accuracy, each.label) for each in known],
        columns=["p95", "accuracy", "text"],
    ).sort_values("p95")
    front = frame[frame["accuracy"] > frame["accuracy"].cummax().shift(fill_value=-1)]
    names = set(front["text"])
    rest = frame[~frame["text"].isin(names)]
    return along(
        {
            "none is faster and more right": (
                front["p95"].to_numpy(),
                front["accuracy"].to_numpy(),
            ),
            "dominated": (rest["p95"].to_numpy(), rest["accuracy"].to_numpy()),
        },
        x="95th percentile in the busiest hour (ms, log)",
        y="accuracy",
        colours={"none is faster and more right": "ceiling", "dominated": "muted"},
        dashed=("dominated",),
        marks={row.text: (row.p95, row.accuracy) for row in front.itertuples()},
        log="x",
        caption=f"{len(front)} of {len(found)} are worth a thought: {', '.join(front['text'])}. "
        f"{len(found) - len(known)} cannot answer in this number; the best possible is "
        f"{say(run.reading('accuracy').ceiling, 'share')}.",
    )
