"""Whether a test can be trusted at all: did as many come to each arm as planned?"""

from __future__ import annotations

import numpy as np


def ratio_check(units: np.ndarray, planned: np.ndarray) -> np.ndarray:
    """The p value of a chi-squared test of units an arm against the planned shares.

    `units` and `planned` are (..., 2); planned shares need not be equal, and may differ from test
    to test. An equal split assumed where another was planned finds fault with every test.

    >>> ratio_check(np.array([5_000, 5_000]), np.array([0.5, 0.5])).item()
    1.0
    """
    from scipy.special import chdtrc

    units, planned = np.asarray(units, dtype=float), np.asarray(planned, dtype=float)
    if (planned <= 0).any() or not np.allclose(planned.sum(axis=-1), 1):
        raise ValueError("planned shares are above 0 and make 1 together")
    expected = units.sum(axis=-1, keepdims=True) * planned
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = ((units - expected) ** 2 / expected).sum(axis=-1)
    return np.where(np.isfinite(statistic), chdtrc(1, np.nan_to_num(statistic)), 1.0)


def ratio_power(units: float, planned: float, real: float, level: float) -> float:
    """The chance that the check notices: treatment gets share `real` of `units` for `planned`.

    >>> round(ratio_power(100_000, 0.5, 0.495, 0.001), 2)
    0.45
    """
    from scipy.special import ndtr, ndtri

    for name, share in (("planned", planned), ("real", real), ("level", level)):
        if not 0 < share < 1:
            raise ValueError(f"{name} is {share}; it lies between 0 and 1")
    bound = ndtri(1 - level / 2) * np.sqrt(planned * (1 - planned))
    off, spread = (real - planned) * np.sqrt(units), np.sqrt(real * (1 - real))
    return float(ndtr((off - bound) / spread) + ndtr((-off - bound) / spread))


def checked_values(values: np.ndarray, *, name: str, least: float | None = 0.0) -> np.ndarray:
    """Values of one arm's units, as numbers; refused where something cannot be compared.

    A value is missing or infinite, there are fewer than two, or one is below `least` (money that
    was refunded is a metric of its own).
    """
    numbers = np.asarray(values, dtype=float)
    if numbers.ndim != 1 or len(numbers) < 2:
        raise ValueError(f"{name} has {numbers.size} units; an arm needs two at least")
    if not np.isfinite(numbers).all():
        count = int((~np.isfinite(numbers)).sum())
        raise ValueError(
            f"{name} holds {count} values that are no numbers; say what they stand for"
        )
    if least is not None and numbers.min() < least:
        raise ValueError(f"{name} goes down to {numbers.min():g}; none may be below {least:g}")
    return numbers


def checked_conversions(converted: int, visitors: int, *, name: str) -> float:
    """The share of visitors that converted; refused where there are none or more than came."""
    if visitors < 1:
        raise ValueError(f"{name} has no visitors")
    if not 0 <= converted <= visitors:
        raise ValueError(f"{name} has {converted} conversions of {visitors} visitors")
    return converted / visitors


def checked_arms(control: np.ndarray, treatment: np.ndarray) -> None:
    """Refuse users who are in both arms: what they do belongs to neither."""
    both = np.intersect1d(control, treatment)
    if len(both):
        raise ValueError(f"{len(both)} users are in both arms, the first of them {both[0]}")
