"""Whom to contact: what customers are ranked by, month by month, and how many are reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from cases.churn.features import Prepared
from cases.churn.model import RECIPES, Trial
from data.subscriptions.effects import Chances
from data.world import World, stream
from pipelines.evaluation.scores import rank_within
from pipelines.evaluation.targeting import Offer, Uplift, expected_gain, learn_uplift, ranking
from pipelines.learning.training import Recipe

SHARES = np.linspace(0.0, 1.0, 101)
"""The dial's positions: shares of the customers due that are contacted."""

USES_TRIAL = ("uplift", "uplift_value")


@dataclass(frozen=True, eq=False)
class Policy:
    """Who is contacted, at what prices.

    Arrays hold one value for each row of the panel: `uplift` is what the rule expects a contact to
    take off the chance to leave (0 where nothing was learnt), `luck` orders where nothing else
    does, `due` marks who may be contacted, `value` is what keeping the customer is worth ($).
    `tested` is the uplift of each row of the trial as learnt from other customers of it.
    `capacity` is the share of customers due that can be contacted.
    """

    rule: str
    offer: Offer
    uplift: np.ndarray
    luck: np.ndarray
    due: np.ndarray
    value: np.ndarray
    tested: np.ndarray
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
    bill, uplift, tested = seen["bill"].to_numpy(), np.zeros(len(seen)), np.zeros(len(trial.rows))
    if targeting in USES_TRIAL:
        table = prepared.served if uplift_model == "lightgbm" else prepared.whole(prepared.served)
        learn = partial(_learnt, table, trial, uplift_learner, RECIPES[uplift_model])
        uplift = learn(np.ones(len(trial.rows), dtype=bool))(table)
        tested = _tested(table[trial.rows], seen["customer"].to_numpy()[trial.rows], learn)
    return Policy(
        rule=targeting,
        offer=Offer(offer_cost, contact_cost),
        uplift=uplift,
        luck=stream(seed, "luck").random(len(seen)),
        due=(seen["place"].to_numpy() + seen["month"].to_numpy()) % horizon == 0,
        value=customer_value * bill / bill.mean(),
        tested=tested,
        capacity=capacity,
    )


def _learnt(
    table: np.ndarray, trial: Trial, learner: str, recipe: Recipe, kept: np.ndarray
) -> Uplift:
    """The uplift as learnt from those rows of the trial that are kept."""
    rows, contacted, left = trial.rows[kept], trial.contacted[kept], trial.left[kept]
    return learn_uplift(table[rows], contacted, left, learner=learner, recipe=recipe)


def _tested(
    table: np.ndarray, customers: np.ndarray, learn: Callable[[np.ndarray], Uplift]
) -> np.ndarray:
    """The uplift of each row of the trial, learnt from the other half of its customers."""
    found, odd = np.zeros(len(table)), customers % 2 == 1
    for half in (odd, ~odd):
        found[half] = learn(~half)(table[half]) if half.any() else 0.0
    return found


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
