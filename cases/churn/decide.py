"""Whom to contact: what customers are ranked by, month by month, and how many are reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.churn.features import Prepared
from cases.churn.model import RECIPES, Trial, Validation
from cases.churn.world import Outcomes
from data.world import World, stream
from pipelines.evaluation.scores import rank_within
from pipelines.evaluation.targeting import Offer, expected_gain, learn_uplift, ranking

SHARES = np.linspace(0.0, 1.0, 101)
"""The dial's positions: shares of the customers due that are contacted."""

USES_TRIAL = ("uplift", "uplift_value")


@dataclass(frozen=True, eq=False)
class Aim:
    """The rule by which customers are ranked: `uplift` is what it expects of each row (0 where
    nothing was learnt), `luck` orders where nothing else does, `due` marks who is asked for,
    `value` is what keeping each customer is worth."""

    rule: str
    offer: Offer
    uplift: np.ndarray
    luck: np.ndarray
    due: np.ndarray
    value: np.ndarray
    budget: float

    def rank_by(self, rows: np.ndarray | slice, risk: np.ndarray) -> np.ndarray:
        """What the given rows are ranked by, highest first."""
        return ranking(
            self.rule,
            risk=risk,
            uplift=self.uplift[rows],
            value=self.value[rows],
            luck=self.luck[rows],
            offer=self.offer,
        )

    def contacts(self, rows: slice, risk: np.ndarray) -> np.ndarray:
        """Who of a month's customers is contacted under the design's own budget."""
        due = self.due[rows]
        chosen = np.zeros(len(due), dtype=bool)
        places = positions(np.zeros(due.sum(), dtype=int), self.rank_by(rows, risk)[due])
        chosen[due] = places <= self.at
        return chosen

    @property
    def at(self) -> int:
        """The position of the dial that the rule itself takes."""
        share = {"all": 1.0, "none": 0.0}.get(self.rule, self.budget)
        return round(share * (len(SHARES) - 1))


def aim(
    subscriptions: World,
    prepared: Prepared,
    trial: Trial,
    *,
    targeting: str,
    learner: str,
    uplift_model: str,
    offer: float,
    contact: float,
    value: float,
    budget: float,
    horizon: int,
    seed: int,
) -> Aim:
    """Fix whom a campaign asks for: by risk, by the uplift a trial has shown, by money, or luck.

    A customer is due once in a horizon, so that no window is counted twice.
    """
    seen = subscriptions.seen
    uplift, bill = np.zeros(len(seen)), seen["bill"].to_numpy()
    if targeting in USES_TRIAL:
        served = prepared.served if uplift_model == "lightgbm" else prepared.whole(prepared.served)
        learnt = learn_uplift(
            served[trial.rows],
            trial.contacted,
            trial.left,
            learner=learner,
            recipe=RECIPES[uplift_model],
        )
        uplift = learnt(served)
    due = (seen["place"].to_numpy() + seen["month"].to_numpy()) % horizon == 0
    return Aim(
        targeting,
        Offer(offer, contact),
        uplift,
        stream(seed, "luck").random(len(seen)),
        due,
        value * bill / bill.mean(),
        budget,
    )


def positions(group: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """For each row the first position of the dial at which it is contacted within its group.

    At share s of a group of n, the round(s n) highest scores are.
    """
    if not len(scores):
        return np.zeros(0, dtype=int)
    rank = rank_within(group, scores)
    size = np.bincount(group)[group]
    place = np.ceil((rank - 0.5) / size * (len(SHARES) - 1) - 1e-9).astype(int)
    # np.round takes halves to the even number: step back where a lower position already reaches.
    back = np.maximum(place - 1, 0)
    place = np.where(np.round(SHARES[back] * size) >= rank, back, place)
    return np.where(np.round(SHARES[place] * size) >= rank, place, place + 1)


def gains(outcomes: Outcomes, rows: np.ndarray, aim: Aim) -> np.ndarray:
    """What contacting each row earns on average, by its true chances."""
    true = outcomes.chances
    staying = true.early[rows] + true.leaving[rows]
    return expected_gain(staying, true.uplift[rows], aim.value[rows], aim.offer)


def attainable_gains(outcomes: Outcomes, rows: np.ndarray, aim: Aim) -> np.ndarray:
    """The same, expected from all that was observed."""
    best = outcomes.best
    staying = best.early[rows] + best.leaving[rows]
    return expected_gain(staying, best.uplift[rows], aim.value[rows], aim.offer)


def believed_gains(aim: Aim, validation: Validation) -> np.ndarray:
    """What the team expects of contacting each held-back row, from its own scores."""
    risk = validation.scores
    measured = aim.rule in USES_TRIAL
    uplift = aim.uplift[validation.rows] if measured else aim.offer.accepts * risk
    return expected_gain(risk, uplift, aim.value[validation.rows], aim.offer)
