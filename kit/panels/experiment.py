"""An experiment before it is run: how many units it takes to notice a change, and how long."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from kit.figure import Absent, Chart
from kit.panels.along import along
from kit.run import Run
from kit.words import say
from pipelines.experiments.power import LEVEL, POWER, smallest_change, units_needed

WEEK = 7


def experiment(
    run: Run,
    *,
    metrics: Sequence[str],
    unit: str,
    entities: int,
    units_a_day: float,
    change: float = 0.01,
    label_days: float = 0.0,
    note: str = "",
) -> Chart | Absent:
    """The smallest change an A/B test notices, by its size: how long must it run?

    The first of `metrics` is the one to decide by, the others are guardrails. All need an interval
    from resampled entities. `unit` is what is assigned to an arm, in the plural ("users"); the run
    holds `entities` of them, and `units_a_day` enter the test each day, half to each arm. `change`
    is the relative change of the first metric to notice; `label_days` is how long labels take to
    come in, which is added to the duration.

    The noise of a reading comes from the design's own run: its standard error s under resamples of
    n entities is s * sqrt(n / m) in an arm of m, and sqrt(2) times that for a difference.
    """
    errors = {name: relative_error(run, name) for name in metrics}
    errors = {name: error for name, error in errors.items() if error > 0}
    if metrics[0] not in errors:
        return Absent("The reading to decide by has no noise to plan an experiment with.")
    labels = {name: run.case.metric(name).label for name in errors}
    needed = {name: units_needed(error, entities, change) for name, error in errors.items()}
    most = needed[metrics[0]]
    sizes = np.geomspace(max(min(needed.values()) / 10, 2), max(needed.values()) * 10, 40)
    noticed = {name: smallest_change(error, entities, most) for name, error in errors.items()}
    guards = [f"{labels[n]} {say(float(noticed[n]), 'share')}" for n in errors if n != metrics[0]]
    return along(
        {labels[n]: (sizes, smallest_change(errors[n], entities, sizes)) for n in errors},
        x=f"{unit} in each arm",
        y="smallest change noticed (share of the reading)",
        marks={f"{say(change, 'share')} of {labels[metrics[0]]}": (most, change)},
        dashed=[labels[name] for name in errors if name != metrics[0]],
        log="xy",
        caption=f"To notice a change of {say(change, 'share')} in {labels[metrics[0]]} takes "
        f"{say(most, 'count')} {unit} in each arm, {_duration(2 * most / units_a_day, label_days)} "
        f"({say(POWER, 'share')} power, {say(LEVEL, 'share')} level)."
        + (f" Guardrails then notice: {', '.join(guards)}." if guards else "")
        + f" {note}".rstrip(),
    )


def relative_error(run: Run, metric: str) -> float:
    """A true reading's standard error under resampled entities, as a share of the reading."""
    draws = run.readout.tracks[metric].draws_at(run.position)
    value = run.reading(metric).true
    if draws is None or not value:
        return math.nan
    # A spread over worlds is no noise of an experiment, which happens in one.
    known = draws[np.isfinite(draws)]
    spread = float(known.std()) if known.size else math.nan
    return spread / run.case.metric(metric).spread.level / abs(value)


def _duration(days: float, label_days: float) -> str:
    """How long a test runs: whole weeks, as days of a week differ, and then until labels are in."""
    weeks = max(1, math.ceil(days / WEEK))
    wait = f" and {say(label_days, 'days')} until labels are in" if label_days else ""
    traffic = say(86_400 * days, "seconds")
    return f"{traffic} of traffic: run {weeks} whole week{'s' * (weeks > 1)}{wait}"
