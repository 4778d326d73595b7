"""The pictures of the platform, in the order in which they are shown."""

from cases.platform.panels import feeding, fleet, pools, registry, releases
from kit.case import panel

PANELS = (
    panel(releases.soak_curve, "rollout"),
    panel(releases.losses, "rollout"),
    panel(releases.month, "rollout", subjects=releases.months),
    panel(releases.board, "rollout", subjects=releases.teams),
    panel(releases.signals, "rollout"),
    panel(releases.gates, "gate"),
    panel(registry.registry, "gate", subjects=registry.registered),
    panel(feeding.joins, "features"),
    panel(feeding.skews, "features"),
    panel(feeding.blast, "features", subjects=feeding.broken),
    panel(feeding.decay, "training"),
    panel(fleet.ages, "training"),
    panel(fleet.waiting, "training"),
    panel(fleet.costs, "watching"),
    panel(pools.loads, "serving"),
    panel(pools.tails, "serving"),
    panel(pools.path, "serving"),
)
