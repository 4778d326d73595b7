"""What the scoreboard sends: whole, small, and agreeing with the run it is made from."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.choice import AUTO
from kit.metric import Metric
from kit.run import Run
from pipelines.engine import Pipeline
from pipelines.evaluation.uncertainty import middle
from pipelines.readout import Readout, Track
from tests.lamps import CASE
from ui.scoreboard import Hand
from ui.scoreboard_data import nearest, numbers, payload, positions_sent

FLOATS = st.floats(allow_nan=True, allow_infinity=True, allow_subnormal=False)


def escape(sent: list[float | str | None]) -> np.ndarray:
    """The numbers the browser reads."""
    return np.array([math.nan if value is None else float(value) for value in sent])


def given_run(case, readout: Readout, **changes) -> Run:
    """A run whose readout is given instead of made."""
    run = case.run(changes)
    run.__dict__["readout"] = readout
    return run


def metric(sent: dict, name: str) -> dict:
    return next(metric for metric in sent["metrics"] if metric["name"] == name)


@pytest.fixture(scope="module")
def sent() -> dict:
    return payload(CASE, CASE.run({"noise": 1.0}), CASE.run({"share": 0.3}))


def test_what_is_sent_is_json_without_nan(sent):
    assert json.loads(json.dumps(sent, allow_nan=False)) == sent


def test_every_metric_is_sent_and_headlines_become_tiles(sent):
    assert [metric["name"] for metric in sent["metrics"]] == ["recall", "precision", "cost"]
    assert sent["tiles"] == ["recall", "cost"]
    many = tuple(
        Metric(f"m{at}", "Label", "share", "up", "Help.", headline=True) for at in range(9)
    )
    readout = Readout(np.arange(3.0), 1, {one.name: Track([1.0]) for one in many})
    case = replace(CASE, metrics=many, briefs=(), lessons=())
    shown = payload(case, given_run(case, readout), None)
    assert len(shown["tiles"]) == 6
    assert len(shown["metrics"]) == 9


def test_readings_sent_are_the_runs_own(sent):
    run = CASE.run({"noise": 1.0})
    for position in (1, 40, 100):
        for name, reading in run.readings(position).items():
            for part in ("true", "seen", "low", "high", "ceiling"):
                values = escape(metric(sent, name)[part])
                value = values[position if len(values) > 1 else 0]
                assert value == pytest.approx(getattr(reading, part), rel=1e-4, nan_ok=True)


def test_not_available_is_null_with_its_reason(sent):
    precision = metric(sent, "precision")
    assert precision["true"][0] is None
    assert "No lamp is inspected" in precision["why"]


@pytest.mark.parametrize("method", ["bins", "reading"])
@pytest.mark.parametrize("scheme", ["later lamps", ""])
def test_changes_are_those_of_run_against_pinned(method, scheme):
    pinned = CASE.run({"share": 0.3})
    made = CASE.run({"method": method, "noise": 1.0})
    readout = replace(made.readout, resamples=scheme)
    sent = payload(CASE, given_run(CASE, readout, method=method, noise=1.0), pinned)
    for position in (0, 10, 55, 100):
        here = given_run(CASE, readout, method=method, noise=1.0, share=position / 100)
        for name in ("recall", "precision", "cost"):
            told = here.against(pinned, name)
            change = metric(sent, name)["change"]
            for part, value in (("by", told.change), ("low", told.low), ("high", told.high)):
                values = escape(change[part])
                shown = values[position if len(values) > 1 else 0]
                assert shown == pytest.approx(value, rel=1e-4, abs=1e-12, nan_ok=True)


def test_the_pinned_run_stands_at_its_own_place(sent):
    there = CASE.run({}).readings(30)
    assert escape(metric(sent, "recall")["pinned"])[0] == pytest.approx(
        there["recall"].true, rel=1e-4
    )


def test_a_run_does_not_differ_from_itself_at_its_place():
    run = CASE.run({"share": 0.4})
    change = metric(payload(CASE, run, run), "cost")["change"]
    assert (change["by"][40], change["low"][40], change["high"][40]) == (0, 0, 0)
    assert change["by"][41] != 0


def test_a_leak_comes_with_its_sentence():
    assert payload(CASE, CASE.run({}), None)["leaks"] == []
    leaky = payload(CASE, CASE.run({"judged": "same"}), None)
    assert leaky["leaks"] == ["The score has met the lamps it is judged on."]


def test_the_place_of_the_dial_and_its_marks():
    readout = replace(CASE.run({}).readout, marks={"half": 50})
    sent = payload(CASE, given_run(CASE, readout, share=0.25), None)
    assert (sent["position"], sent["auto"], sent["at"]) == (25, False, readout.at)
    assert sent["marks"] == [["half", 50]]
    own = payload(CASE, given_run(CASE, readout), None)
    assert (own["position"], own["auto"]) == (readout.at, True)


@given(st.lists(FLOATS, min_size=1, max_size=30))
def test_numbers_keep_five_digits(values):
    array = np.array(values)
    sent = escape(numbers(array))
    sent = np.broadcast_to(sent, array.shape)
    known = np.isfinite(array) & (np.abs(array) > 1e-290)
    assert np.allclose(sent[known], array[known], rtol=5.1e-5, atol=0)
    assert np.array_equal(sent[~known & (array != 0)], array[~known & (array != 0)], equal_nan=True)
    for value in numbers(array):
        if isinstance(value, float) and 1e-17 < abs(value) < 1e17:
            assert float(f"{value:.5g}") == value


def test_constants_are_sent_once_and_absence_not_at_all():
    assert numbers(np.full(1001, 0.25)) == [0.25]
    assert numbers(np.full(1001, np.nan)) == [None]
    assert numbers(None) is None
    assert numbers(np.array([1.0, np.inf, -np.inf, np.nan])) == [1, "Infinity", "-Infinity", None]


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.floats(0, 0.95))
def test_intervals_are_numpys(seed, draws, missing):
    random = np.random.default_rng(seed)
    table = np.where(random.random((draws, 7)) < missing, np.nan, random.normal(size=(draws, 7)))
    low, high = middle(table, 0.95)
    for column in range(7):
        known = table[:, column][~np.isnan(table[:, column])]
        expected = np.quantile(known, [0.025, 0.975]) if len(known) else [np.nan, np.nan]
        assert np.allclose([low[column], high[column]], expected, equal_nan=True)


def test_long_dials_are_thinned_but_named_places_stay():
    axis = np.arange(5000.0)
    readout = Readout(axis, at=1234, tracks={}, marks={"here": 4321})
    kept = positions_sent(readout, 777)
    assert len(kept) <= 1001
    assert {0, 777, 1234, 4321, 4999} <= set(kept.tolist())
    assert np.diff(kept).max() <= 6
    assert kept[nearest(kept, 4321)] == 4321


def hand_over(axis: np.ndarray) -> Hand:
    return Hand(dial=CASE.dial, axis=axis, kept=np.arange(len(axis)))


@given(st.integers(2, 1001), st.floats(0, 0.5), st.floats(0.6, 1.0), st.data())
def test_a_release_is_a_short_number_that_finds_its_position_again(count, low, high, data):
    axis = np.linspace(low, high, count)
    position = data.draw(st.integers(0, count - 1))
    hand = hand_over(axis)
    hand.hear({"gesture": 5, "position": position, "auto": False})
    assert Readout(axis, 0, {}).locate(hand.stands) == position
    assert CASE.dial.read(hand.stands) == hand.stands


def test_a_release_on_a_round_axis_is_round():
    hand = hand_over(np.linspace(0, 1, 101))
    hand.hear({"gesture": 5, "position": 29, "auto": False})
    assert hand.stands == 0.29


def test_an_order_is_given_only_when_the_dial_stands_elsewhere():
    hand = hand_over(np.linspace(0, 1, 101))
    hand.tell(AUTO)
    first = hand.serial
    hand.hear({"gesture": 7, "position": 30, "auto": False})
    hand.tell(0.3)
    assert hand.serial == first
    hand.tell(AUTO)
    assert (hand.serial != first, hand.order, hand.after) == (True, AUTO, 7)
    hand.hear({"gesture": 9, "position": 0, "auto": True})
    assert hand.stands == AUTO


def test_readings_are_made_once_and_do_not_depend_on_the_dial():
    hand = hand_over(CASE.run({}).readout.axis)
    text = hand.readings(CASE, CASE.run({}), None)
    assert hand.readings(CASE, CASE.run({"share": 0.9}), None) is text
    assert hand.readings(CASE, CASE.run({"judged": "same"}), None) != text
    pinned = CASE.run({"share": 0.5})
    assert json.loads(hand.readings(CASE, CASE.run({}), pinned))["pinned"] is True


def test_the_page_runs_and_returns_nothing_before_a_release():
    from streamlit.testing.v1 import AppTest

    def page():
        import streamlit

        from tests.lamps import CASE
        from ui.scoreboard import scoreboard

        value = scoreboard(CASE, CASE.run({}), pinned=CASE.run({"bins": 5}), key="lamps-dial")
        streamlit.text(f"released {value}")

    app = AppTest.from_function(page, default_timeout=30).run()
    assert not app.exception
    assert app.text[0].value == "released None"
    assert not app.run().exception


def test_a_case_of_its_own_pipeline_needs_no_draws():
    def readings(*, seed: int) -> Readout:
        """Read nothing but what is true."""
        return Readout(np.arange(4.0), 2, {"cost": Track([1.0, 2.0, 3.0, seed])})

    case = replace(
        CASE,
        choices=CASE.choices[:1],
        pipeline=Pipeline(readings),
        final="readings",
        metrics=CASE.metrics[2:],
        steps=(),
        presets=(),
        lessons=(),
        briefs=(),
        twists=(),
    )
    sent = payload(case, case.run({"seed": 9}), case.run({"seed": 8}))
    assert metric(sent, "cost")["change"] == {"by": [-2, -1, 0, 6], "low": None, "high": None}
    assert metric(sent, "cost")["seen"] is None
