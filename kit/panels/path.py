"""The request path: where a request waits, and which station runs out first."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from kit.figure import Table
from kit.words import say
from pipelines.serving import Path, Served, StationServed
from pipelines.serving.load import BUSY, busiest, headroom

COLUMNS = {
    "load": "share",
    "servers": "count",
    "mean wait": "ms",
    "wait, 99th percentile": "ms",
    "mean work": "ms",
    "work, 99th percentile": "ms",
}


def stations(
    path: Path,
    served: Served | None,
    *,
    rate: float,
    requests: str,
    note: str = "",
) -> Table:
    """Load, waits and work at each station of a request path: which server runs out first?

    `path` is the path as designed, `served` what `pipelines.serving.simulate` measured on it; None
    where nothing was simulated. Load is the share of a station's capacity that `rate` requests a
    second take; from 1 on it has a backlog, not a wait, and no times are shown. `requests` says
    what comes ("payments"); `note` follows the caption, for what becomes of late requests.
    """
    known = {} if served is None else {one.name: one for one in served.stations}
    rows = [
        (
            station.name,
            station.load(rate),
            station.servers,
            *_times(known.get(station.name)),
        )
        for station in path.stations
    ]
    said = (
        _overloaded(served) if served and served.unstable else _calm(path, served, rate, requests)
    )
    frame = pd.DataFrame(rows, columns=["station", *COLUMNS])
    return Table(frame, f"{said} {note}".strip(), COLUMNS)


def _times(one: StationServed | None) -> tuple[float, ...]:
    if one is None:
        return (math.nan,) * 4
    return one.mean_wait_ms, one.p99_wait_ms, one.mean_service_ms, one.p99_service_ms


def _overloaded(served: Served) -> str:
    return f"No latency to speak of: {'; '.join(map(str, served.unstable))}."


def _calm(path: Path, served: Served | None, rate: float, requests: str) -> str:
    station, load = busiest(path, rate)
    room = (
        f"The busiest station, {station.name}, is at {say(load, 'share')} load and reaches "
        f"{say(BUSY, 'share')} at {headroom(path, rate):.2g} times the traffic."
    )
    if served is None:
        return room
    times = np.percentile(served.latency_ms, (50, 95, 99))
    half, most, nearly = (say(float(time), "ms") for time in times)
    return (
        f"At {rate:,.0f} {requests} a second 50 % are answered within {half}, 95 % within {most}, "
        f"99 % within {nearly}. {room}"
    )
