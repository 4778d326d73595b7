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
