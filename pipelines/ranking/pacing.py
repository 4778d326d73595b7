"""Making budgets last: who may still bid, and how much, as a day's money is spent.

A controller is asked before each slice of the day and told after it what was spent. Each
advertiser has its own: one controller for all would pace their average and none of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

PACINGS = ("off", "greedy", "throttle", "bid")
GAIN = 4.0
LEAST = 0.02


@dataclass(frozen=True, eq=False)
class Paced:
    """Where budgets stand: money spent and each advertiser's current rate, of any leading shape.

    `rate` is the share of auctions an advertiser joins (throttle) or the factor on its bid (bid);
    it stays 1 where nothing is paced.
    """

    kind: str
    budget: np.ndarray
    spent: np.ndarray
    rate: np.ndarray

    @classmethod
    def start(cls, kind: str, budget: np.ndarray, shape: tuple[int, ...]) -> Paced:
        """A day's beginning: nothing spent, full rate. `shape` ends with the advertisers."""
        if kind not in PACINGS:
            raise ValueError(f"no pacing is called {kind}; there are {', '.join(PACINGS)}")
        if np.any(budget < 0):
            raise ValueError(f"a budget is {budget.min()}; none is below 0")
        return cls(kind, budget, np.zeros(shape), np.ones(shape))

    @property
    def solvent(self) -> np.ndarray:
        """Which advertisers may still bid."""
        if self.kind == "off":
            return np.ones(self.spent.shape, dtype=bool)
        return self.spent < self.budget

    def billed(self, spending: np.ndarray) -> np.ndarray:
        """What a slice's spending may be charged: no more than is left; the rest was given away."""
        if self.kind == "off":
            return spending
        return np.minimum(spending, np.maximum(self.budget - self.spent, 0))

    def after(self, spending: np.ndarray, *, planned: float) -> Paced:
        """The state after a slice, when a share `planned` of the day's money should be spent.

        An advertiser ahead of the plan slows down, one behind it speeds up, both in proportion
        to the gap (an integral controller on log rate); rates stay between LEAST and 1.
        """
        spent = self.spent + self.billed(spending)
        rate = self.rate
        if self.kind in ("throttle", "bid"):
            share = np.divide(spent, self.budget, out=np.ones_like(spent), where=self.budget > 0)
            rate = np.clip(rate * np.exp(GAIN * (planned - share)), LEAST, 1.0)
        return Paced(self.kind, self.budget, spent, rate)
