"""Payments judged by a score: who alerts, whom analysts reach, and what acting on each earns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from cases.fraud.decide import Policy
from cases.fraud.live import Live
from cases.fraud.model import Validation
from data.world import World
from pipelines.evaluation.decisions import Ordered
from pipelines.evaluation.scores import (
    CardDays,
)


@dataclass(frozen=True, eq=False)
class ScoredPayments:
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


def judge(
    rows: Mapping[str, np.ndarray],
    policy: Policy,
    *,
    share: float = 1.0,
    score: np.ndarray | None = None,
) -> ScoredPayments:
    """Work out scores, who gets one of the (share of the) analysts, and what acting earns.

    `rows` has day, card, amount, fraud, probability and unscored, one value per payment. Rows of
    day -1 stand outside the calendar: any analyst takes them. `score` is what the threshold is
    compared with, by default the policy's.
    """
    probability, amount, capacity = rows["probability"], rows["amount"], policy.capacity * share
    fraud = rows["fraud"].astype(float)
    ranked = policy.score(probability, amount) if score is None else score
    score = np.where(rows["unscored"], -np.inf, ranked)
    earned, staffed = policy.value(fraud, amount, probability)
    dated = rows["day"] >= 0
    cards = CardDays.of(*(values[dated] for values in (rows["day"], rows["card"], fraud, score)))
    reached = np.ones(len(score), dtype=bool)
    reached[dated] = (cards.rank <= capacity)[cards.of_payment]
    acted = np.where(staffed & ~reached, -np.inf, score)
    return ScoredPayments(
        cards, rows["card"], amount, fraud, probability, score, acted, earned, capacity, share
    )


def reached_by_card(judged: ScoredPayments) -> tuple[np.ndarray, np.ndarray]:
    """For each fraud, the highest score its card had had acted on by then; and the fraud's row.

    At any threshold above that score nothing of the card had been acted on yet: the fraud comes
    before the first alert.
    """
    rows = np.flatnonzero(judged.fraud > 0)
    order = rows[np.lexsort((rows, judged.card[rows]))]
    reached = pd.Series(judged.acted[order]).groupby(judged.card[order]).cummax().to_numpy()
    return reached, order


def judged_live(rows: pd.DataFrame, policy: Policy, column: str = "probability") -> ScoredPayments:
    """The live payments as judged by one of the columns: probability, attainable, clairvoyant."""
    return judge(_columns(rows, column), policy)


def _columns(rows: pd.DataFrame, column: str) -> dict[str, np.ndarray]:
    """What `judge` needs of the live payments, with one of the columns as their probability."""
    found = {name: rows[name].to_numpy() for name in ("day", "card", "amount", "fraud")}
    own = column == "probability"
    unscored = rows["unscored"].to_numpy() if own else np.zeros(len(rows), dtype=bool)
    return found | {"probability": rows[column].to_numpy(), "unscored": unscored}


def judged_seen(validation: Validation, policy: Policy) -> ScoredPayments:
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


def judged(live: Live, policy: Policy) -> ScoredPayments:
    """Judge the live payments: who alerts, whom the analysts reach, what acting earns."""
    return judged_live(live.rows, policy)


def believed(validation: Validation, policy: Policy) -> ScoredPayments:
    """Judge the payments the team held back, as the team does."""
    return judged_seen(validation, policy)


@dataclass(frozen=True, eq=False)
class Attainable:
    """The live payments judged by the best probability that could be known in time.

    `by_money` ranks them by that probability times the amount: what stops most money at a number
    of alerts. `most_saved` is what acting by probability and amount saves per 10,000 payments ($).
    """

    judged: ScoredPayments
    by_money: ScoredPayments
    most_saved: float


def foreseen(
    payments: World, population: np.ndarray, ceiling: np.ndarray, policy: Policy
) -> Attainable:
    """Judge the live payments by the best that could be known, if fraudsters do not answer."""
    live = payments.seen["day"].to_numpy() >= payments.about["live_from"]
    rows = np.flatnonzero(live & population)
    frame = payments.seen.iloc[rows][["day", "card", "amount"]].reset_index(drop=True)
    frame["fraud"] = payments.truth["fraud"].to_numpy()[rows]
    frame["attainable"] = ceiling[rows]
    return best_of(frame, policy)


def attainable(live: Live, foreseen: Attainable, policy: Policy) -> Attainable:
    """Judge by the best that could be known, in the world as the fraudsters' answers made it."""
    return best_of(live.rows, policy) if live.answered else foreseen


def best_of(rows: pd.DataFrame, policy: Policy) -> Attainable:
    """Judge some payments by their attainable probability."""
    aware = judged_live(rows, replace(policy, rule="amount"), "attainable")
    saved = np.cumsum(aware.earned[aware.handled.order]).max(initial=0.0)
    best = judged_live(rows, policy, "attainable")
    by_money = judge(_columns(rows, "attainable"), policy, score=best.probability * best.amount)
    return Attainable(best, by_money, 1e4 * float(saved) / max(1, len(rows)))
