"""The pictures of the hunt, in the order in which they are shown."""

from cases.irrelevant_items.panels import hunt, prevention, screen
from kit.case import panel

PANELS = (
    panel(screen.dashboard, "round", seen_only=True),
    panel(screen.platforms, "round", subjects=screen.slices, seen_only=True),
    panel(screen.request, "round", subjects=screen.users, seen_only=True),
    panel(hunt.posterior, "round", seen_only=True),
    panel(hunt.next_probe, "round", seen_only=True),
    panel(hunt.steps, "round", seen_only=True),
    panel(hunt.diagnosed, "rounds"),
    panel(hunt.spoilt, "rounds"),
    panel(hunt.signatures_drawn, "rounds", name="signatures", seen_only=True),
    panel(hunt.mistaken, "rounds"),
    panel(prevention.detection, "prevention"),
    panel(prevention.who_tells, "prevention"),
    panel(prevention.price_list, "prevention", seen_only=True),
    panel(prevention.postmortem, "round"),
)
