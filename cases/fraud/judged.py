"""Payments judged by a score: what every threshold catches and earns, and how well it orders."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from cases.fraud.decide import Policy
from cases.fraud.learning import Validation
from data.world import World
from pipelines.evaluation.decisions import Ordered
from pipelines.evaluation.scores import (
    CardDays,
    average_precision,
    brier,
    calibration_ratio,
    roc_auc,
)


@dataclass(frozen=True, eq=False)
class Judged:
    """Payments with a score, whether they were fraud, and what acting on each earns.

    `score` is what the threshold is compared with: -inf for payments not scored in time. `acted`
    is -inf as well where the analysts' capacity of that day is used up by higher scores.
    `share` is the part of their days' payments that these are.
    """

    cards: CardDays
    card: np.ndarray
    amount: np.ndarray
    fraud: np.ndarray
    probability: np.ndarray
    score: np.ndarray
    acted: np.ndarray
    earned: np.ndarray
    capacity: float
    share: float = 1.0

    @cached_property
    def raised(self) -> Ordered:
        """The payments by score: what raises an alert first."""
        return Ordered.by(self.score)

    @cached_property
    def handled(self) -> Ordered:
        """The payments that are acted on at some threshold, by score."""
        return self.raised.among(np.isfinite(self.acted))

    @cached_property
    def ranked(self) -> Ordered:
        """The payments by `ordering`: as by score, unless the rule weighs amounts."""
        scored = np.isfinite(self.score)
        same = np.array_equal(self.score[scored], self.probability[scored])
        return self.raised if same else Ordered.by(self.ordering)

    @property
    def ordering(self) -> np.ndarray:
        """The probability, below all others where a payment was not scored in time."""
        return np.where(np.isfinite(self.score), self.probability, -1.0)

    @cached_property
    def days(self) -> int:
        """On how many days there were payments."""
        return max(1, len(np.unique(self.cards.day)))


def judge(rows: Mapping[str, np.ndarray], policy: Policy, *, share: float = 1.0) -> Judged:
    """Work out scores, who gets one of the (share of the) analysts, and what acting earns.

    `rows` has day, card, amount, fraud, probability and unscored, one value per payment. Rows of
    day -1 stand outside the calendar: any analyst takes them.
    """
    probability, amount, capacity = rows["probability"], rows["amount"], policy.capacity * share
    fraud = rows["fraud"].astype(float)
    score = np.where(rows["unscored"], -np.inf, policy.score(probability, amount))
    earned, staffed = policy.value(fraud, amount, probability)
    dated = rows["day"] >= 0
    cards = CardDays.of(*(values[dated] for values in (rows["day"], rows["card"], fraud, score)))
    reached = np.ones(len(score), dtype=bool)
    reached[dated] = (cards.rank <= capacity)[cards.of_payment]
    acted = np.where(staffed & ~reached, -np.inf, score)
    return Judged(
        cards, rows["card"], amount, fraud, probability, score, acted, earned, capacity, share
    )


def along(judged: Judged, axis: np.ndarray) -> dict[str, np.ndarray]:
    """The readings that move with the threshold, one value per position of `axis`."""
    raised, handled = judged.raised, judged.handled
    ones = np.ones(len(judged.fraud))
    rows, frauds = len(ones), judged.fraud.sum()
    alerts = raised.rows_at(axis)
    lost = judged.fraud * judged.amount
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "precision": np.where(alerts, raised.sums_at(judged.fraud, axis) / alerts, np.nan),
            "recall": handled.sums_at(judged.fraud, axis) / frauds,
            "money_recall": handled.sums_at(lost, axis) / lost.sum(),
            "alerts": judged.cards.reaching(axis) / judged.days,
            "net_savings": 1e4 * handled.sums_at(judged.earned, axis) / max(rows, 1),
            "insults": handled.sums_at(1 - judged.fraud, axis) / (rows - frauds),
            "slipped": _slipped(judged, axis),
        }


def slipped_at(judged: Judged) -> tuple[np.ndarray, np.ndarray]:
    """For each fraud, the score its card had reached by then; and its row.

    The fraud slips through at any threshold above that score: nothing before it, nor it, was
    acted on.
    """
    rows = np.flatnonzero(judged.fraud > 0)
    order = rows[np.lexsort((rows, judged.card[rows]))]
    reached = pd.Series(judged.acted[order]).groupby(judged.card[order]).cummax().to_numpy()
    return reached, order


def _slipped(judged: Judged, axis: np.ndarray) -> np.ndarray:
    reached, rows = slipped_at(judged)
    cards = len(np.unique(judged.card[rows]))
    if not cards:
        return np.full(len(axis), np.nan)
    return np.searchsorted(np.sort(reached), axis, side="left") / cards


def whole(judged: Judged) -> dict[str, float]:
    """The readings that do not move with the threshold."""
    return {
        "average_precision": average_precision(judged.fraud, judged.ordering, judged.ranked),
        "roc_auc": roc_auc(judged.fraud, judged.ordering, judged.ranked),
        "card_precision": judged.cards.precision_at(judged.capacity)
        if judged.fraud.any()
        else math.nan,
        "calibration": calibration_ratio(judged.fraud, judged.probability),
        "brier": brier(judged.fraud, judged.probability),
    }


def judged_live(rows: pd.DataFrame, policy: Policy, column: str = "probability") -> Judged:
    """The live payments as judged by one of the columns: probability, attainable, clairvoyant."""
    columns = {name: rows[name].to_numpy() for name in ("day", "card", "amount", "fraud")}
    columns["probability"] = rows[column].to_numpy()
    own = column == "probability"
    columns["unscored"] = rows["unscored"].to_numpy() if own else np.zeros(len(rows), dtype=bool)
    return judge(columns, policy)


def judged_seen(validation: Validation, policy: Policy) -> Judged:
    """The held-back payments as the team judges them, with their share of the analysts."""
    columns = {
        "day": validation.day,
        "card": validation.card,
        "amount": validation.amount,
        "fraud": validation.labels,
        "probability": validation.scores,
        "unscored": np.zeros(len(validation.scores), dtype=bool),
    }
    return judge(columns, policy, share=validation.share)


@dataclass(frozen=True, eq=False)
class Ceilings:
    """What the best score attainable reaches, by reading."""

    whole: dict[str, float]
    judged: Judged
    best_savings: float


def ceilings(
    payments: World, population: np.ndarray, ceiling: np.ndarray, policy: Policy
) -> Ceilings:
    """Judge the attainable probability by the same rules: the ceiling of every reading."""
    live = payments.seen["day"].to_numpy() >= payments.about["live_from"]
    rows = np.flatnonzero(live & population)
    frame = payments.seen.iloc[rows][["day", "card", "amount"]].reset_index(drop=True)
    frame["fraud"] = payments.truth["fraud"].to_numpy()[rows]
    frame["attainable"] = ceiling[rows]
    return ceilings_of(frame, policy)


def ceilings_of(rows: pd.DataFrame, policy: Policy) -> Ceilings:
    """The ceilings over some judged payments."""
    judged = judged_live(rows, policy, "attainable")
    best = judged_live(rows, replace(policy, rule="amount"), "attainable")
    reachable = np.cumsum(best.earned[best.handled.order])
    reached = whole(judged)
    reached["card_precision"] = judged.cards.best_precision_at(policy.capacity)
    savings = 1e4 * float(reachable.max(initial=0.0)) / max(1, len(rows))
    return Ceilings(reached, judged, savings)
