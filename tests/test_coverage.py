"""Intervals cover what they say: on worlds drawn with seeds that nobody has looked at."""

from __future__ import annotations

import numpy as np
import pytest

from cases import ALL
from kit.case import Case
from kit.coverage import of_differences, of_readings
from tests.lamps import CASE as TOY

SEEDS = range(6000, 6040)
LEAST = 0.85  # of one reading: forty worlds measure a coverage of .95 to within about .1
EACH = pytest.mark.parametrize(
    "case",
    [pytest.param(case, marks=pytest.mark.xdist_group(case.slug), id=case.slug) for case in ALL],
)


def headlines(case: Case) -> list[str]:
    """The readings on the scoreboard."""
    return [metric.name for metric in case.metrics if metric.headline]


def another(case: Case) -> dict:
    """A design to compare the default with: the first preset that leaves the world alone."""
    worlds = {choice.name for choice in case.choices if choice.world}
    return dict(next(p.changes for p in case.presets if not worlds & set(p.changes)))


def holds(table) -> bool:
    """Whether each reading is covered often enough, and all of them together by 90 to 99.5 %.

    What is the same in every world counts for nothing.
    """
    table = table[table["factor"] > 0]
    if table.empty:
        return True
    return bool((table["covered"] >= LEAST).all() and 0.9 <= table["covered"].mean() <= 0.995)


@pytest.mark.slow
@EACH
def test_a_reading_lies_as_near_to_its_mean_over_worlds_as_its_interval_says(case):
    table = of_readings(case, {}, SEEDS, headlines(case))
    assert holds(table), f"\n{table.round(3).to_string()}"


@pytest.mark.slow
@EACH
def test_a_difference_of_two_designs_lies_where_its_interval_says(case):
    table = of_differences(case, {}, another(case), SEEDS, headlines(case))
    assert holds(table), f"\n{table.round(3).to_string()}"


def test_coverage_finds_the_factor_that_intervals_lack():
    """The toy's lamps are resampled alone: the mean over worlds lies further off than they say."""
    table = of_readings(TOY, {"share": 0.2}, range(60), ["recall"]).iloc[0]
    assert table["worlds"] == 60 and 0.5 < table["covered"] <= 1
    values = np.array(
        [TOY.run({"share": 0.2, "seed": s}).reading("recall").true for s in range(60)]
    )
    assert table["mean"] == pytest.approx(values.mean())
