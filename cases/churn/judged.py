"""The live months judged: how well scores order customers, and what the contacts earn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cases.churn.closed_loop import Past
from cases.churn.decide import SHARES, Aim, attainable_gains, gains, positions
from cases.churn.live import Live, by_month
from pipelines.evaluation.decisions import Ordered
from pipelines.evaluation.scores import average_precision, roc_auc

TOP = 0.1
"""The share of a month's customers that lift is read on."""


@dataclass(frozen=True, eq=False)
class Months:
    """Scores and outcomes month by month, all of shape (months, places)."""

    scores: np.ndarray
    leaves: np.ndarray

    def auc(self) -> np.ndarray:
        """ROC AUC of each month; NaN where only one class is there."""
        pairs = zip(self.leaves, self.scores, strict=True)
        return np.array([roc_auc(leaves, scores) for leaves, scores in pairs])

    def average_precision(self) -> np.ndarray:
        """Average precision of each month; NaN where nobody leaves."""
        pairs = zip(self.leaves, self.scores, strict=True)
        return np.array([average_precision(leaves, scores) for leaves, scores in pairs])

    def top(self) -> np.ndarray:
        """Which customers are in the top tenth of their month, ties by place."""
        size = self.scores.shape[1]
        best = np.argsort(-self.scores, axis=1, kind="stable")[:, : max(1, round(TOP * size))]
        marked = np.zeros(self.scores.shape, dtype=bool)
        np.put_along_axis(marked, best, True, axis=1)
        return marked

    def lift(self) -> float:
        """The share that leaves in the top tenth over that of all; NaN where nobody leaves."""
        base = float(self.leaves.mean()) if self.leaves.size else 0.0
        return float(self.leaves[self.top()].mean()) / base if base else math.nan


@dataclass(frozen=True, eq=False)
class Campaign:
    """The customers due in judged months, one row each: `position` is the first of the dial at
    which they are contacted; `gain` what that earns on average, `saved` by how much it lowers their
    chance to leave. `month` counts judged months from 0, `place` the customers' places."""

    month: np.ndarray
    place: np.ndarray
    position: np.ndarray
    gain: np.ndarray
    saved: np.ndarray

    def sums(self, values: np.ndarray) -> np.ndarray:
        """The total of `values` over who is contacted, at each position of the dial."""
        return np.cumsum(np.bincount(self.position, values, len(SHARES)))

    def by_month(self, values: np.ndarray, at: int, months: int) -> np.ndarray:
        """The total of `values` over who is contacted at a position, month by month."""
        reached = self.position <= at
        return np.bincount(self.month[reached], values[reached], months)

    @property
    def per_thousand(self) -> float:
        """What turns a total into a figure for each thousand customers due."""
        return 1000.0 / max(1, len(self.month))


@dataclass(frozen=True, eq=False)
class Judged:
    """Everything the readings are made of.

    `best` ranks by the attainable gain, `keenest` by the attainable uplift, `oracle` by the true
    gain. `rank` and `best_rank` are where each due row stands in its month, near 1 for the first.
    """

    own: Months
    attainable: Months
    clairvoyant: Months
    campaign: Campaign
    best: Campaign
    keenest: Campaign
    oracle: Campaign
    rank: np.ndarray
    best_rank: np.ndarray
    changed: np.ndarray

    @property
    def months(self) -> int:
        """How many live months can be judged."""
        return len(self.own.scores)

    @cached_property
    def auc(self) -> np.ndarray:
        """ROC AUC by month."""
        return self.own.auc()

    @cached_property
    def precision(self) -> np.ndarray:
        """Average precision by month."""
        return self.own.average_precision()


def judged(past: Past, live: Live, aim: Aim) -> Judged:
    """Judge the live months against what is true of every customer."""
    kept = live.judged
    outcomes = past.outcomes
    leaves = by_month(past, outcomes.leaves)[kept]
    scores = {
        "own": live.scores[kept],
        "attainable": by_month(past, outcomes.best.leaving)[kept],
        "clairvoyant": by_month(past, outcomes.chances.leaving)[kept],
    }
    rows = due_rows(past, live, aim)
    risk = live.scores[rows.month, rows.place]
    ranks = aim.rank_by(rows.row, risk)
    gain, best_gain = (
        gains(outcomes, rows.row, aim),
        attainable_gains(outcomes, rows.row, aim),
    )
    saved = outcomes.chances.uplift[rows.row]
    months = {name: Months(values, leaves) for name, values in scores.items()}
    changed = past.subscriptions.about["changed"][past.launch :][: len(kept)][kept]
    return Judged(
        months["own"],
        months["attainable"],
        months["clairvoyant"],
        _campaign(rows, ranks, gain, saved),
        _campaign(rows, best_gain, gain, saved),
        _campaign(rows, outcomes.best.uplift[rows.row], gain, saved),
        _campaign(rows, gain, gain, saved),
        _place_in(rows.month, ranks),
        _place_in(rows.month, outcomes.best.uplift[rows.row]),
        changed,
    )


@dataclass(frozen=True, eq=False)
class Due:
    """The customers due in judged months: month (from 0), place, row of the panel."""

    month: np.ndarray
    place: np.ndarray
    row: np.ndarray


def due_rows(past: Past, live: Live, aim: Aim) -> Due:
    """Who a campaign may contact in the judged months."""
    due = by_month(past, aim.due)[live.judged]
    month, place = np.nonzero(due)
    first = past.launch * due.shape[1]
    return Due(month, place, first + month * due.shape[1] + place)


def _campaign(rows: Due, ranks: np.ndarray, gain: np.ndarray, saved: np.ndarray) -> Campaign:
    return Campaign(rows.month, rows.place, positions(rows.month, ranks), gain, saved)


def _place_in(group: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Where each row stands within its month, from near 1 (first) to near 0 (last)."""
    place = np.empty(len(scores))
    for month in range(int(group.max(initial=-1)) + 1):
        own = group == month
        ordered = Ordered.by(scores[own])
        rank = np.empty(own.sum())
        rank[ordered.order] = np.arange(own.sum())
        place[own] = 1 - (rank + 0.5) / own.sum()
    return place
