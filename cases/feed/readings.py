"""Every reading of the feed: what it means, its formula, and where it is read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

import cases.feed.evidence as evidence
from cases.feed.ceilings import Ceilings
from cases.feed.decide import NAMES
from cases.feed.evidence import AXIS, per
from cases.feed.judged import FirstPages, Pairs
from cases.feed.live import Year
from cases.feed.position_bias import ClickLists
from cases.feed.serving import DEADLINE
from data.feed import Feed
from data.feed.constants import HEADS
from kit.metric import Metric, Spread
from kit.readings import tracks
from kit.service import HEADROOM, MISSED_DEADLINE, P99, SERVING_COST, Timed, service_tracks
from pipelines.evaluation.ranking_metrics import ginis
from pipelines.evaluation.tally import Formula
from pipelines.evaluation.uncertainty import Resamples
from pipelines.readout import Readout

RESAMPLES = 120
EMPTY = "No post reaches any page."
WORTHLESS = "No post of the period is worth anything to anybody."
NO_HEADS = "This model does not say how likely each engagement is."
ONE_CLASS = "The rows judged hold none of these, or nothing else."
UNEVEN = ("gini", "top_share", "coverage")
"""Readings that are lower or higher under resamples, where some readers count for several."""


SPREADS = {
    "value": Spread(6.9, 11.4),
    "wanted": Spread(15.0, 8.5),
    "engagement_7": Spread(3.8, 6.0),
    "engagement_28": Spread(6.8, 10.0),
    "engagement_240": Spread(4.5, 4.0),
    "engagement_year": Spread(7.7, 4.7),
    "actives_7": Spread(1.3, 1.5),
    "actives_28": Spread(2.0, 2.2),
    "actives_240": Spread(4.1, 3.4),
    "ndcg": Spread(6.3, 7.5),
    "in_network": Spread(4.0, 4.5),
    "age": Spread(12.0, 5.4),
    "authors_page": Spread(6.0, 5.5),
    "topics_page": Spread(5.0, 3.5),
    "toxic": Spread(12.5, 6.7),
    "complaints": Spread(7.2, 5.6),
    "gini": Spread(9.0, 9.0),
    "top_share": Spread(4.5, 4.0),
    "coverage": Spread(4.0, 3.5),
    "attacked": Spread(9.0, 8.0),
    "silent": Spread(1.3, 1.4),
    "no_feedback": Spread(1.3, 1.5),
    "ndcg_clicks": Spread(1.2, 1.0),
}
"""How much wider than readers alone a reading varies over worlds, mostly by who its authors are.

The larger of what 40 seeds of the smallest feed and 7 of the default one showed; six changes of
the design for differences.
"""
OF_HEADS = dict.fromkeys(HEADS, Spread(7.0, 5.5)) | {
    "reply_back": Spread(10.0, 8.0),
    "profile": Spread(10.0, 8.0),
    "negative": Spread(10.0, 8.0),
    "report": Spread(40.0, 10.0),
}
"""The same for the entropy of each head; the rare ones vary most."""


def _value(
    name: str,
    label: str,
    help: str,
    formula: Formula | None = None,
    *,
    unit: str = "score",
    headline: bool = False,
) -> Metric:
    """What the business wants more of; by default a mean over readers."""
    mean = formula or per(name, "readers")
    return Metric(name, label, unit, "up", help, "value", headline, mean, spread=SPREADS[name])


def _volume(name: str, label: str, unit: str, help: str, formula: Formula) -> Metric:
    """What is neither good nor bad by itself."""
    return Metric(name, label, unit, "none", help, "volume", formula=formula, spread=SPREADS[name])


READERS = (
    _value(
        "value",
        "Engagement per page",
        "Points of engagement that one page brings in the first weeks, by the weights published "
        "in 2023 whatever the design's own are. The ceiling ranks by the truth and looks no "
        "further ahead. Decides between rankers.",
        per("value", "readers"),
        headline=True,
    ),
    _value(
        "wanted",
        "What people say they want",
        "How glad readers would say they are of what they looked at, from 0 to 1; 0.5 is neither. "
        "No click is counted. Decides whether engagement is worth having.",
        per("gladness", "readers asked"),
        headline=True,
    ),
    _value(
        "engagement_28",
        "Engagement, four-week test",
        "Points per user and day over days 1 to 28: what a usual experiment decides by.",
        headline=True,
    ),
    _value(
        "engagement_year",
        "Engagement, 240 days",
        "Points per user and day over all 240 days. The team sees the four weeks of its test and "
        "takes them for the rest; the ceiling is the best policy of a family that knows the truth.",
        headline=True,
    ),
    _value(
        "actives_240",
        "Active users, last week",
        "The share of all users who come on one of the last seven days. The team sees week 4.",
        unit="share",
        headline=True,
    ),
    _value(
        "engagement_7",
        "Engagement, week 1",
        "Points per user and day over days 1 to 7; users who stay away count as 0. What clickbait "
        "wins at first.",
    ),
    _value(
        "engagement_240",
        "Engagement, last week",
        "Points per user and day over the last seven of 240 days. Decides whether what the test "
        "won has lasted.",
    ),
    _value(
        "actives_7",
        "Active users, week 1",
        "The share of all users who come on a day of the first week: what later weeks are "
        "compared with.",
        unit="share",
    ),
    _value(
        "actives_28",
        "Active users, week 4",
        "The share of all users who come on a day of the fourth week.",
        unit="share",
    ),
    Metric(
        "ndcg",
        "nDCG against true value",
        "score",
        "up",
        "How near a page's order comes to the best order of all posts there are, by true value. "
        "Decides how much a better ranker could gain.",
        "ranking",
        formula=per("gain", "can gain"),
        spread=SPREADS["ndcg"],
    ),
    _volume(
        "in_network",
        "Looks at followed authors",
        "share",
        "The share of looks that goes to authors the reader follows. Published: about half. "
        "Decides the mix of sources.",
        per("looks at followed", "looks"),
    ),
    _volume(
        "age",
        "Age of the median post",
        "seconds",
        "Time since the post was written, by its true age; half of all looks go to newer posts. "
        "Decides the half-life.",
        evidence.median_age,
    ),
    *(
        Metric(
            f"{what}_page",
            f"{what.title()} per page",
            "count",
            "up",
            f"How many different {what} there are on a page. Decides how far to vary pages.",
            "volume",
            formula=per(f"{what} on a page", "readers"),
            spread=SPREADS[f"{what}_page"],
        )
        for what in ("authors", "topics")
    ),
    Metric(
        "toxic",
        "Toxicity looked at",
        "score",
        "down",
        "Mean true toxicity, from 0 to 1, of what was looked at. Decides how much complaints "
        "should weigh.",
        "harm",
        formula=per("toxicity", "looks"),
        spread=SPREADS["toxic"],
    ),
    Metric(
        "complaints",
        "Complaints per thousand looks",
        "count",
        "down",
        'True rate of blocks, of "not interested" and of reports: feedback that few people give. '
        "Decides how much it should weigh.",
        "harm",
        formula=per("complaints", "looks", 1000.0),
        spread=SPREADS["complaints"],
    ),
    _volume(
        "gini",
        "Gini coefficient of authors' looks",
        "score",
        "How unequally looks are shared: 0 is all alike, 1 is one author. Good authors deserve "
        "more, so compare with what the truth would give, not with 0.",
        lambda sums: ginis(sums["looks by author"]),
    ),
    _volume(
        "top_share",
        "Looks of the top 1 % of authors",
        "share",
        "The share of looks that goes to the hundredth of authors with most (at least one "
        "author). Decides whether a cap is needed.",
        evidence.top_share,
    ),
    Metric(
        "coverage",
        "Posts shown to anybody",
        "share",
        "up",
        "Of the first period's posts, the share that is on at least one page. Decides whether "
        "authors can be found at all.",
        "volume",
        formula=lambda sums: np.sign(sums["looks by post"]).mean(axis=-1),
        spread=SPREADS["coverage"],
    ),
    _volume(
        "attacked",
        "Reach of the authors under attack",
        "ratio",
        "The looks of the authors a campaign aims at, whether it happens or not, over those that "
        "the truth would give them. Decides how to count complaints.",
        lambda sums: sums["looks at attacked"] / sums["looks"] / sums["deserved"],
    ),
    *(
        Metric(
            f"ne_{head}",
            f"Normalised entropy: {NAMES[head]}",
            "score",
            "down",
            f"Log loss on {NAMES[head]} over that of always predicting their rate, once the mean "
            "is corrected. Above 1 a head knows less than the rate; the ceiling is that of the "
            "true probabilities. Decides which heads can be relied on.",
            "calibration",
            formula=evidence.normalised_entropy(head),
            spread=OF_HEADS[head],
        )
        for head in HEADS
    ),
)

AUTHORS = (
    Metric(
        "silent",
        "Authors fallen silent",
        "share",
        "down",
        "The share of authors who no longer post when the year ends, because nobody answered. The "
        "team sees how many had stopped when its test was over. Decides what small authors need.",
        "harm",
        True,
        per("silent", "authors"),
        spread=SPREADS["silent"],
    ),
    Metric(
        "no_feedback",
        "Authors without feedback",
        "share",
        "down",
        "The share of authors who get no like, repost or reply in the first period, on average. "
        "They are the ones who stop.",
        "harm",
        formula=per("unanswered", "authors"),
        spread=SPREADS["no_feedback"],
    ),
)

LISTS = (
    Metric(
        "ndcg_clicks",
        "nDCG of an order learnt from clicks",
        "score",
        "up",
        "An experiment apart from the feed: short lists are shown many times and ordered by "
        "clicks, with the design's correction for the place; compared with the true order. "
        "Decides between corrections.",
        "ranking",
        formula=per("ndcg", "lists"),
        spread=SPREADS["ndcg_clicks"],
    ),
)

SERVING = (
    replace(P99, label="Time to a page, 99th percentile"),
    MISSED_DEADLINE,
    HEADROOM,
    replace(SERVING_COST, label="Serving cost per million pages"),
)

METRICS = (*READERS, *AUTHORS, *LISTS, *SERVING)


def readings(
    feed: Feed,
    year: Year,
    first_pages: FirstPages,
    random_pairs: Pairs,
    held_back: Pairs,
    ceilings: Ceilings,
    click_lists: ClickLists,
    serving: Timed,
    *,
    penalty_from: str,
    position_bias: str,
) -> Readout:
    """Read every metric at every penalty, as seen and as true, with intervals."""
    readers, authors, lists = (
        Resamples.draw(count, seed=feed.seed, world="feed", resamples=RESAMPLES)
        for count in (feed.constants.users, feed.constants.authors, len(click_lists.shown))
    )
    found = tracks(
        READERS,
        evidence.of_readers(feed, year, first_pages, random_pairs, held_back, ceilings, readers),
        why=_why(len(random_pairs.said) > 0),
        centred=UNEVEN,
    )
    found |= tracks(AUTHORS, evidence.of_authors(feed, year, authors))
    clicks = evidence.of_lists(click_lists.ndcg[position_bias], lists)
    found |= tracks(LISTS, clicks, ceilings={"ndcg_clicks": 1.0})
    p99 = serving.served.p99
    found |= service_tracks(serving, DEADLINE, seen_p99=p99.value if p99 else np.nan)
    marks = {
        "best in the test": int(np.argmax(found["engagement_28"].true)),
        "best over the year": int(np.argmax(found["engagement_year"].true)),
    }
    at = {"test": marks["best in the test"], "year": marks["best over the year"]}
    return Readout(AXIS, at.get(penalty_from, 0), found, marks, readers.name)


def _why(heads: bool) -> dict[str, str]:
    """The reason for which each reading may be missing."""
    of_heads = {f"ne_{head}": ONE_CLASS if heads else NO_HEADS for head in HEADS}
    return {**dict.fromkeys((m.name for m in READERS), EMPTY), **of_heads, "ndcg": WORTHLESS}
