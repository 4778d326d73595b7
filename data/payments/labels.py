"""When and whether anyone learns that a payment was fraud: the old rule's alerts, and delays."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.payments.constants import DAY
from data.payments.fraud import Scene


def incumbent_alerts(scene: Scene, happened: pd.DataFrame, luck: pd.DataFrame) -> np.ndarray:
    """Alerts of the system in place: large amounts and random checks, until the day is full.

    The amount rule and the share of checks are set on the days before going live so that they
    fill the daily capacity on average; within a day the first to come are alerted. Rows must be
    sorted by time.
    """
    constants, draws = scene.constants, scene.draws
    capacity = max(1, round(constants.capacity_share * len(scene.customers)))
    before = draws["day"].to_numpy() < max(1, scene.live_from)
    daily = max(1.0, before.sum() / max(1, scene.live_from))
    checks = constants.check_share * capacity / daily
    large = np.inf
    if before.any():
        rule = min(1.0, (1 - constants.check_share) * capacity / daily)
        large = np.quantile(draws["amount"].to_numpy()[before], 1 - rule)
    wanted = (happened["amount"].to_numpy() > large) | (luck["u_check"].to_numpy() < checks)
    rows = np.flatnonzero(wanted)
    day = happened["day"].to_numpy()[rows]
    place = np.arange(len(rows)) - np.searchsorted(day, day)
    alerts = np.zeros(len(happened), bool)
    alerts[rows[place < capacity]] = True
    return alerts


def label_delays(scene: Scene, alerted: np.ndarray, luck: pd.DataFrame) -> np.ndarray:
    """Days until each payment's label is known: about one if alerted, else a mixture.

    Most labels take about `label_delay` days; a share `slow_share` takes a lognormal time around
    three times that, up to `slow_cap` days. With a label delay of 0 every label is immediate.
    """
    constants, delay = scene.constants, scene.label_delay
    z = luck["z_delay"].to_numpy().astype(float)
    usual = delay * np.clip(1 + 0.15 * z, 0.5, 1.5)
    slow = np.clip(3 * delay * np.exp(0.7 * z), delay, max(constants.slow_cap, delay))
    late = np.where(luck["u_slow"].to_numpy() < constants.slow_share, slow, usual)
    fast = min(constants.alert_delay, delay) * np.clip(1 + 0.25 * z, 0.25, 1.75)
    return np.where(alerted, fast, late)


def report(scene: Scene, happened: pd.DataFrame, fraud: np.ndarray, luck: pd.DataFrame):
    """Adds what the team learns: the alert, the label as reported, and when it is known."""
    constants = scene.constants
    alerted = incumbent_alerts(scene, happened, luck)
    told = luck["u_report"].to_numpy() >= constants.never_reported
    mistaken = luck["u_noise"].to_numpy() < constants.label_noise
    reported = np.where(fraud > 0, told, mistaken).astype(np.int8)
    known = happened["time"].to_numpy() + DAY * label_delays(scene, alerted, luck)
    return happened.assign(reported=reported, label_time=known, incumbent_alert=alerted)
