"""The readings of the fraud scenario, as declared: unit, direction, and the decision."""

from __future__ import annotations

from kit.metric import Metric

METRICS = (
    Metric(
        "net_savings",
        "Net savings per 10,000 payments",
        "money",
        "up",
        "Fraud stopped less what stopping it cost, against doing nothing. What the business "
        "decides by.",
        role="value",
        headline=True,
    ),
    Metric(
        "average_precision",
        "Average precision",
        "score",
        "up",
        "How well scores put fraud first, over all thresholds; a useless score has the fraud rate. "
        "Choose models by it.",
        role="ranking",
        headline=True,
    ),
    Metric(
        "card_precision",
        "Card precision at capacity",
        "share",
        "up",
        "Of the cards analysts can call in a day, the share that held fraud; its ceiling is a full "
        "list, or all of the day's frauds. Decides whether to staff up.",
        role="ranking",
        headline=True,
    ),
    Metric(
        "money_recall",
        "Fraud money stopped",
        "share",
        "up",
        "Share of the money in fraud that was stopped. Decides whether the threshold is too high.",
        role="value",
        headline=True,
    ),
    Metric(
        "alerts",
        "Cards alerted a day",
        "count",
        "none",
        "Cards with at least one alert on a day. Where people call, more than they can call is "
        "lost work.",
        role="volume",
        headline=True,
    ),
    Metric(
        "p99",
        "Time to decide, 99th percentile",
        "ms",
        "down",
        "The latency that one payment in a hundred exceeds. Decides servers and features.",
        role="latency",
        headline=True,
    ),
    Metric(
        "insults",
        "Insult rate",
        "share",
        "down",
        "Share of honest payments that were declined, challenged or held for a call. Decides how "
        "many customers one is ready to annoy.",
        role="harm",
    ),
    Metric(
        "precision",
        "Precision of alerts",
        "share",
        "up",
        "Share of alerted payments that were fraud. Decides whether analysts trust the alerts.",
        role="ranking",
    ),
    Metric(
        "recall",
        "Recall by count",
        "share",
        "up",
        "Share of fraudulent payments that were stopped; beside recall by money it shows which "
        "frauds are missed.",
        role="value",
    ),
    Metric(
        "slipped",
        "Frauds before the first alert",
        "count",
        "down",
        "How many fraudulent payments pass per hit card before one is acted on: detection delay. "
        "Decides whether velocity features pay.",
        role="harm",
    ),
    Metric(
        "roc_auc",
        "ROC AUC",
        "score",
        "up",
        "Chance that a fraud outscores an honest payment. Flatters at low fraud rates: here as the "
        "foil of average precision.",
    ),
    Metric(
        "calibration",
        "Fraud promised over fraud seen",
        "ratio",
        "one",
        "Sum of probabilities over number of frauds: 1 is honest, 20 promises twenty times too "
        "much. Decides whether scores may be multiplied by money.",
        role="calibration",
    ),
    Metric(
        "brier",
        "Brier score",
        "score",
        "down",
        "Mean squared distance between probability and outcome. Decides between calibrations.",
        role="calibration",
    ),
    Metric(
        "unscored",
        "Approved unscored",
        "share",
        "down",
        "Share of payments whose deadline passed before they had a score. Decides replicas.",
        role="latency",
    ),
    Metric(
        "headroom",
        "Headroom",
        "ratio",
        "up",
        "How many times today's traffic fits before the busiest server is 90 % busy. Decides when "
        "to buy.",
        role="latency",
    ),
    Metric(
        "cost",
        "Serving cost per million",
        "money",
        "down",
        "Servers by the hour over payments scored. Decides whether a dearer model pays.",
        role="cost",
    ),
    Metric(
        "feature_age",
        "Age of served features",
        "seconds",
        "down",
        "How old the windows are when they are read. Decides between streaming and nightly.",
        role="cost",
    ),
)
