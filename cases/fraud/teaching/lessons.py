"""What the fraud scenario teaches, each sentence an experiment that runs."""

from __future__ import annotations

from cases.fraud.teaching.effects import (
    alert_precision,
    auc_hides,
    constant_is_accurate,
    fall_with_delay,
    false_promise_removed,
    leaky_below_honest,
    over_best_single,
    restored,
    weak_learner_pays,
)
from kit.case import Lesson
from kit.choice import Changes
from kit.effects import gain, promise, ratio, reads

HANDBOOK = "Fraud Detection Handbook (Le Borgne et al.)"
PUBLISHED: Changes = {"world": "handbook", "size": "small"}
LARGER: Changes = {"world": "handbook"}


TREE5: Changes = {"model": "shallow_tree", "depth": 5}
LOGISTIC: Changes = {"model": "logistic"}
NEW_TRICK: Changes = {"drift": "new_mechanism", "severity": 2}
ENCODED: Changes = {"features": "encoded", "split": "random"}

LESSONS = (
    Lesson(
        "constant",
        "A model that calls every payment genuine is as accurate as frauds are rare; its average "
        "precision is the fraud rate and its AUC one half.",
        {"all genuine": {"model": "constant"}},
        constant_is_accurate,
        "distance from the three identities",
        (0.0, 1e-9),
        "identity",
        null=None,
    ),
    Lesson(
        "areas_disagree",
        "ROC AUC and average precision judge the same two models differently: an unlimited tree "
        "looks as good as a tree of depth 2 or better by AUC, and loses by average precision.",
        {"depth 2": LARGER | {"model": "shallow_tree"}, "unlimited": LARGER | {"model": "tree"}},
        auc_hides,
        "share of average precision lost beyond the share of AUC lost",
        (0.08, 0.6),
        f"{HANDBOOK}, chapter 5",
        "Average precision looks at the alerts one can act on, AUC at all payments; where frauds "
        "are common the two agree.",
        unit="share",
    ),
    Lesson(
        "real_is_harder",
        "The same pipeline is far worse on rarer, better hidden fraud: a result on a simulator "
        "holds for that simulator.",
        {"handbook world": LARGER, "real-life prevalence": {"world": "real"}},
        ratio("average_precision"),
        "average precision, as a share of that in the handbook's world",
        (0.0, 0.75),
        f"{HANDBOOK}: on real cards XGBoost's average precision was .095",
        "The world: how rare fraud is, how much of a compromised terminal's trade it makes up.",
        null=1.0,
    ),
    Lesson(
        "undersampling_keeps_auc",
        "Undersampling to 1:1 leaves a linear model's ROC AUC about where it was.",
        {
            "as it is": LARGER | LOGISTIC,
            "undersampled": LARGER | LOGISTIC | {"resampling": "under"},
        },
        gain("roc_auc"),
        "change in ROC AUC",
        (-0.03, 0.03),
        "measured here; see also Dal Pozzolo et al. 2015",
        null=None,
    ),
    Lesson(
        "undersampling_costs_precision",
        "Undersampling to 1:1 costs a linear model average precision.",
        {
            "as it is": LARGER | LOGISTIC,
            "undersampled": LARGER | LOGISTIC | {"resampling": "under"},
        },
        gain("average_precision"),
        "change in average precision",
        (-0.3, -0.03),
        "measured here",
        "The ratio: with ten or more genuine payments to a fraud, most of it comes back.",
    ),
    Lesson(
        "undersampling_inflates",
        "Undersampling to 1:1 inflates the fraud a linear model promises some twentyfold.",
        {"undersampled": LARGER | LOGISTIC | {"resampling": "under"}},
        reads("calibration"),
        "fraud predicted over actual fraud",
        (10.0, 40.0),
        "measured here; the odds are multiplied by one over the share of genuine rows kept",
        "The ratio: at 1:1 the odds grow by the inverse of the fraud rate.",
        unit="ratio",
        null=1.0,
    ),
    Lesson(
        "prior_correction",
        "One formula undoes the inflation of undersampling, though not what it cost in ranking.",
        {
            "undersampled": LARGER | LOGISTIC | {"resampling": "under"},
            "corrected": LARGER | LOGISTIC | {"resampling": "under", "prior_correction": "on"},
        },
        restored,
        "share of the inflation undone, in logarithms",
        (0.7, 1.0),
        "Dal Pozzolo et al. 2015",
        "How many rows are left to fit: with few, some scores are extreme and stay so. After SMOTE "
        "the formula is wrong.",
        unit="share",
    ),
    Lesson(
        "smote_on_boosting",
        "SMOTE inside the training part adds nothing worth its cost to boosted trees: average "
        "precision stays within a few points, and what they promise is inflated.",
        {"as it is": LARGER, "SMOTE": LARGER | {"resampling": "smote"}},
        gain("average_precision"),
        "change in average precision",
        (-0.2, 0.05),
        "Elor and Averbuch-Elor 2022 (on XGBoost and CatBoost)",
        "The learner: on weak ones SMOTE moves ranking a great deal, in either direction.",
        null=None,
    ),
    Lesson(
        "smote_on_weak_tree",
        "On a weak tree SMOTE lowers average precision.",
        {"as it is": PUBLISHED | TREE5, "SMOTE": PUBLISHED | TREE5 | {"resampling": "smote"}},
        weak_learner_pays,
        "average precision lost",
        (0.02, 0.6),
        f"{HANDBOOK}, chapter 6; van den Goorbergh et al. 2022 (logistic regression)",
        "The learner and the metric: judged by AUC the same step can look like a gain.",
    ),
    Lesson(
        "one_dataset_is_no_law",
        "A tree with SMOTE gained a little card precision on the handbook's simulated payments "
        "(.284 to .289 at 100 cards) and lost it on its real ones (.232 to .168); in our rebuild "
        "of that simulator it gains nothing. One dataset is no law.",
        {"as it is": LARGER | TREE5, "SMOTE": LARGER | TREE5 | {"resampling": "smote"}},
        gain("card_precision"),
        "change in card precision",
        (-0.4, 0.01),
        f"{HANDBOOK}, chapter 6, for the figures in brackets",
        "The world, the depth and the ratio.",
        unit="share",
        null=None,
    ),
    Lesson(
        "weakest_balance_is_best",
        "If a forest is balanced at all, the weakest balancing is best.",
        {
            "1:1": PUBLISHED | {"model": "forest", "resampling": "under"},
            "1:50": PUBLISHED | {"model": "forest", "resampling": "under", "ratio": 0.02},
        },
        gain("average_precision"),
        "average precision won by the weaker balance",
        (0.05, 0.6),
        f"{HANDBOOK}, chapter 6: balanced forests were best at the ratio .01",
    ),
    Lesson(
        "smote_before_split",
        "SMOTE before the split makes a promise of nearly 1 that has nothing to do with the live "
        "model.",
        {"SMOTE first": PUBLISHED | {"resampling": "smote", "resampled_rows": "all"}},
        promise("average_precision"),
        "average precision promised beyond what there is",
        (0.15, 1.0),
        "imbalanced-learn's documentation, common pitfalls; measured here",
        "None: blends of training rows are in the validation part whatever the world.",
    ),
    Lesson(
        "random_split_with_encoding",
        "A random split with target encoding of terminals promises average precision that the "
        "future does not have: validation rows belong to frauds the encoding has seen.",
        {"encoding, random split": PUBLISHED | ENCODED},
        promise("average_precision"),
        "average precision promised beyond what there is",
        (0.3, 1.0),
        "measured here",
        "The split: by time the promise falls to the truth.",
    ),
    Lesson(
        "random_split_with_honest_features",
        "With features counted from reports, a random split overstates far less than with target "
        "encoding.",
        {
            "encoding, random split": PUBLISHED | ENCODED,
            "reports, random split": PUBLISHED | {"split": "random"},
        },
        false_promise_removed,
        "how much smaller the false part of the promise is",
        (0.15, 1.0),
        "measured here",
    ),
    Lesson(
        "delay_in_features",
        "Ignoring the label delay in risk features raises what is promised and lowers what is "
        "true: live, the features are not those the model learnt from.",
        {
            "delay respected": PUBLISHED,
            "delay ignored": PUBLISHED | {"delay_in_features": "ignored"},
        },
        leaky_below_honest,
        "smaller of what the promise gains and what the truth loses",
        (0.02, 0.6),
        "measured here",
        "The delay: without any, both ways of counting are the same.",
    ),
    Lesson(
        "delay_moves_the_ceiling",
        "The later the labels, the lower the ceiling for anybody.",
        {
            "at once": PUBLISHED | {"delay": 0},
            "7 days": PUBLISHED | {"delay": 7},
            "30 days": PUBLISHED | {"delay": 30},
        },
        fall_with_delay,
        "smallest drop of the attainable average precision between two delays",
        (0.03, 0.8),
        "measured here, by exact filtering of what is known in time",
    ),
    Lesson(
        "amount_aware",
        "A threshold on expected saving beats every single threshold on probability, even the best "
        "one found in hindsight.",
        {"best single threshold": {}, "amount-aware": {"rule": "amount"}},
        over_best_single,
        "net savings beyond the best single threshold",
        (0.05, 1.0),
        "Elkan 2001",
        "Amounts: where all are alike, both rules are the same.",
        unit="share",
    ),
    Lesson(
        "two_models",
        "One model of the analysts' feedback and one of delayed labels, averaged, list cards more "
        "precisely than one model that takes labels still on their way as genuine.",
        {
            "pooled": LARGER | {"late_labels": "genuine"},
            "two models": LARGER | {"late_labels": "two"},
        },
        alert_precision,
        "card precision won",
        (0.001, 0.5),
        "Dal Pozzolo et al. 2015, 2018 (direction)",
        "What the pooled model is: against one that waits for its labels there is little to win.",
        unit="share",
    ),
    Lesson(
        "depth_by_auc",
        "ROC AUC is a poor judge of depth: a tree of depth 50 keeps nearly all of the AUC of one "
        "of depth 5 and loses a large part of its average precision.",
        {
            "depth 5": LARGER | TREE5,
            "depth 50": LARGER | TREE5 | {"depth": 50},
        },
        auc_hides,
        "share of average precision lost beyond the share of AUC lost",
        (0.15, 0.9),
        f"{HANDBOOK}, chapter 5, where AUC picked depth 50 and average precision 3 to 7",
        "Which depth AUC picks is chance in our worlds; what that choice costs is not.",
        unit="share",
    ),
    Lesson(
        "retraining_meets_a_new_trick",
        "When fraud of a new kind appears, weekly retraining wins back average precision that a "
        "frozen model loses.",
        {
            "frozen": LARGER | NEW_TRICK,
            "weekly": LARGER | NEW_TRICK | {"retraining": "weekly"},
        },
        gain("average_precision"),
        "change in average precision over the live weeks",
        (0.03, 0.6),
        "measured here",
        "What changes: where frauds only get smaller, retraining buys little.",
    ),
)
