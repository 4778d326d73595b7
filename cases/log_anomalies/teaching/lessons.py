"""What the log scenario teaches, each sentence an experiment that runs."""

from __future__ import annotations

from cases.log_anomalies.teaching.effects import (
    adjusted_by_luck,
    alarms_ratio,
    blind_spot,
    flattery,
    found_more,
    largest_z,
    loses_less,
    ranked_more,
    ranked_over_mean,
    seen_ranking,
    three_sigma,
)
from kit.case import Lesson
from kit.choice import Changes
from kit.effects import gain, reads

ALONE: Changes = {"second": "none", "third": "none"}
QUARTERS: Changes = ALONE | {"detector": "seasonal", "training": "clean", "window": "15"}
SLOW: Changes = ALONE | {
    "kinds": "slow",
    "length": 240,
    "incident_share": 0.25,
    "size": "large",
}
KIM = "Kim et al. 2022 (Towards a rigorous evaluation of time-series anomaly detection)"


def only(detector: str, **others: str | int | float) -> Changes:
    """One detector alone, and other choices."""
    return {"detector": detector} | ALONE | others


def after(training: str, detector: str) -> Changes:
    """One detector after a history of which a fifth was wrong, all of it or its clean windows."""
    return only(detector, kinds="mix", contaminated=0.2, training=training)


LESSONS = (
    Lesson(
        "adjusted_luck",
        "Point adjustment makes a random score look like a detector: its best F1 multiplies.",
        {"random": only("random")},
        flattery,
        "F1 that point adjustment adds to a random score",
        (0.15, 0.7),
        KIM,
        "The length of incidents: adjustment does nothing to segments of one window.",
    ),
    Lesson(
        "adjusted_formula",
        "Random flags at rate p find a segment of L windows with chance 1 - (1 - p)^L when points "
        "are adjusted.",
        {"any": only("random")},
        adjusted_by_luck,
        "adjusted recall of random flags over the formula's",
        (0.9, 1.1),
        "algebra",
        unit="ratio",
        null=None,
    ),
    Lesson(
        "hour_first",
        "A residual of the hour ranks windows better than detectors that do not know the hour.",
        {
            "residual of the hour": only("seasonal"),
            "z": only("z"),
            "fences": only("iqr"),
            "PCA": only("pca"),
            "isolation forest": only("isolation"),
        },
        ranked_over_mean,
        "average precision beyond the mean of the others",
        (0.02, 0.4),
        "measured here",
        "Features: shown the residual (features=residual), learned detectors come nearer.",
    ),
    Lesson(
        "sum_for_shifts",
        "When everything shifts a little, the sum of squares sees it and the largest deviation "
        "does not.",
        {
            "largest": only("seasonal", kinds="shift", size="large"),
            "squares": only("seasonal", kinds="shift", size="large", pooling="squares"),
        },
        found_more,
        "share of shifts found more, within the budget",
        (0.03, 0.8),
        "measured here",
        "The kind: for a spike of one message it is the other way round.",
        unit="share",
    ),
    Lesson(
        "largest_for_spikes",
        "When one message spikes, the largest deviation sees it and the sum of squares less so.",
        {
            "squares": only("seasonal", kinds="spike", size="large", pooling="squares"),
            "largest": only("seasonal", kinds="spike", size="large"),
        },
        found_more,
        "share of spikes found more, within the budget",
        (0.01, 0.8),
        "measured here",
        "How many messages there are: the more, the more a sum drowns one of them.",
        unit="share",
    ),
    Lesson(
        "blind_spots",
        "No detector alone sees every kind of incident: each finds little of at least one.",
        {"every detector": {"size": "large"}},
        blind_spot,
        "share found of the kind found least, by the detector for which it is highest",
        (0.0, 0.45),
        "measured here",
        "The kinds there are: of one kind alone (kinds=spike) a detector may find most.",
        unit="share",
        null=1.0,
    ),
    Lesson(
        "contaminated",
        "A history of which a fifth was wrong blinds a one-class SVM and an autoencoder to other "
        "proportions of messages.",
        {
            "SVM, all of it": after("all", "ocsvm"),
            "SVM, clean windows": after("clean", "ocsvm"),
            "autoencoder, all of it": after("all", "autoencoder"),
            "autoencoder, clean windows": after("clean", "autoencoder"),
        },
        ranked_more,
        "average precision gained by clean windows, where it is less",
        (0.02, 0.5),
        "measured here",
        "The kind: messages that only failures write (kinds=new) are known from a history that "
        "had them.",
    ),
    Lesson(
        "median",
        "Medians mind less: a history of which a fifth was wrong costs median and MAD less of "
        "their ranking than it costs a one-class SVM.",
        {
            "median, all of it": after("all", "robust"),
            "median, clean windows": after("clean", "robust"),
            "SVM, all of it": after("all", "ocsvm"),
            "SVM, clean windows": after("clean", "ocsvm"),
        },
        loses_less,
        "average precision that clean windows add to the SVM, less what they add to the median",
        (0.08, 0.55),
        "robust statistics; measured here",
        "The statistic: a mean and a standard deviation of the same columns do lose (detector=z).",
    ),
    Lesson(
        "three_sigma",
        "Three sigma on thirty messages is no rare event: even normal columns would alarm in "
        "twenty-two windows a day, and counts alarm more.",
        {"z": only("z")},
        three_sigma,
        "false alarms of three sigma, over those of normal columns",
        (1.05, 12.0),
        "algebra for normal columns; measured here for counts",
        "Bonferroni's correction, or a level set on pages instead of sigmas.",
        unit="ratio",
        null=1.0,
    ),
    Lesson(
        "masked",
        "Among ten points no z-score exceeds 3 (2.85 by the sample deviation), so three sigma "
        "never fires: the outlier inflates the deviation it is measured by.",
        {"any": {}},
        largest_z,
        "largest z of ten points less sqrt(n - 1)",
        (-1e-6, 1e-6),
        "algebra",
        null=None,
    ),
    Lesson(
        "labels_help",
        "On payments' own logs, labels beat detectors without them by far.",
        {"PCA": {"sessions": "pca"}, "logistic": {"sessions": "logistic"}},
        gain("session_f1"),
        "F1 gained",
        (0.05, 0.9),
        "loglizer's table for HDFS has the same order (He et al.)",
        "Labels: of incidents that nobody wrote up there are none.",
    ),
    Lesson(
        "lookup",
        "A list of the count vectors seen in clean payments already scores well, so a high F1 on "
        "such a benchmark says little.",
        {"lookup": {"sessions": "lookup", "training": "clean"}},
        reads("session_f1"),
        "F1 of the list",
        (0.6, 1.0),
        "measured here; the same holds on HDFS",
        "The history: with strange payments in it (training=all), they count as seen.",
    ),
    Lesson(
        "order_counts",
        "Two events in the wrong order leave the counts as they are: pairs of events see it.",
        {
            "lookup": {"sessions": "lookup", "training": "clean"},
            "pairs": {"sessions": "bigram", "training": "clean"},
        },
        gain("session_f1"),
        "F1 gained by pairs of events",
        (0.02, 0.5),
        "measured here",
        "What goes wrong: repeated or missing events show in counts as well.",
    ),
    Lesson(
        "random_split",
        "Sliding windows held back at random flatter trees that learned from tickets: their "
        "neighbours in the same incident were in training.",
        {
            "the last third": only("boosted", step="sliding", split="time"),
            "random windows": only("boosted", step="sliding", split="random"),
        },
        seen_ranking,
        "average precision seen more under the random split",
        (0.05, 0.9),
        "Le and Zhang 2022 (on sequence models)",
        "The detector: one that learns no labels cannot recognise an incident.",
    ),
    Lesson(
        "release_new",
        "A release that renames messages at least doubles the false alarms of the rule for new "
        "messages that day.",
        {"no release": only("new"), "release": only("new", change="deploy")},
        alarms_ratio,
        "false alarms on the day, as a multiple",
        (2.0, 2000.0),
        "mechanism, measured here",
        "Learning the release beforehand (retraining=release).",
        unit="ratio",
        null=1.0,
    ),
    Lesson(
        "release_z",
        "The same release does so to detectors of counts by the quarter hour that learned from "
        "clean windows: the old messages fall silent.",
        {"no release": QUARTERS, "release": QUARTERS | {"change": "deploy"}},
        alarms_ratio,
        "false alarms on the day, as a multiple",
        (2.0, 2000.0),
        "mechanism, measured here",
        "The window: five minutes of silence are nothing unusual for a rare message; and one loud "
        "incident in the history that nobody wrote up lifts the level.",
        unit="ratio",
        null=1.0,
    ),
    Lesson(
        "release_learned",
        "Learning a release from its own lines before it is out brings the false alarms back.",
        {
            "learned": QUARTERS | {"change": "deploy", "retraining": "release"},
            "not learned": QUARTERS | {"change": "deploy"},
        },
        alarms_ratio,
        "false alarms on the day without, as a multiple of those with",
        (2.0, 2000.0),
        "measured here",
        unit="ratio",
        null=1.0,
    ),
    Lesson(
        "slow_attack",
        "A third more logins for hours is below every level of one window; counted over an hour "
        "and against what the hour expects, more of it is found.",
        {
            "isolation forest, five minutes": SLOW | {"detector": "isolation"},
            "residual, an hour": SLOW | {"window": "60"},
        },
        found_more,
        "share of attacks found more, within the budget",
        (0.02, 0.7),
        "measured here",
        "How long the attack lasts: a short one is over before an hour has been counted.",
        unit="share",
    ),
    Lesson(
        "sampling",
        "Sampling a tenth of the lines before mining loses incidents that sampling after it keeps.",
        {
            "before": {"sampling": "before", "sample_share": 0.1},
            "after": {"sampling": "after", "sample_share": 0.1},
        },
        found_more,
        "share of incidents found more, within the budget",
        (0.02, 0.6),
        "mechanism, measured here",
        "How rare the lines are that matter.",
        unit="share",
    ),
    Lesson(
        "tuned_on_the_test",
        "A level tuned for the best F1 on the windows it is judged on promises more than one set "
        "by a quantile of normal windows.",
        {
            "quantile": {"level": "quantile", "quantile": 0.999, "evaluation": "point"},
            "best F1 on the backtest": {"level": "best_f1", "evaluation": "point"},
        },
        lambda first, second: second.reading("f1").seen - first.reading("f1").seen,
        "F1 seen more",
        (0.001, 0.9),
        "mechanism, measured here",
        "How many incidents there are to tune on.",
    ),
)
