"""The rows behind the readings: one a lamp."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kit.run import Run


def export(run: Run) -> pd.DataFrame:
    """Every lamp: its part, what was seen, when its label was known, its score, whether inspected.

    `time` counts lamps off the line; a fault is known at the end of it.
    """
    world, score = run["lamps"], run["scores"]
    later = world.seen["later"].to_numpy()
    rank = pd.Series(-score).groupby(later).rank(method="first")
    inspected = rank <= np.round(run.readout.axis[run.position] * later.sum())
    return pd.DataFrame(
        {
            "time": np.arange(len(score)),
            "split": np.where(later, "later", "past"),
            "reading": world.seen["reading"],
            "label": world.seen["fault"].astype(int),
            "label_time": len(score),
            "truth": world.truth["chance"],
            "score": score,
            "decision": inspected.astype(int),
        }
    )
