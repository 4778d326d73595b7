"""Where the line belongs: what errors cost at each of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cases.spam.panels.quality import SEEN, TRUE, WIDEST, hold_of
from kit.figure import Drawn, lines
from kit.overlay import with_rules
from kit.run import Run
from kit.words import say


def cost_curve(run: Run) -> Drawn:
    """What errors cost at every quarantine line, as true and as seen."""
    readout = run.readout
    track = readout.tracks["cost"]
    inside = np.flatnonzero(np.abs(readout.axis) <= WIDEST)
    kept = inside[:: max(1, len(inside) // 300)]
    parts = [pd.DataFrame({"line": readout.axis[kept], "cost": track.true[kept], "curve": TRUE})]
    if track.seen is not None and len(track.seen) > 1:
        seen = track.seen[kept]
        parts.append(pd.DataFrame({"line": readout.axis[kept], "cost": seen, "curve": SEEN}))
    best = int(np.nanargmin(track.true))
    curves = pd.concat(parts).dropna()
    chart = lines(
        curves[curves["cost"] > 0],
        x=("line", "quarantine line (log odds)"),
        y=("cost", "cost of errors per 10,000 ($, log)"),
        log_y=True,
        by="curve",
        colours={TRUE: "true", SEEN: "seen"},
        dashed=(SEEN,),
        caption=f"At this line errors cost {say(run.reading('cost').true, 'money')}, at the best "
        f"one in hindsight ({readout.axis[best]:.1f}) {say(track.true[best], 'money')}.",
    )
    at = float(np.clip(hold_of(run), -WIDEST, WIDEST))
    return with_rules(chart, pd.DataFrame({"line": [at], "text": ["now"], "colour": ["current"]}))
