"""What becomes of every release: tried, stopped or shipped, found out, rolled back; who met it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cases.platform.decide import Gate, Stops
from cases.platform.signals import CLUSTER, LABEL_CV, NEVER, SHIFTED, matured
from cases.platform.world import SOAKS
from data.platform import LIFE
from data.world import World, stream

BAD = -0.003
"""An effect below which a release counts as bad: less is not worth a night's sleep."""
REWORK = 168.0  # hours until a good release that was stopped comes again
REBUILD = 24.0  # hours to train a version again that nobody kept
MISFIT = 24.0  # hours until somebody finds that a model and its features do not belong together
SHADOW = 12.0  # hours of shadow before a canary, where both are asked for
REQUESTS = 6.0  # requests a user makes of a model in a day
DAY_TO_DAY = 0.02  # standard deviation of a model's value from one day to the next, relative
LOOKS = np.arange(12.0, LIFE + 1, 12.0)


@dataclass(frozen=True, eq=False)
class Alarms:
    """How a bad release that serves everybody is found: `hours` (releases,) until it is, `LIFE`
    where it never is; `by` names the monitor."""

    hours: np.ndarray
    by: np.ndarray


@dataclass(frozen=True, eq=False)
class Released:
    """Every release (rows) under every soak (columns).

    `tried` is false where the gate refused. `stopped`, `shipped` are booleans; `earned` and
    `earnable` relative value hours (times the model's value an hour: money) made of it and to be
    made by who knows its effect; `lived` hours in which a bad release served somebody, `undone`
    hours from finding a bad one to being rid of it (NaN where none was), `reached` people who met a
    bad one, `rolled` whether it was rolled back.
    """

    tried: np.ndarray
    bad: np.ndarray
    stopped: np.ndarray
    shipped: np.ndarray
    rolled: np.ndarray
    earned: np.ndarray
    earnable: np.ndarray
    lived: np.ndarray
    undone: np.ndarray
    reached: np.ndarray


def alarms(
    platform: World, *, monitoring: str, alarm_budget: float, label_days: float, seed: int
) -> Alarms:
    """Find out bad releases that serve everybody, as far as monitors look and owners bear alarms.

    Each model's labels are compared with the weeks before, at a level that rings falsely as often
    as the owners bear: budget / models a day.
    """
    truth, models = platform.truth, platform.about["models"]
    count = len(truth)
    hours, by = np.full(count, float(LIFE)), np.full(count, "nobody", dtype=object)
    if monitoring == "none":
        return Alarms(hours, by)
    found = {"system": np.where(truth["kind"] == "schema", 0.25, np.inf)}
    if monitoring in ("inputs", "labels"):
        found["outputs"] = np.where(truth["shift"] > SHIFTED, 24.0, np.inf)
    if monitoring == "labels":
        rate = models["rate"].to_numpy()[platform.seen["model"].to_numpy()]
        level = alarm_level(alarm_budget, len(models))
        found["labels"] = _by_labels(truth["effect"].to_numpy(), rate, label_days, level, seed)
    for name, when in found.items():
        sooner = when < hours
        hours, by = np.where(sooner, when, hours), np.where(sooner, name, by)
    return Alarms(hours, by)


def alarm_level(budget: float, models: int) -> float:
    """How many deviations ring, so that all models together ring falsely `budget` times a day.

    >>> round(alarm_level(5.0, 50), 2)
    1.28
    """
    from scipy.special import ndtri

    return -float(ndtri(min(budget / models, 0.5)))


def _by_labels(
    effect: np.ndarray, rate: np.ndarray, label_days: float, level: float, seed: int
) -> np.ndarray:
    """The first look at which matured labels of a release lie `level` deviations below."""
    known = matured(LOOKS, 24 * label_days)
    requests = rate[:, None] * 3600 * known / CLUSTER
    variance = LABEL_CV**2 / np.maximum(requests, 1e-9) + DAY_TO_DAY**2 / np.maximum(
        known / 24, 1e-9
    )
    luck = stream(seed, "alarm luck").normal(size=(len(effect), 1))
    rings = effect[:, None] / np.sqrt(variance) + luck < -level
    return np.where(rings.any(axis=1), LOOKS[rings.argmax(axis=1)], np.inf)


def released(
    platform: World,
    gate: Gate,
    stops: Stops,
    alarms: Alarms,
    *,
    rollout: str,
    share: float,
    unit: str,
    rollback: str,
    rollback_minutes: int,
    versions_kept: int,
    pairing: str,
) -> Released:
    """Take every release through its rollout, for every soak at once."""
    truth, models = platform.truth, platform.about["models"]
    effect = truth["effect"].to_numpy()[:, None]
    bad, tried = effect[:, 0] < BAD, gate.passed
    part = share if rollout in ("canary", "both") else 0.0
    waits = rollout in ("canary", "both", "shadow")
    at = stops.at if waits else np.full((len(bad), len(SOAKS)), NEVER)
    stopped = tried[:, None] & (at < NEVER)
    shipped = tried[:, None] & ~stopped
    soak = np.broadcast_to(SOAKS if waits else 0.0 * SOAKS, at.shape)
    partly = np.where(stopped, SOAKS[np.minimum(at, NEVER - 1)], soak)
    before = gate.hours + (SHADOW if rollout == "both" else 0.0)
    left = np.maximum(LIFE - before - soak, 0.0)
    found = np.minimum(alarms.hours[:, None], left)
    gone = _undo(platform, found, rollout, soak, rollback, rollback_minutes, versions_kept)
    rolled = shipped & bad[:, None] & (alarms.hours[:, None] < left)
    fully = np.where(rolled, np.minimum(found + gone, left), left) * shipped
    again = np.maximum(LIFE - before - np.where(tried[:, None], partly, 0.0) - REWORK, 0.0)
    retried = np.where(~bad[:, None] & ~shipped, again, 0.0)
    earned = effect * (part * partly * tried[:, None] + fully + retried)
    if pairing == "model":
        earned = earned - _misfit(platform) * (
            rolled & platform.seen["features"].to_numpy()[:, None]
        )
    earnable = np.broadcast_to(np.maximum(effect, 0.0) * LIFE, earned.shape)
    users = models["users"].to_numpy()[platform.seen["model"].to_numpy()][:, None]
    met = _met(part, partly, unit) * (tried & bad)[:, None]
    everyone = shipped & bad[:, None] & (fully > 0)
    return Released(
        tried,
        bad,
        stopped,
        shipped,
        rolled,
        earned,
        earnable,
        (partly * (part > 0) * tried[:, None] + fully) * bad[:, None],
        np.where(rolled, gone, np.nan),
        users * np.where(everyone, 1.0, met),
    )


def _met(part: float, hours: np.ndarray, unit: str) -> np.ndarray:
    """The share of a model's users who met the new version while it was tried."""
    if unit == "user":
        return part * np.minimum(hours / 4, 1.0)
    return 1 - (1 - part) ** (REQUESTS * np.minimum(hours, 24 * 7) / 24)


def _undo(
    platform: World,
    found: np.ndarray,
    rollout: str,
    soak: np.ndarray,
    rollback: str,
    minutes: int,
    kept: int,
) -> np.ndarray:
    """Hours from finding a bad release to being rid of it.

    Its predecessor is gone where the model was released again too often since.
    """
    hours = minutes / 60 if rollback == "manual" else 0.05
    since = found / LIFE * platform.about["a_month"] / len(platform.about["models"])
    usual = np.where(since + 2 <= kept, hours, REBUILD)
    if rollout == "blue_green":
        # The old fleet is still there while the soak lasts: traffic goes back at once.
        return np.where(found <= np.broadcast_to(SOAKS, soak.shape), np.minimum(usual, 0.05), usual)
    return usual


def _misfit(platform: World) -> np.ndarray:
    """Value hours lost while an old model reads the new one's features: (releases, 1)."""
    weights = platform.about["graph"].weights
    mean = weights.sum(axis=1) / np.maximum((weights > 0).sum(axis=1), 1)
    return MISFIT * mean[platform.seen["model"].to_numpy()][:, None]
