"""Where the line is drawn and what crossing it does to a payment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cases.fraud.features import DAY, Features
from cases.fraud.model import ENCODED, Model, Validation, at_launch
from data.world import World
from pipelines.evaluation.decisions import (
    Action,
    Costs,
    best_f1_threshold,
    best_value_threshold,
    expected_return,
    gains,
)
from pipelines.evaluation.scores import CardDays

LOSS_SHARE = 0.8  # of a fraud's amount is lost; the rest is recovered

ACTIONS = {
    "block": Action(stops=1.0, handling=0.0, turned_away=1.0),
    "step_up": Action(stops=0.85, handling=0.1, turned_away=0.05),
}


@dataclass(frozen=True)
class Policy:
    """What is done to alerted payments, at what prices, by how many analysts."""

    action: str
    rule: str
    costs: Costs
    capacity: int

    def score(self, probability: np.ndarray, amount: np.ndarray) -> np.ndarray:
        """What the threshold is compared with: the probability, or the expected return."""
        if self.rule != "amount":
            return probability
        score = np.empty(len(probability))
        for action, rows in self._actions(probability, amount):
            score[rows] = expected_return(probability[rows], amount[rows], action, self.costs)
        return score

    def value(
        self, fraud: np.ndarray, amount: np.ndarray, probability: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """What acting on each payment earns, and whether it takes an analyst."""
        earned, staffed = np.zeros(len(fraud)), np.zeros(len(fraud), dtype=bool)
        for action, rows in self._actions(probability, amount):
            earned[rows] = gains(fraud[rows], amount[rows], action, self.costs)[0]
            staffed[rows] = action.staffed
        return earned, staffed

    def _actions(
        self, probability: np.ndarray, amount: np.ndarray
    ) -> list[tuple[Action, slice | np.ndarray]]:
        """What is done, and to which payments: "bands" takes the action that pays better."""
        if self.action != "bands":
            return [(self._action(self.action), slice(None))]
        declined, called = (
            self._expected(kind, probability, amount) for kind in ("block", "review")
        )
        block = declined >= called
        return [(self._action("block"), block), (self._action("review"), ~block)]

    def _action(self, kind: str) -> Action:
        if kind == "review":
            return Action(stops=1.0, handling=self.costs.review, turned_away=0.0, staffed=True)
        return ACTIONS[kind]

    def _expected(self, kind: str, probability: np.ndarray, amount: np.ndarray) -> np.ndarray:
        sure = gains(np.ones(len(amount)), amount, self._action(kind), self.costs)[0]
        wrong = gains(np.zeros(len(amount)), amount, self._action(kind), self.costs)[0]
        return probability * sure + (1 - probability) * wrong


@dataclass(frozen=True)
class Operating:
    """The design's own line: alert on payments whose score under `policy` reaches `threshold`."""

    policy: Policy
    threshold: float
    marks: tuple[tuple[str, float], ...]


def policy(
    *, action: str, rule: str, capacity: int, review_cost: float, insult_cost: float
) -> Policy:
    """Fix what an alert does and what it costs."""
    costs = Costs(loss_share=LOSS_SHARE, review=float(review_cost), insult=float(insult_cost))
    return Policy(action, rule, costs, int(capacity))


def recent(
    payments: World, seen: pd.DataFrame, population: np.ndarray, served: Features, deployed: Model
) -> pd.DataFrame:
    """Score the last two weeks before launch, labels unread: what volumes to expect."""
    launch = at_launch(payments)
    time = seen["time"].to_numpy()
    rows = np.flatnonzero((time < launch) & (time >= launch - 14 * DAY) & population)
    ids = seen[list(ENCODED)].to_numpy()[rows]
    frame = seen.iloc[rows][["day", "card", "amount"]].reset_index(drop=True)
    frame["probability"] = deployed.predict(served.matrix[rows], ids)
    return frame


def operating(validation: Validation, recent: pd.DataFrame, policy: Policy) -> Operating:
    """Draw the line by the rule, on what the team sees.

    Where it sees no fraud, rules that learn from outcomes alert as many as analysts can call.
    """
    capacity = _capacity_threshold(recent, policy)
    if validation.labels.any():
        scores = policy.score(validation.scores, validation.amount)
        fraud = validation.labels.astype(float)
        worth = policy.value(fraud, validation.amount, validation.scores)[0]
        f1 = best_f1_threshold(validation.labels, scores)
        cost = best_value_threshold(worth, scores)
    else:
        f1 = cost = capacity
    if policy.rule == "amount":
        marks = {"amount": 1.0, "cost": cost, "capacity": capacity}
    else:
        marks = {"half": 0.5, "f1": f1, "cost": cost, "capacity": capacity}
    return Operating(policy, marks[policy.rule], tuple(marks.items()))


def alerts(frame: pd.DataFrame, operating: Operating) -> np.ndarray:
    """Which payments raise an alert."""
    probability, amount = frame["probability"].to_numpy(), frame["amount"].to_numpy()
    return operating.policy.score(probability, amount) >= operating.threshold


def _capacity_threshold(recent: pd.DataFrame, policy: Policy) -> float:
    """The score that as many cards a day reach as analysts can call, on recent traffic."""
    score = policy.score(recent["probability"].to_numpy(), recent["amount"].to_numpy())
    nobody = np.zeros(len(score))
    cards = CardDays.of(recent["day"].to_numpy(), recent["card"].to_numpy(), nobody, score)
    best = np.sort(cards.score)[::-1]
    days = max(1, len(np.unique(cards.day)))
    wanted = min(policy.capacity * days, len(best))
    return float(best[wanted - 1]) if wanted else float(np.nextafter(best.max(initial=1.0), np.inf))
