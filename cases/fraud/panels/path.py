"""The request path: where a payment waits before it is approved."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kit.figure import Drawn, Table
from kit.run import Run
from kit.service import Timed
from kit.words import say

COLUMNS = {
    "load": "share",
    "servers": "count",
    "mean wait": "ms",
    "wait, 99th percentile": "ms",
    "mean work": "ms",
    "work, 99th percentile": "ms",
}


def stations(run: Run) -> Drawn:
    """Load, waiting and work at each station of the request path."""
    timed, rate = run["serving"].timed, run.settings["traffic"]
    served = {one.name: one for one in timed.served.stations}
    rows = []
    for station in timed.path.stations:
        one = served.get(station.name)
        times = (
            (one.mean_wait_ms, one.p99_wait_ms, one.mean_service_ms, one.p99_service_ms)
            if one
            else (np.nan,) * 4
        )
        rows.append((station.name, station.load(rate), station.servers, *times))
    frame = pd.DataFrame(rows, columns=["station", *COLUMNS])
    return Table(frame, _said(timed, run.settings["deadline"], rate), COLUMNS)


def _said(timed: Timed, deadline: int, rate: int) -> str:
    served = timed.served
    if served.unstable:
        return (
            f"No latency to speak of: {timed.why}. "
            f"{say(timed.missed.value, 'share')} of payments are approved unscored."
        )
    shares = (50, 95, 99)
    times = np.percentile(served.latency_ms, shares)
    tails = ", ".join(
        f"{share} % within {say(float(time), 'ms')}"
        for share, time in zip(shares, times, strict=True)
    )
    return (
        f"At {rate:,} payments a second {tails}; {say(timed.missed.value, 'share')} miss the "
        f"{deadline} ms. The busiest station is 90 % busy at {timed.headroom:.2g} times "
        "the traffic."
    )
