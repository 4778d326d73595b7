"""Customers judged month by month: how a ranking orders them, and what contacting them earns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cases.churn.closed_loop import Past
from cases.churn.decide import SHARES, Policy, positions
from cases.churn.live import Live, by_month
from cases.churn.model import Validation
from data.subscriptions.effects import Chances
from pipelines.evaluation.scores import roc_auc
from pipelines.evaluation.targeting import ahead
from pipelines.evaluation.ties import standing
from pipelines.over_time.monitors import expected_auc


@dataclass(frozen=True, eq=False)
class Campaign:
    """The customers due in the judged months, one row each, in the order of a ranking.

    `month` counts judged months from 0, `place` is the customer's place, `row` the row of the
    panel. `score` is what customers are ranked by within their month; `position` the first of the
    dial at which the customer is contacted; `ahead` how far the rank lies before the middle of all
    rows (0.5 first, -0.5 last). `gain` is what a contact earns on average ($), `saved` by how much
    it lowers the chance to leave.
    """

    month: np.ndarray
    place: np.ndarray
    row: np.ndarray
    score: np.ndarray
    position: np.ndarray
    ahead: np.ndarray
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
class RankedCustomers:
    """Customers of the judged months as one observer ranks them.

    `scores` are the chances to leave it promises and `leaves` what happens, both of shape (months,
    places); `changed` marks months in which the world is no longer as it was at launch, shape
    (months,). `by_gain` is its campaign ranked for money, `by_uplift` for churn avoided: one and
    the same for a design, which has one ranking.
    """

    scores: np.ndarray
    leaves: np.ndarray
    changed: np.ndarray
    by_gain: Campaign
    by_uplift: Campaign

    @property
    def months(self) -> int:
        """How many months can be judged."""
        return len(self.scores)

    @property
    def after(self) -> np.ndarray:
        """The months after the change; where there is none, the second half: (months,)."""
        changed = self.changed
        return changed if changed.any() else np.arange(self.months) >= self.months // 2

    @cached_property
    def auc(self) -> np.ndarray:
        """ROC AUC of each month; NaN where only one class is there."""
        pairs = zip(self.leaves, self.scores, strict=True)
        return np.array([roc_auc(leaves, scores) for leaves, scores in pairs])


@dataclass(frozen=True, eq=False)
class Due:
    """The customers due in judged months: month (from 0), place, row of the panel."""

    month: np.ndarray
    place: np.ndarray
    row: np.ndarray


def judged(past: Past, live: Live, policy: Policy) -> RankedCustomers:
    """Judge the live months: how the design ranks customers, and what its contacts earn."""
    due = _due(past, live, policy)
    risk = live.scores[live.judged][due.month, due.place]
    own = _campaign(past, policy, due, policy.rank_by(due.row, risk))
    return _ranked(past, live, live.scores[live.judged], own, own)


def attainable(past: Past, live: Live, policy: Policy) -> RankedCustomers:
    """Judge the best that can be made of all that is observed by the day of the snapshot."""
    return _by(past.outcomes.best, past, live, policy)


def clairvoyant(past: Past, live: Live, policy: Policy) -> RankedCustomers:
    """Judge somebody who knows every customer's true chances."""
    return _by(past.outcomes.chances, past, live, policy)


def believed(past: Past, validation: Validation, policy: Policy) -> RankedCustomers:
    """Judge the snapshots held back, as the team does: by its labels and its own expectations.

    All held-back snapshots count as one month.
    """
    rows, risk = validation.rows, validation.scores
    uplift = policy.believed_uplift(rows, risk)
    due = Due(
        np.zeros(len(rows), dtype=int), past.subscriptions.seen["place"].to_numpy()[rows], rows
    )
    own = _ordered(
        policy, due, policy.rank_by(rows, risk), policy.gains(rows, risk, uplift), uplift
    )
    months = slice(None) if len(rows) else slice(0)
    scores, labels = (part[None][months] for part in (risk, validation.labels))
    return RankedCustomers(scores, labels, np.zeros(1, dtype=bool)[months], own, own)


def arrived_auc(past: Past, live: Live) -> np.ndarray:
    """The AUC on labels that come in during each judged month: of snapshots a wait before.

    Shape (months,); NaN while no label has come in.
    """
    months, wait = int(live.judged.sum()), past.outcomes.wait
    found = np.full(months, np.nan)
    for month in range(wait, months):
        found[month] = roc_auc(live.shown[month - wait], live.scores[month - wait])
    return found


def expected_aucs(judged: RankedCustomers, validation: Validation) -> np.ndarray:
    """The AUC that the scores themselves promise for each judged month: shape (months,).

    Scores count as the chances that held-back labels make of them.
    """
    return np.array([expected_auc(scores, validation.chances) for scores in judged.scores])


def _by(chances: Chances, past: Past, live: Live, policy: Policy) -> RankedCustomers:
    """The months as ranked by an observer's chances."""
    due = _due(past, live, policy)
    by_gain = _campaign(past, policy, due, policy.gains_by(chances, due.row))
    by_uplift = _campaign(past, policy, due, chances.uplift[due.row])
    scores = by_month(past, chances.leaving)[live.judged]
    return _ranked(past, live, scores, by_gain, by_uplift)


def _ranked(
    past: Past, live: Live, scores: np.ndarray, by_gain: Campaign, by_uplift: Campaign
) -> RankedCustomers:
    kept = live.judged
    leaves = by_month(past, past.outcomes.leaves)[kept]
    changed = past.subscriptions.about["changed"][past.launch :][: len(kept)][kept]
    return RankedCustomers(scores, leaves, changed, by_gain, by_uplift)


def _due(past: Past, live: Live, policy: Policy) -> Due:
    """Who a campaign may contact in the judged months."""
    due = by_month(past, policy.due)[live.judged]
    month, place = np.nonzero(due)
    return Due(month, place, (past.launch + month) * due.shape[1] + place)


def _campaign(past: Past, policy: Policy, due: Due, score: np.ndarray) -> Campaign:
    """A ranking of the customers due, with what contacts truly earn and change."""
    true = past.outcomes.chances
    return _ordered(policy, due, score, policy.gains_by(true, due.row), true.uplift[due.row])


def _ordered(
    policy: Policy, due: Due, score: np.ndarray, gain: np.ndarray, saved: np.ndarray
) -> Campaign:
    """A campaign in the order of `score`; of tied customers each is as likely to come first."""
    above, alike = standing(score, due.month)
    within = 1 - (above + alike / 2) / np.bincount(due.month)[due.month]
    position = positions(due.month, score, policy.luck[due.row])
    return Campaign(due.month, due.place, due.row, score, position, ahead(within), gain, saved)
