"""Situations in which the shipped feed fails, with a way out, a wrong one and a sham."""

from kit.case import Brief, Goal
from kit.choice import Value

REPLIES: dict[str, Value] = {
    "scheme": "own",
    "w_reply": 200.0,
    "w_reply_back": 200.0,
    "penalty": 1.5,
}

BRIEFS = (
    Brief(
        "people_leave",
        "Engagement is up and people leave",
        "The ranking team has won one four-week test after another. Half a year later fewer people "
        "come than ever. Every test was right, they say. What was wrong?",
        {"aim": "test"},
        (
            Goal("actives_240", "at least", 0.57, of="of_ceiling"),
            Goal("engagement_year", "at least", 0.66, of="of_ceiling"),
            Goal("engagement_28", "at least", 0.55, of="of_ceiling"),
        ),
        fixes={
            "set the penalty by the year": {"aim": "year"},
            "let the survey speak": {"aim": "none", "quality": 1.0},
        },
        decoys={
            "rank by long stays": {"scheme": "dwell"},
            "more from whom they follow": {"followed_share": 0.9},
            "fewer posts of one author": {"decay": 0.25},
        },
        degenerate={
            "the highest penalty there is": {"penalty": 4.0},
            "time order for all": {"chronological": 1.0},
        },
        debrief="Bait is clicked and regretted. What it costs comes back slowly, through moods and "
        "visits, so each test ends before the bill. Longer tests, a survey, or a term for what "
        "people regret: anything that looks further than the clicks. Too much of it gives people "
        "nothing to come for.",
    ),
    Brief(
        "replies_up",
        "Replies up, actives down",
        "Replies are said to be the heart of the network, so their weight was raised. There are "
        "more of them now, and fewer people each month. Clickbait is under control.",
        REPLIES,
        (
            Goal("engagement_year", "at least", 0.66, of="of_ceiling"),
            Goal("actives_240", "at least", 0.57, of="of_ceiling"),
        ),
        fixes={
            "weights that let each head bring as much": {"scheme": "equal"},
            "the weights as they were": {"scheme": "published"},
        },
        decoys={
            "a higher penalty on bait": {"penalty": 3.0},
            "complaints count four times": {"complaint": 4.0},
            "hide what is likely to be reported": {"report_threshold": 5},
        },
        degenerate={"time order for all": {"chronological": 1.0}},
        debrief="What provokes is replied to. A weight multiplies whatever the head predicts, and "
        "this head predicts anger. A penalty on another harm does not touch it, and complaints are "
        "too rare to.",
    ),
    Brief(
        "small_authors",
        "Small authors go silent",
        "Every week more authors stop. Those who are left are good, says the ranking team, and "
        "readers are content. Authors' relations ask what readers will read next year.",
        {"penalty": 1.0},
        (
            Goal("silent", "at most", 0.335),
            Goal("engagement_year", "at least", 0.62, of="of_ceiling"),
        ),
        fixes={
            "lift authors whom nobody answers": {"boost": 1.0},
            "lift them, and keep four places": {"boost": 1.0, "guarantee": 4},
        },
        decoys={
            "fewer posts of one author": {"decay": 0.25, "floor": 0.0},
            "discovery by lot": {"discovery": "random"},
            "hold back the largest": {"cap": 2},
        },
        degenerate={"small authors first": {"boost": 3.0, "guarantee": 10}},
        debrief="Author decay spreads looks within a page, and mostly among those who had them. "
        "What keeps a small author is an answer, so the lift has to go to those without one. "
        "Readers pay for it, little at first and more the stronger it gets.",
    ),
    Brief(
        "brigaded",
        "Brigaded",
        "Some authors write that nobody sees them any more. Nothing was decided against them. In "
        "the log they have more complaints than anybody.",
        {"drift": "brigade"},
        (
            Goal("attacked", "at least", 0.8),
            Goal("value", "at least", 0.6, of="of_ceiling"),
        ),
        fixes={"count a corner's complaints once": {"discount": "on"}},
        decoys={
            "lift small authors": {"boost": 1.0},
            "hide what is likely to be reported": {"report_threshold": 5},
            "hold back the largest": {"cap": 3},
        },
        degenerate={"time order for all": {"chronological": 1.0}},
        debrief="A complaint weighs as much as hundreds of likes, so a hundredth of the readers is "
        "enough. The model has learnt what it was told. Count what comes from one corner as one "
        "voice, before it reaches the training data.",
    ),
)
