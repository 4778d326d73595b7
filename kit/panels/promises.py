"""What each way of evaluating would have promised, beside what is true."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kit.figure import Absent, Chart, bars
from kit.panels.legend import NAMED, SEEN, TRUE
from kit.words import say


def promises(
    seen: Mapping[str, float],
    true: Mapping[str, float] | float,
    *,
    compared: str,
    metric: str,
    now: str = "",
    unit: str = "score",
) -> Chart | Absent:
    """Each split, or each leak: what the team would report, and what is true. Which to believe?

    `seen` maps a way's name to the reading the team reports (NaN where it can report none: that
    way is left out); `true` does so with the true reading, or is one number where the deployed
    model is the same in all. `compared` and `metric` are the axis titles, `now` is the way of the
    design itself, `unit` that of the reading (`kit.words.UNITS`). The caption names the way that
    is furthest from the truth.
    """
    truth = true if isinstance(true, Mapping) else dict.fromkeys(seen, true)
    known = {name: (value, truth[name]) for name, value in seen.items() if np.isfinite(value)}
    if not known:
        return Absent("No way of holding rows back holds both classes: there is nothing to report.")
    rows = [
        (name + (" · now" if name == now else ""), kind, value)
        for name, both in known.items()
        for kind, value in zip((SEEN, TRUE), both, strict=True)
    ]
    return bars(
        pd.DataFrame(rows, columns=["way", "kind", "value"]).dropna(),
        x=("way", compared),
        y=("value", metric),
        by="kind",
        colours=NAMED,
        horizontal=True,
        caption=_furthest(known, unit),
    )


def _furthest(known: Mapping[str, tuple[float, float]], unit: str) -> str:
    gaps = {name: abs(one - other) for name, (one, other) in known.items()}
    far = max(gaps, key=lambda name: -1.0 if np.isnan(gaps[name]) else gaps[name])
    promised, true = known[far]
    if np.isnan(true):
        return "What is true cannot be said of any of them."
    return (
        f'Furthest from the truth is "{far}": {say(promised, unit)} is reported, '
        f"{say(true, unit)} is true."
    )
