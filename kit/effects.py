"""What lessons measure over their runs, where it is the same in every scenario."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kit.run import Run

Effect = Callable[..., float]


def true(run: Run, metric: str) -> float:
    """The true reading of a run at its own position of the dial, in the metric's unit."""
    return run.reading(metric).true


def reads(metric: str) -> Effect:
    """The true reading of the one run."""
    return lambda run: true(run, metric)


def gain(metric: str) -> Effect:
    """How much higher the second run's true reading is than the first's."""
    return lambda first, second: true(second, metric) - true(first, metric)


def ratio(metric: str) -> Effect:
    """The second run's true reading over the first's."""
    return lambda first, second: true(second, metric) / true(first, metric)


def share_lost(metric: str) -> Effect:
    """The share of the first run's true reading that the second loses."""
    return lambda first, second: 1.0 - true(second, metric) / true(first, metric)


def promise(metric: str) -> Effect:
    """How much more the team sees than there is, in the one run."""
    return lambda run: run.reading(metric).gap


def of_ceiling(metric: str) -> Effect:
    """The share of its ceiling that the one run reaches."""
    return lambda run: run.reading(metric).of_ceiling


def middle_of_three(measure: Effect) -> Effect:
    """The middle of what is measured on three worlds, those of the runs' own seed and the next two:
    for what holds in most worlds, and now and then not in one."""

    def middle(*runs: Run) -> float:
        first = int(runs[0].settings["seed"])
        worlds = ([run.with_changes(seed=first + i) for run in runs] for i in range(3))
        return float(np.median([measure(*world) for world in worlds]))

    return middle
