"""Designs with a name: worlds to meet, and ways of working to compare."""

from kit.case import Preset

PRESETS = (
    Preset(
        "notebook",
        "Notebook",
        "A design that looks splendid in the notebook: random rows held back, frauds counted from "
        "when they happened, a threshold of 0.5. Compare what is seen with what is true.",
        {
            "split": "random",
            "delay_in_features": "ignored",
            "current_row": "included",
            "resampling": "smote",
            "resampled_rows": "all",
            "rule": "half",
        },
    ),
    Preset(
        "baseline",
        "Honest baseline",
        "Logistic regression on a card's habits, judged by time with a gap, alerting as many as "
        "can be called. What everything else has to beat.",
        {"model": "logistic", "features": "windows", "rule": "capacity"},
    ),
    Preset(
        "amounts",
        "Money first",
        "The default model with a threshold that asks a higher probability of small payments than "
        "of large ones.",
        {"rule": "amount", "calibration": "sigmoid"},
    ),
    Preset(
        "decline",
        "Decline at once",
        "No analysts: alerts are declined, the model is retrained every four weeks, and a few are "
        "let through so that there are labels to learn from.",
        {"action": "block", "retraining": "monthly", "exploration_share": 0.02},
    ),
    Preset(
        "half_staff",
        "Half the analysts",
        "The default design when half the team is away: the same alerts, half the calls.",
        {"capacity": 15},
    ),
    Preset(
        "handbook",
        "Handbook world",
        "The constants of the published simulator that many tutorials use, on our number of cards: "
        "large frauds at terminals, easy to find.",
        {"world": "handbook"},
    ),
    Preset(
        "easy",
        "Easy world",
        "Every payment at a compromised terminal is fraud and stolen cards spend five times as "
        "much: a world in which most methods look good.",
        {"world": "easy"},
    ),
    Preset(
        "real_life",
        "Real-life prevalence",
        "Rarer, smaller and noisier fraud, as on real cards. See how much is left of an easy "
        "success.",
        {"world": "real"},
    ),
    Preset(
        "adversary",
        "Fraudsters adapt",
        "Each week the fraudsters move to the amounts and hours at which you blocked least, and "
        "the model is never retrained.",
        {"drift": "adversary"},
    ),
)
