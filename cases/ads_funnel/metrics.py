"""What the readings of the ads funnel measure."""

from __future__ import annotations

from kit.metric import Metric

METRICS = (
    Metric(
        "welfare",
        "Welfare (per 1k)",
        "money",
        "up",
        "What the clicks of a thousand requests are worth to advertisers: the whole cake, before "
        "anybody divides it. Falls whenever a better ad is lost on the way. Seen as bids on logged "
        "clicks.",
        "value",
        headline=True,
    ),
    Metric(
        "revenue",
        "Revenue (per 1k)",
        "money",
        "up",
        "What advertisers pay for people's clicks: the platform's part. Prices can raise it "
        "while the cake shrinks.",
        "value",
        headline=True,
    ),
    Metric(
        "user",
        "Users' value (per 1k)",
        "score",
        "up",
        "Clicks that led somewhere useful, less some annoyance for each ad shown. No log has it.",
        "value",
        headline=True,
    ),
    Metric(
        "normalised_entropy",
        "Normalised entropy",
        "score",
        "down",
        "Log loss over that of always predicting the base rate: 1 knows nothing, and the truth "
        "itself has a floor above 0. True on pairs drawn whatever the design, seen on the log.",
        "ranking",
        headline=True,
    ),
    Metric(
        "calibration_winners",
        "Calibration of winners",
        "ratio",
        "one",
        "Clicks promised over clicks that come, on the ads that win. Decides what is paid as soon "
        "as money is multiplied by a probability.",
        "calibration",
        headline=True,
    ),
    Metric(
        "p99",
        "99th percentile",
        "ms",
        "down",
        "The latency that one request in a hundred exceeds. Later than the deadline, no ad is "
        "shown. Sums of the phases' percentiles overstate it.",
        "latency",
        headline=True,
    ),
    Metric(
        "calibration",
        "Calibration of candidates",
        "ratio",
        "one",
        "Clicks promised over clicks that would come, on every ad the heavy model scores, "
        "winning or not. Seen on the log, which holds winners only.",
        "calibration",
    ),
    Metric(
        "auc",
        "AUC",
        "score",
        "up",
        "How often a clicked pair outscores one that is not. Blind to any rescaling of the scores.",
        "ranking",
    ),
    Metric(
        "ndcg",
        "nDCG@4 of the auction's order",
        "score",
        "up",
        "How near the order of a request's candidates comes to that by what they are truly worth.",
        "ranking",
    ),
    Metric(
        "recall",
        "Stage recall",
        "share",
        "up",
        "Of the heavy model's best four ads of all selected, the share that the light ranker lets "
        "through.",
        "ranking",
    ),
    Metric(
        "clicks",
        "Clicks (per 1k)",
        "count",
        "up",
        "Clicks of people, not of bots.",
        "volume",
    ),
    Metric(
        "value_per_spend",
        "Advertisers' value a dollar",
        "ratio",
        "up",
        "What advertisers get for what they pay. Those who get little leave.",
        "value",
    ),
    Metric(
        "fill",
        "Slots filled",
        "share",
        "none",
        "The share of slots that show an ad: reserves and empty budgets lower it.",
        "volume",
    ),
    Metric(
        "new_share",
        "New ads among the shown",
        "share",
        "none",
        "The share of impressions that goes to ads that started this week or last. Where it is too "
        "small, new advertisers leave before anybody knows what they are worth.",
        "volume",
    ),
    Metric(
        "exhausted",
        "Out of budget by six",
        "share",
        "down",
        "The share of advertisers whose day's money is gone at 18:00, before the evening.",
        "harm",
    ),
    Metric(
        "violations",
        "Shown against policy",
        "share",
        "down",
        "The share of impressions that shows an ad it should not.",
        "harm",
    ),
    Metric(
        "missed",
        "Late or shed",
        "share",
        "down",
        "Requests whose heavy scores come after the deadline, or that an overloaded stage turns "
        "away: they get the fallback.",
        "latency",
    ),
    Metric(
        "cpu",
        "Processor time a request",
        "ms",
        "down",
        "Milliseconds of work on all machines together for one request.",
        "cost",
    ),
    Metric(
        "cost",
        "Cost per million requests",
        "money",
        "down",
        "Price of all machines on the path, for a million requests answered in time.",
        "cost",
    ),
)
