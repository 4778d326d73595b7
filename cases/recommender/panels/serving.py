"""The machines on the path, and what searching a larger catalogue costs."""

from __future__ import annotations

import pandas as pd

from cases.recommender.latency import retrieval_ms
from kit.figure import Drawn, Table
from kit.run import Run
from kit.words import say


def stations(run: Run) -> Drawn:
    """Machines, work and load of each station at the traffic given."""
    timing, traffic = run["latency"], float(run.settings["traffic"])
    rows = [
        {
            "station": station.name,
            "machines": float(station.servers),
            "work a request": station.service.mean_ms if station.service else 0.0,
            "load": station.load(traffic),
        }
        for station in timing.path.stations
    ]
    frame = pd.DataFrame(rows)
    first = frame.loc[frame["load"].idxmax()]
    end = (
        f"the slowest request in a hundred takes {say(timing.p99, 'ms')}."
        if not timing.why
        else (timing.why)
    )
    said = f"The {first['station']} is full first ({say(first['load'], 'share')} busy); {end}"
    formats = {"machines": "count", "work a request": "ms", "load": "share"}
    return Table(frame, said, formats)


def sizes(run: Run) -> Drawn:
    """What one request's retrieval takes as the catalogue grows, in three ways."""
    settings = run.settings
    rows = []
    for times in (1, 10, 100, 1000):
        titles = 10_000.0 * times
        row: dict[str, float] = {"titles": titles}
        for serving in ("exact", "approximate", "stale"):
            taken = retrieval_ms(
                settings["generator"], titles=titles, factors=int(settings["factors"]),
                serving=serving, found=float(settings["found"]),
            )  # fmt: skip
            row[serving] = taken
            if serving == "exact":
                row["machines for it"] = max(1.0, settings["traffic"] * taken / 1000 / 0.7)
        rows.append(row)
    frame = pd.DataFrame(rows)
    formats = {"titles": "count", "machines for it": "count"} | dict.fromkeys(
        ("exact", "approximate", "stale"), "ms"
    )
    said = (
        f"Medians, by {settings['generator']}, at {settings['traffic']:,} requests a second. Exact "
        "search grows with the catalogue, an index hardly; rows made ahead are only looked up."
    )
    return Table(
        frame[["titles", "exact", "machines for it", "approximate", "stale"]], said, formats
    )
