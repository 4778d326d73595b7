"""The pictures of the ads funnel, in the order in which they are shown."""

from cases.ads_funnel.panels import architecture, funnel, money, quality, request
from kit.case import panel

PANELS = (
    panel(request.page, "funnel", subjects=request.requests),
    panel(money.experiment, "time"),
    panel(architecture.architecture, "serving", seen_only=True),
    panel(funnel.funnel, "funnel", name="waterfall"),
    panel(funnel.cut, "funnel"),
    panel(request.follow, "funnel", subjects=request.requests),
    panel(quality.reliability),
    panel(quality.by_week),
    panel(quality.apart),
    panel(quality.importance, seen_only=True),
    panel(money.division, "money"),
    panel(money.reserve_curve, "money"),
    panel(money.spending, "money"),
    panel(money.weeks, "time"),
    panel(funnel.stations, "serving", seen_only=True),
)
