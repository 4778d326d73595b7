"""Designs with a name: ways of working to compare."""

from kit.case import Preset

PRESETS = (
    Preset(
        "cowboy",
        "Ship and see",
        "No gate, no canary, no monitors on labels: every release reaches everybody at once.",
        {"gate": "none", "rollout": "all", "monitoring": "system", "rollback": "manual"},
    ),
    Preset(
        "careful",
        "Everything watched",
        "Shadow, then a canary of a fifth of the users, all signals with a kept bound, schema "
        "check, each model trained by its decay.",
        {
            "rollout": "both",
            "share": 0.2,
            "abort": "every",
            "looks": "spent",
            "schema_check": "yes",
            "schedule": "decay",
            "queue": "value",
        },
    ),
    Preset(
        "notebooks",
        "Fifty notebooks",
        "Each team joins today's values, writes its transform again for serving, and keeps one "
        "version.",
        {"join": "latest", "transform": "two", "freshness": "batch", "versions_kept": 1,
         "pairing": "model"},
    ),
    Preset(
        "one_pool",
        "One pool for all",
        "Eight teams on the same servers while one launches with six times its traffic.",
        {"pools": "shared", "burst": 6.0},
    ),
    Preset(
        "late",
        "Labels after two weeks",
        "The default design where outcomes take two weeks, as chargebacks or churn do.",
        {"label_days": 14.0},
    ),
)  # fmt: skip
