"""Situations in which the shipped feed fails: fixes, tempting wrong fixes, degenerate designs."""

from kit.case import Brief, Goal
from kit.choice import Value

REPLIES: dict[str, Value] = {
    "head_weights": "own",
    "w_reply": 200.0,
    "w_reply_back": 200.0,
    "penalty": 1.5,
}

BRIEFS = (
    Brief(
        "people_leave",
        "Engagement is up and people leave",
        "The ranking team has won one four-week test after another. Half a year later fewer people "
        "come than ever. Every test was analysed correctly. What went wrong?",
        {"penalty_from": "test"},
        (
            Goal("actives_240", "at least", 0.57, of="of_ceiling"),
            Goal("engagement_year", "at least", 0.66, of="of_ceiling"),
            Goal("engagement_28", "at least", 0.55, of="of_ceiling"),
        ),
        fixes={
            "choose the penalty by a long holdout": {"penalty_from": "year"},
            "rank by the survey too": {"penalty_from": "none", "quality_weight": 1.0},
        },
        decoys={
            "rank by long stays": {"head_weights": "dwell"},
            "more posts by followed authors": {"followed_share": 0.9},
            "fewer posts by one author": {"author_decay": 0.25},
        },
        degenerate={
            "the highest penalty there is": {"penalty": 4.0},
            "time order for all": {"time_order_share": 1.0},
        },
        debrief="Clickbait is clicked and regretted. Its cost comes slowly, through moods and "
        "visits, after each test has ended. What helps is anything that looks further than "
        "clicks: a longer test, a survey, or a term for what people regret. Too much of "
        "it leaves people nothing to come for. Clickbait wins long stays as well, and "
        "followed authors, or more authors, post it too.",
    ),
    Brief(
        "replies_up",
        "Replies up, actives down",
        "Replies are called the heart of the network, so their weight was raised. There are more "
        "of them now, and fewer people each month. Clickbait is under control.",
        REPLIES,
        (
            Goal("engagement_year", "at least", 0.66, of="of_ceiling"),
            Goal("actives_240", "at least", 0.57, of="of_ceiling"),
        ),
        fixes={
            "weights under which each head brings as much": {"head_weights": "equal"},
            "the weights as they were": {"head_weights": "published"},
        },
        decoys={
            "a higher penalty on clickbait": {"penalty": 3.0},
            "complaints weigh four times as much": {"complaint_weight": 4.0},
            "hide what is likely to be reported": {"report_threshold": 5},
        },
        degenerate={"time order for all": {"time_order_share": 1.0}},
        debrief="Provocation gets replies. A weight multiplies whatever the head predicts, and "
        "this head predicts anger. A penalty on clickbait does not touch that, and "
        "complaints and reports are too rare to make up for it.",
    ),
    Brief(
        "small_authors",
        "Small authors go silent",
        "Every week more authors stop posting. The ranking team says that the remaining ones are "
        "good and readers are content. The creators' team asks what people will read next year.",
        {"penalty": 1.0},
        (
            Goal("silent", "at most", 0.335),
            Goal("engagement_year", "at least", 0.62, of="of_ceiling"),
        ),
        fixes={
            "boost authors whom nobody answers": {"small_author_boost": 1.0},
            "boost them, and reserve four places": {
                "small_author_boost": 1.0,
                "small_author_slots": 4,
            },
        },
        decoys={
            "fewer posts by one author": {"author_decay": 0.25, "author_floor": 0.0},
            "discover random posts": {"discovery": "random"},
            "cap the largest authors": {"author_cap": 2},
        },
        degenerate={"small authors first": {"small_author_boost": 3.0, "small_author_slots": 10}},
        debrief="Author decay and random discovery hardly bring small authors more looks, a cap "
        "brings some, a boost far more. What keeps an author is an answer, so the boost has to go "
        "to those without one. Readers pay for it: little at first, more as it gets stronger.",
    ),
    Brief(
        "brigaded",
        "Some authors disappear",
        "Some authors write that nobody sees them any more. Nobody decided anything against them. "
        "In the log they have more complaints than anyone else.",
        {"drift": "brigade"},
        (
            Goal("attacked", "at least", 0.8),
            Goal("value", "at least", 0.6, of="of_ceiling"),
        ),
        fixes={"count a community's complaints once": {"complaints_counted": "once"}},
        decoys={
            "boost small authors": {"small_author_boost": 1.0},
            "hide what is likely to be reported": {"report_threshold": 5},
            "cap the largest authors": {"author_cap": 3},
        },
        degenerate={"time order for all": {"time_order_share": 1.0}},
        debrief="A complaint weighs as much as hundreds of likes, so a hundredth of the readers "
        "is enough. The model has learnt what it was told, so boosts and caps treat a symptom, "
        "and hiding by reports makes it worse. Count complaints from one community once, before "
        "they reach the training data.",
    ),
)
