"""Every reading of the recommender: what it means, its formula, and where it is read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cases.recommender.evidence import KS, evidence
from cases.recommender.judged import JudgedRows
from cases.recommender.serving import Service
from cases.recommender.world import ROW
from data.movies import Movies
from kit.metric import Metric, Spread
from kit.readings import tracks
from kit.service import HEADROOM, MISSED_DEADLINE, P99, SERVING_COST, service_tracks
from pipelines.evaluation.offline import ByUser
from pipelines.evaluation.ranking_metrics import ginis
from pipelines.evaluation.uncertainty import Resamples
from pipelines.readout import Readout, track

NO_TRUTH = "Only a world with a known truth has clairvoyant rows to compare with."
NO_HOURS = "The team's dashboard counts titles taken, not hours."
NO_TAKES = "No take was held back to judge by."
NO_IMPRESSIONS = "What was shown was not logged, so nobody knows how likely a take was to be seen."
NO_COLD = "No user is cold."
NO_PAIRS = "A row of one title has no pairs."
UNFILLED = "No row could be filled."
CENTRED = ("coverage", "gini", "homogeneity")
"""Readings that a resample, in which some people are missing, moves to one side."""

METRICS = (
    Metric(
        "click_rate",
        "Titles taken",
        "share",
        "up",
        "Of the titles shown, the share that people start: the online click rate. True is what to "
        "expect of real people; seen is one week of the dashboard, with bots and titles that "
        "start by themselves. The ceiling fills every row by the true probabilities. Decides "
        "between designs.",
        role="value",
        headline=True,
        spread=Spread(level=2.4, difference=4.6),
        formula=lambda sums: sums["takes"] / sums["slots"],
    ),
    Metric(
        "ndcg",
        "nDCG@k",
        "score",
        "up",
        "How near a row's order comes to the best. Seen: on takes held back from the log. True: "
        "with every title's true probability as its gain. The two have different scales; what "
        "matters is whether both put designs in the same order.",
        role="ranking",
        headline=True,
        spread=Spread(level=2.5, difference=5.0),
        formula=lambda sums: sums["ndcg"] / sums["ndcg known"],
    ),
    Metric(
        "coverage",
        "Catalogue shown",
        "share",
        "none",
        "The share of the catalogue that is in at least one row. The ceiling is what the best "
        "rows show: not every title deserves a place. Decides whether to spread exposure.",
        role="volume",
        headline=True,
        spread=Spread(level=4.4, difference=4.2),
        formula=lambda sums: (sums["exposure"] > 0).mean(axis=-1),
    ),
    Metric(
        "gini",
        "Exposure Gini",
        "score",
        "none",
        "How unequally places in rows are shared among titles: 0 is all alike, near 1 a few get "
        "all. Good titles deserve more, so compare it with the best rows', not with 0.",
        role="volume",
        headline=True,
        spread=Spread(level=6.8, difference=6.9),
        formula=lambda sums: ginis(sums["exposure"]),
    ),
    Metric(
        "homogeneity",
        "Overlap between users",
        "share",
        "none",
        "The share of titles that the rows of two users have in common (Jaccard). The ceiling is "
        "that of the best rows.",
        role="harm",
        headline=True,
        spread=Spread(level=2.4, difference=1.8),
        formula=lambda sums: sums["alike"] / sums["pairs"],
    ),
    replace(P99, label="Latency, 99th percentile", headline=True),
    Metric(
        "ceiling_share",
        "Share of the clairvoyant ceiling",
        "share",
        "up",
        "Titles taken, over those that rows ordered by the true probabilities would bring. No "
        "team ever sees it. Decides how much is left to gain.",
        role="value",
        formula=lambda sums: sums["takes"] / sums["best takes"],
    ),
    Metric(
        "hours",
        "Hours watched a row",
        "count",
        "up",
        "Hours that people watch of the titles they start. Some titles are started and left: "
        "decides whether clicks are the right target.",
        role="value",
        formula=lambda sums: sums["hours"] / sums["people"],
    ),
    Metric(
        "recall",
        "Recall@k",
        "share",
        "up",
        "Of all titles a user would take, the part that is in the row. Decides whether candidates "
        "are lost before ranking.",
        role="ranking",
        formula=lambda sums: sums["recall"] / sums["recall known"],
    ),
    Metric(
        "average_precision",
        "MAP@k",
        "score",
        "up",
        "Precision at each title that a person would take, averaged over users. Rewards a good "
        "order at the top of the row.",
        role="ranking",
        formula=lambda sums: sums["precision"] / sums["precision known"],
    ),
    Metric(
        "hit_rate",
        "Hit rate@k",
        "share",
        "up",
        "The share of users who take at least one title of their row. Decides whether everybody "
        "finds something.",
        role="ranking",
        formula=lambda sums: sums["hit"] / sums["hit known"],
    ),
    Metric(
        "diversity",
        "Diversity in a row",
        "score",
        "none",
        "One minus the mean cosine of the genres of a row's titles. The team goes by the "
        "metadata. Decides how strong re-ranking should be.",
        role="volume",
        formula=lambda sums: sums["diversity"] / sums["diversity known"],
    ),
    Metric(
        "novelty",
        "Novelty (bits)",
        "score",
        "none",
        "How rarely a row's titles were taken so far: a title that half the users took counts one "
        "bit. Decides whether popularity does all the work.",
        role="volume",
        formula=lambda sums: sums["novelty"] / sums["novelty known"],
    ),
    Metric(
        "new_share",
        "New titles among those shown",
        "share",
        "none",
        "The share of places that goes to titles of the last two weeks. The ceiling is that of "
        "the best rows. Decides whether new titles need help.",
        role="volume",
        formula=lambda sums: sums["new shown"] / sums["shown"],
    ),
    Metric(
        "cold_users",
        "Titles taken by cold users",
        "share",
        "up",
        "Titles taken by users who have taken fewer than five so far. Decides what cold start is "
        "worth.",
        role="value",
        formula=lambda sums: sums["cold takes"] / sums["cold slots"],
    ),
    replace(
        MISSED_DEADLINE,
        help="Share of requests whose own row comes too late: they get the popular titles instead. "
        "Decides servers and the index.",
    ),
    HEADROOM,
    SERVING_COST,
    Metric(
        "age",
        "Age of what is served",
        "days",
        "down",
        "How old the log is, on average, that a served score was learnt from. Decides how often "
        "to retrain.",
        role="drift",
        exact="Arithmetic on the schedule of training and of precomputing.",
    ),
    Metric(
        "takedown",
        "Time to take a title down",
        "seconds",
        "down",
        "How long a title that must go can still be in somebody's row. Decides whether rows may "
        "be computed ahead.",
        role="harm",
        exact="Arithmetic on how often filter lists, indexes and rows are rebuilt.",
    ),
)


def readings(
    movies: Movies,
    judged: JudgedRows,
    recorded: np.ndarray,
    offline: ByUser | None,
    serving: Service,
    *,
    deadline: int,
    seed: int,
) -> Readout:
    """Read every metric for each length of the row, as seen and as true, with intervals."""
    resamples = Resamples.draw(int(movies.people.sum()), seed=seed, world="viewers")
    missed = serving.timed.missed.value
    sums = evidence(movies, judged, recorded, offline, resamples, missed=missed)
    found = tracks(
        METRICS,
        sums,
        ceilings=dict.fromkeys(("diversity", "novelty")),
        why=_why(offline),
        centred=CENTRED,
    )
    served = serving.timed.served.p99
    found |= service_tracks(
        serving.timed, deadline, seen_p99=served.value if served else float("nan")
    )
    found |= {"age": track(serving.age), "takedown": track(serving.takedown)}
    return Readout(KS.astype(float), ROW - 1, found, {}, resamples.name)


def _why(offline: ByUser | None) -> dict[str, str]:
    """The reason for which each reading may be missing."""
    quality = ("ndcg", "recall", "average_precision", "hit_rate")
    lists = ("coverage", "gini", "homogeneity", "novelty", "new_share")
    return {
        **dict.fromkeys(quality, NO_TAKES if offline else NO_IMPRESSIONS),
        **dict.fromkeys(lists, UNFILLED),
        "diversity": NO_PAIRS,
        "cold_users": NO_COLD,
        "ceiling_share": NO_TRUTH,
        "hours": NO_HOURS,
    }
