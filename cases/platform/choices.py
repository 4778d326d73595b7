"""Every choice of the platform."""

from __future__ import annotations

from kit.choice import Choice, Dial, Range
from kit.choices import seed_choice, size_choice

GROUPS = {
    "world": "World",
    "features": "Features",
    "training": "Training",
    "gate": "Gate and registry",
    "rollout": "Rollout",
    "serving": "Serving",
    "watching": "Watching",
}
CANARY = ("canary", "both")
WATCHED = ("canary", "both", "shadow")
YES = {"no": "No", "yes": "Yes"}

WORLD = (
    seed_choice(),
    size_choice(
        {"small": "12 months", "usual": "36 months", "large": "96 months"},
        "usual",
        "How many months of releases are simulated. More give narrower intervals.",
    ),
    Choice(
        "releases", "Releases a week", Range(10, 600, 10, usual=(20, 200)), 60,
        "New versions that eight teams bring, of all models together. Decides how much a slow "
        "process holds up.", "world", world=True,
    ),
    Choice(
        "bad_share", "Releases that do harm", Range(0, 0.5, 0.02, whole=False, usual=(0.02, 0.3)),
        0.1, "Share that looks right offline and does harm in use, beside those that break a slice "
        "or the schema.", "world", world=True,
    ),
    Choice(
        "effect", "Size of effects", Range(0.2, 5, 0.2, whole=False, usual=(0.5, 3)), 1.0,
        "Multiplies what good and harmful releases do. Small effects take long to see.",
        "world", world=True,
    ),
    Choice(
        "label_days", "Labels come after", Range(0.25, 30, 0.25, whole=False, usual=(0.5, 14)), 3.0,
        "Days until an outcome is known, on average. Decides what a soak can learn from labels.",
        "world", world=True,
    ),
    Choice(
        "drift", "How fast the world moves", Range(0, 5, 0.25, whole=False, usual=(0.25, 3)), 1.0,
        "Multiplies the decay measured on two real models. Decides what fresh models are worth.",
        "world", world=True,
    ),
    Choice(
        "faults", "Features that break a month", Range(0, 20, 1, whole=False, usual=(0, 10)), 3.0,
        "Outages and silent changes of unit in shared features.", "world", world=True,
    ),
    Choice(
        "burst", "One team's launch brings", Range(1, 10, 0.5, whole=False, usual=(1, 6)), 2.0,
        "Times its usual traffic that the shop team gets for two hours a day. Decides about pools "
        "and quotas.", "world", world=True,
    ),
    Choice(
        "traffic", "Traffic of all teams", Range(0.2, 5, 0.1, whole=False, usual=(0.5, 3)), 1.0,
        "Times 3,000 requests a second.", "world", world=True,
    ),
    Choice(
        "region", "Regions", {"both": "Both serve", "lost": "One is lost"}, "both",
        "Half of the servers stand in each region.", "world", world=True,
    ),
    Choice(
        "audit_days", "An audit asks back", Range(7, 720, 7, usual=(28, 360)), 28,
        "How many days back a decision must be traced to the data its model learned from.",
        "world", world=True,
    ),
)  # fmt: skip

FEATURES = (
    Choice(
        "join", "How training rows get their features",
        {
            "point_in_time": "As they were at the time (point-in-time join)",
            "latest": "As they stand today (latest-value join)",
            "logged": "As they were served (logged features)",
        },
        "point_in_time",
        "The two real models are fitted on what this gives. Today's values know what happened "
        "after the row.", "features",
        leaks={"latest": "Training and held-back rows carry values from after their own time."},
    ),
    Choice(
        "transform", "Code that makes features",
        {"one": "One for training and serving", "two": "Two, by two teams"}, "one",
        "The second counts a month where the first counts three weeks, and weeks for months.",
        "features",
    ),
    Choice(
        "freshness", "Features are kept", {"streaming": "By a stream", "batch": "By a nightly "
        "batch"},
        "streaming", "A batch is cheaper and serves yesterday's values.", "features",
    ),
    Choice(
        "ttl_hours", "Time to live of a value", Range(1, 336, 1, usual=(2, 96)), 24,
        "Hours after which a value that was not renewed is replaced by a default. Short ones lose "
        "good values in a short outage, long ones serve old ones.", "features",
    ),
)  # fmt: skip

TRAINING = (
    Choice(
        "schedule", "Models are trained again",
        {
            "nightly": "All, every night",
            "weekly": "All, every week",
            "monthly": "All, every four weeks",
            "decay": "Each by its decay and its price",
            "alarm": "Each when its labels say so",
        },
        "weekly", "How often each model asks for a training. By decay: where one more training "
        "costs what it brings.", "training",
    ),
    Choice(
        "queue", "Order of the queue",
        {"fifo": "First come, first served", "value": "Most lost to age first",
         "shortest": "Shortest first"},
        "fifo", "Which waiting job gets the next machine.", "training",
    ),
    Choice(
        "machines", "Training machines", Range(1, 60, 1, usual=(2, 30)), 6,
        "Paid by the hour they work.", "training",
    ),
    Choice(
        "sharing", "Training machines are", {"shared": "Shared by all", "team": "Split by team"},
        "shared", "Split ones stand idle while another team waits.", "training",
    ),
)  # fmt: skip

GATE = (
    Choice(
        "gate", "Validation gate", {"none": "None", "metric": "Offline metric against the "
        "champion"},
        "metric", "What a version must show before any user meets it.", "gate",
    ),
    Choice(
        "margin", "Margin", Range(-0.05, 0.05, 0.0025, whole=False, usual=(-0.02, 0.02)), -0.005,
        "How much better than the champion a version must be offline, relative. Below 0: how much "
        "worse it may look.", "gate", when={"gate": ("metric",)},
    ),
    Choice(
        "slices", "Gate looks at slices", YES, "yes",
        "Ten slices of the traffic beside the whole.", "gate", when={"gate": ("metric",)},
    ),
    Choice(
        "gate_rows", "Rows at the gate", Range(1000, 500_000, 1000, usual=(5000, 200_000)), 40_000,
        "Fresh labelled rows that a version is compared on. They come in at 10,000 an hour, so "
        "more "
        "rows take longer.", "gate", when={"gate": ("metric",)},
    ),
    Choice(
        "schema_check", "Schema check", YES, "no",
        "Refuses versions that expect another schema than what is served.", "gate",
    ),
    Choice(
        "versions_kept", "Versions kept", Range(0, 60, 1, usual=(1, 30)), 5,
        "Of each registered model. Without the last good one a rollback is a training; with none "
        "there is no rollback at all.", "gate",
    ),
    Choice(
        "pairing", "A version is",
        {"paired": "Model and features together", "model": "The model alone"}, "paired",
        "What goes back when a model goes back. An old model on new features does harm of its own.",
        "gate",
    ),
)  # fmt: skip

ROLLOUT = (
    Choice(
        "rollout", "Rollout",
        {
            "all": "All at once",
            "blue_green": "Blue-green (the old fleet waits)",
            "shadow": "Shadow (answers reach nobody)",
            "canary": "Canary (a share of users)",
            "both": "Shadow for 12 hours, then canary",
        },
        "canary", "How a version comes to all users. The dial says for how long.", "rollout",
    ),
    Choice(
        "share", "Share of the canary", Range(0, 1, 0.01, whole=False, usual=(0.01, 0.5)), 0.1,
        "Of the traffic. At 0 nobody meets it and nothing is learned; at 1 there is nobody left to "
        "compare with.", "rollout", when={"rollout": CANARY},
    ),
    Choice(
        "unit", "Canary by", {"user": "User", "request": "Request"}, "user",
        "By request nearly every user meets both versions, and effects on users blur.", "rollout",
        when={"rollout": CANARY},
    ),
    Choice(
        "abort", "Abort by",
        {
            "system": "System metrics only",
            "drift": "and prediction drift",
            "proxy": "and the proxy metric",
            "labels": "and matured labels",
            "every": "Every signal",
        },
        "proxy", "What can stop a version while it is tried.", "rollout",
        when={"rollout": WATCHED},
    ),
    Choice(
        "looks", "The metric is tested",
        {"end": "Once, at the end", "often": "Again and again", "spent": "Often, with a kept "
        "bound"},
        "end", "Looking again and again with the same bound stops good releases by luck.",
        "rollout", when={"rollout": CANARY, "abort": ("proxy", "labels", "every")},
    ),
    Choice(
        "false_abort", "False-abort rate",
        Range(0.001, 0.4, 0.01, whole=False, usual=(0.005, 0.2)), 0.05,
        "Chance that one test stops a version without effect.", "rollout",
        when={"rollout": CANARY, "abort": ("proxy", "labels", "every")},
    ),
    Choice(
        "rollback", "Rollback", {"manual": "By hand", "automatic": "Automatic"}, "automatic",
        "Automatic takes three minutes.", "rollout",
    ),
    Choice(
        "rollback_minutes", "Minutes by hand", Range(1, 1440, 5, usual=(5, 240)), 60,
        "From the alarm to the old version.", "rollout", when={"rollback": ("manual",)},
    ),
)  # fmt: skip

SERVING = (
    Choice(
        "pools", "Pools of servers",
        {"shared": "One for all", "top_five": "The five busiest have their own", "team": "One a "
        "team"},
        "top_five", "Who shares servers with whom.", "serving",
    ),
    Choice(
        "replicas", "Servers", Range(8, 400, 1, usual=(24, 150)), 48,
        "Of all pools, split by usual work.", "serving",
    ),
    Choice(
        "autoscaler", "Autoscaler", {"off": "Off", "on": "On"}, "off",
        "Follows the load at 60 % use, two minutes late, up to three times the servers.", "serving",
    ),
    Choice(
        "isolation", "Protection",
        {"none": "None", "quota": "Quota by team", "breaker": "Circuit breaker"}, "none",
        "A quota turns away what a team sends beyond one and a half times its usual; a breaker "
        "lets "
        "a pool take no more than it can serve, and puts defaults in for broken features.",
        "serving",
    ),
    Choice(
        "mode", "Answers are computed", {"online": "On request", "mixed": "At night, where they "
        "may be"},
        "online", "Three models in ten may answer from a table made at night.", "serving",
    ),
    Choice(
        "deadline", "Deadline", Range(20, 1000, 5, usual=(50, 300)), 100,
        "Milliseconds within which 99 of 100 answers are wanted.", "serving",
    ),
)  # fmt: skip

WATCHING = (
    Choice(
        "monitoring", "Monitors look at",
        {
            "none": "Nothing",
            "system": "System metrics",
            "inputs": "and inputs and outputs",
            "labels": "and matured labels",
        },
        "labels", "What is seen of a version or a feature that serves everybody.", "watching",
    ),
    Choice(
        "alarm_budget", "False alarms borne a day",
        Range(0.1, 25, 0.5, whole=False, usual=(0.5, 15)), 5.0,
        "The owners of fifty models together. More let monitors ring sooner.", "watching",
        when={"monitoring": ("system", "inputs", "labels")},
    ),
)  # fmt: skip

CHOICES = (*WORLD, *FEATURES, *TRAINING, *GATE, *ROLLOUT, *SERVING, *WATCHING)

DIAL = Dial(
    "soak",
    "Soak",
    "Hours for which a version is tried before everybody gets it. Too short lets bad ones through, "
    "too long keeps good ones waiting and models old.",
    high=336.0,
    unit="h",
)
