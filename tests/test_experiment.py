"""The size of an experiment, against the textbook's formula; and the scenario's own pitfalls: users
in groups, a cap in one arm, days that stand apart, designs at the edge of what is allowed."""

from __future__ import annotations

import re

import numpy as np
import pytest
from scipy.stats import norm

from cases.experiment import CASE
from cases.experiment.analysis import Paths
from cases.experiment.many import SHARES, in_groups
from kit.choice import Refused
from kit.compare import wrong_in_panel, wrong_in_readings
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


def small(**changes):
    """A run of two years of ideas."""
    return CASE.run({"size": "small"} | changes)


def drawn(run, name, text=""):
    """A panel of a run, of the idea whose name holds a text."""
    panel = next(panel for panel in CASE.panels if panel.name == name)
    subject = next(row for row, label in panel.subjects(run).items() if text in label)
    return panel.draw(run, subject)


def test_groups_of_users_make_the_whole_and_are_as_noisy_as_they_are_small():
    rng, error = np.random.default_rng(3), np.full((4_000, 2), 0.02)
    whole = Paths(error * rng.standard_normal(error.shape), error, np.zeros(error.shape))
    found = in_groups(whole, np.full(error.shape, 0.1), 0.5, seed=1)
    assert np.allclose(found.effect @ SHARES, whole.effect, atol=1e-9)
    assert np.allclose(found.times @ SHARES, 1.0) and found.times.std() == pytest.approx(
        0.5, rel=0.1
    )
    luck = found.effect - 0.1 * (found.times[:, None] - 1)
    assert (luck / found.error).std(axis=0) == pytest.approx(1.0, rel=0.05)


def test_reading_groups_one_by_one_calls_more_tests_of_nothing():
    alarms = [small(segments=way).reading("false_alarms").true for way in ("none", "any")]
    assert alarms[1] > alarms[0] + 0.1
    corrected = small(segments="any", correction="bonferroni")
    assert corrected.reading("false_alarms").true < alarms[1] - 0.1


def test_a_cap_in_one_arm_takes_the_money_of_that_arm_alone():
    ways = {
        way: small(metric="money", outliers=way)["sums"].y for way in ("none", "cap", "one_arm")
    }
    assert np.array_equal(ways["one_arm"][:, 0], ways["cap"][:, 0])
    assert np.array_equal(ways["one_arm"][:, 1], ways["none"][:, 1])


def test_one_more_week_for_what_is_nearly_significant_calls_more_tests_of_nothing():
    nothing = {"size": "live", "good": 0.0, "harmful": 0.0, "tempting": 0.0, "faulty": 0.0}
    fixed, more = (CASE.run(nothing | {"stopping": rule}) for rule in ("fixed", "extend"))
    assert more.reading("false_alarms").true > fixed.reading("false_alarms").true
    assert more.reading("days").true > fixed.reading("days").true


def test_an_outage_shows_in_each_days_own_effect_and_a_crash_among_old_phones():
    out = small(fault="outage", faulty=0.3, loss=0.1)
    assert re.search(r"other days is day 1[01], at -\d", drawn(out, "estimate", "At fault").caption)
    crash = small(fault="crash", faulty=0.3, loss=0.08, traffic=500_000)
    rows = drawn(crash, "groups", "At fault").data
    left = rows["users, new version"] / rows["users, old version"]
    old = rows["group"].str.startswith("old phones")
    assert left[old].max() < 0.6 < left[~old].min()


DEGENERATE = {
    "hardly any users": {"traffic": 200, "weeks": 1, "day": 1.0},
    "one arm is nearly empty": {"split": 0.01, "traffic": 200, "test": "pooled"},
    "nobody buys twice in an arm": {"traffic": 200, "metric": "money", "outliers": "cap", "cap": 5},
    "more looks than days": {"stopping": "pocock", "looks": 56, "weeks": 1},
    "another week after the last day": {"stopping": "extend", "day": 56.0},
    "no good idea": {"good": 0.0, "harmful": 0.0, "tempting": 0.0, "guarded": 0.0},
    "every test is at fault": {"faulty": 1.0, "loss": 0.2, "srm": "0.01"},
    "a covariate that tells nothing": {"rho": 0.0, "variance": "cuped"},
    "forty metrics and eight groups": {"metrics": 40, "segments": "any", "correction": "bh"},
    "clicks by slices": {"metric": "ctr", "analysis": "rows", "unit": "switchback"},
    "all stock is shared": {"place": "market", "coupling": 1.0, "segments": "any"},
}


@pytest.mark.parametrize("name", DEGENERATE)
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_degenerate_design_is_read_and_drawn_or_explained(name):
    run = small(**DEGENERATE[name])
    assert wrong_in_readings(run) == []
    again = ("faults", "metrics", "methods", "shrink")  # run other designs
    quick = [panel for panel in CASE.panels if panel.name not in again]
    assert [wrong for panel in quick if (wrong := wrong_in_panel(panel, run))] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("alpha", 0.0), ("alpha", 1.0), ("power", 1.0), ("mde", 0.0), ("looks", 57), ("split", 1.0),
     ("traffic", 0), ("rho", 1.0), ("faulty", "nan"), ("stopping", "whenever")],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(name, value):
    with pytest.raises(Refused, match=rf"^{name} cannot be {value}: it is "):
        CASE.design({name: value})
