"""What a change did, in words: every figure is one the two runs hold."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from kit.case import Goal
from kit.explain import explain
from kit.metric import Metric
from kit.words import say, say_change
from pipelines.engine import Pipeline
from pipelines.readout import Readout, Track
from tests.lamps import CASE

SHARE = np.linspace(0, 1, 11)
BEFORE, AFTER = CASE.design({"method": "bins"}), CASE.design({"method": "reading"})
METRICS = (
    Metric("profit", "Profit", "money", "up", "Earned.", "value", headline=True),
    Metric("order", "Ordering", "score", "up", "How well.", "ranking"),
    Metric("trust", "Promised over seen", "ratio", "one", "Calibration.", "calibration"),
    Metric("bill", "Bill", "money", "down", "Spent.", "cost"),
    Metric("crowd", "Crowd", "count", "none", "How many.", "volume"),
)


def run(values, *, at=5, changes=None, noise=0.0, turned=False):
    """A made-up run: a reading's value by name, and how far resamples scatter around it; `turned`
    scatters them the other way round."""
    wobble = noise * np.linspace(-1, 1, 21) * (-1 if turned else 1)

    def readings(*, method: str, bins: int, judged: str, noise: float, seed: int) -> Readout:
        """Hand over made-up readings."""
        tracks = {
            name: Track(true=np.array([value]), draws=(value + wobble * (i + 1))[:, None])
            for i, (name, value) in enumerate(values.items())
        }
        return Readout(SHARE, at, tracks, resamples="same")

    case = dataclasses.replace(
        CASE,
        pipeline=Pipeline(readings),
        metrics=METRICS,
        curves=(),
        briefs=(),
        lessons=(),
    )
    return case.run(changes or {})


SAME = {"profit": 100.0, "order": 0.5, "trust": 1.0, "bill": 10.0, "crowd": 100.0}


def told(after: dict[str, float], changes: dict, at: int = 5) -> str:
    """The explanation of a change that moved some readings."""
    before, moved = run(SAME), run(SAME | after, changes=changes, at=at)
    return explain(moved.case, before, moved)


def test_the_same_design_needs_no_explanation() -> None:
    assert explain(CASE, CASE.run({}), CASE.run({})) == ""


def test_a_moved_dial_is_called_by_its_name_and_figures_are_those_of_the_runs() -> None:
    before, after = CASE.run({"share": 0.2}), CASE.run({"share": 0.6})
    sentence = explain(CASE, before, after)
    assert "Only Share inspected moved: nothing was trained or drawn anew." in sentence
    for one in (before, after):
        assert say(one.reading("recall").true, "share") in sentence
    change = after.reading("recall").true - before.reading("recall").true
    assert say_change(change, "share") in sentence


def test_a_leak_is_told_with_what_is_seen_what_is_true_and_why() -> None:
    honest, leaky = CASE.run({"bins": 1000}), CASE.run({"bins": 1000, "judged": "same"})
    sentence = explain(CASE, honest, leaky)
    assert "The team sees" in sentence and "in truth it is" in sentence
    assert CASE.choices[-1].leaks["same"] in sentence
    assert "nearer to the truth" in explain(CASE, leaky, honest)


def test_another_world_is_told_as_such() -> None:
    told = explain(CASE, CASE.run({}), CASE.run({"noise": 2.0}))
    assert "The situation itself changed (Sensor noise)" in told


def test_only_the_level_of_scores_moved_where_the_order_stays() -> None:
    before = run(SAME, noise=0.001)
    after = run(SAME | {"trust": 3.0}, changes={"method": "reading"}, noise=0.001)
    assert "The order of scores is the same within noise" in explain(before.case, before, after)
    other = run(SAME | {"trust": 3.0, "order": 0.9}, changes={"method": "reading"}, noise=0.001)
    assert "The order" not in explain(before.case, before, other)


@pytest.mark.parametrize(("bill", "words"), [(15.0, "Most worsened: Bill from $10 to $15")])
def test_what_paid_for_it_is_named(bill: float, words: str) -> None:
    assert words in told({"profit": 120.0, "bill": bill}, {"method": "reading"})
    assert "Most improved: Bill" in told({"bill": 5.0}, {"method": "reading"})


def test_what_is_better_neither_way_is_never_called_better_or_worse() -> None:
    said = told({"crowd": 900.0}, {"method": "reading"})
    assert "Most moved: Crowd from 100 to 900" in said and "wors" not in said


def test_the_goals_of_a_brief_are_spoken_of() -> None:
    before, after = run(SAME), run(SAME | {"bill": 5.0}, changes={"method": "reading"})
    goals = (Goal("bill", "at most", 8.0), Goal("profit", "at least", 500.0))
    assert "Goal met: Bill at most $8.00" in explain(before.case, before, after, goals)
    assert "Goal no longer met: Bill" in explain(before.case, after, before, goals)


def test_a_change_within_noise_is_said_to_be_so() -> None:
    before = run(SAME, noise=50.0)
    after = run(SAME | {"profit": 101.0}, changes={"method": "reading"}, noise=50.0, turned=True)
    assert "within noise" in explain(before.case, before, after)


def test_a_reading_that_is_not_available_says_why() -> None:
    assert "Profit is not available" in told({"profit": float("nan")}, {"method": "reading"})


def test_a_dial_that_the_design_put_elsewhere_is_told() -> None:
    assert "Share inspected is now set at 80 %, not 50 %" in told({}, {"method": "reading"}, at=8)
