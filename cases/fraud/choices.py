"""Every choice of the payment-fraud scenario."""

from __future__ import annotations

from kit.choice import Choice, Dial, Range
from kit.choices import seed_choice, size_choice

TREES = ("lightgbm", "histogram", "tree", "shallow_tree", "forest")
LEARNERS = ("logistic", *TREES)
RESAMPLERS = ("under", "over", "smote", "adasyn")

WORLD = (
    Choice(
        "world",
        "World",
        {
            "hard": "Hard (default)",
            "handbook": "Handbook simulator",
            "easy": "Easy",
            "real": "Real-life prevalence",
        },
        "hard",
        "Which constants the payments are drawn with: how common, how large and how visible fraud "
        "is. Decides how much there is to find at all.",
        "world",
        world=True,
    ),
    size_choice(
        {
            "small": "800 cards, 14 weeks",
            "live": "1,500 cards, 18 weeks",
            "large": "3,000 cards, 18 weeks",
            "year": "1,000 cards, 64 weeks",
            "handbook": "5,000 cards, 26 weeks",
        },
        "live",
        "How many cards and weeks are simulated. More payments give narrower intervals and take "
        "longer. Take the year to compare retraining policies.",
    ),
    Choice(
        "drift",
        "What changes after launch",
        {
            "none": "Nothing",
            "new_mechanism": "Card testing begins (sudden)",
            "terminal_to_card": "Terminals give way to cards (gradual)",
            "smaller_fraud": "Frauds get smaller (incremental)",
            "holiday": "Holidays and nights (recurring)",
            "campaign": "Two-week campaign (prior)",
            "adversary": "Fraudsters adapt to you",
        },
        "none",
        "What changes in the world once the model is live: which frauds there are, how many and "
        "how large, or that fraudsters go where they were blocked least. Decides whether a model "
        "that is never retrained lasts.",
        "world",
        world=True,
    ),
    Choice(
        "severity",
        "How strong the change is",
        Range(0, 2, 0.25, whole=False, usual=(0.25, 2)),
        1.0,
        "Scales the change: 0 is none, 1 as described, 2 twice as strong. For the adversary, how "
        "far the fraudsters move each week.",
        "world",
        when={
            "drift": (
                "new_mechanism",
                "terminal_to_card",
                "smaller_fraud",
                "holiday",
                "campaign",
                "adversary",
            )
        },
        world=True,
    ),
    Choice(
        "delay",
        "Label delay (days)",
        Range(0, 90, 1, usual=(0, 60)),
        7,
        "About how long a chargeback takes to arrive. Decides what anybody could know in time, so "
        "the ceiling moves with it.",
        "world",
        world=True,
    ),
    Choice(
        "prevalence",
        "Fraud rate (times usual)",
        Range(0.05, 10, 0.05, whole=False, usual=(0.2, 4)),
        1.0,
        "Multiplies the rate at which terminals and cards are compromised. The rarer fraud is, "
        "the lower is precision at the same threshold.",
        "world",
        world=True,
    ),
    seed_choice(),
)

DATA = (
    Choice(
        "split",
        "Validation split",
        {
            "random": "Random rows",
            "entity": "Random cards",
            "time": "By time",
            "gap": "By time, with the label delay as gap",
            "prequential": "Prequential, three folds with gap",
        },
        "gap",
        "Which rows the team judges its model on. It changes what the team sees and never what "
        "is true.",
        "data",
        leaks={
            "random": "The split is random: payments of one fraud lie on both sides of it.",
            "entity": "The split is by card over the same days: terminals' frauds lie on both "
            "sides of it.",
            "time": "The split leaves no gap: training uses labels nobody had at that time.",
        },
    ),
    Choice(
        "compromised",
        "Known compromised cards",
        {"kept": "Kept", "removed": "Removed"},
        "kept",
        "Whether payments of a card with a fraud reported in the last 28 days still count. "
        "Without them the easy part is gone: those cards are known already.",
        "data",
    ),
    Choice(
        "window",
        "Training window (days)",
        Range(7, 84, 7, usual=(14, 56)),
        42,
        "How many days of payments a model learns from. A short window follows a changing world, "
        "a long one holds more frauds to learn from.",
        "data",
    ),
    Choice(
        "late_labels",
        "Labels that are not in yet",
        {
            "wait": "Wait until they are due",
            "genuine": "Take as genuine",
            "feedback": "Analysts' feedback only",
            "two": "Two models, feedback and delayed",
        },
        "wait",
        "What is done with payments whose label is not in yet when the model is trained. Decides "
        "whether the newest frauds are missing, or learnt as genuine.",
        "data",
    ),
)

FEATURES = (
    Choice(
        "features",
        "Features",
        {
            "raw": "The payment alone",
            "windows": "+ recency, frequency, amount",
            "risk": "+ reports per terminal and card",
            "encoded": "Target encoding of terminal and card",
        },
        "risk",
        "What the model may know about a payment when it decides. Decides what has to be looked "
        "up, and kept fresh, for every payment.",
        "features",
    ),
    Choice(
        "delay_in_features",
        "Label delay in the risk features",
        {"respected": "Respected", "ignored": "Ignored"},
        "respected",
        "Whether training counts a terminal's frauds when they were reported, or when they "
        "happened, which nobody knew then. Live, only reports exist.",
        "features",
        when={"features": ("risk",)},
        leaks={"ignored": "Risk features count frauds before anybody could know of them."},
    ),
    Choice(
        "encoding",
        "Encoding fitted on",
        {"fold": "The training part", "global": "All rows, before the split"},
        "fold",
        "Which rows' labels the target encoding is learnt from. Learnt from all rows, it makes "
        "validation look better than live payments will.",
        "features",
        when={"features": ("encoded",)},
        leaks={"global": "The encoding was fitted on the validation rows' own labels."},
    ),
    Choice(
        "current_row",
        "The current payment in its own risk",
        {"excluded": "Excluded", "included": "Included by mistake"},
        "excluded",
        "Whether a terminal's fraud count in training includes the payment that is to be judged. "
        "If so, validation looks better than live payments will.",
        "features",
        when={"features": ("risk",)},
        leaks={"included": "Risk features include the label of the payment itself."},
    ),
    Choice(
        "freshness",
        "Feature store",
        {"streaming": "Streaming counters", "nightly": "Nightly batch"},
        "streaming",
        "Whether windows run up to the payment or up to last midnight. Decides whether a burst "
        "can be seen while it happens, and what a request costs.",
        "features",
        when={"features": ("windows", "risk")},
    ),
)

MODEL = (
    Choice(
        "model",
        "Model",
        {
            "constant": "Constant: all genuine",
            "amount": "Amount rule",
            "logistic": "Logistic regression",
            "shallow_tree": "Shallow tree",
            "tree": "Unlimited tree",
            "lightgbm": "Gradient boosting (LightGBM)",
            "histogram": "Gradient boosting (scikit-learn)",
            "isolation": "Isolation forest, no labels",
            "forest": "Small random forest",
        },
        "lightgbm",
        "What turns features into a score. Decides how well payments are ordered, and how long a "
        "score takes.",
        "model",
        replaced={"stump": {"model": "shallow_tree"}},
    ),
    Choice(
        "depth",
        "Maximum tree depth",
        Range(1, 50, 1, usual=(1, 12)),
        2,
        "How many splits lie between the root and a leaf. The best depth by ROC AUC and by average "
        "precision need not be the same.",
        "model",
        when={"model": ("shallow_tree",)},
    ),
    Choice(
        "scaler",
        "Scaler fitted on",
        {"after": "The training part", "before": "All rows, before the split"},
        "after",
        "Which rows means and standard deviations are taken from. All rows is a leak in "
        "principle; see how much it matters.",
        "model",
        when={"model": ("logistic",)},
    ),
    Choice(
        "resampling",
        "Class imbalance",
        {
            "none": "Leave the data alone",
            "weights": "Class weights",
            "under": "Random undersampling",
            "over": "Random oversampling",
            "smote": "SMOTE",
            "adasyn": "ADASYN",
            "focal": "Focal loss",
        },
        "none",
        "What is done because frauds are few. Most of it moves scores, and with them the "
        "threshold, more than the ranking.",
        "model",
        when={"model": LEARNERS},
        replaced={
            "under_corrected": {"resampling": "under", "prior_correction": "on"},
            "smote_before": {"resampling": "smote", "resampled_rows": "all"},
        },
    ),
    Choice(
        "ratio",
        "Target balance (frauds per genuine payment)",
        Range(0.01, 1, 0.01, whole=False, usual=(0.05, 1)),
        1.0,
        "The balance that weights or resampling aim at: 1 is as many frauds as genuine payments. "
        "The higher it is, the more scores rise.",
        "model",
        when={"resampling": ("weights", *RESAMPLERS)},
    ),
    Choice(
        "resampled_rows",
        "Rows that are resampled",
        {"training": "The training part", "all": "All rows, before the split"},
        "training",
        "Whether resampling comes after the split or before it. Before it, copies and blends of "
        "the same frauds lie on both sides.",
        "model",
        when={"resampling": RESAMPLERS},
        leaks={
            "all": "Rows were resampled before the split: validation holds copies or blends of "
            "training rows, at another base rate.",
        },
    ),
    Choice(
        "prior_correction",
        "Prior correction",
        {"off": "Off", "on": "On"},
        "off",
        "Whether probabilities are brought back to the fraud rate there was before rows were left "
        "out. One formula undoes most of what undersampling does to them.",
        "model",
        when={"resampling": ("under",)},
    ),
    Choice(
        "calibration",
        "Calibration",
        {"none": "None", "sigmoid": "Sigmoid (Platt)", "isotonic": "Isotonic"},
        "none",
        "Whether scores are mapped to probabilities on held-back rows. Needed when a decision "
        "multiplies a probability by money.",
        "model",
    ),
)

DECISION = (
    Choice(
        "action",
        "What an alert does",
        {
            "review": "An analyst calls first",
            "block": "Decline at once",
            "step_up": "Ask for a second factor",
            "bands": "Decline, or call, whichever pays",
        },
        "review",
        "What happens to a payment with an alert. Decides whose fraud is stopped, which customers "
        "are bothered, and what that costs.",
        "decision",
    ),
    Choice(
        "rule",
        "Threshold rule",
        {
            "half": "0.5",
            "f1": "Best F1",
            "cost": "Cost-optimal",
            "amount": "Amount-aware",
            "capacity": "As many as analysts can call",
        },
        "cost",
        "How the threshold is chosen from what the team sees; the dial moves it from there. "
        "Decides how many alerts there are.",
        "decision",
    ),
    Choice(
        "capacity",
        "Cards analysts can call a day",
        Range(0, 1000, 5, usual=(5, 200)),
        30,
        "Calls the team can make in a day, best score first. Payments whose card nobody calls go "
        "through.",
        "decision",
        world=True,
    ),
    Choice(
        "review_cost",
        "Cost of a review ($)",
        Range(0.1, 100, 0.5, whole=False, usual=(1, 25)),
        5.0,
        "Analyst time for one call. Decides from which expected loss on a call pays.",
        "decision",
        when={"action": ("review", "bands")},
        world=True,
    ),
    Choice(
        "insult_cost",
        "Cost of turning away a genuine customer ($)",
        Range(0, 500, 1, usual=(1, 100)),
        13,
        "The sale's margin and the chance that the customer leaves for good. Decides how sure one "
        "should be before a payment is declined.",
        "decision",
        when={"action": ("block", "step_up", "bands")},
        world=True,
    ),
)

SERVING = (
    Choice(
        "traffic",
        "Payments a second",
        Range(50, 20_000, 50, usual=(100, 5000)),
        500,
        "Payments that arrive in a second. With the number of servers it decides waiting times.",
        "serving",
        world=True,
    ),
    Choice(
        "replicas",
        "Model servers",
        Range(1, 200, 1, usual=(2, 64)),
        8,
        "Servers that compute the score. Too few, and payments are approved unscored when the "
        "deadline passes.",
        "serving",
    ),
    Choice(
        "deadline",
        "Deadline (ms)",
        Range(5, 1000, 5, usual=(20, 200)),
        100,
        "How long the decision may take; after it, the payment is approved without a score.",
        "serving",
        world=True,
    ),
)

TIME = (
    Choice(
        "retraining",
        "Retraining",
        {
            "never": "Never",
            "monthly": "Every four weeks",
            "weekly": "Every week",
            "alarm": "When an alarm rings",
        },
        "never",
        "When the live model is replaced by one trained on the labels known by then. Decides how "
        "soon it knows new kinds of fraud.",
        "time",
    ),
    Choice(
        "alarm",
        "Alarm watches",
        {
            "scores": "Distribution of scores (PSI)",
            "labels": "Errors on matured labels (ADWIN)",
        },
        "scores",
        "What makes the alarm ring. Scores move at once, but also for harmless reasons (nights, "
        "holidays) and only if the model can see the fraud; errors are certain and come late.",
        "time",
        when={"retraining": ("alarm",)},
    ),
    Choice(
        "exploration_share",
        "Approved at random (share of declined)",
        Range(0, 0.2, 0.01, whole=False, usual=(0, 0.05)),
        0.0,
        "A payment that is declined never shows whether it was fraud. Letting a few through keeps "
        "labels to learn from, and costs the frauds among them.",
        "time",
        when={"action": ("block", "bands")},
    ),
)

GROUPS = {
    "world": "World",
    "data": "Data and labels",
    "features": "Features",
    "model": "Model",
    "decision": "Decision",
    "serving": "Serving",
    "time": "Over time",
}

CHOICES = (*WORLD, *DATA, *FEATURES, *MODEL, *DECISION, *SERVING, *TIME)

DIAL = Dial(
    "threshold",
    "Threshold",
    "Payments scored at least this high raise an alert. Drag it: every reading "
    "follows. With the amount-aware rule it is the expected saving per unit of "
    "expected cost.",
)

ALIASES = {
    "imbalance": "resampling",
    "immature": "late_labels",
    "policy": "retraining",
    "hold_through": "exploration_share",
}
"""What choices were called in older links."""
