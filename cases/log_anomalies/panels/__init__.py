"""The pictures of the log scenario, in the order in which they are shown."""

from cases.log_anomalies.panels import (
    close,
    columns,
    explained,
    own_lines,
    quality,
    races,
    stream,
    weeks,
)
from kit.case import panel

PANELS = (
    panel(weeks.timeline, "decision"),
    panel(close.close_up, "decision", subjects=close.incidents),
    panel(explained.pager, "decision"),
    panel(explained.window, "decision", subjects=explained.flagged),
    panel(quality.along_levels, "decision"),
    panel(quality.delay, "decision"),
    panel(columns.columns, "decision"),
    panel(quality.precision_recall),
    panel(quality.histogram),
    panel(races.matrix, "model", waits_for="race"),
    panel(races.race, "model", waits_for="race"),
    panel(races.adjusted, "evaluation", waits_for="race"),
    panel(quality.tickets, "evaluation"),
    panel(weeks.contamination, "data"),
    panel(explained.mined, "data"),
    panel(own_lines.own_lines, "data", typed=own_lines.EXAMPLE, seen_only=True),
    panel(weeks.groups, "time"),
    panel(weeks.days, "time"),
    panel(stream.lag, "serving"),
    panel(stream.station, "serving", name="path"),
)
