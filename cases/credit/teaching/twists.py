"""Changes announced mid-way: what each says, what it does, and the question it puts."""

from kit.case import Expected, Twist

TWISTS = (
    Twist(
        "recession",
        "A recession begins in the month of the launch.",
        {"drift": "recession"},
        "Which of your numbers would tell you, and a year before the outcomes?",
        expects=(
            Expected("calibration", "falls"),
            Expected("bad_rate", "rises"),
            Expected("profit", "falls"),
        ),
    ),
    Twist(
        "cut_offs_forbidden",
        "Legal says that cut-offs by group are not allowed.",
        {"method": "reweigh"},
        "What of the gap can still be closed when the group may not be known at the decision?",
        needs={"method": "thresholds"},
        kind="order",
        expects=(Expected("accept_gap", "rises"),),
    ),
    Twist(
        "dearer_defaults",
        "Collections fail: a default now costs eight repaid loans.",
        {"loss": 8},
        "Where does the line go, and what happens to the gaps there?",
        expects=(
            Expected("profit", "falls"),
            Expected("approval", "falls"),
            Expected("accept_ratio", "falls"),
        ),
    ),
    Twist(
        "officer",
        "It turns out that officers decided by what they heard in the interview, which nobody "
        "wrote down.",
        {"history": "officer"},
        "What do you now know less about, and what would it cost to know?",
        expects=(Expected("calibration", "falls"), Expected("bad_rate", "rises")),
    ),
    Twist(
        "thin_files",
        "The bureau loses a data source: files of group B become much thinner.",
        {"noise_gap": 1.2},
        "Which method repairs this, and what would?",
        expects=(Expected("auc", "falls"), Expected("accept_gap", "rises")),
    ),
    Twist(
        "biased_labels",
        "An internal review finds that late payers of group B were booked as defaults.",
        {"label_bias": 0.25},
        "Which of your figures would have shown it?",
        expects=(Expected("accept_gap", "rises"), Expected("profit", "falls")),
    ),
    Twist(
        "gaming",
        "A website explains which income to state, and many do.",
        {"drift": "gaming", "severity": 2},
        "What do you weigh less, and whom does that hit?",
        expects=(Expected("approval", "rises"), Expected("calibration", "falls")),
    ),
    Twist(
        "next_year",
        "A year on, a colleague trains the model again on the loans it made, without the method.",
        {"retrain": "forgotten"},
        "Does the gap return, and who would notice?",
        needs={"method": "reweigh", "attribute": "used"},
        kind="order",
        expects=(Expected("later_gap", "rises"),),
    ),
    Twist(
        "not_collected",
        "From today on nobody may be asked for the group, and the files keep none.",
        {"audit_group": "inferred"},
        "How do you go on measuring gaps, how wrong is that, and what did it change in truth?",
        kind="order",
        expects=(Expected("accept_gap", "stays"), Expected("profit", "stays")),
    ),
    Twist(
        "forty_a_group",
        "The auditor crosses group with age and has time for forty people of each group.",
        {"sample": 40},
        "Which cell is the smallest, how wide is its interval, and what do you refuse to say?",
        kind="order",
        expects=(Expected("cell_gap", "stays"),),
    ),
    Twist(
        "parity_ordered",
        "The regulator wants as many approved in both groups, within two points.",
        {"method": "thresholds", "constraint": "parity"},
        "What does it cost, who pays it, and which other gap opens?",
        kind="order",
        expects=(Expected("accept_gap", "falls"), Expected("ppv_gap", "rises")),
    ),
)
