"""The request path: where a payment waits before it is approved."""

from __future__ import annotations

from kit.figure import Drawn
from kit.panels import path
from kit.run import Run
from kit.words import say


def stations(run: Run) -> Drawn:
    """Where a payment waits.

    Which server runs out first? Load, waiting and work at each station of the request path.
    """
    timed, deadline = run["serving"].timed, run.settings["deadline"]
    late = say(timed.missed.value, "share")
    return path.stations(
        timed.path,
        timed.served,
        rate=timed.traffic,
        requests="payments",
        note=f"{late} have no score after {deadline} ms: they are approved unscored.",
    )
