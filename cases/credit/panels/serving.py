"""The request path of an application, station by station."""

from __future__ import annotations

from kit.figure import Table
from kit.panels.path import stations as drawn
from kit.run import Run


def stations(run: Run) -> Table:
    """The path of an application.

    Where does an application wait, and what runs out first? A bureau's answer takes most of the
    time; whoever gets none in time is asked to come back.
    """
    timed = run["serving"]
    return drawn(timed.path, timed.served, rate=timed.traffic, requests="applications")
