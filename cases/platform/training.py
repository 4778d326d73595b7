"""Training: who asks when, who waits for a machine, and how old models are that serve."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heapify, heappop, heappush, heapreplace

import numpy as np
import pandas as pd

from cases.platform.world import MONTHS
from data.platform import HOURS
from data.world import stream

MACHINE_PRICE = 8.0
"""Dollars an hour for a training machine: assumed."""
FIXED = {"nightly": 24.0, "weekly": 168.0, "monthly": 672.0}
LOST_BEFORE_ALARM = 0.02  # share of a model's value that is gone when the alarm on labels rings
SOONEST, LATEST = 1.0, 56.0  # days between two trainings of a model
FAILING = 0.03  # share of jobs whose machine fails: they run twice
EVERY = 6.0  # hours between two looks at the ages of models


@dataclass(frozen=True, eq=False)
class Trained:
    """`age` (months, models): mean age in hours of the newest label a serving model has learned
    from, before its gate and its soak. `hours` (months, models) of machines. `waiting` (looks,)
    jobs that wait, every `EVERY` hours. `interval` (models,): hours between two trainings asked
    for; `done` (months,) trainings finished."""

    age: np.ndarray
    hours: np.ndarray
    waiting: np.ndarray
    interval: np.ndarray
    done: np.ndarray


def best_interval(value: np.ndarray, decay: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """Days between trainings that cost least: sqrt(2 K / (V d)) (Harris 1913).

    A training costs K $; a model worth V $ a day loses the share d of it for each day of age, so I
    days apart they cost K / I + V d I / 2 a day.

    >>> best_interval(np.array([1000.0]), np.array([0.002]), np.array([9.0])).tolist()
    [3.0]
    """
    return np.sqrt(2 * cost / (value * decay))


def intervals(fleet: pd.DataFrame, schedule: str, label_days: float) -> np.ndarray:
    """Hours between two trainings of each model."""
    value, decay = fleet["value"].to_numpy(), fleet["decay"].to_numpy()
    if schedule in FIXED:
        return np.full(len(fleet), FIXED[schedule])
    if schedule == "decay":
        days = best_interval(value, np.maximum(decay, 1e-9), MACHINE_PRICE * fleet["job_hours"])
    else:
        days = LOST_BEFORE_ALARM / np.maximum(decay, 1e-9) + label_days
    return 24 * np.clip(np.asarray(days), SOONEST, LATEST)


def trained(
    fleet: pd.DataFrame,
    *,
    schedule: str,
    queue: str,
    machines: int,
    sharing: str,
    label_days: float,
    size: str,
    seed: int,
) -> Trained:
    """Let every model ask for its trainings and wait for machines, over all months."""
    horizon, rng = MONTHS[size] * HOURS, stream(seed, "training")
    every = intervals(fleet, schedule, label_days)
    begin = -every * rng.random(len(fleet)) * 0.999
    jobs = _asked(fleet, every, begin, horizon, seed)
    jobs["key"] = _keys(fleet, jobs, queue)
    pool = _pools(fleet, machines, sharing)
    runs = [
        _worked_off(jobs[(pool == number)[jobs["model"]]], count)
        for number, count in enumerate(_machines(fleet, pool, machines))
    ]
    done = pd.concat(runs, ignore_index=True)
    looks = np.arange(EVERY / 2, horizon, EVERY)
    age = np.stack(
        [_ages(done[done["model"] == m], looks, begin[m]) for m in range(len(fleet))], axis=1
    )
    finished = done[done["end"] < horizon]
    month = (finished["end"] // HOURS).astype(int)
    shape = (MONTHS[size], len(fleet))
    hours = np.zeros(shape)
    np.add.at(hours, (month, finished["model"]), finished["work"])
    came = np.searchsorted(np.sort(done["asked"]), looks, side="right")
    waiting = came - np.searchsorted(np.sort(done["start"]), looks, side="right")
    return Trained(
        age.reshape(MONTHS[size], -1, len(fleet)).mean(axis=1) + 24 * label_days,
        hours,
        waiting.astype(float),
        every,
        np.bincount(month, minlength=MONTHS[size]).astype(float),
    )


def _asked(
    fleet: pd.DataFrame, every: np.ndarray, begin: np.ndarray, horizon: float, seed: int
) -> pd.DataFrame:
    """Every job that is asked for, by time: asked (hour), model, work (hours)."""
    times = [np.arange(b + step, horizon, step) for b, step in zip(begin, every, strict=True)]
    model = np.repeat(np.arange(len(fleet)), [len(own) for own in times])
    rng = stream(seed, "jobs")
    luck = np.exp(0.2 * rng.normal(size=len(model))) * (1 + (rng.random(len(model)) < FAILING))
    work = fleet["job_hours"].to_numpy()[model] * luck
    jobs = pd.DataFrame({"asked": np.concatenate(times), "model": model, "work": work})
    return jobs.sort_values(["asked", "model"], ignore_index=True)


def _keys(fleet: pd.DataFrame, jobs: pd.DataFrame, queue: str) -> np.ndarray:
    """What the queue is ordered by: the smaller, the sooner."""
    if queue == "value":
        return -(fleet["value"] * fleet["decay"]).to_numpy()[jobs["model"]]
    if queue == "shortest":
        return fleet["job_hours"].to_numpy()[jobs["model"]]
    return jobs["asked"].to_numpy()


def _pools(fleet: pd.DataFrame, machines: int, sharing: str) -> np.ndarray:
    """Which pool of machines each model's jobs go to; fewer machines than teams are shared."""
    if sharing == "shared":
        return np.zeros(len(fleet), dtype=int)
    team = pd.factorize(fleet["team"])[0]
    return team % min(machines, team.max() + 1)


def _machines(fleet: pd.DataFrame, pool: np.ndarray, machines: int) -> list[int]:
    """Machines of each pool, alike as far as they go round."""
    count = int(pool.max()) + 1
    return [machines // count + (number < machines % count) for number in range(count)]


def _worked_off(jobs: pd.DataFrame, machines: int) -> pd.DataFrame:
    """Work jobs off in the order of their keys; a model that already waits does not ask again.

    Returns the jobs that ran, with start and end.
    """
    free, queued = [0.0] * machines, set[int]()
    waiting: list[tuple[float, float, int, float]] = []
    ran: list[tuple[float, int, float, float]] = []
    heapify(free)

    def begin(until: float) -> None:
        while waiting and free[0] <= until:
            _, asked, model, work = heappop(waiting)
            queued.discard(model)
            start = max(free[0], asked)
            heapreplace(free, start + work)
            ran.append((asked, model, work, start))

    rows: Iterable = zip(
        *(jobs[name].tolist() for name in ("asked", "model", "work", "key")), strict=True
    )
    for asked, model, work, key in rows:
        begin(asked)
        if model not in queued:
            queued.add(model)
            heappush(waiting, (key, asked, model, work))
        begin(asked)
    begin(np.inf)
    done = pd.DataFrame(ran, columns=["asked", "model", "work", "start"])
    return done.assign(end=done["start"] + done["work"])


def _ages(own: pd.DataFrame, looks: np.ndarray, begin: float) -> np.ndarray:
    """Hours since the data of the newest finished training was cut, at each look."""
    ended = own.sort_values("end")
    cut = np.r_[begin, np.maximum.accumulate(np.r_[begin, ended["start"].to_numpy()])[1:]]
    return looks - cut[np.searchsorted(ended["end"].to_numpy(), looks, side="right")]
