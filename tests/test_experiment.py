"""The size of an experiment: against the textbook's formula, and its two directions agree."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from kit.figure import Absent
from kit.panels.experiment import experiment
from kit.panels.funnel import Phase, funnel
from pipelines.evaluation.uncertainty import Resamples
from pipelines.experiments.power import NOTICED, smallest_change, units_needed
from tests.lamps import CASE as TOY


def test_noticed_is_the_sum_of_both_quantiles():
    assert pytest.approx(norm.ppf(0.975) + norm.ppf(0.8), abs=1e-4) == NOTICED


def test_a_resampled_mean_gives_the_textbook_sample_size():
    rng = np.random.default_rng(1)
    values = rng.gamma(4.0, 1.0, 3_000)
    weights = Resamples.draw(3_000, seed=2, world="gammas", resamples=2_000).weights
    means = weights @ values / weights.sum(axis=1)
    needed = units_needed(means.std() / values.mean(), 3_000, change=0.05)
    # Two means, equal arms: 2 (z sd / delta)^2.
    textbook = 2 * (NOTICED * values.std() / (0.05 * values.mean())) ** 2
    assert needed == pytest.approx(textbook, rel=0.1)


def test_size_and_change_are_two_ways_to_say_one_thing():
    assert smallest_change(0.02, 600, units_needed(0.02, 600, 0.01)) == pytest.approx(0.01)


def test_the_calculator_names_units_weeks_and_guardrails():
    run = TOY.run({})
    chart = experiment(
        run,
        metrics=("precision", "recall"),
        unit="lamps",
        entities=1_000,
        units_a_day=500,
        label_days=3.0,
    )
    assert "lamps in each arm" in chart.caption and "until labels are in" in chart.caption
    assert f"Guardrails then notice: {TOY.metric('recall').label}" in chart.caption
    certain = [metric.name for metric in TOY.metrics if metric.exact]
    for name in certain[:1]:
        drawn = experiment(run, metrics=(name,), unit="lamps", entities=9, units_a_day=1)
        assert isinstance(drawn, Absent)


def test_a_funnel_names_the_phase_that_loses_most():
    phases = [Phase("all", 1e5, 10.0), Phase("first", 50, 9.0, 1.0, 2.0), Phase("last", 3, 4.0)]
    chart = funnel(phases, unit="money", left="ads left", worth="welfare")
    assert chart.caption == "Most is lost in last: $5.00 of welfare."
    assert chart.data["lost"].tolist() == [0.0, 1.0, 5.0]
    assert chart.data["text"].tolist()[1] == "$9.00 · 50 left\n1.0 ms · $2.00 machines"
