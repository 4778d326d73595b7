"""The pictures of the fraud scenario, in the order in which they are shown."""

from cases.fraud.panels import labels, lists, misses, money, path, quality, regret, weeks
from cases.fraud.panels.architecture import architecture
from cases.fraud.panels.experiment import experiment
from cases.fraud.panels.policies import policies
from cases.fraud.panels.statement import cards, statement
from kit.case import panel

PANELS = (
    panel(quality.precision_recall),
    panel(money.cost_curve, "decision"),
    panel(money.confusion, "decision"),
    panel(quality.reliability),
    panel(quality.classes),
    panel(statement, "decision", subjects=cards),
    panel(lists.card_precision, "decision"),
    panel(regret.regret, "decision"),
    panel(misses.mechanisms),
    panel(misses.slices),
    panel(misses.importance, "model"),
    panel(labels.arrival, "data"),
    panel(labels.delay, "data"),
    panel(labels.splits, "data"),
    panel(weeks.time_machine, "time"),
    panel(policies, "time"),
    panel(weeks.tactics, "time"),
    panel(architecture, "serving"),
    panel(path.stations, "serving", name="path"),
    panel(experiment, "decision"),
)
