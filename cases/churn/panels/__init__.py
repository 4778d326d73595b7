"""The pictures of the churn scenario, in the order in which they are shown."""

from cases.churn.panels import customer, money, months, quality, upkeep, watch
from kit.case import panel

PANELS = (
    panel(money.profit_curve, "decision"),
    panel(customer.story, "decision", subjects=customer.customers, name="customer"),
    panel(money.qini_curve, "decision"),
    panel(money.quadrants, "decision"),
    panel(upkeep.holdout_size, "decision"),
    panel(months.time_machine, "time"),
    panel(months.estimates, "time"),
    panel(months.policies, "time"),
    panel(watch.monitor_race, "time"),
    panel(watch.alarms, "time"),
    panel(months.feature_effects, "time"),
    panel(upkeep.architecture, "serving"),
    panel(quality.windows, "data"),
    panel(quality.splits, "data"),
    panel(quality.leaks, "data"),
    panel(quality.preparation, "data"),
    panel(quality.importance, "model"),
    panel(quality.calibration, "model"),
    panel(upkeep.finish, "serving"),
    panel(watch.detector_table, "time"),
)
