"""Changes announced mid-way: what each says, what it does, and the question it puts."""

from kit.case import Expected, Twist

TWISTS = (
    Twist(
        "no_labels",
        "Nobody writes tickets any more.",
        {"noticed": 0.0},
        "Without any label, how do you set the level? An alert budget needs none.",
        expects=(Expected("false_pages", "falls"), Expected("pages", "falls")),
    ),
    Twist(
        "silence",
        "From now on services do not fail loudly: they stop logging.",
        {"kinds": "silence"},
        "What does absence look like in a count, and what would have to be expected to see it?",
        expects=(Expected("recall", "falls"),),
    ),
    Twist(
        "release",
        "A release tonight renames messages.",
        {"change": "deploy"},
        "Whom will it wake, and what could have been known before it was out?",
        expects=(Expected("false_pages", "rises"),),
    ),
    Twist(
        "volume",
        "Log volume doubles and the parser's workers are halved.",
        {"traffic": 40_000, "workers": 7, "change": "double"},
        "Sample before mining or after it, and what does each lose?",
        kind="order",
        expects=(Expected("headroom", "falls"), Expected("lag", "rises")),
    ),
    Twist(
        "slow",
        "Somebody tries passwords, a third more logins for six hours.",
        {"kinds": "slow", "length": 360},
        "Which statistic adds up what no window shows?",
        expects=(Expected("minutes", "rises"), Expected("average_precision", "falls")),
    ),
    Twist(
        "weak",
        "Incidents are half as loud.",
        {"signal": 0.5},
        "Is it the detector or the ceiling that fell?",
        expects=(Expected("recall", "falls"), Expected("average_precision", "falls")),
    ),
    Twist(
        "many",
        "A thousand services are to be watched, each by three sigma, corrected for how many.",
        {"level": "sigma", "correction": "bonferroni", "detector": "z"},
        "With a thousand columns, what does three sigma mean, and why is a correction for normal "
        "ones not enough for counts?",
        kind="order",
        expects=(Expected("false_pages", "rises"),),
    ),
    Twist(
        "growth",
        "Traffic grows by four fifths over the live weeks.",
        {"change": "growth"},
        "Which detectors age, and does learning every night help?",
        expects=(Expected("false_pages", "rises"),),
    ),
)
