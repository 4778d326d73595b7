"""Designs with a name: worlds to meet, and ways of working to compare."""

from kit.case import Preset

PRESETS = (
    Preset(
        "paper",
        "As in the paper",
        "An autoencoder, point-adjusted F1, the level tuned on the test: splendid on paper. "
        "Compare what is seen with what is true.",
        {
            "detector": "autoencoder",
            "second": "none",
            "third": "none",
            "evaluation": "adjusted",
            "level": "best_f1",
            "split": "random",
        },
    ),
    Preset(
        "three_sigma",
        "Three sigma",
        "A z-score on every message and a page at three standard deviations: what most dashboards "
        "do.",
        {"detector": "z", "second": "none", "third": "none", "level": "sigma"},
    ),
    Preset(
        "forest",
        "Isolation forest",
        "The detector that everybody names first, with its contamination parameter.",
        {
            "detector": "isolation",
            "second": "none",
            "third": "none",
            "level": "contamination",
        },
    ),
    Preset(
        "release",
        "Release night",
        "A release renames five messages on the fourth day, and nobody told the detectors.",
        {"change": "deploy"},
    ),
    Preset(
        "tickets",
        "Learned from tickets",
        "Logistic regression on what was written up, beside the residual of the hour.",
        {"detector": "seasonal", "second": "logistic", "third": "none"},
    ),
    Preset(
        "minutes",
        "Every minute",
        "Windows of one minute: sooner, and five times as many chances of a false alarm.",
        {"window": "1"},
    ),
)
