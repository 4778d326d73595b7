"""Whose outcome is known on the day of launch, and what is made of those who were turned away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.credit.model import Estimator, Examples, chance_of, columns, fitted, matrix
from cases.credit.world import Applicants
from data.world import stream

HELD_BACK = 0.25  # of the months with outcomes, the last
MOST_WEIGHT = 20.0
WORSE = 2.0
"""How many times the default rate of the approved a hard cut-off takes that of the rejected to be:
a usual assumption, and one that no data of the approved can test."""


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What the team knows of each past application: (rows,) arrays.

    `approved` had a loan (`explored` by lot alone), `known` has an outcome to learn from, and
    `label` is 1 where it is recorded as defaulted. `held` marks the months kept for judging.
    """

    approved: np.ndarray
    explored: np.ndarray
    known: np.ndarray
    label: np.ndarray
    held: np.ndarray


def outcomes(
    past: Applicants, *, running: str, rejects: str, exploration: float, delay: int
) -> Outcomes:
    """Collect the outcomes known at launch: of loans that were granted, and old enough.

    Loans that still run are left out, or taken for repaid as long as nothing else is known.
    """
    seen = past.seen
    explores = exploration if rejects == "explore" else 0.0
    granted = seen["approved"].to_numpy() == 1
    explored = ~granted & (past.explore < explores)
    ripe = past.month <= -delay
    usable = ripe if running == "wait" else np.ones(len(ripe), dtype=bool)
    recorded = (seen["recorded"] == 1).to_numpy() & (seen["label_month"] <= 0).to_numpy()
    months = np.unique(past.month[usable])
    first_held = months[int((1 - HELD_BACK) * len(months))] if len(months) else 0
    return Outcomes(
        granted | explored,
        explored,
        (granted | explored) & usable,
        recorded.astype(float),
        usable & (past.month >= first_held),
    )


def examples(
    past: Applicants,
    outcomes: Outcomes,
    *,
    rejects: str,
    exploration: float,
    attribute: str,
    model: str,
    seed: int,
) -> Examples:
    """Gather the rows to learn from, with what is assumed of those who were turned away."""
    features = matrix(past.seen, columns(attribute))
    rows = np.flatnonzero(outcomes.known & ~outcomes.held)
    repaid = 1.0 - outcomes.label
    weight = np.ones(len(past.seen))
    if rejects == "explore":
        weight = np.where(outcomes.explored, 1 / max(exploration, 1e-9), 1.0)
    elif rejects == "reweight":
        weight = _unlikely_count_more(features, outcomes)
    elif rejects == "oracle":
        rows = np.flatnonzero(~outcomes.held & _months_of(past, outcomes))
        repaid = 1.0 - past.seen["recorded"].to_numpy(float)
    own = Examples(features[rows], repaid[rows], past.group[rows], weight[rows])
    if rejects in ("fuzzy", "cutoff") and own.teach:
        turned_away = _months_of(past, outcomes) & ~outcomes.approved & ~outcomes.held
        guess = chance_of(fitted(model, own.features, own.repaid, own.weight, seed))
        return _with_guesses(own, features[turned_away], past.group[turned_away], guess, rejects)
    return own


def _months_of(past: Applicants, outcomes: Outcomes) -> np.ndarray:
    """Applications, approved or not, of the months whose outcomes are used."""
    return np.isin(past.month, np.unique(past.month[outcomes.known]))


def _unlikely_count_more(features: np.ndarray, outcomes: Outcomes) -> np.ndarray:
    """One over the chance that an applicant with these features was approved."""
    model = fitted("logistic", features, outcomes.approved.astype(float), None, 0)
    return np.minimum(1 / np.maximum(1 - chance_of(model)(features), 1e-9), MOST_WEIGHT)


def _with_guesses(
    own: Examples, features: np.ndarray, group: np.ndarray, guess: Estimator, rejects: str
) -> Examples:
    """The known rows and the rejected, these by what a model of the known says of them."""
    default = guess(features)
    if rejects == "cutoff":
        bad = min(1.0, WORSE * (1 - own.repaid.mean()))
        cut = np.quantile(default, 1 - bad) if len(default) else 0.0
        default = (default >= cut).astype(float)
    twice = np.concatenate([own.features, features, features])
    repaid = np.r_[own.repaid, np.ones(len(group)), np.zeros(len(group))]
    weight = np.r_[own.weight, 1 - default, default]
    kept = weight > 0
    return Examples(twice[kept], repaid[kept], np.r_[own.group, group, group][kept], weight[kept])


def drawn_by_weight(examples: Examples, seed: int) -> Examples:
    """As many rows drawn in proportion to their weights, for methods that take none."""
    if np.ptp(examples.weight) == 0 or not len(examples.weight):
        return examples
    share = examples.weight / examples.weight.sum()
    rows = stream(seed, "rows by weight").choice(len(share), len(share), p=share)
    return Examples(
        examples.features[rows],
        examples.repaid[rows],
        examples.group[rows],
        np.ones(len(rows)),
    )
