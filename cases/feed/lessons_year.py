"""Lessons about what comes later, about authors, and about those who complain."""

from __future__ import annotations

from cases.feed.effects import (
    best_inside,
    crossing,
    kept_authors,
    ratio,
    reach_lost,
    rises,
    spread,
    test_and_year,
)
from kit.case import Lesson
from kit.choice import Value

OURS = "Ours"
TIME_ORDER: dict[str, Value] = {"chronological": 1.0, "decay": 1.0}
REPLIES: dict[str, Value] = {"scheme": "own", "w_reply": 200.0, "w_reply_back": 200.0}

YEAR_LESSONS = (
    Lesson(
        "wins_the_test",
        "Without a clickbait penalty a policy wins the four-week test and loses the year.",
        {"no penalty": {"penalty": 0.0}, "penalty 1.5": {"penalty": 1.5}},
        crossing,
        "the smaller of what it wins in the test and loses over 240 days",
        (0.01, 0.5),
        "After RecSim's long-term satisfaction environment (choc and kale); ours",
        flips="people who forget sooner: then the test sees what the year sees",
        unit="share",
    ),
    Lesson(
        "best_inside",
        "The best penalty lies inside: none and the highest both lose over the year.",
        {"the whole dial": {}},
        best_inside,
        "what the best penalty adds over the better end",
        (0.01, 0.5),
        OURS,
        unit="share",
    ),
    Lesson(
        "test_picks_too_little",
        "Settled by a four-week test, the penalty comes out smaller than the year wants it.",
        {"the whole dial": {}},
        test_and_year,
        "penalty best over the year less penalty best in the test",
        (0.25, 4.0),
        OURS,
        unit="score",
    ),
    Lesson(
        "survey_head",
        "A head that predicts what people would say keeps them, though nobody named clickbait.",
        {"engagement alone": {}, "with the survey's head": {"quality": 1.0}},
        rises("actives_240"),
        "rise of actives at the year's end",
        (0.05, 0.5),
        OURS,
        unit="share",
    ),
    Lesson(
        "time_order",
        "Time order is no cure: over the year it falls short of the best penalty.",
        {"the year's penalty": {"aim": "year"}, "time order": TIME_ORDER},
        ratio("engagement_year"),
        "relative change of engagement over 240 days",
        (-0.6, -0.02),
        OURS,
        unit="share",
    ),
    Lesson(
        "anger",
        "Ranking by engagement shows people more anger than time order does.",
        {"time order": TIME_ORDER, "by engagement": {"decay": 1.0}},
        rises("toxic"),
        "rise of the mean toxicity looked at",
        (0.0, 0.3),
        "Milli et al. 2023, an audit of Twitter's ranking with 806 users",
        flips="small feeds, where whom a reader follows decides more than any score",
        unit="score",
    ),
    Lesson(
        "replies",
        "Weigh replies more, and what provokes them rises.",
        {"as published": {"penalty": 1.5}, "replies at 200": {"penalty": 1.5} | REPLIES},
        rises("toxic"),
        "rise of the mean toxicity looked at",
        (0.005, 0.3),
        OURS,
        unit="score",
    ),
    Lesson(
        "author_decay",
        "Author decay puts more authors on a page and shares looks out more evenly, at a price.",
        {"none": {"decay": 1.0}, "as published": {}},
        spread,
        "engagement a page loses, where both hold",
        (0.0, 0.25),
        "Decay 0.5 and floor 0.25 from twitter/the-algorithm; ours",
        flips="the more posts the largest authors write, the more it costs",
        unit="share",
    ),
    Lesson(
        "lift",
        "A lift for authors whom nobody answers keeps many of them, and readers lose little.",
        {"none": {}, "lifted": {"boost": 1.0}},
        kept_authors,
        "more authors who still post, where a page loses less than a tenth",
        (0.03, 0.5),
        "The sign: LinkedIn's engineering blog on creator-side feedback, 2018; ours",
        unit="share",
    ),
    Lesson(
        "campaign",
        "A hundredth of the readers, complaining in concert, takes a third of an author's reach.",
        {"no campaign": {}, "a campaign": {"drift": "brigade"}},
        reach_lost,
        "share of their looks that the authors lose",
        (0.3, 1.0),
        "Weights as published; twitter/the-algorithm#1386 on mass blocks; ours",
        unit="share",
    ),
    Lesson(
        "one_voice",
        "Count a corner's complaints once, and the campaign does not work.",
        {
            "counted each": {"drift": "brigade"},
            "counted once": {"drift": "brigade", "discount": "on"},
        },
        rises("attacked"),
        "reach the authors under attack win back, of what the truth would give them",
        (0.1, 3.0),
        OURS,
        unit="ratio",
    ),
)
