"""Lessons about rows, probabilities and how they are judged."""

from __future__ import annotations

from cases.ads_funnel.effects import (
    above_floor,
    fill_lost,
    first_week_entropy,
    flattered,
    nothing_moves,
    promise_and_truth,
    ratio,
    seen_calibration,
    share_after_thinning,
    stale,
    true,
    winners_over_candidates,
    worst_calibration,
)
from kit.case import Lesson
from kit.choice import Value

FACEBOOK = "He et al. 2014, Practical lessons from predicting clicks on ads at Facebook"
COURSE = "Ours, after a worked example of a public course"
OURS = "Ours"
RAW: dict[str, Value] = {"recalibration": "none"}

MODEL_LESSONS = (
    Lesson(
        "thinning_inflates",
        "Keep one negative in ten, and clicks look several times as likely as they are.",
        {"a tenth kept, nothing done": RAW},
        seen_calibration,
        "clicks promised over clicks logged",
        (2.0, 10.0),
        FACEBOOK,
        flips="recalibration = formula",
        unit="ratio",
    ),
    Lesson(
        "formula_restores",
        "The formula q = p / (p + (1 - p) / w) gives the probabilities back, down to one negative "
        "in forty.",
        {"w = 0.1": {"keep": 0.1}, "w = 0.025": {"keep": 0.025}},
        worst_calibration,
        "the worse distance of the calibration ratio from 1",
        (0.0, 0.1),
        FACEBOOK,
        flips="too few rows left to learn from",
        unit="ratio",
    ),
    Lesson(
        "thinning_is_cheap",
        "Three negatives in four can be thrown away at next to no loss of normalised entropy.",
        {"all rows": {"keep": 1.0}, "a quarter": {"keep": 0.25}},
        first_week_entropy,
        "relative rise of true normalised entropy in the first live week",
        (-0.02, 0.005),
        FACEBOOK,
        flips="few clicks: with a tenth or less kept, luck in the rows left shows",
        unit="share",
    ),
    Lesson(
        "rate_after_thinning",
        "The click rate after thinning is base / (base + (1 - base) w), not base / w.",
        {"w = 0.1": {}},
        share_after_thinning,
        "clicks among the rows trained on, over the arithmetic",
        (0.98, 1.02),
        COURSE,
        unit="ratio",
    ),
    Lesson(
        "scale_is_harmless",
        "Serve every probability at half its size: who wins, what a click costs and AUC stay.",
        {"as learnt": {}, "halved": {"scale": 0.5}},
        nothing_moves,
        "largest relative change of welfare, revenue and AUC",
        (0.0, 0.005),
        OURS,
        flips="a reserve on the score",
        unit="share",
    ),
    Lesson(
        "scale_meets_a_reserve",
        "As soon as a score is compared with money, a halved probability leaves slots empty.",
        {
            "as learnt": {"reserve_kind": "score", "reserve": 0.2},
            "halved": {"reserve_kind": "score", "reserve": 0.2, "scale": 0.5},
        },
        fill_lost,
        "share of slots that empties",
        (0.03, 1.0),
        OURS,
        unit="share",
    ),
    Lesson(
        "odds_are_no_scale",
        "Forget to undo the thinning and the auction itself changes: probabilities crowd near 1, "
        "bids decide, clicks fall.",
        {"undone": {"keep": 0.025}, "forgotten": {"keep": 0.025, **RAW}},
        ratio("clicks"),
        "relative change of clicks",
        (-1.0, -0.2),
        OURS,
        unit="share",
    ),
    Lesson(
        "winners_curse",
        "Learn from ads shown at random: over all candidates promises are kept better than over "
        "the winners, who won because they were overrated.",
        {"random rows": {"rows": "explored", "explore": "epsilon", "share": 0.2}},
        winners_over_candidates,
        "calibration of winners less that of candidates",
        (0.03, 3.0),
        OURS,
        flips="rows = shown: a model trained on winners is corrected for them",
        unit="ratio",
    ),
    Lesson(
        "entropy_has_a_floor",
        "Normalised entropy 1 knows nothing; 0 cannot be had: the truth itself has a floor.",
        {"linear": {"heavy": "logistic"}, "trees": {}},
        above_floor,
        "least distance of a model to the floor",
        (0.005, 0.3),
        OURS,
        unit="score",
    ),
    Lesson(
        "fresh_models",
        "When creatives wear out, a model that is never retrained goes on promising what they once "
        "brought.",
        {"weekly": {"drift": "fatigue"}, "never": {"drift": "fatigue", "retrain": "never"}},
        stale,
        "promised over true clicks, beyond the weekly model's",
        (0.005, 0.5),
        OURS,
        flips="drift = none: counts are kept fresh anyway, and age matters little. What staleness "
        "costs in welfare is within luck over five weeks",
        unit="share",
    ),
    Lesson(
        "slots_pass_for_merit",
        "Ignore the slot, and being overlooked further down passes for being worse: everything is "
        "promised too little.",
        {"ignored": {"position": "ignored"}},
        lambda run: true(run, "calibration"),
        "calibration of candidates",
        (0.2, 0.8),
        OURS,
        unit="ratio",
    ),
    Lesson(
        "own_click_counted",
        "Let past click rates count the click to be predicted: the log looks better, the truth is "
        "worse.",
        {
            "before the row": {"judged_by": "random"},
            "with it": {"judged_by": "random", "history": "window"},
        },
        promise_and_truth,
        "the smaller of seeming gain and true loss in normalised entropy",
        (0.0, 1.0),
        OURS,
    ),
    Lesson(
        "random_rows_flatter",
        "Judged on random rows of the past the same model looks better than on the week it is for.",
        {"next week": {}, "random rows": {"judged_by": "random"}},
        flattered,
        "fall of normalised entropy as seen",
        (0.005, 1.0),
        OURS,
    ),
    Lesson(
        "order_is_no_price",
        "LambdaRank orders ads and promises nothing: multiplied by money its numbers are wrong.",
        {"boosted trees": {}, "LambdaRank": {"heavy": "lambdarank"}},
        lambda trees, order: true(order, "normalised_entropy") - true(trees, "normalised_entropy"),
        "rise of true normalised entropy",
        (0.05, 5.0),
        OURS,
        flips="recalibration = sigmoid or isotonic",
    ),
)
