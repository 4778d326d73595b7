"""Monitors beside each other: when each rings in a world, and how well over several worlds."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cases.churn.alarms import lost_by_month
from kit.run import Run
from pipelines.over_time.monitors import Judged, judge, race

RACED = (
    "realised",
    "cbpe",
    "scores",
    "psi",
    "ks",
    "chi2",
    "wasserstein",
    "adwin",
    "page_hinkley",
    "ddm",
    "dummy",
)


def alarms_of(run: Run, monitor: str) -> list[int]:
    """The judged months (from 0) in which a monitor rings, in the run's own world and policy."""
    months = run["judged"].months
    return [
        month
        for month in run.with_changes(detector=monitor)["live"].replayed.alarms
        if month < months
    ]


def raced(run: Run, seeds: Sequence[int], drift: str) -> pd.DataFrame:
    """Every monitor judged on small worlds with a drift, one a seed; one row a monitor.

    The launch model serves throughout, so that all monitors watch the same months. Columns are
    those of `pipelines.over_time.monitors.race`, delays in months.
    """
    return race(lambda seed: _one_world(run, seed, drift), seeds)


def raced_size(run: Run) -> str:
    """The size of the raced worlds: small, or as tiny as the run's own."""
    return "tiny" if run.settings["size"] == "tiny" else "small"


def _one_world(run: Run, seed: int, drift: str) -> dict[str, Judged]:
    base = run.with_changes(
        seed=seed, size=raced_size(run), retraining="never", drift=drift, detector="dummy"
    )
    judged = base["judged"]
    lost = lost_by_month(judged, base["attainable"], base["policy"].at)
    return {name: judge(alarms_of(base, name), judged.changed, lost) for name in RACED}
