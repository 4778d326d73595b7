"""The best anybody could know of an applicant: the exact chance to default given what is seen.

Given group, age and whether the income is gamed, creditworthiness z is normal and bureau and
income measure it with normal noise; so the posterior of z is normal, and what is not known is
mixed over with Bayes' weights. The chance is the expectation of a logistic curve under it, by
Gauss-Hermite quadrature.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.loans.constants import GAMED, INCOME_NOISE, LoanConstants

NODES = 41


def logistic(odds: np.ndarray) -> np.ndarray:
    """Log odds as a probability, without overflow."""
    return 0.5 * (1 + np.tanh(np.asarray(odds) / 2))


def repaid_chance(constants: LoanConstants, odds: np.ndarray, merit: np.ndarray) -> np.ndarray:
    """The chance that a loan is repaid, by creditworthiness and the log odds at z = 0."""
    return 1 - logistic(odds - constants.slope * merit)


def attainable(
    seen: pd.DataFrame,
    odds: np.ndarray,
    constants: LoanConstants,
    *,
    group_share: float,
    gaming: float,
    group_known: bool,
) -> np.ndarray:
    """The chance of default given bureau, income, district, age and, where known, the group.

    `odds` are the log odds of default at z = 0 for each row, `group_share` and `gaming` the shares
    in group B and of those who game. Shape (rows,). Where the group is not known it is guessed by
    Bayes' rule from all the rest.
    """
    total = chance = np.zeros(len(seen))
    for group, weight in _groups(seen, constants, group_share, group_known):
        for gamed, share in ((0, 1 - gaming), (1, gaming)):
            density, expected = _given(seen, odds, constants, group, gamed)
            total = total + weight * share * density
            chance = chance + weight * share * density * expected
    return chance / total


def _groups(
    seen: pd.DataFrame, constants: LoanConstants, group_share: float, known: bool
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Each group a row may be of, with its prior weight."""
    if known:
        yield seen["group"].to_numpy(), np.ones(len(seen))
        return
    for group, prior in ((0, 1 - group_share), (1, group_share)):
        lives_in_1 = constants.in_district_1(group)
        district = np.where(seen["district"] == 1, lives_in_1, 1 - lives_in_1)
        yield np.full(len(seen), group), prior * district


def _given(
    seen: pd.DataFrame, odds: np.ndarray, constants: LoanConstants, group: np.ndarray, gamed: int
) -> tuple[np.ndarray, np.ndarray]:
    """The density of bureau and income, and the chance of default, given group and gaming."""
    prior = constants.mean_merit(group, seen["young"].to_numpy())
    bureau = seen["bureau"].to_numpy() - prior
    income = seen["income"].to_numpy() - prior - GAMED * gamed
    loud, louder = constants.bureau_noise(group) ** 2, INCOME_NOISE**2
    precision = 1 + 1 / loud + 1 / louder
    pulled = bureau / loud + income / louder
    square = bureau**2 / loud + income**2 / louder - pulled**2 / precision
    density = np.exp(-square / 2) / np.sqrt(loud * louder * precision)
    return density, _expected(odds, constants.slope, prior + pulled / precision, precision)


def _expected(
    odds: np.ndarray, slope: float, mean: np.ndarray, precision: np.ndarray
) -> np.ndarray:
    """The mean of a logistic curve under a normal, by Gauss-Hermite quadrature."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    spread = 1 / np.sqrt(precision)
    merit = mean[:, None] + spread[:, None] * nodes
    return logistic(np.asarray(odds)[:, None] - slope * merit) @ weights / weights.sum()
