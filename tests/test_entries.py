"""A log's lines as entries: what belongs together, what is odd, what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.log_anomalies import CASE
from cases.log_anomalies.panels.own_lines import MOST, own_lines
from kit.figure import Absent
from pipelines.text.entries import MOST_LETTERS, entries

AT = "2026-05-03 10:00:0"


@given(st.text(max_size=200))
def test_any_text_is_cut_into_entries_and_nothing_is_lost(text):
    found = entries(text)
    kept = [line.rstrip("\r") for line in text.split("\n") if line.strip()]
    assert [line for each in found for line in each.lines] == kept
    assert all(each.message or each.remarks for each in found)


@pytest.mark.parametrize(
    ("text", "lines", "remark"),
    [
        (f"{AT}1 pool exhausted\n\tat Pool.take\nCaused by: full\n{AT}2 ok", [3, 1], ""),
        ("pool exhausted\n  at Pool.take\nCaused by: full\nok", [3, 1], ""),
        (f"at the end of a trace\n{AT}1 ok", [1, 1], ""),
        (f"{AT}9 late\n{AT}2 early", [1, 1], "the clock goes back by 7 s"),
        (f"{AT}1Z one\n{AT}2+01:00 two", [1, 1], "the clock goes back by 3599 s"),
        ("2026-02-31 10:00:00 a\n2026-03-01 10:00:00 b", [1, 1], "its time is none there is"),
        ("again\nagain", [1, 1], "the same as the entry before"),
        (f"{AT}1 ---", [1], "does not parse: there is no word in it"),
        ("\x1b[31mred", [1], "does not parse: 1 letters are not readable"),
        ("a" * 600, [1], f"cut after {MOST_LETTERS} letters"),
        (" \n\t\n", [], ""),
    ],
)
def test_what_is_odd_is_said(text, lines, remark):
    found = entries(text)
    assert [len(each.lines) for each in found] == lines
    assert remark in "; ".join(word for each in found for word in each.remarks)


def test_own_lines_are_shown_letter_for_letter_and_said_to_be_new():
    run = CASE.run({"size": "small"})
    shown = own_lines(run, "heartbeat 7 from node-3\n<b>$x$</b> is | new here").data
    assert shown["entry"].tolist()[1] == "<b>$x$</b> is | new here"
    assert shown["met before"].tolist() == ["yes", "no"]
    assert len(own_lines(run, "\n".join(f"line {n} of many" for n in range(300))).data) == MOST
    assert isinstance(own_lines(run, "  "), Absent)
    assert isinstance(own_lines(CASE.run({"size": "small", "parsing": "perfect"}), "x"), Absent)
