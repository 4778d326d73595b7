"""The stream of lines: how far behind the parser falls, and what its workers bear."""

from __future__ import annotations

import numpy as np

from kit.figure import Drawn
from kit.panels import path as stations
from kit.panels.along import along
from kit.run import Run
from kit.words import say
from pipelines.serving.stream import STEP


def lag(run: Run) -> Drawn:
    """How far behind the log the parser is, over a day with an outage's burst.

    Does the page come while it still matters? What waits for the parser waits for its page too.
    """
    served = run["served"]
    hours = np.arange(len(served.lag)) * STEP / 3600
    kept = np.unique(np.linspace(0, len(hours) - 1, 400).round().astype(int))
    drain = served.day.drain_seconds
    ends = (
        f"gone after {say(drain, 'seconds')}" if np.isfinite(drain) else "still there at midnight"
    )
    worst = float(served.lag.max())
    said = f"At worst {say(worst, 'seconds')} behind, {ends}." if worst else "Never behind."
    return along(
        {"lag": (hours[kept], served.lag[kept])},
        x="hour of the day",
        y="lag of the parser (s)",
        colours={"lag": "true"},
        caption=f"{said} A line takes {served.work:.2g} ms, so the workers take "
        f"{say(1000 * run.settings['workers'] / served.work, 'count')} lines a second, and "
        f"{say(served.peak, 'count')} come at a usual peak. The windows add their own wait.",
    )


def station(run: Run) -> Drawn:
    """Parser workers at the usual peak.

    How many times the traffic fits before they are 90 % busy?
    """
    served = run["served"]
    return stations.stations(
        served.path,
        None,
        rate=served.peak,
        requests="lines",
        note=str(served.overload) + "." if served.overload else "",
    )
