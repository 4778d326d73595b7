"""Whom to contact: what customers are ranked by, month by month, and how many are reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.churn.features import Prepared
from cases.churn.model import RECIPES, Trial
from data.subscriptions.effects import Chances
from data.world import World, stream
from pipelines.evaluation.scores import rank_within
from pipelines.evaluation.targeting import Offer, expected_gain, learn_uplift, ranking

SHARES = np.linspace(0.0, 1.0, 101)
"""The dial's positions: shares of the customers due that are contacted."""

USES_TRIAL = ("uplift", "uplift_value")


@dataclass(frozen=True, eq=False)
class Policy:
    """Who is contacted, at what prices.

    Arrays hold one value for each row of the panel: `uplift` is what the rule expects a contact to
    take off the chance to leave (0 where nothing was learnt), `luck` orders where nothing else
    does, `due` marks who may be contacted, `value` is what keeping the customer is worth ($).
    `capacity` is the share of customers due that can be contacted.
    """

    rule: str
    offer: Offer
    uplift: np.ndarray
    luck: np.ndarray
    due: np.ndarray
    value: np.ndarray
    capacity: float

    @property
    def measured(self) -> bool:
        """Whether the rule uses what a trial has shown."""
        return self.rule in USES_TRIAL

    @property
    def at(self) -> int:
        """The position of the dial that the rule itself takes."""
        share = {"all": 1.0, "none": 0.0}.get(self.rule, self.capacity)
        return round(share * (len(SHARES) - 1))

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
        """Who of a month's customers is contacted: shape (customers,), true or false."""
        due = self.due[rows]
        chosen = np.zeros(len(due), dtype=bool)
        ranks, luck = self.rank_by(rows, risk)[due], self.luck[rows][due]
        places = positions(np.zeros(due.sum(), dtype=int), ranks, luck)
        chosen[due] = places <= self.at
        return chosen

    def believed_uplift(self, rows: np.ndarray, risk: np.ndarray) -> np.ndarray:
        """What the team thinks a contact takes off the chance to leave: learnt, or assumed."""
        return self.uplift[rows] if self.measured else self.offer.accepts * risk

    def gains(self, rows: np.ndarray, leaving: np.ndarray, uplift: np.ndarray) -> np.ndarray:
        """What contacting each row earns on average ($), given chances to leave and uplifts."""
        return expected_gain(leaving, uplift, self.value[rows], self.offer)

    def gains_by(self, chances: Chances, rows: np.ndarray) -> np.ndarray:
        """The same by the chances of an observer; who left before the window stays lost."""
        gone = chances.early[rows] + chances.leaving[rows]
        return self.gains(rows, gone, chances.uplift[rows])


def policy(
    subscriptions: World,
    prepared: Prepared,
    trial: Trial,
    *,
    targeting: str,
    uplift_learner: str,
    uplift_model: str,
    offer_cost: float,
    contact_cost: float,
    customer_value: float,
    capacity: float,
    horizon: int,
    seed: int,
) -> Policy:
    """Fix whom a campaign contacts: by risk, by the uplift of a trial, by money, or at random.

    A customer is due once in an outcome window, so that no window is counted twice.
    """
    seen = subscriptions.seen
    bill = seen["bill"].to_numpy()
    return Policy(
        targeting,
        Offer(offer_cost, contact_cost),
        _learnt(prepared, trial, uplift_learner, uplift_model)
        if targeting in USES_TRIAL
        else np.zeros(len(seen)),
        stream(seed, "luck").random(len(seen)),
        (seen["place"].to_numpy() + seen["month"].to_numpy()) % horizon == 0,
        customer_value * bill / bill.mean(),
        capacity,
    )


def _learnt(prepared: Prepared, trial: Trial, learner: str, model: str) -> np.ndarray:
    """The uplift of every row of the panel, learnt from the trial."""
    served = prepared.served if model == "lightgbm" else prepared.whole(prepared.served)
    rows, recipe = trial.rows, RECIPES[model]
    return learn_uplift(served[rows], trial.contacted, trial.left, learner=learner, recipe=recipe)(
        served
    )


def positions(group: np.ndarray, scores: np.ndarray, luck: np.ndarray) -> np.ndarray:
    """For each row the first position of the dial at which it is contacted within its group.

    At share s of a group of n, the round(s n) highest scores are, ties by luck.
    """
    if not len(scores):
        return np.zeros(0, dtype=int)
    rank = rank_within(group, scores, luck)
    size = np.bincount(group)[group]
    place = np.ceil((rank - 0.5) / size * (len(SHARES) - 1) - 1e-9).astype(int)
    # np.round takes halves to the even number: step back where a lower position already reaches.
    back = np.maximum(place - 1, 0)
    place = np.where(np.round(SHARES[back] * size) >= rank, back, place)
    return np.where(np.round(SHARES[place] * size) >= rank, place, place + 1)
