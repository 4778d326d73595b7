"""Situations in which the shipped fraud design fails, each with a fix and a tempting wrong one."""

from kit.case import Brief, Goal
from kit.choice import Changes

BLOCK_EVERYONE: Changes = {"action": "block", "threshold": 0.0}
ALERT_NOBODY: Changes = {"model": "constant", "rule": "half"}

NOTEBOOK = Brief(
    "notebook",
    "The notebook said 0.99",
    "The model went live on the strength of a notebook. Live it is worse than the old one. Make "
    "the evaluation honest and the model good.",
    {
        "world": "handbook",
        "split": "random",
        "delay_in_features": "ignored",
        "current_row": "included",
    },
    (
        Goal("average_precision", "at most", 0.2, of="gap"),
        Goal("average_precision", "at least", 0.55),
        Goal("net_savings", "at least", 0.7, of="of_ceiling"),
    ),
    fixes={
        "features as they are served, split by time": {
            "split": "gap",
            "delay_in_features": "respected",
            "current_row": "excluded",
        },
    },
    decoys={
        "a bigger model": {"model": "forest"},
        "an honest split alone": {"split": "gap"},
    },
    degenerate={"all genuine": ALERT_NOBODY, "decline everybody": BLOCK_EVERYONE},
    debrief="Two features knew what nobody knew in time: reports before they came in, and the "
    "payment's own label. A model trained on them relies on something that is not there "
    "when it is live.",
)

ANALYSTS = Brief(
    "analysts",
    "Half the analysts are gone",
    "From tomorrow the team can call half as many customers. Nothing else changed.",
    {"capacity": 15},
    (
        Goal("alerts", "at most", 20),
        Goal("net_savings", "at least", 0.2, of="of_ceiling"),
    ),
    fixes={
        "as many alerts as calls": {"rule": "capacity"},
    },
    decoys={
        "retrain every week": {"retraining": "weekly"},
        "another model": {"model": "logistic"},
    },
    degenerate={"alert nobody": ALERT_NOBODY, "decline everybody": BLOCK_EVERYONE},
    debrief="A smaller team changes where the line is drawn, not how payments are ranked: keep the "
    "scores, and cut the list where the calls run out.",
)

SMOTE = Brief(
    "smote",
    "SMOTE saved us",
    "The team balanced its data with SMOTE and alerts at 0.5. Probabilities now feed the money "
    "decision, and finance asks why promised fraud is a multiple of booked fraud.",
    {"resampling": "smote", "rule": "half"},
    (
        Goal("calibration", "at most", 1.5),
        Goal("calibration", "at least", 0.6),
        Goal("net_savings", "at least", 0.4, of="of_ceiling"),
    ),
    fixes={
        "leave the data alone, draw the line by cost": {"resampling": "none", "rule": "cost"},
    },
    decoys={
        "ADASYN": {"resampling": "adasyn"},
        "leave the data alone, keep 0.5": {"resampling": "none"},
    },
    degenerate={"all genuine": ALERT_NOBODY, "decline everybody": BLOCK_EVERYONE},
    debrief="Resampling moved the scores so that 0.5 fell near the useful threshold. Moving the "
    "threshold does the same and leaves probabilities that mean something.",
)

LEARNING = Brief(
    "learning",
    "The fraudsters learn",
    "A week after launch somebody found a new trick: bursts of tiny online payments that try out "
    "stolen cards. The model has never seen one.",
    {"world": "handbook", "drift": "new_mechanism", "severity": 2, "calibration": "isotonic"},
    (
        Goal("average_precision", "at least", 0.62, of="of_ceiling"),
        Goal("net_savings", "at least", 0.7, of="of_ceiling"),
    ),
    fixes={"retrain every week": {"retraining": "weekly", "calibration": "none"}},
    decoys={
        "calibrate otherwise, keep the model": {"calibration": "sigmoid"},
        "a lower threshold": {"rule": "capacity"},
    },
    degenerate={"all genuine": ALERT_NOBODY, "decline everybody": BLOCK_EVERYONE},
    debrief="A frozen model knows only the frauds of the past, however well it is calibrated. "
    "Retraining follows them, one label delay behind. Where fraudsters only take smaller "
    "amounts (the adaptive adversary), there may be nothing new to learn: the ceiling "
    "itself falls.",
)

BRIEFS = (NOTEBOOK, ANALYSTS, SMOTE, LEARNING)
