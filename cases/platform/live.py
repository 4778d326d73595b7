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
    made by who knows its effect; `lived` hours in which a bad release served somebody, `found`
    hours it served everybody until a monitor rang (NaN where none did), `undone` hours from then to
    being rid of it (NaN where nobody was), `reached` people who met a bad one, `rolled` whether it
    was rolled back.
    """

    tried: np.ndarray
    bad: np.ndarray
    stopped: np.ndarray
    shipped: np.ndarray
    rolled: np.ndarray
    earned: np.ndarray
    earnable: np.ndarray
    lived: np.ndarray
    found: np.ndarray
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
    effect = platform.truth["effect"].to_numpy()[:, None]
    bad, tried = effect[:, 0] < BAD, gate.passed
    trial = _trial(tried, stops, rollout, share)
    before = gate.hours + (SHADOW if rollout == "both" else 0.0)
    left = np.maximum(LIFE - before - trial.soak, 0.0)
    rang = trial.shipped & bad[:, None] & (alarms.hours[:, None] < left)
    found = np.minimum(alarms.hours[:, None], left)
    gone = _undo(platform, found, rollout, trial.soak, rollback, rollback_minutes, versions_kept)
    rolled = rang & _way_back(found, rollout, versions_kept)
    fully = np.where(rolled, np.minimum(found + gone, left), left) * trial.shipped
    again = np.maximum(LIFE - before - np.where(tried[:, None], trial.partly, 0.0) - REWORK, 0.0)
    retried = np.where(~bad[:, None] & ~trial.shipped, again, 0.0)
    earned = effect * (trial.part * trial.partly * tried[:, None] + fully + retried)
    if pairing == "model":
        changed = platform.seen["features"].to_numpy()[:, None]
        earned = earned - _misfit(platform) * (rolled & changed)
    return Released(
        tried,
        bad,
        trial.stopped,
        trial.shipped,
        rolled,
        earned,
        np.broadcast_to(np.maximum(effect, 0.0) * LIFE, earned.shape),
        (trial.partly * (trial.part > 0) * tried[:, None] + fully) * bad[:, None],
        np.where(rang, found, np.nan),
        np.where(rolled, gone, np.nan),
        _reached(platform, trial, tried & bad, trial.shipped & bad[:, None] & (fully > 0), unit),
    )


@dataclass(frozen=True, eq=False)
class _Trial:
    """Every release on trial, under every soak: `part` of the traffic met it for `partly` of the
    `soak` hours planned; then it was stopped, or shipped to everybody."""

    part: float
    soak: np.ndarray
    partly: np.ndarray
    stopped: np.ndarray
    shipped: np.ndarray


def _trial(tried: np.ndarray, stops: Stops, rollout: str, share: float) -> _Trial:
    """Try every release the gate let pass, until a signal stops it or its soak is over."""
    waits = rollout in ("canary", "both", "shadow")
    at = stops.at if waits else np.full((len(tried), len(SOAKS)), NEVER)
    stopped = tried[:, None] & (at < NEVER)
    soak = np.broadcast_to(SOAKS if waits else 0.0 * SOAKS, at.shape)
    return _Trial(
        share if rollout in ("canary", "both") else 0.0,
        soak,
        np.where(stopped, SOAKS[np.minimum(at, NEVER - 1)], soak),
        stopped,
        tried[:, None] & ~stopped,
    )


def _reached(
    platform: World, trial: _Trial, met: np.ndarray, everybody: np.ndarray, unit: str
) -> np.ndarray:
    """People who met each bad release: `met` on trial (releases,), or because it served `everybody`
    (releases, soaks)."""
    users = platform.about["models"]["users"].to_numpy()[platform.seen["model"].to_numpy()]
    partly = met_by(trial.part, trial.partly, unit) * met[:, None]
    return users[:, None] * np.where(everybody, 1.0, partly)


def met_by(part: float, hours: np.ndarray, unit: str) -> np.ndarray:
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


def _way_back(found: np.ndarray, rollout: str, kept: int) -> np.ndarray:
    """Whether there is anything to go back to: what a registry keeps (or what can be trained again
    from it), or the old fleet of a blue-green rollout while it still waits."""
    if kept > 0:
        return np.ones(found.shape, dtype=bool)
    return (found <= SOAKS) & (rollout == "blue_green")


def _misfit(platform: World) -> np.ndarray:
    """Value hours lost while an old model reads the new one's features: (releases, 1)."""
    weights = platform.about["graph"].weights
    mean = weights.sum(axis=1) / np.maximum((weights > 0).sum(axis=1), 1)
    return MISFIT * mean[platform.seen["model"].to_numpy()][:, None]
