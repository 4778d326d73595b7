"""What is read of a feed: of a page, of the year, of authors, of the models and the machines."""

from __future__ import annotations

from data.feed.constants import HEADS
from kit.metric import Metric

POINTS = "score"

NAMES = {
    "like": "likes",
    "repost": "reposts",
    "reply": "replies",
    "reply_back": "replies the author answers",
    "profile": "profile visits",
    "click": "clicks into the conversation",
    "dwell": "stays of two minutes",
    "video": "videos half watched",
    "negative": "not interested, or blocked",
    "report": "reports",
}


def _up(name: str, label: str, help: str, headline: bool = False, unit: str = POINTS) -> Metric:
    return Metric(name, label, unit, "up", help, "value", headline)


def _entropy(head: str) -> Metric:
    return Metric(
        f"ne_{head}",
        f"Normalised entropy: {NAMES[head]}",
        "score",
        "down",
        f"Log loss on {NAMES[head]} over that of always saying their rate, once the mean is set "
        "right; less is better, and the ceiling column holds the floor.",
        "calibration",
    )


PAGE = (
    _up(
        "value",
        "Engagement a page",
        "Points of engagement one page brings in the first weeks, by the weights published in "
        "2023 whatever the design's own; the ceiling ranks by the truth and sees no further.",
        True,
    ),
    Metric(
        "wanted",
        "What people say they want",
        "score",
        "up",
        "How glad readers would say they are of what they looked at, from 0 to 1, with 0.5 for "
        "neither. Nobody's click is asked.",
        "value",
        True,
    ),
    Metric(
        "ndcg",
        "nDCG against true value",
        "score",
        "up",
        "How near a page's order comes to the best order of all posts there are, by true value.",
        "ranking",
    ),
    Metric(
        "ndcg_clicks",
        "nDCG of an order learnt from clicks",
        "score",
        "up",
        "Short lists shown again and again, ordered by clicks with the design's correction for "
        "the place, against the truth.",
        "ranking",
    ),
    Metric(
        "in_network",
        "Looks at followed authors",
        "share",
        "none",
        "The share of looks that goes to authors the reader follows. Published: about half.",
        "volume",
    ),
    Metric(
        "age",
        "Age of the median post",
        "seconds",
        "none",
        "Time since the post shown was written, by its true age; the middle of all looks.",
        "volume",
    ),
    Metric(
        "authors_page",
        "Authors a page",
        "count",
        "up",
        "How many different authors stand on a page.",
        "volume",
    ),
    Metric(
        "topics_page",
        "Topics a page",
        "count",
        "up",
        "How many different topics stand on a page.",
        "volume",
    ),
    Metric(
        "toxic",
        "Toxicity looked at",
        "score",
        "down",
        "Mean true toxicity, 0 to 1, of what was looked at.",
        "harm",
    ),
    Metric(
        "complaints",
        "Complaints per thousand looks",
        "count",
        "down",
        "True rate of blocks, not-interesteds and reports: the feedback few people give.",
        "harm",
    ),
)

YEAR = (
    Metric(
        "engagement_7",
        "Engagement, week 1",
        POINTS,
        "up",
        "Points a user and day over days 1 to 7, those counted who stayed away.",
        "value",
    ),
    _up(
        "engagement_28",
        "Engagement, four-week test",
        "Points a user and day over days 1 to 28: what a usual experiment decides by.",
        True,
    ),
    Metric(
        "engagement_240",
        "Engagement, last week",
        POINTS,
        "up",
        "Points a user and day over the last seven of 240 days.",
        "value",
    ),
    _up(
        "engagement_year",
        "Engagement, 240 days",
        "Points a user and day over all 240 days. The team sees the four weeks of its test and "
        "takes them for the rest; the ceiling is the best policy of a family that knows the truth.",
        True,
    ),
    Metric(
        "actives_7",
        "Actives, week 1",
        "share",
        "up",
        "The share of all users who come on a day of the first week.",
        "value",
    ),
    Metric(
        "actives_28",
        "Actives, week 4",
        "share",
        "up",
        "The share of all users who come on a day of the fourth week.",
        "value",
    ),
    Metric(
        "actives_240",
        "Actives, last week",
        "share",
        "up",
        "The share of all users who come on one of the last seven days. The team sees week 4.",
        "value",
        True,
    ),
)

AUTHORS = (
    Metric(
        "silent",
        "Authors fallen silent",
        "share",
        "down",
        "The share of authors who no longer post when the year ends, for want of an answer. The "
        "team sees who had stopped once its test was over.",
        "harm",
        True,
    ),
    Metric(
        "no_feedback",
        "Authors without feedback",
        "share",
        "down",
        "The share of authors who get no like, repost or reply in the first period, on average.",
        "harm",
    ),
    Metric(
        "gini",
        "Gini of authors' looks",
        "score",
        "none",
        "How unequally looks are shared out: 0 is all alike, 1 is one author. Good authors deserve "
        "more, so compare with the oracle's rather than with zero.",
        "volume",
    ),
    Metric(
        "top_share",
        "Looks of the top 1 %",
        "share",
        "none",
        "The share of looks that goes to the hundredth of authors with most (at least one author).",
        "volume",
    ),
    Metric(
        "coverage",
        "Posts shown to anybody",
        "share",
        "up",
        "Of the first period's posts, the share that stands on at least one page.",
        "volume",
    ),
    Metric(
        "attacked",
        "Reach of the authors under attack",
        "ratio",
        "none",
        "The looks of the authors a campaign aims at, whether it happens or not, over those that "
        "the truth would give them.",
        "volume",
    ),
)

MACHINES = (
    Metric(
        "p99",
        "99th percentile",
        "ms",
        "down",
        "The slowest of a hundred pages, gathered, ranked and mixed.",
        "latency",
    ),
    Metric(
        "cost",
        "Cost per thousand pages",
        "money",
        "down",
        "Processor time of a thousand pages at a public price, nearly all of it the heavy "
        "ranker's.",
        "cost",
    ),
)

METRICS = (*PAGE, *YEAR, *AUTHORS, *map(_entropy, HEADS), *MACHINES)
