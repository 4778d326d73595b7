"""What a change did, in words: every figure is one the two runs hold."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

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
)


def run(values: dict[str, float], *, at: int = 5, changes: dict | None = None, noise: float = 0.0):
    """A made-up run: a reading's value by name, and how far resamples scatter around it."""
    wobble = noise * np.linspace(-1, 1, 21)

    def inspected(*, method: str, bins: int, judged: str, noise: float, seed: int) -> Readout:
        """Hand over made-up readings."""
        tracks = {
            name: Track(true=np.array([value]), draws=(value + wobble * (i + 1))[:, None])
            for i, (name, value) in enumerate(values.items())
        }
        return Readout(SHARE, at, tracks, resamples="same")

    case = dataclasses.replace(
        CASE,
        pipeline=Pipeline(inspected),
        metrics=METRICS,
        curves=(),
        briefs=(),
        lessons=(),
    )
    return case.run(changes or {})


SAME = {"profit": 100.0, "order": 0.5, "trust": 1.0, "bill": 10.0}


def told(after: dict[str, float], changes: dict, at: int = 5) -> str:
    """The explanation of a change that moved some readings."""
    return explain(run(SAME), run(SAME | after, changes=changes, at=at))


def test_the_same_design_needs_no_explanation() -> None:
    assert explain(CASE.run({}), CASE.run({})) == ""


def test_a_moved_dial_is_called_that_and_figures_are_those_of_the_runs() -> None:
    before, after = CASE.run({"share": 0.2}), CASE.run({"share": 0.6})
    sentence = explain(before, after)
    assert "Only the threshold moved" in sentence
    for one in (before, after):
        assert say(one.reading("recall").true, "share") in sentence
    change = after.reading("recall").true - before.reading("recall").true
    assert say_change(change, "share") in sentence


def test_a_leak_is_told_with_what_is_seen_what_is_true_and_why() -> None:
    before, after = CASE.run({"bins": 1000}), CASE.run({"bins": 1000, "judged": "same"})
    sentence = explain(before, after)
    reading = after.reading("recall")
    assert f"The team sees {say(reading.seen, 'share')}" in sentence
    assert f"in truth it is {say(reading.true, 'share')}" in sentence
    assert CASE.choices[-1].leaks["same"] in sentence


def test_another_world_is_told_as_such() -> None:
    assert "The world itself changed (Sensor noise)" in explain(
        CASE.run({}), CASE.run({"noise": 2.0})
    )


def test_a_better_ranking_is_the_reason_where_it_goes_the_same_way() -> None:
    sentence = told({"profit": 120.0, "order": 0.6}, {"method": "reading"})
    assert "Profit rises from $100 to $120 (+$20)" in sentence
    assert "The ranking itself is better: Ordering +0.100." in sentence
    assert "ranking itself" not in told({"profit": 80.0, "order": 0.6}, {"method": "reading"})


def test_calibration_is_the_reason_where_the_ranking_stays() -> None:
    sentence = told({"profit": 120.0, "trust": 3.0}, {"method": "reading"})
    assert "The scores mean something else" in sentence or "scores mean something else" in sentence


def test_a_threshold_the_design_moved_is_the_reason_where_all_else_stays() -> None:
    sentence = told({"profit": 120.0}, {"method": "reading"}, at=8)
    assert "Share inspected moved from 50 % to 80 %" in sentence


@pytest.mark.parametrize(
    ("profit", "words"), [(120.0, "paid for with Bill (+$5.00)"), (80.0, "worse is Bill (+$5.00)")]
)
def test_what_paid_for_it_is_named(profit: float, words: str) -> None:
    assert words in told({"profit": profit, "bill": 15.0}, {"method": "reading"})
    assert "Bill" not in told({"profit": profit, "bill": 5.0}, {"method": "reading"})


def test_a_change_within_noise_is_said_to_be_so() -> None:
    before = run(SAME)
    after = run(SAME | {"profit": 101.0}, changes={"method": "reading"}, noise=50.0)
    assert "within noise" in explain(before, after)


def test_a_reading_that_is_not_available_says_why() -> None:
    before, after = run(SAME), run(SAME | {"profit": float("nan")}, changes={"method": "reading"})
    assert "Profit is not available" in explain(before, after)
