"""The pictures of the spam scenario, in the order in which they are shown."""

from collections.abc import Callable
from functools import wraps

from cases.spam.panels import (
    architecture,
    cascade,
    decision,
    experiment,
    inbox,
    labels,
    messages,
    quality,
    stream,
    weeks,
)
from kit.case import panel
from kit.figure import Absent, Drawn
from kit.run import Run

Draw = Callable[[Run], Drawn]


def scored(draw: Draw) -> Draw:
    """A picture of scores, or the reason for which there are none."""

    @wraps(draw)
    def drawn(run: Run) -> Drawn:
        missing = run["encoded"].missing
        return Absent(missing) if missing else draw(run)

    return drawn


PANELS = (
    panel(scored(quality.roc), "quality"),
    panel(scored(decision.histogram), "decision"),
    panel(scored(decision.what_happens), "decision", name="outcomes"),
    panel(scored(decision.cost_curve), "decision"),
    panel(scored(quality.reliability), "quality"),
    panel(inbox.inbox, subjects=inbox.inboxes),
    panel(scored(messages.messages), "quality"),
    panel(scored(weeks.campaigns), "time"),
    panel(scored(weeks.legitimate_topics), "quality"),
    panel(scored(weeks.time_machine), "time"),
    panel(scored(weeks.policies), "time"),
    panel(scored(weeks.tactics), "time"),
    panel(scored(labels.known_labels), "data"),
    panel(scored(labels.splits), "data"),
    panel(architecture.architecture, "serving"),
    panel(stream.queue_depth, "serving"),
    panel(stream.load_curve, "serving"),
    panel(stream.stations, "serving"),
    panel(scored(cascade.cascade), "serving"),
    panel(scored(experiment.experiment), "time"),
)
