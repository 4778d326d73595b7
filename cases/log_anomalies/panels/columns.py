"""Many columns at once: how often one of them is three standard deviations off by chance."""

from __future__ import annotations

import numpy as np

from data.world import stream
from kit.figure import Drawn
from kit.panels.along import along
from kit.run import Run
from kit.words import say
from pipelines.detection.deviations import THREE_SIGMA, standard

MANY = np.unique(np.geomspace(1, 30_000, 40).round())
FEW = (1, 2, 5, 10, 20)
SERVICES = 1000


def columns(run: Run) -> Drawn:
    """Windows a day with a false alarm, by messages watched.

    What does three sigma mean with a thousand services, and does a correction for normal columns
    hold for counts? Counts are this world's, in windows where nothing was wrong.
    """
    a_day, here = run["windows"].a_day, _counted(run)
    curves = {
        "normal columns": (MANY, a_day * (1 - (1 - THREE_SIGMA) ** MANY)),
        "normal, Bonferroni": (MANY, a_day * (1 - (1 - THREE_SIGMA / MANY) ** MANY)),
        "counts here": (np.array(list(here)), a_day * np.array(list(here.values()))),
    }
    at_most = a_day * (1 - (1 - THREE_SIGMA) ** SERVICES)
    return along(
        curves,
        x="messages watched",
        y="windows a day",
        log="xy",
        colours={"normal columns": "seen", "counts here": "true"},
        dashed=("normal, Bonferroni",),
        caption=f"With {SERVICES:,} services of one message each, even normal columns would alarm "
        f"in {say(at_most, 'count')} of {say(a_day, 'count')} windows a day.",
    )


def _counted(run: Run) -> dict[int, float]:
    """The share of calm live windows in which one of the first so many messages is off."""
    windows, learned = run["windows"], run["deployed"].spans[0].learned
    calm = run["deployed"].rows[~run["judged"].label]
    met = np.flatnonzero(windows.counts[learned].sum(axis=0) > 0)
    met = stream(run.settings["seed"], "columns shown").permutation(met)
    counts = windows.counts[:, met]
    off = standard(counts[learned]).deviations(counts[calm], windows.phase[calm])
    return {
        many: float((np.abs(off[:, :many]) > 3).any(axis=1).mean())
        for many in (*(few for few in FEW if few < len(met)), len(met))
    }
