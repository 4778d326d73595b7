"""Cut-offs for each group: at the same level, or as fairlearn's ThresholdOptimizer draws them."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipelines.learning.calibration import logit

ALWAYS = 60.0
"""A score, in log odds, above every cut-off: approved whatever the dial says."""

Scores = tuple[np.ndarray, np.ndarray]
"""Scores of each applicant and the chance that a lot picks each: (rows, scores) both."""

Levels = tuple[tuple[np.ndarray, np.ndarray], ...]
"""For each group the chances of default in rising order, and the level of each."""


def level_curves(chance: np.ndarray, weight: np.ndarray, group: np.ndarray) -> Levels:
    """The level of a chance: the share of its group's weight that lies at or below it."""
    curves = []
    for number in (0, 1):
        order = np.flatnonzero(group == number)
        order = order[np.argsort(chance[order], kind="stable")]
        curves.append((chance[order], np.cumsum(weight[order]) / weight[order].sum()))
    return tuple(curves)


def turns(curves: Levels, chance: np.ndarray, group: np.ndarray, tightness: float) -> np.ndarray:
    """The level of group A at which each applicant's turn to be approved comes: (rows,).

    Group A is approved up to a level, and group B up to the level that one cut-off for both would
    give it, held within `tightness` of A's. Both rise together, so one dial moves both cut-offs.
    """
    of_a, own = np.interp(chance, *curves[0]), np.interp(chance, *curves[1])
    return np.where(group == 1, np.clip(of_a, own - tightness, own + tightness), of_a)


def interpolation(
    score: np.ndarray, repaid: np.ndarray, group: np.ndarray, constraint: str, tightness: float
) -> dict[int, list[tuple[float, float]]]:
    """For each group the cut-offs (log odds) a lot picks from, each with its chance."""
    from fairlearn.postprocessing import ThresholdOptimizer
    from sklearn.linear_model import LinearRegression

    names = {
        "parity": "demographic_parity",
        "opportunity": "true_positive_rate_parity",
        "odds": "equalized_odds",
    }
    optimizer = ThresholdOptimizer(
        # Asked for a model, it is given the line through 0 and 1: the score itself.
        estimator=LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0]),
        constraints=names[constraint],
        objective="accuracy_score",
        prefit=True,
        predict_method="predict",
        tol=tightness if tightness > 0 and constraint != "odds" else None,
    )
    optimizer.fit(score[:, None], repaid.astype(int), sensitive_features=group)
    found = optimizer.interpolated_thresholder_.interpolation_dict
    return {int(each): _cutoffs(rule) for each, rule in found.items()}


def _cutoffs(rule: Any) -> list[tuple[float, float]]:
    """A rule of fairlearn's as (cut-off in log odds, chance); at -ALWAYS everybody is approved."""
    ignored = float(rule.get("p_ignore", 0.0))
    pairs = [(_at(rule[f"operation{i}"]), (1 - ignored) * float(rule[f"p{i}"])) for i in (0, 1)]
    if ignored:
        constant = float(rule["prediction_constant"])
        pairs += [(-ALWAYS, ignored * constant), (ALWAYS, ignored * (1 - constant))]
    return pairs


def _at(operation: Any) -> float:
    """Where a threshold operation of fairlearn's cuts, in log odds."""
    threshold = float(operation.threshold)
    return (
        float(logit(np.array(threshold)))
        if 0 < threshold < 1
        else np.sign(threshold - 0.5) * ALWAYS
    )


def by_rules(
    rules: dict[int, list[tuple[float, float]]], odds: np.ndarray, group: np.ndarray
) -> Scores:
    """Log odds above each cut-off of the own group, and the chance of that cut-off."""
    most = max(map(len, rules.values()))
    cut, chance = np.zeros((len(odds), most)), np.zeros((len(odds), most))
    for each, pairs in rules.items():
        own = group == each
        for i, (at, share) in enumerate(pairs):
            cut[own, i], chance[own, i] = at, share
    return odds[:, None] - cut, chance
