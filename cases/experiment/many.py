"""Many readings of one test: groups of users, other metrics, and which of them is told as a win."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.experiment.analysis import Paths
from cases.experiment.world import PREFERENCE
from data.experiments import Setting
from data.experiments.people import DAYS
from data.world import stream
from pipelines.experiments.many import least_adjusted

GROUPS = {
    "computers, new users": 0.15,
    "computers, known users": 0.25,
    "new phones, new users": 0.15,
    "new phones, known users": 0.20,
    "old phones, new users": 0.07,
    "old phones, known users": 0.08,
    "tablets, new users": 0.04,
    "tablets, known users": 0.06,
}
"""Groups of users that a test can be read in, and the share of users in each: assumed."""

SHARES = np.array(list(GROUPS.values()))


@dataclass(frozen=True, eq=False)
class Groups:
    """What each group of users says of each test: `effect` and its standard error, relative, each
    (ideas, days, groups). `times` (ideas, groups) is the true effect in each group as a multiple of
    the idea's own; its mean over users is 1."""

    effect: np.ndarray
    error: np.ndarray
    times: np.ndarray


def grouped(
    paths: Paths,
    setting: Setting,
    *,
    segments: str,
    apart: float,
    metric: str,
    method: str,
    seed: int,
) -> Groups | None:
    """Read each test in groups of users, where that is asked for."""
    if segments == "none":
        return None
    return in_groups(paths, shown(setting, metric, method), apart, seed)


def shown(setting: Setting, metric: str, method: str) -> np.ndarray:
    """The mean true effect on the metric that a test shows from its start to each day: (ideas,
    days)."""
    known = {"conversion": ("conversion",), "money": ("conversion", "basket")}
    names = known.get(metric, ("minutes",) if metric == "minutes" else ("clicks",))
    if method == "interleave":
        names = ("clicks",)
    daily = np.sum([setting.effects[name] for name in names], axis=0)
    times = PREFERENCE if method == "interleave" else 1.0
    return times * np.cumsum(daily, axis=1) / np.arange(1, DAYS + 1)


def in_groups(paths: Paths, shown: np.ndarray, apart: float, seed: int) -> Groups:
    """Split each estimate among groups of users, so that their mean over users is the whole's.

    `apart` is about the standard deviation, over groups, of an idea's effect as a multiple of it. A
    group's error is the whole's over the root of its share of users; what errors have in common is
    the whole's own error, which the estimate holds already.
    """
    ideas, days = paths.effect.shape
    rng = stream(seed, "groups of users")
    own = rng.standard_normal((ideas, len(SHARES)))
    times = 1 + apart * (own - (own @ SHARES)[:, None])
    walk = np.cumsum(rng.standard_normal((ideas, days, len(SHARES)), np.float32), axis=1)
    walk /= np.sqrt(np.arange(1, days + 1, dtype=np.float32))[:, None]
    error = paths.error[..., None] / np.sqrt(SHARES)
    luck = np.where(np.isfinite(error), error, 0.0) * walk
    luck -= (luck @ SHARES)[..., None]
    effect = paths.effect[..., None] + shown[..., None] * (times[:, None] - 1) + luck
    return Groups(effect, error, times)


def read(
    paths: Paths, grouped: Groups | None, *, metrics: int, correction: str, seed: int
) -> Paths:
    """Read several metrics or groups: compared with the bound is the one most likely to be a win.

    The other metrics are noise, each with its own walk through the days. The z value stands for the
    corrected p value; the effect told is that of the metric, in units of the first one's noise, or
    of the group that won.
    """
    if metrics == 1 and grouped is None:
        return paths
    from scipy.special import ndtr, ndtri

    several = [paths.z[..., None], other_metrics(seed, paths.z.shape, metrics - 1)]
    if grouped is not None:
        several.append(grouped.effect / grouped.error)
    z = np.concatenate(several, axis=2)
    # p values of exactly 0 have no z value.
    p = np.maximum(2 * ndtr(-np.abs(z)), 1e-300)
    first = p.argmin(axis=2)
    best = np.take_along_axis(z, first[..., None], axis=2)[..., 0]
    least = least_adjusted(p, correction)
    winners = best * np.where(np.isfinite(paths.error), paths.error, 0.0)
    told, error = np.where(first == 0, paths.effect, winners), paths.error
    if grouped is not None:
        place, is_group = np.maximum(first - metrics, 0)[..., None], first >= metrics
        told, error = (
            np.where(is_group, np.take_along_axis(part, place, axis=2)[..., 0], whole)
            for part, whole in ((grouped.effect, told), (grouped.error, error))
        )
    return Paths(told, error, np.sign(best) * -ndtri(least / 2))


def other_metrics(seed: int, shape: tuple[int, ...], count: int) -> np.ndarray:
    """The z values of metrics that no idea moves: (ideas, days, count), float32."""
    rng = stream(seed, "other metrics")
    walk = np.cumsum(rng.standard_normal((*shape, count), np.float32), axis=1)
    walk /= np.sqrt(np.arange(1, shape[1] + 1, dtype=np.float32))[:, None]
    return walk


def count_of(metrics: int, segments: str) -> int:
    """How many readings of each test are looked at."""
    return metrics + len(GROUPS) * (segments != "none")
