"""Every reading of the ads funnel: what it means, its formula, and where it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from cases.ads_funnel.decide import FIXED, KEEPS, Sales
from cases.ads_funnel.judged import (
    Answered,
    best_of_heavy_parts,
    budget_parts,
    candidate_parts,
    logged_parts,
    pair_parts,
    request_parts,
    seen_parts,
)
from cases.ads_funnel.serving import most_in_time, work_ms
from cases.ads_funnel.week import Pairs, Week
from cases.ads_funnel.world import Ceilings
from data.ads import AdMarket
from kit.metric import Metric, Spread
from kit.readings import Evidence, tracks
from kit.service import (
    ARITHMETIC,
    HEADROOM,
    MISSED_DEADLINE,
    P99,
    SERVING_COST,
    TimedAlong,
    service_tracks,
)
from pipelines.evaluation.ranking_metrics import entropy
from pipelines.evaluation.scores import roc_area
from pipelines.evaluation.tally import Draws, Tally
from pipelines.evaluation.uncertainty import Resamples
from pipelines.readout import Readout, track

THOUSAND = 1000.0
UNSEEN = "Whether a click was of use is not in the log."
NOTHING_SOLD = "Nothing is sold at this reserve."
NO_CANDIDATES = "No candidates were selected."
ONE_CLASS = (
    "The rows judged hold no click, or nothing but clicks; or a chance of exactly 0 or 1 was "
    "predicted and came out otherwise."
)


def normalised_entropy(sums: Mapping[str, np.ndarray]) -> np.ndarray:
    """Log loss over that of always predicting the base rate (He et al. 2014)."""
    return sums["log loss"] / sums["pairs"] / entropy(sums["clicks on pairs"] / sums["pairs"])


EXHAUSTED = Metric(
    "exhausted",
    "Out of budget by six",
    "share",
    "down",
    "The share of advertisers whose money for the day is gone at 18:00, before the "
    "evening. Decides how to pace.",
    role="harm",
    formula=lambda sums: sums["days out of money"] / sums["days of advertisers"],
)

METRICS = (
    Metric(
        "welfare",
        "Welfare (per 1,000 requests)",
        "money",
        "up",
        "What the clicks of a thousand requests are worth to advertisers: all there is to divide. "
        "It falls whenever a better ad is lost on the way. Seen as bids on logged clicks. Decides "
        "between funnels.",
        role="value",
        headline=True,
        spread=Spread(level=11.6, difference=12.2),
        formula=lambda sums: THOUSAND * sums["welfare"] / sums["requests"],
    ),
    Metric(
        "revenue",
        "Revenue (per 1,000 requests)",
        "money",
        "up",
        "What advertisers pay for people's clicks: the platform's part of the welfare. Decides "
        "prices and reserves, which can raise it while the welfare shrinks.",
        role="value",
        headline=True,
        spread=Spread(level=10.0, difference=15.0),
        formula=lambda sums: THOUSAND * sums["revenue"] / sums["requests"],
    ),
    Metric(
        "user",
        "Users' value (per 1,000 requests)",
        "score",
        "up",
        "Clicks that led somewhere useful, less some annoyance for each ad shown. No log has it. "
        "Decides how many ads a page may have.",
        role="value",
        headline=True,
        spread=Spread(level=10.2, difference=9.8),
        formula=lambda sums: THOUSAND * sums["user"] / sums["requests"],
    ),
    Metric(
        "normalised_entropy",
        "Normalised entropy",
        "score",
        "down",
        "Log loss over that of always predicting the base rate: at 1 a model knows nothing, and "
        "even the true probabilities stay above 0. True on pairs drawn whatever the design, seen "
        "on the log. Decides between heavy models.",
        role="ranking",
        headline=True,
        spread=Spread(level=6.1, difference=6.4),
        formula=normalised_entropy,
    ),
    Metric(
        "calibration_winners",
        "Calibration of winners",
        "ratio",
        "one",
        "Clicks predicted over actual clicks, on the ads that win. Decides whether winners pay "
        "the right price where money is multiplied by a probability.",
        role="calibration",
        headline=True,
        spread=Spread(level=6.9, difference=5.7),
        formula=lambda sums: sums["promised"] / sums["clicks"],
    ),
    replace(
        P99,
        label="Time to answer, 99th percentile",
        help="The latency that one request in a hundred exceeds. Later than the deadline, no ad "
        "is shown. Sums of the phases' percentiles overstate it.",
        headline=True,
    ),
    Metric(
        "calibration",
        "Calibration of candidates",
        "ratio",
        "one",
        "Clicks predicted over clicks that would come, on every ad the heavy model scores, "
        "winning or not. Seen on the log, which holds winners only. Decides whether to "
        "recalibrate.",
        role="calibration",
        spread=Spread(level=9.2, difference=7.5),
        formula=lambda sums: sums["promised to candidates"] / sums["clicks of candidates"],
    ),
    Metric(
        "auc",
        "ROC AUC",
        "score",
        "up",
        "How often a clicked pair scores above one that is not clicked. It cannot see a score "
        "that is too high everywhere.",
        role="ranking",
        spread=Spread(level=5.9, difference=4.4),
        formula=lambda sums: roc_area(sums["clicks by score"], sums["pairs by score"]),
    ),
    Metric(
        "ndcg",
        "nDCG@4 of the auction's order",
        "score",
        "up",
        "How near the auction's order of a request's candidates comes to the order of their true "
        "worth. Decides whether better scores would pay.",
        role="ranking",
        spread=Spread(level=5.9, difference=5.4),
        formula=lambda sums: sums["gain of the order"] / sums["requests with gain"],
    ),
    Metric(
        "recall",
        "Stage recall",
        "share",
        "up",
        "Of the heavy model's best four ads of all selected, the share that the light ranker lets "
        "through. Decides k2 and the light ranker.",
        role="ranking",
        spread=Spread(level=2.7, difference=2.9),
        formula=lambda sums: sums["best let through"] / sums["best of heavy model"],
    ),
    Metric(
        "clicks",
        "Clicks (per 1,000 requests)",
        "count",
        "up",
        "Clicks of people, not of bots. Seen as all clicks on the log.",
        role="volume",
        spread=Spread(level=4.8, difference=5.4),
        formula=lambda sums: THOUSAND * sums["clicks"] / sums["requests"],
    ),
    Metric(
        "value_per_spend",
        "Advertisers' value a dollar",
        "ratio",
        "up",
        "What advertisers get for each dollar they pay. Those who get little leave.",
        role="value",
        spread=Spread(level=9.9, difference=7.2),
        formula=lambda sums: sums["welfare"] / sums["revenue"],
    ),
    Metric(
        "fill",
        "Slots filled",
        "share",
        "none",
        "The share of slots that show an ad: reserves and empty budgets lower it. Decides whether "
        "the reserve is too high.",
        role="volume",
        formula=lambda sums: sums["shown"] / (sums["requests"] * sums["slots"]),
    ),
    Metric(
        "new_share",
        "New ads among the shown",
        "share",
        "none",
        "The share of impressions that goes to ads that started this week or last. Where it is "
        "too small, new advertisers leave before anybody knows what they are worth.",
        role="volume",
        spread=Spread(level=8.7, difference=5.8),
        formula=lambda sums: sums["new"] / sums["shown"],
    ),
    EXHAUSTED,
    Metric(
        "violations",
        "Shown against policy",
        "share",
        "down",
        "The share of impressions that shows an ad against policy. Decides where the filter "
        "belongs.",
        role="harm",
        formula=lambda sums: sums["flagged"] / sums["shown"],
    ),
    replace(
        MISSED_DEADLINE,
        help="Requests whose heavy scores come after the deadline, or that an overloaded stage "
        "turns away: they get the fallback.",
    ),
    HEADROOM,
    Metric(
        "cpu",
        "Processor time a request",
        "ms",
        "down",
        "Milliseconds of work on all machines together for one request. Decides how many machines "
        "it takes.",
        role="cost",
        exact=ARITHMETIC,
    ),
    SERVING_COST,
)

WHY = {
    "user": UNSEEN,
    **dict.fromkeys(("normalised_entropy", "auc", "calibration"), ONE_CLASS),
    **dict.fromkeys(("ndcg", "recall"), NO_CANDIDATES),
    **dict.fromkeys(("value_per_spend", "new_share", "violations"), NOTHING_SOLD),
    "calibration_winners": NOTHING_SOLD,
}


def readings(
    market: AdMarket,
    live: tuple[Week, ...],
    judged: Pairs,
    believed: Pairs,
    sales: Sales,
    answered: Answered,
    serving: TimedAlong,
    ceilings: Ceilings,
    *,
    trim: str,
    deadline: int,
    seed: int,
) -> Readout:
    """Read every metric for each number of ads kept, as seen and as true, with intervals."""
    axis, user = np.array(KEEPS, dtype=float), market.requests.seen["user"].to_numpy()
    users = Resamples.draw(
        market.constants.users, seed=seed, world=f"ads {market.constants.surface}"
    )
    own = {
        **request_parts(answered, sales),
        **candidate_parts(sales),
        **best_of_heavy_parts(live, user),
        **pair_parts(judged, user),
    }
    seen = seen_parts(answered, sales) | logged_parts(believed, user)
    best = pair_parts(replace(judged, predicted=judged.outcome), user)
    evidence = Evidence(
        Tally(own, axis), Draws.of(own, axis, users), Tally(seen, axis), Tally(best, axis)
    )
    by_user = [metric for metric in METRICS if metric is not EXHAUSTED]
    # Revenue is a part of the welfare.
    best_by = {"welfare": "welfare", "revenue": "welfare", "user": "user", "clicks": "clicks"}
    limits = {name: THOUSAND * getattr(ceilings, best) for name, best in best_by.items()}
    found = tracks(by_user, evidence, ceilings=limits, why=WHY, centred=("auc",))
    by_advertiser = budget_parts(sales)
    advertisers = Resamples.draw(market.constants.advertisers, seed=seed, world="advertisers")
    found |= tracks(
        [EXHAUSTED],
        Evidence(Tally(by_advertiser, axis), Draws.of(by_advertiser, axis, advertisers)),
    )
    found |= service_tracks(serving, deadline, seen_p99=serving.p99.value)
    found["cpu"] = track(work_ms(serving))
    in_time = most_in_time(serving, deadline)
    marks = {} if in_time is None else {"fits the deadline": in_time}
    at = (in_time or 0) if trim == "budget" else FIXED
    return Readout(axis, at, found, marks, users.name)
