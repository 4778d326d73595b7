"""What the readings of the recommender measure."""

from __future__ import annotations

from kit.metric import Metric

METRICS = (
    Metric(
        "click_rate",
        "Titles taken",
        "share",
        "up",
        "Of the titles shown, the share that people start: the online click rate. True is what to "
        "expect of them all; seen is one week of the dashboard, with bots and titles that started "
        "by themselves. The ceiling fills every row by the true chances.",
        "value",
        headline=True,
    ),
    Metric(
        "ndcg",
        "nDCG@k",
        "score",
        "up",
        "How near a row's order comes to the best. Seen: on takes held back from the log. True: "
        "with every title's true chance as its gain, tried or not. The two scales differ; what "
        "matters is whether both put designs in the same order.",
        "ranking",
        headline=True,
    ),
    Metric(
        "coverage",
        "Catalogue shown",
        "share",
        "none",
        "The share of the catalogue that stands in at least one row. The ceiling is the oracle's "
        "own: not every title deserves a place.",
        "volume",
        headline=True,
    ),
    Metric(
        "gini",
        "Exposure Gini",
        "score",
        "none",
        "How unequally places in rows are shared out among titles. Good titles deserve more, so "
        "compare it with the oracle's, not with nought.",
        "volume",
        headline=True,
    ),
    Metric(
        "homogeneity",
        "Alike between users",
        "share",
        "none",
        "The share of titles that the rows of two users have in common (Jaccard). The ceiling is "
        "the oracle's.",
        "harm",
        headline=True,
    ),
    Metric(
        "p99",
        "99th percentile",
        "ms",
        "down",
        "The latency that one request in a hundred exceeds. Later than the deadline, everybody "
        "gets the popular titles.",
        "latency",
        headline=True,
    ),
    Metric(
        "oracle_share",
        "Share of the oracle",
        "share",
        "up",
        "Titles taken over those the oracle's rows would bring. No team ever sees it.",
        "value",
    ),
    Metric(
        "hours",
        "Hours watched a row",
        "count",
        "up",
        "Hours that people watch of the titles they start. Some titles are started and left.",
        "value",
    ),
    Metric(
        "recall",
        "Recall@k",
        "share",
        "up",
        "Of all that a user would take, the part that stands in the row.",
        "ranking",
    ),
    Metric(
        "average_precision",
        "MAP@k",
        "score",
        "up",
        "Precision at each title that is taken, averaged over users. Rewards hits near the top.",
        "ranking",
    ),
    Metric(
        "hit_rate",
        "Hit rate@k",
        "share",
        "up",
        "The share of users who take at least one title of their row.",
        "ranking",
    ),
    Metric(
        "diversity",
        "Diversity in a row",
        "score",
        "none",
        "One less the mean cosine of the genres of a row's titles. Seen goes by the metadata.",
        "volume",
    ),
    Metric(
        "novelty",
        "Novelty (bits)",
        "score",
        "none",
        "How surprising a row's titles are: a title that half the users took carries one bit.",
        "volume",
    ),
    Metric(
        "new_share",
        "New titles among the shown",
        "share",
        "none",
        "The share of places that goes to titles of the last two weeks. The ceiling is the "
        "oracle's.",
        "volume",
    ),
    Metric(
        "cold_users",
        "Titles taken by cold users",
        "share",
        "up",
        "The same as titles taken, among users who have taken fewer than five so far.",
        "value",
    ),
    Metric(
        "missed",
        "Late or turned away",
        "share",
        "down",
        "Requests that get the popular titles because their own row comes too late.",
        "latency",
    ),
    Metric(
        "cost",
        "Cost per million requests",
        "money",
        "down",
        "Price of all machines on the path, for a million requests answered in time.",
        "cost",
    ),
    Metric(
        "age",
        "Age of what is served",
        "days",
        "down",
        "How old the log is, on average, that a served score was learnt from.",
        "drift",
    ),
    Metric(
        "takedown",
        "Time to take a title down",
        "seconds",
        "down",
        "How long a title that must go can still turn up in somebody's row.",
        "harm",
    ),
)
