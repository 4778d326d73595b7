"""The pictures of the lamps, in the order in which they are shown."""

from __future__ import annotations

from kit.case import Panel
from kit.figure import Absent, Chart, Table
from kit.panels.along import along, of_track, standing
from kit.run import Run


def shares(run: Run) -> Chart | Absent:
    """Faults found along the share inspected: seen, true and the ceiling."""
    return along(
        of_track(run, "recall"),
        x="share inspected",
        y="share of faults found",
        marks=standing(run, "recall"),
        caption=f"{run.reading('recall').true:.0%} of faults are found at the chosen share.",
    )


def bins(run: Run) -> Table | Absent:
    """What was learned: the fault share of each bin."""
    if run["learned"] is None:
        return Absent("Nothing was learned: the sensor's reading is the score.")
    frame = run["learned"].rename("faults").rename_axis("reading up to").reset_index()
    return Table(
        frame.head(50),
        f"{len(frame)} bins were learned.",
        {"faults": "share", "reading up to": "score"},
    )


PANELS = (
    Panel("shares", "What does one more inspection find?", "Recall by share.", shares),
    Panel("bins", "What was learned?", "Fault share by bin of the reading.", bins),
)
