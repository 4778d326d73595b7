"""Pictures of the product: any one of many may be picked, and what is drawn is escaped."""

from __future__ import annotations

from dataclasses import replace

from kit.case import Panel
from kit.compare import picture, pictures_differ, wrong_in_panel
from kit.figure import Card, Cards
from tests.lamps import CASE as TOY
from ui.panels import cards

LAMPS = Panel(
    "lamps",
    "Lamps",
    "Which lamp?",
    lambda run, subject="": Cards({"shelf": [Card(subject or "first", ("on",), "new")]}, "One."),
    subjects=lambda run: {"first": "The first", "second": "The second"},
)


def test_the_first_subject_is_drawn_until_another_is_picked():
    run = TOY.run({})
    assert LAMPS.of(run).rows["shelf"][0].title == "first"
    other = replace(LAMPS, subject="second")
    assert other.of(run).rows["shelf"][0].title == "second"
    assert picture(LAMPS.of(run)) != picture(other.of(run))
    assert not pictures_differ([LAMPS], run, run) and not wrong_in_panel(LAMPS, run)


def test_cards_are_escaped():
    shown = cards(Cards({"a <b>": [Card("<script>", ("1 < 2",), "a & b")]}, "Told."))
    assert "<script>" not in shown and "1 &lt; 2" in shown and "a &amp; b" in shown
