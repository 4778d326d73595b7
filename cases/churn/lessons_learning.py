"""Lessons about rows, leaks, drift and retraining."""

from __future__ import annotations

from cases.churn.effects import (
    expected_less_true,
    gain,
    lies_more_than_it_suffers,
    linear_gains_more,
    part_of_the_way,
    promise,
    promised_after,
    reads,
    seen_below_true,
)
from kit.case import Lesson
from kit.choice import Changes

SMALL: Changes = {"size": "small"}
PRICE: Changes = {**SMALL, "drift": "price"}
PRIOR: Changes = {**SMALL, "drift": "prior"}
MONTHLY: Changes = {"policy": "every", "every": 1}
CAMPAIGN: Changes = {
    **SMALL,
    "drift": "campaign",
    "response": "aligned",
    "policy": "every",
    "horizon": 1,
    "budget": 0.3,
}
SILENT: Changes = {**SMALL, "missing_is": "engagement", "observe": 1}
OURS = "measured here"
NANNY = "NannyML's documentation of CBPE (its assumption is that concepts stay); measured here"

LEARNING_LESSONS = (
    Lesson(
        "cancel_page",
        "A feature from inside the outcome window makes the notebook splendid: the AUC seen has "
        "nothing to do with the live one.",
        {"the cancel page at any time": {**SMALL, "leak": "page"}},
        promise,
        "AUC promised beyond what there is",
        (0.12, 0.3),
        OURS,
        "How far past the snapshot the feature looks.",
    ),
    Lesson(
        "cancel_page_promises_too_little",
        "Live, the page is not visited yet, and such a model promises less than half of the churn "
        "there is.",
        {"the cancel page at any time": {**SMALL, "leak": "page"}},
        reads("calibration"),
        "churn promised over churn seen",
        (0.2, 0.6),
        OURS,
        unit="ratio",
    ),
    Lesson(
        "overlapping_window",
        "A usage window that reaches a month into the outcome lies more about the model than it "
        "harms it.",
        {"honest": SMALL, "dated a month late": {**SMALL, "leak": "dated"}},
        lies_more_than_it_suffers,
        "AUC added to what is seen, less AUC taken from what is true",
        (0.01, 0.2),
        OURS,
    ),
    Lesson(
        "copies_of_a_customer",
        "With snapshots of one customer on both sides of a random split, an unlimited tree finds "
        "again what it has learnt by heart.",
        {
            "random rows": {
                **SMALL,
                "model": "deep",
                "split": "rows",
                "observe": 6,
                "horizon": 6,
            }
        },
        promise,
        "AUC promised beyond what there is",
        (0.03, 0.3),
        OURS,
        "The model: one that cannot learn rows by heart promises hardly more than it keeps.",
    ),
    Lesson(
        "stale_after_a_price_rise",
        "When a price rise changes who leaves, a model that is never replaced loses what monthly "
        "retraining wins back.",
        {"never": PRICE, "monthly": {**PRICE, **MONTHLY}},
        gain("auc_after"),
        "AUC won back after the change",
        (0.03, 0.15),
        OURS,
        "What moves: if only inputs or rates do, there is nothing to win back.",
    ),
    Lesson(
        "nothing_to_win_back",
        "When more leave of all kinds, the old model ranks as well as a new one.",
        {"never": PRIOR, "monthly": {**PRIOR, **MONTHLY}},
        gain("auc_after"),
        "AUC won by retraining",
        (-0.015, 0.015),
        OURS,
    ),
    Lesson(
        "expected_auc_is_blind",
        "A model's own chances say nothing of a price rise: its expected AUC stays above the true.",
        {"price rise": PRICE},
        expected_less_true,
        "expected less true AUC after the change",
        (0.03, 0.15),
        NANNY,
        "The kind of change: under new inputs or new rates it stays close.",
    ),
    Lesson(
        "expected_auc_follows_inputs",
        "When everybody uses the service less, expected and true AUC stay together.",
        {"less use": {**SMALL, "drift": "covariate"}},
        expected_less_true,
        "expected less true AUC after the change",
        (-0.035, 0.035),
        NANNY,
    ),
    Lesson(
        "rates_are_not_followed",
        "When twice as many leave, expected AUC holds and the churn promised falls far short.",
        {"more leave": PRIOR},
        promised_after,
        "churn promised over churn seen after the change",
        (0.35, 0.8),
        OURS,
        unit="ratio",
    ),
    Lesson(
        "calendar_for_nothing",
        "While nothing changes, twenty-nine retrainings in thirty months win no AUC.",
        {"never": SMALL, "monthly": {**SMALL, **MONTHLY}},
        gain("auc"),
        "change in AUC",
        (-0.012, 0.008),
        OURS,
        "Drift: after a price rise the same calendar is worth its price.",
    ),
    Lesson(
        "alarm_retrains_too_soon",
        "A retraining when the alarm rings learns mostly from before the change: it gets part of "
        "what monthly retraining wins, at a fraction of the retrainings.",
        {
            "never": {"drift": "price"},
            "alarm": {"drift": "price", "policy": "alarm"},
            "monthly": {"drift": "price", **MONTHLY},
        },
        part_of_the_way,
        "share of the calendar's gain in AUC",
        (0.15, 0.95),
        OURS,
        "The training window: the shorter, the less of the old world is left in it.",
        unit="share",
    ),
    Lesson(
        "forgetting_helps",
        "After a price rise a training window that slides beats one that forgets nothing.",
        {
            "growing": {**PRICE, **MONTHLY, "span": "expanding"},
            "sliding": {**PRICE, **MONTHLY},
        },
        gain("auc_after"),
        "AUC won by forgetting",
        (0.005, 0.08),
        OURS,
        "Drift: where nothing moves, older rows do no harm.",
    ),
    Lesson(
        "online_follows",
        "A linear model that takes a few steps a month follows the change without a retraining.",
        {"never": PRICE, "online": {**PRICE, "policy": "online"}},
        gain("auc_after"),
        "AUC won after the change",
        (0.03, 0.15),
        OURS,
        "The step: a larger one follows sooner and is noisier.",
    ),
    Lesson(
        "campaign_in_the_labels",
        "Who was contacted and kept is no leaver: models that learn from such labels promise less "
        "churn than those that learn from a hold-out.",
        {
            "all labels": CAMPAIGN,
            "hold-out": {**CAMPAIGN, "learn_from": "holdout"},
        },
        gain("calibration"),
        "churn promised over churn seen without contacts: difference",
        (0.06, 0.5),
        OURS,
        "How many are contacted, and what a contact changes.",
        unit="ratio",
    ),
    Lesson(
        "campaign_lowers_seen_auc",
        "A campaign that works makes its own model look worse: those ranked first no longer leave.",
        {"all labels": CAMPAIGN},
        seen_below_true,
        "AUC without contacts less AUC on the labels seen",
        (0.01, 0.15),
        OURS,
    ),
    Lesson(
        "dropping_is_a_choice_of_customers",
        "Where those who lost interest leave surveys unanswered, training on complete rows only "
        "learns from the content and promises too little churn.",
        {"complete rows": {**SILENT, "missing": "drop"}, "mean": SILENT},
        gain("calibration"),
        "churn promised over seen: what filling restores",
        (0.06, 0.4),
        OURS,
        "Why values are missing: at random, dropping loses rows and little else.",
        unit="ratio",
    ),
    Lesson(
        "outliers_trouble_linear_models",
        "Logarithms of what is skewed help a linear model; a tree asks for order only.",
        {
            "linear": {**SMALL, "outliers": "keep"},
            "linear, logs": SMALL,
            "tree": {**SMALL, "model": "tree", "outliers": "keep"},
            "tree, logs": {**SMALL, "model": "tree"},
        },
        linear_gains_more,
        "AUC a linear model gains beyond a tree",
        (0.0, 0.04),
        OURS,
    ),
)
