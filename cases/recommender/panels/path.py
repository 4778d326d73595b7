"""The machines on the path, and what searching a larger catalogue costs."""

from __future__ import annotations

import pandas as pd

from cases.recommender.serving import retrieval_ms
from kit.figure import Drawn, Table
from kit.panels import path as standard
from kit.run import Run
from kit.words import say


def stations(run: Run) -> Drawn:
    """The machines on the path.

    Which machine is full first? Load and work of each, at the traffic given.
    """
    timed, rate = run["serving"].timed, run.settings["traffic"]
    late = say(timed.missed.value, "share")
    note = f"{late} get the popular titles because their row is not ready in time."
    return standard.stations(timed.path, timed.served, rate=rate, requests="requests", note=note)


def sizes(run: Run) -> Drawn:
    """Searching a larger catalogue.

    When must you stop looking at every title? Retrieval time by catalogue size.
    """
    settings = run.settings
    rows = []
    for times in (1, 10, 100, 1000):
        titles = 10_000.0 * times
        row: dict[str, float] = {"titles": titles}
        for serving in ("exact", "approximate", "precomputed"):
            taken = retrieval_ms(
                settings["generator"],
                titles=titles,
                factors=settings["factors"],
                serving=serving,
                index_recall=settings["index_recall"],
            )
            row[serving] = taken
            if serving == "exact":
                row["machines for it"] = max(1.0, settings["traffic"] * taken / 1000 / 0.7)
        rows.append(row)
    frame = pd.DataFrame(rows)
    formats = {"titles": "count", "machines for it": "count"} | dict.fromkeys(
        ("exact", "approximate", "precomputed"), "ms"
    )
    said = (
        f"Medians, by {settings['generator']}, at {settings['traffic']:,} requests a second. Exact "
        "search grows with the catalogue, an index hardly; rows computed ahead are only looked up."
    )
    return Table(
        frame[["titles", "exact", "machines for it", "approximate", "precomputed"]], said, formats
    )
