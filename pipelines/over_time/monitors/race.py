"""Monitors raced against each other: over many seeds, and over plain streams of errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.world import stream
from pipelines.over_time.monitors.alarms import Judged
from pipelines.over_time.monitors.detectors import rings


@dataclass(frozen=True)
class Runner:
    """A detector in the race over streams of errors, with the bar it starts at."""

    detector: str
    bar: float = 1.0
    rows: int = 8000
    runs: int = 0


def race(judge_seed: Callable[[int], Mapping[str, Judged]], seeds: Iterable[int]) -> pd.DataFrame:
    """Judge every monitor on every seed; one row a monitor, in the order they are named.

    Columns: runs, false (alarms a run), true (alarms a run), missed (share of runs), delay (median
    periods among runs that rang), harm (mean a run).
    """
    runs = [judge_seed(seed) for seed in seeds]
    rows = {name: _row([run[name] for run in runs]) for name in (runs[0] if runs else {})}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("monitor").reset_index()


def steps(
    runners: Mapping[str, Runner],
    changes: Iterable[tuple[float, float]],
    *,
    seed: int = 0,
    runs: int = 12,
) -> pd.DataFrame:
    """Detectors on streams of 0/1 errors whose rate steps up half-way; one row a pair.

    Columns: monitor, before, after (error rates), runs, rows (clean and again drifted), false
    (alarms a run in the clean half), delay (median rows to the first alarm after the step), missed
    (runs without one). Every runner meets the same streams; one with `runs` of its own fewer.
    """
    rows = []
    for before, after in changes:
        for name, runner in runners.items():
            count = min(runs, runner.runs or runs)
            each = [_step(runner, before, after, seed, run) for run in range(count)]
            found = {"monitor": name, "before": before, "after": after, "runs": count}
            rows.append(found | {"rows": runner.rows} | _told(each))
    return pd.DataFrame(rows)


def _step(
    runner: Runner, before: float, after: float, seed: int, run: int
) -> tuple[int, float | None]:
    """False alarms in the clean half, and rows from the step to the first alarm, if any."""
    luck = stream(seed, f"errors {run}").random((2, 8000))[:, : runner.rows]
    errors = np.concatenate([luck[0] < before, luck[1] < after]).astype(int).tolist()
    places = rings(errors, runner.detector, bar=runner.bar)
    late = places[places >= runner.rows]
    return int((places < runner.rows).sum()), float(late[0] - runner.rows) if len(late) else None


def _told(each: list[tuple[int, float | None]]) -> dict[str, float]:
    delays = [delay for _, delay in each if delay is not None]
    return {
        "false": float(np.mean([false for false, _ in each])),
        "delay": float(np.median(delays)) if delays else np.nan,
        "missed": len(each) - len(delays),
    }


def _row(judged: list[Judged]) -> dict[str, float]:
    delays = [one.delay for one in judged if not np.isnan(one.delay)]
    harms = [one.harm for one in judged if not np.isnan(one.harm)]
    return {
        "runs": len(judged),
        "false": float(np.mean([one.false for one in judged])),
        "true": float(np.mean([one.true for one in judged])),
        "missed": float(np.mean([one.missed for one in judged])),
        "delay": float(np.median(delays)) if delays else np.nan,
        "harm": float(np.mean(harms)) if harms else np.nan,
    }
