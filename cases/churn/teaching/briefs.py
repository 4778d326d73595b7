"""Situations in which the shipped churn design fails, each with a fix and a tempting wrong one."""

from kit.case import Brief, Goal

BRIEFS = (
    Brief(
        "notebook",
        "0.95 in the notebook",
        "The notebook reports an AUC of 0.95 and the list went live. Campaign managers say that "
        "those who left were seldom on it, and that it promised less than half of them.",
        {"size": "small", "leak": "page", "split": "rows"},
        (
            Goal("auc", "at most", 0.06, of="gap"),
            Goal("auc", "at least", 0.735),
            Goal("calibration", "at least", 0.75),
        ),
        fixes={
            "features as of the snapshot, judged by time": {"leak": "none", "split": "gap"},
            "the same with boosted trees": {"leak": "none", "split": "gap", "model": "lightgbm"},
        },
        decoys={
            "an honest split alone": {"split": "gap"},
            "calibrate": {"calibration": "isotonic"},
            "a stronger model": {"model": "lightgbm", "split": "gap"},
            "retrain every month": {"retraining": "schedule", "retrain_every": 1},
        },
        degenerate={"the churn rate for everybody": {"model": "constant", "leak": "none"}},
        debrief="The cancel page is visited in the days before leaving: in the table it tells the "
        "outcome, at the snapshot nobody has been there yet. The split is innocent of it, "
        "and no model, calibration or retraining can repair a feature that is not there "
        "when it is needed. Ask of each feature when its value is known.",
    ),
    Brief(
        "price_rise",
        "The price rises next month",
        "From next month prices are higher. Outcomes of that month are known three months later. A "
        "colleague set up a monitor that needs no labels, expected AUC, and a retraining when it "
        "rings. Half a year later, other customers leave than those on the list. There is money "
        "for about a dozen retrainings.",
        {
            "size": "small",
            "drift": "price",
            "drift_start": 1,
            "retraining": "alarm",
            "detector": "cbpe",
            "training_window": 18,
            "window_kind": "expanding",
        },
        (
            Goal("auc_after", "at least", 0.928, of="of_ceiling"),
            Goal("retrainings", "at most", 12),
        ),
        fixes={
            "a short window that slides, every three months": {
                "retraining": "schedule",
                "window_kind": "sliding",
                "training_window": 4,
            },
            "a little every month": {"retraining": "online"},
        },
        decoys={
            "watch the scores instead": {"detector": "scores"},
            "lower the bar": {"monitor_threshold": 0.5},
            "every three months, forgetting nothing": {"retraining": "schedule"},
            "boosted trees": {"model": "lightgbm"},
        },
        degenerate={
            "every month": {
                "retraining": "schedule",
                "retrain_every": 1,
                "window_kind": "sliding",
                "training_window": 4,
            },
            "the churn rate for everybody": {"model": "constant"},
        },
        debrief="The customers look as before, so scores and the AUC they promise stay as they "
        "were: nothing without labels can see it. Labels come a quarter later whatever is "
        "watched. What is known today is the date: plan for it, forget the old world "
        "quickly, and give new labels weight.",
    ),
    Brief(
        "top_decile",
        "The top decile loses money",
        "The model ranks well; lift in the top tenth is over three. The campaign calls that tenth, "
        "offers ten dollars, and finance finds that it loses money: more than calling customers "
        "at random would. A tenth of the customers was in a trial last year.",
        {},
        (
            Goal("profit", "at least", 250.0),
            Goal("churn_avoided", "at least", 15.0),
            Goal("contacts", "at least", 40.0),
        ),
        fixes={
            "uplift times value, and a trial of a fifth": {
                "targeting": "uplift_value",
                "trial_share": 0.2,
            },
            "uplift, and a larger trial": {"targeting": "uplift", "trial_share": 0.4},
        },
        decoys={
            "a better risk model": {"model": "lightgbm"},
            "weigh the risk by value": {"targeting": "value"},
            "call fewer": {"capacity": 0.05},
            "uplift by boosted trees on the trial there is": {
                "targeting": "uplift",
                "uplift_model": "lightgbm",
            },
        },
        degenerate={
            "call nobody": {"targeting": "none"},
            "call everybody": {"targeting": "all"},
        },
        debrief="Those most likely to leave have lost interest, and a call reminds them to go. Who "
        "can be kept is another question, and only contacts made at random answer it. An effect "
        "is a small difference of two chances: a simple learner and a large trial find it.",
    ),
    Brief(
        "december",
        "December",
        "A gym. Every winter everybody comes more, every summer less; the monitor of features "
        "rings each time and the model is retrained. Later this year something else happens: "
        "people really begin to stay away. You want to hear of that within two months, and of "
        "nothing else.",
        {
            "size": "small",
            "business": "gym",
            "drift": "covariate",
            "drift_start": 15,
            "retraining": "alarm",
            "detector": "psi",
        },
        (
            Goal("false_alarms", "at most", 0),
            Goal("detection_delay", "at most", 62),
            Goal("retrainings", "at most", 5),
            Goal("auc", "at least", 0.94, of="of_ceiling"),
        ),
        fixes={
            "compare with the same month last year": {"reference": "last_year"},
            "the same, on the scores": {"reference": "last_year", "detector": "scores"},
        },
        decoys={
            "retrain every month": {"retraining": "schedule", "retrain_every": 1},
            "a higher bar": {"monitor_threshold": 2.0},
            "a test instead": {"detector": "ks"},
            "tell the model the month": {"season_feature": "month"},
        },
        degenerate={
            "a bar nothing reaches": {
                "monitor_threshold": 4.0,
                "reference": "last_year",
                "detector": "cbpe",
            },
            "ring by the clock": {"detector": "dummy"},
        },
        debrief="A season is no drift: it was there last year. Compared with the month the model "
        "was trained on, every summer is news; compared with last summer, only what is new rings. "
        "Retraining every month keeps the monitor busy with yesterday's model, costs its price, "
        "and wins nothing: the ranking never suffered.",
    ),
)
