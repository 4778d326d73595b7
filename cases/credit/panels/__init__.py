"""The pictures of the credit scenario, in the order in which they are shown."""

from cases.credit.panels import fairness, labels, launch, over_time, people, quality, serving
from kit.case import panel

PANELS = (
    panel(quality.profit_curve, "decision"),
    panel(quality.cutoffs, "decision"),
    panel(people.story, "decision", subjects=people.applicants, name="applicant"),
    panel(fairness.criteria, "fairness"),
    panel(people.changed, "fairness"),
    panel(people.moves, "fairness"),
    panel(fairness.frontier, "fairness", waits_for="rivals"),
    panel(fairness.methods, "fairness", waits_for="rivals"),
    panel(quality.calibration),
    panel(quality.telling, "model"),
    panel(quality.weights, "model"),
    panel(labels.selection, "data"),
    panel(labels.turned_away, "data"),
    panel(labels.cells),
    panel(labels.audit_size, seen_only=True),
    panel(over_time.months, "time"),
    panel(over_time.years, "time"),
    panel(over_time.later_gaps, "time"),
    panel(serving.stations, "serving", name="path"),
    panel(launch.launch, "time"),
)
