"""Named designs of the feed."""

from kit.case import Preset

PRESETS = (
    Preset(
        "long_view",
        "The long view",
        "A head that predicts the survey, a penalty chosen by a long holdout, a boost for small "
        "authors.",
        {
            "penalty_from": "year",
            "quality_weight": 0.5,
            "small_author_boost": 0.5,
            "small_author_slots": 2,
        },
    ),
    Preset(
        "time_order",
        "Time order",
        "Posts by followed authors, newest first; all others after them.",
        {"time_order_share": 1.0, "author_decay": 1.0},
    ),
    Preset(
        "notebook",
        "Straight from a notebook",
        "Posts nobody was shown as negatives, no correction for position, counts over the whole "
        "log, likes only.",
        {
            "negatives": "unseen",
            "position_bias": "none",
            "split": "random",
            "head_weights": "likes",
        },
    ),
    Preset(
        "survey_first",
        "What people say",
        "Weights fitted to the survey; a community's complaints count once.",
        {"head_weights": "survey", "quality_weight": 1.0, "complaints_counted": "once"},
    ),
)
