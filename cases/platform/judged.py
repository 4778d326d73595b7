"""The books: what each month earned and lost, at every soak; and the best that could be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cases.platform.decide import Gate, stops
from cases.platform.decide import gate as gated
from cases.platform.features import Faulted
from cases.platform.live import Alarms, Released
from cases.platform.live import released as rolled_out
from cases.platform.measured import Measured
from cases.platform.serving import SERVER_PRICE, Pools
from cases.platform.signals import signals
from cases.platform.training import MACHINE_PRICE, Trained
from cases.platform.world import SOAKS
from data.platform import HOURS, TRAFFIC
from data.world import World

DAYS = HOURS / 24
ALARM_PRICE = 40.0  # dollars for looking into one alarm: assumed
INCIDENT_PRICE = 600.0  # dollars of people's time for each release rolled back: assumed
FEATURE_PRICE = {"streaming": 900.0, "batch": 250.0}  # dollars a day: assumed
MONITOR_PRICE = {"none": 0.0, "system": 20.0, "inputs": 120.0, "labels": 250.0}
VERSION_PRICE = 0.08  # dollars a day to keep one version of one model
ROW_PRICE = 2e-5  # dollars to score one row at the gate
MOST_STALE = 0.5  # of a model's worth that age can take
OF_BUDGET = {"none": 0.0, "system": 0.02, "inputs": 0.3, "labels": 1.0}

Sums = Mapping[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Books:
    """Sums by month: each of shape (months, positions) or (months, 1); money in $.

    `ages` are sums by model, (models, positions) or (models, 1): worth ($ a day), aged (what age
    takes of it) and hours (of age times worth). `costs` has a row a team and a column a kind of
    cost, $ a day, at the soak of 24 hours.
    """

    true: Sums
    seen: Sums
    ages: Sums
    costs: pd.DataFrame


def monthly(values: np.ndarray, a_month: int) -> np.ndarray:
    """Sums of release values (releases, ...) by month; every month has as many releases."""
    return values.reshape(-1, a_month, *values.shape[1:]).sum(axis=1, dtype=float)


def judged(
    platform: World,
    fleet: pd.DataFrame,
    measured: Measured,
    gate: Gate,
    released: Released,
    alarms: Alarms,
    trained: Trained,
    faulted: Faulted,
    served: Pools,
    *,
    rollout: str,
    monitoring: str,
    alarm_budget: float,
    freshness: str,
    versions_kept: int,
    gate_rows: int,
) -> Books:
    """Close the books of every month, as they are and as the team keeps them."""
    a_month, months = platform.about["a_month"], platform.about["months"]
    value = fleet["value"].to_numpy()
    worth = value[platform.seen["model"].to_numpy()][:, None] / 24
    counts = _counted(released, worth, a_month)
    hours = trained.age[:, :, None] + gate.hours + _soaked(rollout)[:, None, :]
    stale, ages = _stale(fleet, hours), value[None, :, None] * hours
    true = counts | _losses(fleet, measured, trained, faulted, served, months)
    true["stale"] = DAYS * stale.sum(axis=1)
    true["age"] = ages.sum(axis=1) / value.sum()
    true["alarms"] = (
        DAYS * alarm_budget * OF_BUDGET[monitoring]
        + counts["rang"]
        + counts["stopped"]
        + true["faults"] * (monitoring in ("inputs", "labels"))
    )
    costs = _costs(fleet, trained, served, platform, freshness, monitoring, versions_kept)
    true["cost"] = (
        DAYS * costs.drop(columns="training").to_numpy().sum()
        + MACHINE_PRICE * trained.hours.sum(axis=1)[:, None]
        + ALARM_PRICE * true["alarms"]
        + INCIDENT_PRICE * counts["rolled"]
        + _mirrored(platform, fleet, served, released, rollout, a_month)
        + ROW_PRICE * gate_rows * a_month * (gate.hours > 0)
    )
    seen = _seen(true, released, _told(platform, gate, released, worth), a_month)
    told = {"worth": value[:, None], "aged": stale.mean(axis=0), "hours": ages.mean(axis=0)}
    return Books(true, seen, told, _by_team(costs, fleet, true["alarms"]))


def _losses(
    fleet: pd.DataFrame,
    measured: Measured,
    trained: Trained,
    faulted: Faulted,
    served: Pools,
    months: int,
) -> dict[str, np.ndarray]:
    """What no release and no soak changes, by month: (months, 1) each."""
    value, ones = fleet["value"].to_numpy(), np.ones((months, 1))
    return {
        "days": DAYS * ones,
        "base": DAYS * value.sum() * ones,
        "broken": faulted.by_month("lost", months)[:, None],
        "skewed": DAYS * (value @ (1 - measured.kept[fleet["kind"]])) * ones,
        "unserved": DAYS * (value @ served.lost) * ones,
        "faults": np.bincount(faulted.faults["month"], minlength=months)[:, None].astype(float),
        "trainings": trained.done[:, None],
        "waiting": trained.waiting.reshape(months, -1).mean(axis=1)[:, None],
    }


def _seen(true: Sums, released: Released, told: np.ndarray, a_month: int) -> Sums:
    """The books as the team keeps them: no age, no skew, no broken features, and of bad releases
    those it found."""
    found = (np.isfinite(released.found) | released.stopped) & released.bad[:, None]
    kept = {name: true[name] for name in ("days", "base", "cost", "unserved", "found", "rang")}
    overlooked = dict.fromkeys(("broken", "skewed"), np.zeros_like(true["days"]))
    return (
        kept
        | overlooked
        | {
            "released": monthly(told, a_month),
            "reached": monthly(released.reached * found, a_month),
            "lived": monthly(np.where(found, released.lived, 0), a_month),
            "bad live": monthly(found & (released.lived > 0), a_month),
        }
    )


GATES = (("metric", -0.005), ("none", 0.0))
"""Gates that the best policies are tried with: kind and margin."""


def attainable(
    platform: World,
    measured: Measured,
    alarms: Alarms,
    released: Released,
    *,
    label_days: float,
    seed: int,
) -> float:
    """The most a day that releases can bring, of the policies we know: the best soak of each.

    The design's own policy is one of them; the others keep to what is measured in time.
    """
    worth = platform.about["models"]["value"].to_numpy()[platform.seen["model"].to_numpy()] / 24
    tries = [released]
    shown = signals(
        platform, rollout="both", share=0.2, unit="user", label_days=label_days, seed=seed
    )
    halted = stops(shown, abort="every", looks="spent", false_abort=0.05)
    for kind, margin in GATES:
        passed = gated(
            platform, measured, gate=kind, margin=margin, slices="yes", gate_rows=40_000,
            schema_check="yes", seed=seed,
        )  # fmt: skip
        tries.append(
            rolled_out(
                platform, passed, halted, alarms, rollout="both", share=0.2, unit="user",
                rollback="automatic", rollback_minutes=1, versions_kept=50, pairing="paired",
            )
        )  # fmt: skip
    best = max(float((worth @ each.earned).max()) for each in tries)
    return best / (platform.about["months"] * DAYS)


def clairvoyant(platform: World, released: Released) -> float:
    """What releases would bring a day, in $, if each one's effect were known: every good one to
    everybody at once, and no bad one."""
    worth = platform.about["models"]["value"].to_numpy()[platform.seen["model"].to_numpy()] / 24
    return float(worth @ released.earnable[:, 0]) / (platform.about["months"] * DAYS)


def _soaked(rollout: str) -> np.ndarray:
    return SOAKS[None, :] if rollout in ("canary", "both", "shadow") else np.zeros((1, 1))


def _stale(fleet: pd.DataFrame, hours: np.ndarray) -> np.ndarray:
    """What age (months, models, positions) takes of each model's value of a day."""
    value, decay = (fleet[name].to_numpy()[:, None] for name in ("value", "decay"))
    return value * np.minimum(decay * hours / 24, MOST_STALE)


def _counted(released: Released, worth: np.ndarray, a_month: int) -> dict[str, np.ndarray]:
    bad, tried = released.bad[:, None], released.tried[:, None]
    good = ~bad
    gone = np.where(np.isnan(released.undone), 0.0, released.undone)
    found = np.where(np.isnan(released.found), 0.0, released.found)
    good_made = np.maximum(released.earned, 0)
    return {
        "released": monthly(worth * released.earned, a_month),
        "harm": monthly(worth * np.maximum(-released.earned, 0), a_month),
        "missed": monthly(worth * np.maximum(released.earnable - good_made, 0), a_month),
        "bad": monthly(bad.astype(float), a_month),
        "bad caught": monthly(bad & ~released.shipped, a_month),
        "good": monthly(good.astype(float), a_month),
        "good tried": monthly((good & tried).astype(float), a_month),
        "good stopped": monthly(good & released.stopped, a_month),
        "good refused": monthly((good & ~tried).astype(float), a_month),
        "stopped": monthly(released.stopped, a_month),
        "shipped": monthly(released.shipped, a_month),
        "rolled": monthly(released.rolled, a_month),
        "lived": monthly(released.lived, a_month),
        "bad live": monthly(released.lived > 0, a_month),
        "rang": monthly(np.isfinite(released.found), a_month),
        "found": monthly(found, a_month),
        "undone": monthly(gone, a_month),
        "reached": monthly(released.reached, a_month),
    }


def _told(platform: World, gate: Gate, released: Released, worth: np.ndarray) -> np.ndarray:
    """What a team books: what the offline test promised of all it shipped, less what it rolled back
    itself."""
    kept = released.shipped & ~released.rolled
    hours = np.where(kept, np.maximum(HOURS - gate.hours - SOAKS, 0.0), 0.0)
    return worth * (gate.gain[:, None] * hours + np.where(released.rolled, released.earned, 0.0))


def _mirrored(
    platform: World,
    fleet: pd.DataFrame,
    served: Pools,
    released: Released,
    rollout: str,
    a_month: int,
) -> np.ndarray:
    """What a second fleet costs while it runs beside the first: (months, positions) or 0."""
    if rollout == "shadow" or rollout == "blue_green":
        hours = SOAKS
    elif rollout == "both":
        hours = np.full(len(SOAKS), 12.0)
    else:
        return np.zeros((1, 1))
    hourly = served.cost[platform.seen["model"].to_numpy()] / 24
    return monthly(hourly * released.tried, a_month)[:, None] * hours[None, :]


def _costs(
    fleet: pd.DataFrame,
    trained: Trained,
    served: Pools,
    platform: World,
    freshness: str,
    monitoring: str,
    versions_kept: int,
) -> pd.DataFrame:
    """Dollars a day by model and kind of cost, but for alarms."""
    uses = (platform.about["graph"].weights > 0).sum(axis=1)
    path = 24 * SERVER_PRICE * 3.0  # router and feature store, by requests
    return pd.DataFrame(
        {
            "servers": served.cost + path * fleet["rate"].to_numpy() / TRAFFIC,
            "training": MACHINE_PRICE * trained.hours.mean(axis=0) / DAYS,
            "features": FEATURE_PRICE[freshness] * uses / uses.sum(),
            "registry": VERSION_PRICE * versions_kept * np.ones(len(fleet)),
            "monitoring": MONITOR_PRICE[monitoring] / len(fleet) * np.ones(len(fleet)),
        }
    )


def _by_team(costs: pd.DataFrame, fleet: pd.DataFrame, alarms: np.ndarray) -> pd.DataFrame:
    each = ALARM_PRICE * alarms[:, int(np.searchsorted(SOAKS, 24)) if alarms.shape[1] > 1 else 0]
    told = costs.assign(alarms=each.mean() / DAYS / len(fleet))
    return told.groupby(fleet["team"].to_numpy()).sum()
