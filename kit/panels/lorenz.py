"""Lorenz curves: how unequally something is shared out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kit.figure import Absent, Chart
from kit.panels.along import along
from pipelines.evaluation.ranking_metrics import lorenz as held

SHARES = np.linspace(0, 1, 51)
EVENLY = "evenly"


def lorenz(
    amounts: Mapping[str, np.ndarray],
    *,
    holders: str,
    total: str,
    caption: str,
    colours: Mapping[str, str] | None = None,
) -> Chart | Absent:
    """What the smallest holders have together: is exposure shared out, or does the top take all?

    `amounts` maps a name in the legend to the amount of each holder (of each title, author,
    seller), in any unit; who has nothing counts, and curves with nothing to share out are left
    out. `holders` and `total` are the axis titles ("share of authors, least looked at first",
    "share of all looks"). One less twice the area below a curve is its Gini coefficient; the grey
    diagonal is what equal shares would give.
    """
    curves = {name: (SHARES, held(each, SHARES)) for name, each in amounts.items() if each.sum()}
    if not curves:
        return Absent("There is nothing to share out.")
    return along(
        curves | {EVENLY: (SHARES, SHARES)},
        x=holders,
        y=total,
        caption=caption,
        colours={EVENLY: "muted"} | dict(colours or {}),
        dashed=(EVENLY,),
    )
