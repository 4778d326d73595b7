"""What the churn scenario teaches, each sentence checked by running it."""

from __future__ import annotations

from cases.churn.teaching.effects import (
    any_of_thirty,
    chance_psi,
    delay_ratio,
    dense_f1,
    expected_less_true,
    lies_more_than_it_suffers,
    linear_gains_more,
    loses_more_than_dummy,
    missed,
    months_later,
    of_clairvoyant,
    part_of_the_way,
    promised_after,
    psi_alarms,
    rings_for_nothing,
    seen_below_true,
    sooner_than_possible,
    stepped,
    surer_with_rows,
)
from kit.case import Lesson
from kit.choice import Changes
from kit.effects import gain, promise, reads

SMALL: Changes = {"size": "small"}
PRICE: Changes = {**SMALL, "drift": "price"}
PRIOR: Changes = {**SMALL, "drift": "prior"}
MONTHLY: Changes = {"retraining": "schedule", "retrain_every": 1}
CAMPAIGN: Changes = {
    **SMALL,
    "drift": "campaign",
    "response": "aligned",
    "retraining": "schedule",
    "horizon": 1,
    "capacity": 0.3,
}
SILENT: Changes = {**SMALL, "missingness": "engagement", "observation_window": 1}
OURS = "measured here"
NANNY = "NannyML's documentation of CBPE (its assumption is that concepts stay); measured here"

LEARNING_LESSONS = (
    Lesson(
        "cancel_page",
        "A feature from inside the outcome window makes the notebook splendid: the AUC seen has "
        "nothing to do with the live one.",
        {"the cancel page at any time": {**SMALL, "leak": "page"}},
        promise("auc"),
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
                "observation_window": 6,
                "horizon": 6,
            }
        },
        promise("auc"),
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
            "alarm": {"drift": "price", "retraining": "alarm"},
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
            "growing": {**PRICE, **MONTHLY, "window_kind": "expanding"},
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
        {"never": PRICE, "online": {**PRICE, "retraining": "online"}},
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

ALIGNED: Changes = {**SMALL, "response": "aligned"}
UPLIFT: Changes = {"targeting": "uplift", "trial_share": 0.2}
BOOSTED: Changes = {**UPLIFT, "uplift_model": "lightgbm"}
VERBRAKEN = "Verbraken et al. 2013 (expected value of a contact); measured here"
FIELD = (
    "Ascarza, Iyengar and Schleicher 2016, a field experiment in which treated customers left "
    "more often; Ascarza 2018"
)

MONEY_LESSONS = (
    Lesson(
        "risk_is_right_where_aligned",
        "Where a contact keeps a fixed part of whoever would leave, ranking by the expected value "
        "of a contact, from risk alone, earns nearly what an oracle does.",
        {"expected value by risk": {**ALIGNED, "targeting": "value"}},
        of_clairvoyant,
        "share of the oracle's profit",
        (0.85, 1.0),
        OURS,
        "response = misaligned: the same rule loses money.",
        unit="share",
    ),
    Lesson(
        "risk_beats_uplift_where_aligned",
        "In that world risk also beats a boosted T-learner, whatever the size of its trial.",
        {
            "T-learner on a trial of all": {**ALIGNED, **BOOSTED, "trial_share": 1.0},
            "risk": {**ALIGNED, "trial_share": 1.0},
        },
        gain("profit"),
        "profit per 1,000 due won by risk",
        (100.0, 2500.0),
        OURS,
        "response = misaligned.",
        unit="money",
    ),
    Lesson(
        "value_beats_risk",
        "Where customers are worth different amounts, the expected value of a contact ranks better "
        "than the chance to leave.",
        {"risk": ALIGNED, "expected value": {**ALIGNED, "targeting": "value"}},
        gain("profit"),
        "profit per 1,000 due won",
        (100.0, 1500.0),
        VERBRAKEN,
        "How far customers' values differ, and response = misaligned.",
        unit="money",
    ),
    Lesson(
        "risk_loses_where_misaligned",
        "Where the disengaged are reminded to go, contacting those most likely to leave loses "
        "money.",
        {"risk": {}},
        reads("profit"),
        "profit per 1,000 due",
        (-3000.0, -300.0),
        f"{OURS}; {FIELD} (direction)",
        "response = aligned.",
        unit="money",
    ),
    Lesson(
        "worse_than_chance",
        "It loses more than contacting as many at random: the better it ranks, the worse.",
        {"at random": {"targeting": "random"}, "risk": {}},
        gain("profit"),
        "profit per 1,000 due, risk less random",
        (-1500.0, -20.0),
        OURS,
        "response = aligned.",
        unit="money",
    ),
    Lesson(
        "contacts_can_drive_away",
        "Then more of those contacted leave than would have.",
        {"risk": {}},
        reads("churn_avoided"),
        "churn avoided per 1,000 contacts",
        (-80.0, -3.0),
        FIELD,
        unit="count",
    ),
    Lesson(
        "linear_uplift_pays",
        "A linear T-learner on a trial of a fifth of the customers earns in the same world.",
        {"uplift": UPLIFT},
        reads("profit"),
        "profit per 1,000 due",
        (50.0, 1500.0),
        OURS,
        "The trial: see the next two.",
        unit="money",
    ),
    Lesson(
        "uplift_wants_simple_learners",
        "On that trial boosted trees earn far less than the linear learner: an effect is a small "
        "difference of two chances.",
        {"boosted": BOOSTED, "linear": UPLIFT},
        gain("profit"),
        "profit per 1,000 due won by the linear learner",
        (50.0, 2500.0),
        OURS,
        "The size of the trial.",
        unit="money",
    ),
    Lesson(
        "uplift_needs_data",
        "With every customer in the trial, five times the rows, the boosted learner earns more.",
        {"a fifth in the trial": BOOSTED, "all of them": {**BOOSTED, "trial_share": 1.0}},
        gain("profit"),
        "profit per 1,000 due won by the larger trial",
        (20.0, 2500.0),
        OURS,
        unit="money",
    ),
    Lesson(
        "everybody_is_too_many",
        "Contacting everybody loses in the misaligned world: most would have stayed and take the "
        "offer.",
        {"everybody": {**SMALL, "targeting": "all"}},
        reads("profit"),
        "profit per 1,000 due",
        (-20_000.0, -4000.0),
        OURS,
        "What a customer is worth, and response = aligned.",
        unit="money",
    ),
    Lesson(
        "everybody_may_pay_where_aligned",
        "Where a contact helps everybody, and a customer is worth $400, even that earns.",
        {"everybody": {**ALIGNED, "targeting": "all", "customer_value": 400.0}},
        reads("profit"),
        "profit per 1,000 due",
        (200.0, 6000.0),
        OURS,
        "At $300 it does not here: what is kept no longer pays for the offers.",
        unit="money",
    ),
)

TINY: Changes = {"size": "tiny"}
LIVE_PRICE: Changes = {"drift": "price"}
ALGEBRA = "algebra; measured here"
RIVER = "river's detectors at their own settings, on 0/1 streams; measured here"

MONITOR_LESSONS = (
    Lesson(
        "labels_are_late",
        "A monitor of labels rings no sooner than a month after the change, when the first windows "
        "that reach into it are over, whatever the window.",
        {f"{h} months": {**LIVE_PRICE, "horizon": h} for h in (1, 3, 6)},
        sooner_than_possible,
        "months from the change to the soonest alarm",
        (1.0, 24.0),
        "mechanism; measured here",
        unit="count",
    ),
    Lesson(
        "longer_windows_later_alarms",
        "The longer the outcome window, the later it can ring.",
        {f"{h} months": {**LIVE_PRICE, "horizon": h} for h in (1, 6)},
        months_later,
        "months between the alarms at windows of one and of six months",
        (1.0, 24.0),
        "mechanism; measured here",
        unit="count",
    ),
    Lesson(
        "expected_auc_misses_it",
        "Expected AUC without labels misses a price rise in most worlds.",
        {"price rise": PRICE},
        missed("cbpe"),
        "share of worlds missed",
        (0.5, 1.0),
        OURS,
        unit="share",
    ),
    Lesson(
        "scores_miss_it",
        "So does the distribution of scores: the same customers get the same scores.",
        {"price rise": PRICE},
        missed("scores"),
        "share of worlds missed",
        (0.5, 1.0),
        OURS,
        "What moves: where inputs do, scores ring at once.",
        unit="share",
    ),
    Lesson(
        "inputs_ring_for_nothing",
        "When everybody uses the service less the model ranks as well as ever, and the monitor of "
        "features rings and rings.",
        {"less use": {**SMALL, "drift": "covariate"}},
        rings_for_nothing,
        "alarms of PSI a world",
        (1.0, 20.0),
        OURS,
        unit="count",
    ),
    Lesson(
        "draw_a_dummy",
        "Fed a few hundred outcomes a month, ADWIN loses more before it rings than a dummy that "
        "rings every six months.",
        {"price rise": PRICE},
        loses_more_than_dummy("adwin"),
        "lost before ADWIN's alarm over lost before the dummy's",
        (1.1, 20.0),
        "the idea of the dummy: river, issue 1963; measured here",
        "The number of outcomes: given thousands it finds the same step.",
        unit="ratio",
    ),
)

DETECTOR_LESSONS = (
    Lesson(
        "adwin_is_quiet",
        "On 8,000 errors at a steady rate ADWIN does not ring.",
        {"any": TINY},
        stepped("adwin", 0.02, 0.05, "false"),
        "false alarms a run",
        (0.0, 0.2),
        RIVER,
        unit="count",
    ),
    Lesson(
        "small_steps_take_long",
        "A step from 2 to 5 % takes ADWIN several times as many rows as one from 2 to 10 %.",
        {"any": TINY},
        delay_ratio((0.02, 0.05), (0.02, 0.10)),
        "rows to the alarm, small step over large",
        (1.5, 20.0),
        RIVER,
        unit="ratio",
    ),
    Lesson(
        "page_hinkley_has_a_scale",
        "Page-Hinkley with its threshold cut to a fifth rings many times on errors at a steady "
        "15 %.",
        {"any": TINY},
        stepped("page_hinkley", 0.15, 0.25, "false", bar=0.2),
        "false alarms a run",
        (3.0, 40.0),
        RIVER,
        "The error rate: at 2 % the same threshold hardly ever rings falsely.",
        unit="count",
    ),
    Lesson(
        "page_hinkley_is_quiet",
        "At its own threshold it hardly rings.",
        {"any": TINY},
        stepped("page_hinkley", 0.15, 0.25, "false"),
        "false alarms a run",
        (0.0, 1.0),
        RIVER,
        unit="count",
    ),
    Lesson(
        "ddm_rings_falsely",
        "DDM rings falsely where errors are rare: its bound starts from a few lucky rows.",
        {"any": TINY},
        stepped("ddm", 0.02, 0.10, "false"),
        "false alarms a run",
        (0.5, 15.0),
        RIVER,
        unit="count",
    ),
    Lesson(
        "eddm_is_nervous",
        "EDDM, which watches the rows between errors, rings on and on at a steady 15 %.",
        {"any": TINY},
        stepped("eddm", 0.15, 0.25, "false"),
        "false alarms a run",
        (5.0, 60.0),
        RIVER,
        unit="count",
    ),
    Lesson(
        "hddm_a_is_slow",
        "HDDM_A needs thousands of rows for a step from 2 to 5 %, where it finds it at all.",
        {"any": TINY},
        stepped("hddm_a", 0.02, 0.05, "delay"),
        "rows to the alarm",
        (2000.0, 8000.0),
        RIVER,
        unit="count",
    ),
    Lesson(
        "hddm_w_misses",
        "HDDM_W at its own settings misses a step from 2 to 10 %.",
        {"any": TINY},
        stepped("hddm_w", 0.02, 0.10, "missed"),
        "missed of six runs",
        (4.0, 6.0),
        RIVER,
        "The rate: at 15 to 25 % it finds it.",
        unit="count",
    ),
    Lesson(
        "kswin_misses",
        "KSWIN compares thirty rows with seventy: a step from 2 to 5 % is lost in them.",
        {"any": TINY},
        stepped("kswin", 0.02, 0.05, "missed", rows=800, runs=2),
        "missed of two runs",
        (1.0, 2.0),
        RIVER,
        unit="count",
    ),
    Lesson(
        "dummy_wins_when_drifts_are_dense",
        "With a drift every 200 rows a dummy has a better F1 than ADWIN.",
        {"any": TINY},
        dense_f1,
        "F1 of the dummy less that of ADWIN",
        (0.1, 1.0),
        "river, issue 1963 (.40 against .00 at fifty drifts); measured here",
    ),
    Lesson(
        "psi_by_chance",
        "Without drift PSI averages (bins - 1)(1/n + 1/m): ten bins of 200 rows give 0.09.",
        {"any": TINY},
        chance_psi(200),
        "mean PSI over the formula",
        (0.85, 1.2),
        ALGEBRA,
        unit="ratio",
    ),
    Lesson(
        "psi_rings_on_small_samples",
        "So on 200 rows a third of the checks exceed the usual 0.1 though nothing has moved.",
        {"any": TINY},
        psi_alarms,
        "share of checks above 0.1",
        (0.2, 0.5),
        OURS,
        "The number of rows: at 1,000 hardly any does.",
        unit="share",
    ),
    Lesson(
        "tests_are_sure_of_trifles",
        "A test asks whether anything moved, not whether it matters: a shift of a twentieth of a "
        "standard deviation is flagged far more often with 100,000 rows than with 1,000.",
        {"any": TINY},
        surer_with_rows,
        "share of checks flagged: difference",
        (0.5, 1.0),
        OURS,
        unit="share",
    ),
    Lesson(
        "thirty_features",
        "Thirty features at a level of 0.05 ring in most checks though none has moved.",
        {"any": TINY},
        any_of_thirty,
        "share of checks with an alarm",
        (0.55, 0.9),
        "algebra: 1 - 0.95^30 is 79 %; measured here, where the test for small samples is careful",
        unit="share",
    ),
)

LESSONS = (*LEARNING_LESSONS, *MONEY_LESSONS, *MONITOR_LESSONS, *DETECTOR_LESSONS)
