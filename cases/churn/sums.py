"""What the readings are formulas of: sums over customers, month by month, under weights."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cases.churn.decide import SHARES, Policy
from cases.churn.judged import RankedCustomers
from cases.churn.model import Trial
from pipelines.evaluation.decisions import Ordered
from pipelines.evaluation.tally import Fixed, Part, Summand
from pipelines.evaluation.targeting import ahead, trial_gains
from pipelines.evaluation.ties import standing
from pipelines.evaluation.uncertainty import Resamples

KNOTS = 256  # scores of a month at which its running totals are resampled
TOP = 0.1  # share of a month's customers that lift is read on


@dataclass(frozen=True, eq=False)
class MonthlyCurve:
    """`values` along each month's falling scores, both of shape (months, places).

    One running total for each different score, so tied rows count together and their order does
    not matter; under resamples for some 256 scores a month. Months with fewer scores are filled up
    with their last total, which adds no area.

    >>> scores, leaves = np.array([[0.9, 0.4, 0.4]]), np.array([[0.0, 1.0, 1.0]])
    >>> MonthlyCurve(scores, leaves).total(np.zeros(1), None).tolist()
    [[0.0, 2.0]]
    """

    scores: np.ndarray
    values: np.ndarray

    def total(self, axis: np.ndarray, resamples: Resamples | None) -> np.ndarray:
        """Running totals: (months, scores), or (resamples, months, scores)."""
        weights = None if resamples is None else resamples.weights
        months = zip(self.scores, self.values, strict=True)
        curves = [_running(scores, values, weights) for scores, values in months]
        if not curves:
            return np.zeros((0, 1) if weights is None else (len(weights), 0, 1))
        longest = max(curve.shape[-1] for curve in curves)
        return np.stack([_filled(curve, longest) for curve in curves], axis=-2)


def _running(scores: np.ndarray, values: np.ndarray, weights: np.ndarray | None) -> np.ndarray:
    """Running totals of one month: (scores,), or (resamples, scores)."""
    ordered = Ordered.by(scores)
    ends = np.flatnonzero(np.r_[np.diff(ordered.scores) != 0, True])
    if weights is None:
        return np.cumsum(values[ordered.order], dtype=float)[ends]
    kept = np.geomspace(1, len(ends), min(KNOTS, len(ends))).round().astype(int) - 1
    ends = ends[np.unique(kept)]
    weighed = weights[:, ordered.order] * values[ordered.order].astype(np.float32)
    groups = np.add.reduceat(weighed, np.r_[0, ends[:-1] + 1], axis=1)
    return np.cumsum(groups, axis=1)


def _filled(curve: np.ndarray, length: int) -> np.ndarray:
    """The curve with its last total repeated up to a length."""
    last = np.repeat(curve[..., -1:], length - curve.shape[-1], axis=-1)
    return np.concatenate([curve, last], axis=-1)


@dataclass(frozen=True, eq=False)
class MonthlySums:
    """A number for each row, added up by month; `month` counts from 0 to `months`."""

    values: np.ndarray
    place: np.ndarray
    month: np.ndarray
    months: int

    def total(self, axis: np.ndarray, resamples: Resamples | None) -> np.ndarray:
        """Totals by month: (months,), or (resamples, months)."""
        if resamples is None:
            return np.bincount(self.month, self.values, self.months)
        places = resamples.weights.shape[1]
        cells = np.bincount(
            self.place * self.months + self.month, self.values, places * self.months
        )
        return resamples.weights @ cells.reshape(places, self.months)


@dataclass(frozen=True, eq=False)
class Contacted:
    """A number for each customer due: it counts from its own position of the dial on.

    `share` is the smallest share contacted at which the customer is among those contacted.
    """

    values: np.ndarray
    place: np.ndarray
    share: np.ndarray

    def total(self, axis: np.ndarray, resamples: Resamples | None) -> np.ndarray:
        """Totals over who is contacted at each share: (shares,), or (resamples, shares)."""
        position = np.searchsorted(axis, self.share)
        if resamples is None:
            return np.cumsum(np.bincount(position, self.values, len(axis)))
        last = len(axis) - 1
        return resamples.sums_from(self.place, last - position, self.values, len(axis))[:, ::-1]


def mean_of_months(areas: np.ndarray) -> np.ndarray:
    """The mean over the months that have a value, of shape (..., months, 1): shape (..., 1)."""
    known = np.isfinite(areas)
    return np.where(known, areas, 0.0).sum(axis=-2) / known.sum(axis=-2)


def parts(ranked: RankedCustomers, spent: float) -> dict[str, Part]:
    """What the formulas add up: customers due by who is contacted, and all of a month by score.

    `spent` is what retraining cost ($).
    """
    due, saving = ranked.by_gain, ranked.by_uplift
    ones, after = np.ones(len(due.month)), ranked.after
    return {
        "due": Summand(ones, due.place),
        "spent": Fixed(spent),
        "gained": Contacted(due.gain, due.place, SHARES[due.position]),
        "saved": Contacted(saving.saved, saving.place, SHARES[saving.position]),
        "contacted": Contacted(ones, saving.place, SHARES[saving.position]),
        "saved early": Summand(saving.saved * saving.ahead, saving.place),
        "saved at best": Summand(saving.saved * ahead(saving.saved), saving.place),
        **_by_score(ranked.scores, ranked.leaves, ""),
        **_by_score(ranked.scores[after], ranked.leaves[after], ", after"),
        **_of_all(ranked.scores, ranked.leaves),
    }


def _by_score(scores: np.ndarray, leaves: np.ndarray, months: str) -> dict[str, Part]:
    """The curves of some months."""
    return {
        f"leavers by score{months}": MonthlyCurve(scores, leaves),
        f"customers by score{months}": MonthlyCurve(scores, np.ones(scores.shape)),
    }


def _of_all(scores: np.ndarray, leaves: np.ndarray) -> dict[str, Part]:
    """Customers and leavers of all months, and of each month's top tenth by score.

    Of customers tied at its edge each is as likely to belong to it.
    """
    months, places = scores.shape
    place = np.tile(np.arange(places), months)
    ranked = standing(scores.ravel(), np.repeat(np.arange(months), places))
    top = ranked.within(max(1, round(TOP * places))).reshape(scores.shape)
    values = {
        "customers": np.ones(scores.shape),
        "leavers": leaves,
        "promised": scores,
        "customers on top": top,
        "leavers on top": leaves * top,
    }
    return {name: Summand(value.ravel(), place) for name, value in values.items()}


def trial_parts(policy: Policy, trial: Trial) -> dict[str, Part]:
    """The trial's own Qini area, and the one that the uplift the team expects would have.

    Each customer of the trial is ranked by what was learnt from others.
    """
    if not (policy.measured and len(trial.rows)):
        return {"saved early": Fixed(math.nan), "saved at best": Fixed(math.nan)}
    expected, nobody = policy.tested, np.zeros(len(trial.rows), dtype=int)
    shown = trial_gains(trial.contacted, trial.left)
    return {
        "saved early": Summand(shown * ahead(expected), nobody),
        "saved at best": Summand(expected * ahead(expected), nobody),
    }
