"""How the fraud model is made: data and labels, features, model."""

from __future__ import annotations

from kit.choice import Choice, Range

TREES = ("lightgbm", "histogram", "tree", "stump", "forest")
LEARNERS = ("logistic", *TREES)

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
        "Whether payments of a card with a fraud reported in the last 28 days still count. Without "
        "them the easy part is gone: those cards are known already.",
        "data",
    ),
    Choice(
        "window",
        "Training window (days)",
        Range(7, 84, 7, usual=(14, 56)),
        42,
        "How many days of payments a model learns from. Short follows the world, long sees more "
        "fraud.",
        "data",
    ),
    Choice(
        "immature",
        "Labels still on their way",
        {
            "wait": "Wait until they are due",
            "genuine": "Take as genuine",
            "feedback": "Analysts' feedback only",
            "two": "Two models, feedback and delayed",
        },
        "wait",
        "What is done with payments whose label is not in yet when the model is trained.",
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
        "What the model may know about a payment when it decides.",
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
        "Which rows' labels the target encoding is learnt from.",
        "features",
        when={"features": ("encoded",)},
        leaks={"global": "The encoding was fitted on the validation rows' own labels."},
    ),
    Choice(
        "current_row",
        "The current payment in its own risk",
        {"excluded": "Excluded", "included": "Included by mistake"},
        "excluded",
        "Whether a terminal's fraud count in training includes the very payment to be judged.",
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
            "stump": "Shallow tree",
            "tree": "Unlimited tree",
            "lightgbm": "Gradient boosting (LightGBM)",
            "histogram": "Gradient boosting (scikit-learn)",
            "isolation": "Isolation forest, no labels",
            "forest": "Small random forest",
        },
        "lightgbm",
        "What turns features into a score.",
        "model",
    ),
    Choice(
        "depth",
        "Depth of the shallow tree",
        Range(1, 50, 1, usual=(1, 12)),
        2,
        "How many questions a payment may be asked. Chosen by ROC AUC it comes out another than "
        "chosen by average precision.",
        "model",
        when={"model": ("stump",)},
    ),
    Choice(
        "scaler",
        "Scaler fitted",
        {"after": "After the split", "before": "Before the split"},
        "after",
        "Whether means and spreads come from the training part or from all rows. A leak in "
        "principle; see how much it matters.",
        "model",
        when={"model": ("logistic",)},
    ),
    Choice(
        "imbalance",
        "About the imbalance",
        {
            "none": "Leave the data alone",
            "weights": "Class weights",
            "under": "Random undersampling",
            "under_corrected": "Undersampling + prior correction",
            "over": "Random oversampling",
            "smote": "SMOTE inside the training part",
            "adasyn": "ADASYN inside the training part",
            "smote_before": "SMOTE before the split",
            "focal": "Focal loss (as weights)",
        },
        "none",
        "What is done because frauds are few. Most of it moves scores, and with them the "
        "threshold, more than the ranking.",
        "model",
        when={"model": LEARNERS},
        leaks={
            "smote_before": "Rows were resampled before the split: validation holds blends of "
            "training rows, at another base rate.",
        },
    ),
    Choice(
        "ratio",
        "Frauds per genuine after it",
        Range(0.01, 1, 0.01, whole=False, usual=(0.05, 1)),
        1.0,
        "The balance aimed at: 1 is as many frauds as genuine payments.",
        "model",
        when={
            "imbalance": (
                "weights",
                "under",
                "under_corrected",
                "over",
                "smote",
                "adasyn",
                "smote_before",
            )
        },
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
