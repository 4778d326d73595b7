"""How the churn model is made: windows and labels, features, model."""

from __future__ import annotations

from kit.choice import Choice, Range

DATA = (
    Choice(
        "definition",
        "What counts as churn",
        {
            "cancel": "The customer cancels",
            "renewal": "The contract is not renewed",
            "inactive": "Nobody logs in for a while",
        },
        "cancel",
        "The team's label. A yearly contract ends up to a year after the decision to leave; "
        "silence is not leaving. What is true stays: who cancels in the window.",
        "data",
    ),
    Choice(
        "inactive_days",
        "Days without a login",
        Range(30, 90, 30),
        30,
        "How long a customer has to be silent to be counted as lost.",
        "data",
        when={"definition": ("inactive",)},
    ),
    Choice(
        "observe",
        "Observation window (months)",
        Range(1, 12, 1, usual=(1, 6)),
        3,
        "How many months of behaviour a snapshot looks back over: long steadies, short is fresh.",
        "data",
    ),
    Choice(
        "gap",
        "Gap (months)",
        Range(0, 12, 1, usual=(0, 2)),
        0,
        "Months between the snapshot and the outcome window, in which a campaign can be prepared. "
        "Who leaves in it cannot be kept.",
        "data",
    ),
    Choice(
        "horizon",
        "Outcome window (months)",
        Range(1, 30, 1, usual=(1, 6)),
        3,
        "How long a customer is watched for leaving. A label is known only when the gap and this "
        "window are over.",
        "data",
    ),
    Choice(
        "rows",
        "Rows to learn from",
        {"rolling": "Every month's snapshot", "one": "Each customer's newest snapshot"},
        "rolling",
        "Whether a customer counts once a month or once. Rolling snapshots are many and hang "
        "together.",
        "data",
    ),
    Choice(
        "memory",
        "Training window (months)",
        Range(1, 18, 1, usual=(6, 18)),
        12,
        "How many months of snapshots a model learns from, counted back from the newest with a "
        "label.",
        "data",
    ),
    Choice(
        "split",
        "Validation split",
        {
            "rows": "Random rows",
            "customers": "Random customers",
            "time": "By time",
            "gap": "By time, with the label's wait between",
        },
        "gap",
        "Which snapshots the team judges its model on. It changes what the team sees and what its "
        "monitor expects, never how good the model at launch is.",
        "data",
        leaks={
            "rows": "The split is random: snapshots of one customer, with overlapping windows, lie "
            "on both sides of it.",
            "time": "The split leaves no wait: training uses outcomes nobody knew at that time.",
        },
    ),
)

FEATURES = (
    Choice(
        "leak",
        "Features look past the snapshot",
        {
            "none": "No",
            "dated": "Usage dated a month late",
            "today": "Totals as of today",
            "page": "Visits of the cancel page at any time",
        },
        "none",
        "Mistakes in the training table: usage counted into the outcome window, sums taken on the "
        "day of the query, a page only leavers see. Live, the future is not there.",
        "features",
        leaks={
            "dated": "Usage reaches a month into the outcome window.",
            "today": "Totals were taken on the day of the query: who left stopped paying.",
            "page": "The cancel page is counted up to the end of the outcome window.",
        },
    ),
    Choice(
        "missing",
        "Missing values",
        {
            "drop": "Train on complete rows only",
            "mean": "Fill with the mean",
            "median": "Fill with the median",
            "model": "Fill by regression on the rest",
            "indicator": "Mean, and a column that says so",
            "native": "Leave to the model",
        },
        "mean",
        "What is done about surveys not answered, lost meters and blank totals. Trees take gaps as "
        "they are; for other models leaving them means the mean.",
        "features",
    ),
    Choice(
        "outliers",
        "Outliers",
        {
            "keep": "Keep as they are",
            "winsorise": "Pull in the outermost hundredth",
            "log": "Take logarithms of what is skewed",
        },
        "log",
        "What is done about a few broken meters and very large bills. Trees hardly care, linear "
        "models do.",
        "features",
    ),
    Choice(
        "calendar",
        "Season among the features",
        {"none": "No", "month": "Month of the year"},
        "none",
        "Whether the model is told the time of year, so that it can know December when it has "
        "seen one.",
        "features",
    ),
)

MODEL = (
    Choice(
        "model",
        "Model",
        {
            "constant": "Constant: the churn rate",
            "logistic": "Logistic regression",
            "hazard": "Discrete-time hazard",
            "tree": "Tree of depth five",
            "deep": "Unlimited tree",
            "lightgbm": "Gradient boosting (LightGBM)",
        },
        "logistic",
        "What turns a snapshot into a chance. The hazard model learns from single months, so its "
        "labels are known after one, and strings months together.",
        "model",
    ),
    Choice(
        "calibration",
        "Calibration",
        {"none": "None", "sigmoid": "Sigmoid (Platt)", "isotonic": "Isotonic"},
        "none",
        "Whether scores are mapped to probabilities on the newest quarter of the training rows. "
        "Needed when a chance is multiplied by money, and for monitors that trust it.",
        "model",
    ),
)
