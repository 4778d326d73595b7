"""Every reading of the fraud scenario: what it means, its formula, and where it is read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from cases.fraud.decide import Operating, Policy
from cases.fraud.judged import Attainable, ScoredPayments, reached_by_card
from cases.fraud.serving import Service
from data.world import World
from kit.metric import Metric, Spread
from kit.readings import Evidence, read, tracks
from kit.service import HEADROOM, MISSED_DEADLINE, P99, SERVING_COST, service_tracks
from pipelines.evaluation.decisions import Ordered, threshold_axis
from pipelines.evaluation.scores import precision_area, roc_area
from pipelines.evaluation.tally import Curve, Draws, Fixed, Part, Summand, Tally
from pipelines.evaluation.uncertainty import Resamples
from pipelines.readout import Number, Readout, track

NO_FRAUD = "No fraud among the judged payments."
NOBODY_CALLED = "Nobody is called."
NO_ALERT = "No payment raises an alert at this threshold."
NOTHING_SEEN = "Too little is held back to see it: no payments, or no reported fraud among them."
NO_WINDOWS = "These features have no windows that could grow old."
KNOTS = 256  # thresholds at which the areas under curves are resampled
COARSE = ("average_precision", "roc_auc", "card_precision")

MONEY_RECALL = Metric(
    "money_recall",
    "Fraud money stopped",
    "share",
    "up",
    "Share of the money in fraud that was stopped. Decides whether the threshold is too high.",
    role="value",
    headline=True,
    spread=Spread(level=1.7, difference=2.4),
    formula=lambda sums: sums["money stopped"] / sums["money in fraud"],
)

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
        spread=Spread(level=1.4, difference=1.6),
        formula=lambda sums: 1e4 * sums["earned"] / np.maximum(sums["payments"], 1),
    ),
    Metric(
        "average_precision",
        "Average precision",
        "score",
        "up",
        "How well scores put fraud first, over all thresholds; a useless score has the fraud "
        "rate. Choose models by it. The team measures it on reports, some missing and some "
        "mistaken, so that even an honest evaluation reads a little low.",
        role="ranking",
        headline=True,
        spread=Spread(level=1.6, difference=2.5),
        formula=lambda sums: precision_area(sums["frauds by score"], sums["payments by score"]),
    ),
    Metric(
        "card_precision",
        "Card precision at capacity",
        "share",
        "up",
        "Of the cards analysts can call in a day, the share that held fraud. The ceiling is below "
        "1 where days have fewer cards with fraud than calls. Decides whether more analysts would "
        "find more.",
        role="ranking",
        headline=True,
        spread=Spread(level=2.0, difference=1.4),
        formula=lambda sums: sums["frauds called"] / (sums["calls"] + sums["calls left over"]),
    ),
    MONEY_RECALL,
    Metric(
        "alerts",
        "Cards alerted a day",
        "count",
        "none",
        "Cards with at least one alert on a day. Decides how many analysts it takes: alerts "
        "beyond their calls are lost work.",
        role="volume",
        headline=True,
        spread=Spread(level=7.8, difference=6.8),
        formula=lambda sums: sums["cards alerted"] / sums["days"] / sums["share"],
    ),
    replace(P99, headline=True),
    MISSED_DEADLINE,
    HEADROOM,
    SERVING_COST,
    Metric(
        "insults",
        "Insult rate",
        "share",
        "down",
        "Share of genuine payments that were declined, challenged or held for a call. Decides how "
        "many customers one is ready to bother.",
        role="harm",
        spread=Spread(level=2.7, difference=4.1),
        formula=lambda sums: sums["genuine acted on"] / sums["genuine"],
    ),
    Metric(
        "precision",
        "Precision of alerts",
        "share",
        "up",
        "Share of alerted payments that were fraud. Decides whether analysts trust the alerts.",
        role="ranking",
        spread=Spread(level=7.2, difference=4.8),
        formula=lambda sums: sums["frauds alerted"] / sums["alerts"],
    ),
    Metric(
        "recall",
        "Recall by count",
        "share",
        "up",
        "Share of fraudulent payments that were stopped; beside recall by money it shows which "
        "frauds are missed.",
        role="value",
        spread=Spread(level=1.6, difference=2.8),
        formula=lambda sums: sums["frauds stopped"] / sums["frauds"],
    ),
    Metric(
        "detection_delay",
        "Frauds before the first alert",
        "count",
        "down",
        "Of a card with fraud, how many fraudulent payments come before the first that is acted "
        "on (detection delay). Decides whether features of the last minutes and hours pay.",
        role="harm",
        spread=Spread(level=1.3, difference=2.3),
        formula=lambda sums: (sums["frauds"] - sums["frauds after an alert"]) / sums["cards hit"],
    ),
    Metric(
        "roc_auc",
        "ROC AUC",
        "score",
        "up",
        "The probability that a fraud scores above a genuine payment. It hardly moves where fraud "
        "is rare and most alerts are false, so choose by average precision.",
        spread=Spread(level=1.5, difference=1.4),
        formula=lambda sums: roc_area(sums["frauds by score"], sums["payments by score"]),
    ),
    Metric(
        "calibration",
        "Calibration (fraud predicted / actual)",
        "ratio",
        "one",
        "Sum of predicted probabilities over the number of frauds: 1 is right, 20 predicts twenty "
        "times too many. Decides whether scores may be multiplied by money.",
        role="calibration",
        spread=Spread(level=1.5, difference=2.1),
        formula=lambda sums: sums["promised"] / sums["frauds"],
    ),
    Metric(
        "brier",
        "Brier score",
        "score",
        "down",
        "Mean squared difference between probability and outcome. Decides between calibration "
        "methods.",
        role="calibration",
        spread=Spread(level=1.3, difference=1.8),
        formula=lambda sums: sums["squared error"] / sums["payments"],
    ),
    Metric(
        "feature_age",
        "Age of served features",
        "seconds",
        "down",
        "How old the windows are when they are read. Decides between streaming and nightly.",
        role="cost",
        exact="Arithmetic on the schedule of the feature store.",
    ),
)


def readings(
    payments: World,
    judged: ScoredPayments,
    believed: ScoredPayments,
    attainable: Attainable,
    operating: Operating,
    serving: Service,
    *,
    deadline: int,
    seed: int,
) -> Readout:
    """Read every metric at a thousand thresholds, as seen and as true, with intervals."""
    marks = dict(operating.marks)
    axis = threshold_axis(judged.score[np.isfinite(judged.score)], always=tuple(marks.values()))
    resamples = Resamples.draw(
        len(payments.about["customers"]), seed=seed, world=payments.about["preset"]
    )
    own = parts(judged)
    evidence = Evidence(
        Tally(own, axis),
        Draws.of(own, axis, resamples),
        Tally(parts(believed), axis) if len(believed.fraud) else None,
        Tally(parts(attainable.judged), at_same_volume(judged, attainable.judged, axis)),
    )
    policy = operating.policy
    found = tracks(
        METRICS,
        evidence,
        ceilings=_ceilings(judged, attainable, policy, axis),
        budgets={"alerts": policy.capacity if policy.action in ("review", "bands") else None},
        why=_why(judged, believed),
        centred=COARSE,
    )
    places = {name: int(np.searchsorted(axis, value)) for name, value in marks.items()}
    at = int(np.searchsorted(axis, operating.threshold))
    found |= service_tracks(serving.timed, deadline, seen_p99=serving.stacked_p99)
    age = serving.feature_age
    found["feature_age"] = track(age, why=NO_WINDOWS if math.isnan(age) else "")
    return Readout(axis, at, found, places, resamples.name)


def parts(scored: ScoredPayments) -> Mapping[str, Part]:
    """What the formulas add up: payments by what is done to them, cards, money."""
    card, fraud, ones = scored.card, scored.fraud, np.ones(len(scored.fraud))
    lost = fraud * scored.amount
    knots = threshold_axis(scored.ordering, positions=KNOTS)
    return {
        "payments": Summand(ones, card),
        "frauds": Summand(fraud, card),
        "money in fraud": Summand(lost, card),
        "promised": Summand(scored.probability, card),
        "squared error": Summand((scored.probability - fraud) ** 2, card),
        "alerts": Summand(ones, card, scored.raised),
        "frauds alerted": Summand(fraud, card, scored.raised),
        "genuine": Summand(1 - fraud, card),
        "genuine acted on": Summand(1 - fraud, card, scored.handled),
        "frauds stopped": Summand(fraud, card, scored.handled),
        "money stopped": Summand(lost, card, scored.handled),
        "earned": Summand(scored.earned, card, scored.handled),
        "payments by score": Curve(ones, card, scored.ranked, knots),
        "frauds by score": Curve(fraud, card, scored.ranked, knots),
        **_detection(scored),
        **_calls(scored),
    }


def _detection(scored: ScoredPayments) -> dict[str, Part]:
    """The cards hit by fraud, and the frauds that come after their card's first alert."""
    reached, rows = reached_by_card(scored)
    hit = np.unique(scored.card[rows])
    after = Ordered.by(reached)
    return {
        "cards hit": Summand(np.ones(len(hit)), hit),
        "frauds after an alert": Summand(
            np.ones(len(rows)), scored.card[rows], after.among(np.isfinite(reached))
        ),
    }


def _calls(scored: ScoredPayments) -> dict[str, Part]:
    """The analysts' list: cards alerted, cards called each day at capacity, frauds among those.

    Of the card that a broken capacity reaches in part, that part is called; of cards that tie,
    each as likely as any other.
    """
    cards, capacity = scored.cards, scored.capacity
    called = cards.standing.within(capacity)
    days = len(np.unique(cards.day))
    who = cards.card.astype(int)
    return {
        "cards alerted": Summand(np.ones(len(who)), who, Ordered.by(cards.score)),
        "calls": Summand(called, who),
        "calls left over": Fixed(days * capacity - called.sum()),
        "frauds called": Summand(called * cards.fraud, who),
        "days": Fixed(scored.days),
        "share": Fixed(scored.share),
    }


def at_same_volume(judged: ScoredPayments, best: ScoredPayments, axis: np.ndarray) -> np.ndarray:
    """The thresholds on the best score that raise as many alerts as each of `axis` does."""
    volumes = np.maximum(judged.raised.rows_at(axis), 1)
    ranked = -best.raised.scores
    return ranked[np.minimum(volumes, len(ranked)) - 1] if len(ranked) else axis


def _ceilings(
    judged: ScoredPayments, attainable: Attainable, policy: Policy, axis: np.ndarray
) -> dict[str, Number | None]:
    """The ceilings that are not the same formula on the best score, and what has none."""
    money = attainable.by_money
    sums = Tally(parts(money), at_same_volume(judged, money, axis))
    return {
        "net_savings": attainable.most_saved,
        "money_recall": read(MONEY_RECALL, sums),
        "card_precision": attainable.judged.cards.best_precision_at(policy.capacity),
        **dict.fromkeys(("alerts", "insults", "calibration")),
    }


def _why(judged: ScoredPayments, believed: ScoredPayments) -> dict[str, str]:
    """The reason for which each reading may be missing."""
    names = [metric.name for metric in METRICS]
    if not judged.fraud.any():
        return dict.fromkeys(names, NO_FRAUD)
    if not believed.fraud.any():
        return dict.fromkeys(names, NOTHING_SEEN)
    called = NOTHING_SEEN if judged.capacity else NOBODY_CALLED
    return dict.fromkeys(names, NO_ALERT) | {"card_precision": called}
