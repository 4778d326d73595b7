"""The features a model relies on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kit.figure import Absent, Chart, bars
from kit.words import say

MOST = 12  # features shown


def importance(
    features: Sequence[str],
    weights: np.ndarray | None,
    *,
    of: str,
    nothing: str,
    note: str = "",
) -> Chart | Absent:
    """The features a model relies on most: what would hurt if it went stale, or knows too much?

    `weights` has one number for each feature, in any unit (negative ones count as none); shares of
    their sum are drawn, the twelve largest. `of` says what they are shares of ("the model's own
    importance"). `nothing` is the reason given where there are no weights, or none above zero.
    `note` follows the caption.
    """
    if weights is None or not np.any(np.asarray(weights) > 0):
        return Absent(nothing)
    above = np.maximum(np.asarray(weights, dtype=float), 0.0)
    frame = pd.DataFrame({"feature": list(features), "share": above / above.sum()})
    top = frame[frame["share"] > 0].sort_values("share", ascending=False, kind="stable").head(MOST)
    first, three = top["share"].iloc[0], top["share"].head(3).sum()
    return bars(
        top.reset_index(drop=True),
        x=("feature", "feature"),
        y=("share", f"share of {of}"),
        horizontal=True,
        caption=f"{top['feature'].iloc[0]} carries {say(first, 'share')} of {of}, the first three "
        f"{say(three, 'share')}. {note}".strip(),
    )
