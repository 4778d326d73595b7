"""Fairness methods of three kinds: what is done before, in and after the training of a model.

All end in one shape. A method gives each applicant one or more scores, with the chance that a lot
picks each; who scores above a cut-off is approved. Methods that decide by themselves are scored so
that their own cut-off is 0. So one dial moves the cut-off of all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cases.credit.cutoffs import Scores, by_rules, interpolation, level_curves, turns
from cases.credit.labels import drawn_by_weight
from cases.credit.model import (
    ATTRIBUTE,
    Examples,
    Model,
    chance_of,
    fitted,
    matrix,
    repays,
    unfitted,
)
from cases.credit.world import Applicants
from kit.choice import Refused
from pipelines.learning.calibration import logit

BEFORE = ("reweigh", "massage", "decorrelate")
WITHIN = ("exponentiated", "grid")
AFTER = ("thresholds", "optimizer", "band")


@dataclass(frozen=True, eq=False)
class Decider:
    """A method at work: scores of applicants, and the chance of default they are promised.

    `decides` says that the method has its own cut-off, at a score of 0. `at_decision` says that it
    has to know the group of whoever is decided on. `why_not` is the reason for which the plain
    model decides after all, if it does.
    """

    scores: Callable[[pd.DataFrame], Scores]
    promises: Callable[[pd.DataFrame], np.ndarray]
    decides: bool = False
    at_decision: bool = False
    why_not: str = ""


def decider(
    past: Applicants,
    examples: Examples,
    plain: Model,
    *,
    method: str,
    constraint: str,
    tightness: float,
    objective: str,
    band: float,
    loss: float,
    model: str,
    seed: int,
) -> Decider:
    """Apply the fairness method: before training, in it, or to the scores of the plain model."""
    reason = "" if method == "none" else _impossible(examples)
    if method == "none" or reason:
        return by_chance(plain, why_not=reason)
    if method in BEFORE:
        return _before(method, examples, plain, model, seed)
    if method == "band":
        return _band(plain, band)
    if method == "thresholds" and constraint != "odds":
        return _by_level(past, plain, constraint, tightness)
    rows = drawn_by_weight(examples, seed)
    if lost := _impossible(rows):
        return by_chance(plain, why_not=lost)
    if method in WITHIN:
        costs = {"fp": float(loss), "fn": 1.0} if objective == "money" and loss > 0 else None
        return _within(method, rows, plain, constraint, tightness, costs, model, seed)
    weighted = method == "thresholds" and loss > 0
    return _optimizer(rows, plain, constraint, tightness, float(loss) if weighted else 1.0)


def _impossible(examples: Examples) -> str:
    """Why no method can compare two groups here; nothing where it can."""
    rates = [examples.repaid[examples.group == a].mean() for a in np.unique(examples.group)]
    if len(rates) < 2:
        return "People of one group alone were met."
    return "" if all(0 < rate < 1 for rate in rates) else "A group has one outcome alone."


def by_chance(model: Model, why_not: str = "") -> Decider:
    """Approve from the lowest chance of default up: one cut-off for all."""
    return Decider(
        lambda seen: _sure(-logit(model.promises(seen))),
        model.promises,
        at_decision=ATTRIBUTE in model.columns,
        why_not=why_not,
    )


def reweighed(repaid: np.ndarray, group: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weights that make group and outcome independent: P(a) P(y) / P(a, y) (Kamiran, Calders 2012).

    >>> reweighed(np.array([1, 1, 1, 0]), np.array([0, 0, 1, 1]), np.ones(4)).tolist()
    [0.75, 0.75, 1.5, 0.5]
    """
    found, total = np.zeros(len(group)), weight.sum()
    if not total > 0:
        raise Refused("The weights add up to 0: there is nobody to count.")
    for a in np.unique(group):
        for y in np.unique(repaid):
            cell = (group == a) & (repaid == y)
            expected = weight[group == a].sum() * weight[repaid == y].sum() / total
            found[cell] = expected / max(weight[cell].sum(), 1e-12)
    return weight * found


def massaged(repaid: np.ndarray, group: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Outcomes with as many swapped as make both groups' rates alike (Kamiran, Calders 2009).

    The most promising defaults of the worse group are called repaid, and as many of the least
    promising repayments of the better group defaults.
    """
    rates = [repaid[group == a].mean() for a in (0, 1)]
    worse = int(np.argmin(rates))
    sizes = [(group == a).sum() for a in (0, 1)]
    swaps = round(abs(rates[0] - rates[1]) * sizes[0] * sizes[1] / len(group))
    up = np.flatnonzero((group == worse) & (repaid == 0))
    down = np.flatnonzero((group != worse) & (repaid == 1))
    changed = repaid.copy()
    changed[up[np.argsort(-score[up], kind="stable")][:swaps]] = 1.0
    changed[down[np.argsort(score[down], kind="stable")][:swaps]] = 0.0
    return changed


def _before(method: str, examples: Examples, plain: Model, kind: str, seed: int) -> Decider:
    """Change the rows, then train as ever."""
    features, repaid, weight = examples.features, examples.repaid, examples.weight
    if method == "decorrelate":
        return _decorrelated(examples, plain, kind, seed)
    if method == "reweigh":
        weight = reweighed(repaid, examples.group, weight)
    else:
        repaid = massaged(repaid, examples.group, -plain.chance(features))
    return by_chance(Model(plain.columns, chance_of(fitted(kind, features, repaid, weight, seed))))


def _decorrelated(examples: Examples, plain: Model, kind: str, seed: int) -> Decider:
    """Take out of every column what is linear in the group (fairlearn's CorrelationRemover)."""
    from fairlearn.preprocessing import CorrelationRemover

    names = tuple(name for name in plain.columns if name != ATTRIBUTE)
    own = examples.features[:, [plain.columns.index(name) for name in names]]
    remover = CorrelationRemover(sensitive_feature_ids=[0]).fit(np.c_[examples.group, own])
    cleaned = remover.transform(np.c_[examples.group, own])
    estimator = fitted(kind, cleaned, examples.repaid, examples.weight, seed)

    def chance(features: np.ndarray) -> np.ndarray:
        return 1.0 - repays(estimator, remover.transform(features))

    return by_chance(Model((ATTRIBUTE, *names), chance))


def _within(
    method: str,
    examples: Examples,
    plain: Model,
    constraint: str,
    tightness: float,
    costs: dict[str, float] | None,
    kind: str,
    seed: int,
) -> Decider:
    """Train under a constraint by fairlearn's reductions: a series of reweighted fits."""
    from fairlearn.reductions import ErrorRate, ExponentiatedGradient, GridSearch

    estimator, wanted = unfitted(kind, seed), _moment(constraint, tightness)
    if method == "grid":
        search = GridSearch(estimator, wanted, grid_size=15)
        search.fit(examples.features, examples.repaid, sensitive_features=examples.group)
        members, weights = [search.predictors_[search.best_idx_]], np.ones(1)
    else:
        search = ExponentiatedGradient(
            estimator, wanted, objective=ErrorRate(costs=costs), eps=0.02, max_iter=12
        )
        search.fit(examples.features, examples.repaid, sensitive_features=examples.group)
        chosen = search.weights_[search.weights_ > 1e-3]
        members, weights = [search.predictors_[i] for i in chosen.index], chosen.to_numpy()
    return _drawn(members, weights / weights.sum(), plain)


def _moment(constraint: str, tightness: float) -> Any:
    from fairlearn.reductions import DemographicParity, EqualizedOdds, TruePositiveRateParity

    kinds = {
        "parity": DemographicParity,
        "opportunity": TruePositiveRateParity,
        "odds": EqualizedOdds,
    }
    return kinds[constraint](difference_bound=max(tightness, 1e-3))


def _drawn(members: list[Any], weights: np.ndarray, plain: Model) -> Decider:
    """Decide by one of several models, drawn by lot for each applicant."""

    def said(seen: pd.DataFrame) -> np.ndarray:
        features = matrix(seen, plain.columns)
        return np.stack([repays(member, features) for member in members], axis=1)

    return Decider(
        lambda seen: (logit(said(seen)), np.tile(weights, (len(seen), 1))),
        plain.promises,
        decides=True,
        at_decision=ATTRIBUTE in plain.columns,
    )


def _band(plain: Model, band: float) -> Decider:
    """Near the cut-off decide for group B and against group A (Kamiran et al. 2012).

    The chance of default counts as `band` lower in group B and `band` higher in group A.
    """

    def scores(seen: pd.DataFrame) -> Scores:
        shift = np.where(seen[ATTRIBUTE] == 1, -band, band)
        return _sure(-(plain.promises(seen) + shift))

    return Decider(scores, plain.promises, at_decision=True)


def _by_level(past: Applicants, plain: Model, constraint: str, tightness: float) -> Decider:
    """A cut-off for each group, so that their approval (or that of who repays) differs little.

    Levels are measured on past applicants, approved or not, by the model's own chances.
    """
    chance = plain.promises(past.seen)
    weight = 1 - chance if constraint == "opportunity" else np.ones(len(chance))
    curves = level_curves(chance, weight, past.group)
    return Decider(
        lambda seen: _sure(
            -turns(curves, plain.promises(seen), seen[ATTRIBUTE].to_numpy(), tightness)
        ),
        plain.promises,
        at_decision=True,
    )


def _optimizer(
    examples: Examples, plain: Model, constraint: str, tightness: float, loss: float
) -> Decider:
    """Cut-offs by group, some drawn by lot, by fairlearn's ThresholdOptimizer.

    It maximises accuracy and takes no costs. Where `loss` is not 1 every default stands there
    that many times over, which leaves the rates of its constraint as they are and makes accuracy
    count money.
    """
    rows = np.arange(len(examples.repaid))
    if loss != 1.0:
        times = np.where(examples.repaid == 0, max(1, round(2 * loss)), 2)
        rows = np.repeat(rows, times)
    found = interpolation(
        1.0 - plain.chance(examples.features)[rows],
        examples.repaid[rows],
        examples.group[rows],
        constraint,
        tightness,
    )

    def scores(seen: pd.DataFrame) -> Scores:
        return by_rules(found, logit(1.0 - plain.promises(seen)), seen[ATTRIBUTE].to_numpy())

    return Decider(scores, plain.promises, decides=True, at_decision=True)


def _sure(score: np.ndarray) -> Scores:
    """One score each, no lot."""
    return score[:, None], np.ones((len(score), 1))
