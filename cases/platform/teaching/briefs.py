"""Situations in which the shipped platform fails, each with a fix and a tempting wrong one."""

from kit.case import Brief, Goal

FRIDAY = Brief(
    "friday",
    "The Friday release",
    "Last Friday a release broke one slice of the traffic, and users told us on Monday. Releases "
    "go "
    "through a small canary for a few hours. Catch such releases before everybody meets them, "
    "and do "
    "not hold up the good ones.",
    {"share": 0.02, "slices": "no", "abort": "system", "soak": 6.0, "schema_check": "no"},
    (
        Goal("caught", "at least", 0.6),
        Goal("releases", "at least", 30),
    ),
    fixes={
        "look at slices, shadow first, watch the proxy": {
            "slices": "yes",
            "rollout": "both",
            "abort": "proxy",
            "share": 0.2,
            "soak": 24.0,
        },
    },
    decoys={"a longer soak": {"soak": 168.0}},
    degenerate={"ship nothing": {"margin": 0.05}},
    debrief="A soak only catches what a watched signal can see. System metrics see no slice, "
    "however "
    "long they look: another signal and the gate's slices do.",
)

NINE = Brief(
    "nine",
    "Nine models fell at once",
    "Nine models of four teams fell on the same morning. Each team looked at its own model for "
    "days. "
    "Keep what broken features cost low, without drowning the owners in alarms.",
    {"monitoring": "system", "faults": 8.0},
    (
        Goal("broken", "at most", 250.0),
        Goal("alarms", "at most", 14.0),
    ),
    fixes={
        "monitors on inputs, defaults for what is broken": {
            "monitoring": "inputs",
            "isolation": "breaker",
        },
    },
    decoys={
        "train everything nightly": {"schedule": "nightly"},
        "a shorter time to live": {"ttl_hours": 2},
    },
    degenerate={"watch nothing": {"monitoring": "none"}},
    debrief="What fell together is fed together. A monitor on the shared input rings once, "
    "within an "
    "hour, for all nine; training on the broken feature would have learned the fault.",
)

QUEUE = Brief(
    "queue",
    "The training queue never ends",
    "All models are trained every night on two machines, first come, first served, and models are "
    "older every week. Bring age down to what it should cost, with the machines there are.",
    {"schedule": "nightly", "machines": 2},
    (
        Goal("backlog", "at most", 3.0),
        Goal("model_age", "at most", 12.0),
    ),
    fixes={"train by decay and value": {"schedule": "decay", "queue": "value"}},
    decoys={
        "shortest jobs first": {"queue": "shortest"},
        "split the machines by team": {"sharing": "team"},
    },
    degenerate={"train hardly ever": {"schedule": "monthly"}},
    debrief="The order of a queue that is too long decides who waits, not how long it is. Most "
    "models "
    "lose less to a day of age than a training costs: leave those for longer.",
)

LAUNCH = Brief(
    "launch",
    "One team's launch slows everybody",
    "The shop team launches, with ten times its traffic for two hours a day. All teams share one "
    "pool "
    "and all miss their deadline. Keep the other teams fast, at about today's cost.",
    {"pools": "shared", "burst": 10.0, "replicas": 34},
    (
        Goal("others_p99", "at most", 100.0),
        Goal("cost", "at most", 3000.0),
    ),
    fixes={
        "a quota by team": {"isolation": "quota"},
    },
    decoys={"more servers in the shared pool": {"replicas": 36}, "much more": {"replicas": 100}},
    degenerate={"as few servers as there can be": {"replicas": 8}},
    debrief="Servers for the largest launch stand idle for twenty-two hours a day. A fence "
    "around the "
    "team that launches costs nothing and holds at the next launch too.",
)

BRIEFS = (FRIDAY, NINE, QUEUE, LAUNCH)
