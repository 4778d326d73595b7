"""Looking at a test more than once: what it costs, and the boundaries that pay for it.

Under no effect the statistic at equally spaced looks is a random walk over the root of its length.
A two-sided test stops at the first look at which it leaves its bounds, in standard errors.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

RULES = ("fixed", "peek", "pocock", "obrien_fleming")
NODES = 64  # of the integral over where a walk stands at a look


def null_paths(tests: int, looks: int, rng: np.random.Generator) -> np.ndarray:
    """The z value of tests of nothing at equally spaced looks: (tests, looks)."""
    walk = np.cumsum(rng.standard_normal((tests, looks), np.float32), axis=1)
    return walk / np.sqrt(np.arange(1, looks + 1, dtype=np.float32))


def independent_formula(level: float, looks: np.ndarray) -> np.ndarray:
    """1 - (1 - level) ** looks: right for separate tests, wrong for looks at one that grows."""
    return 1 - (1 - level) ** np.asarray(looks)


def bounds(rule: str, looks: int, level: float) -> np.ndarray:
    """The bounds (standard errors) at each of the planned looks: (looks,).

    "peek" looks every time with the bound of a single look; "pocock" has one higher bound for all
    looks; "obrien_fleming" starts very high and ends near that of a single look; "fixed" looks once
    at the end (Pocock 1977; O'Brien and Fleming 1979).
    """
    from scipy.special import ndtri

    if rule not in RULES:
        raise ValueError(f"no rule is called {rule}; there are {', '.join(RULES)}")
    if looks < 1 or not 0 < level < 1:
        raise ValueError(f"looks are {looks}, level {level}: at least 1, and between 0 and 1")
    single = float(ndtri(1 - level / 2))
    if rule == "fixed":
        return np.r_[np.full(looks - 1, np.inf), single]
    if rule == "peek":
        return np.full(looks, single)
    return constant(rule, looks, round(level, 12)) * shape(rule, looks)


def shape(rule: str, looks: int, planned: int = 0) -> np.ndarray:
    """How a rule's bounds go from look to look, 1 at the last of `planned` (by default all)."""
    if rule != "obrien_fleming":
        return np.ones(looks)
    return np.sqrt((planned or looks) / np.arange(1.0, looks + 1))


@lru_cache(maxsize=512)
def constant(rule: str, looks: int, level: float) -> float:
    """What a rule's shape is multiplied by, so that tests of nothing cross with chance `level`."""
    from scipy.optimize import brentq
    from scipy.special import ndtri

    form = shape(rule, looks)
    # No lower than for a single look, no higher than if looks were separate tests.
    low, high = (float(ndtri(1 - share / 2)) for share in (level, level / looks))
    if looks == 1:
        return low

    def too_often(times: float) -> float:
        return crossing_chance(times * form) - level

    return float(brentq(too_often, low - 1e-6, high + 1e-6, xtol=1e-5))


def crossing_chance(bounds: np.ndarray, drift: float = 0.0) -> float:
    """The chance that a walk leaves its bounds at some look.

    `drift` is the mean of the statistic at the last look, in standard errors. Where the walk stands
    is integrated from look to look (Armitage, McPherson and Rowe 1969) with Gauss's nodes.

    >>> round(crossing_chance(np.full(20, 1.96)), 3), round(crossing_chance(np.full(1, 1.96)), 3)
    (0.248, 0.05)
    """
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    looks = len(bounds)
    step, ends = drift / np.sqrt(looks), bounds * np.sqrt(np.arange(1, looks + 1))
    reach = np.minimum(ends, 8.0 * np.sqrt(np.arange(1, looks + 1)) + abs(drift))
    place = nodes * reach[0]
    inside = _normal(place - step) * weights * reach[0]
    for end in reach[1:]:
        onward = nodes * end
        inside = _normal(onward[:, None] - place[None] - step) @ inside * weights * end
        place = onward
    return float(1 - inside.sum())


def _normal(x: np.ndarray) -> np.ndarray:
    return np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi)


def sequence_bound(units: np.ndarray, level: float, tuning: float) -> np.ndarray:
    """The half width of a confidence sequence, in standard errors, after so many units.

    It may be looked at after every unit, for ever. `tuning` is the number of units at which it is
    narrowest (Waudby-Smith and others, arXiv 2103.06476, in the form of growthbook's gbstats).

    >>> sequence_bound(np.array([500.0, 5_000.0, 500_000.0]), 0.05, 5_000).round(2).tolist()
    [3.86, 3.04, 3.56]
    """
    log = -2 * np.log(level)
    mixed = np.maximum(units, 1e-9) * (log + np.log(log + 1)) / tuning
    return np.sqrt(2 * (mixed + 1) * np.log(np.sqrt(mixed + 1) / level) / mixed)


def first_outside(z: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """The first place at which each path (tests, days) leaves its bounds; days where it never does.

    `bounds` is infinite where nobody looks; of shape (days,) or (tests, days).
    """
    hit = np.abs(z) >= bounds
    return np.where(hit.any(axis=1), hit.argmax(axis=1), z.shape[1])
