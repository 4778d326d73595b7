"""Every number a page shows is one for people: no exponents, no long tails of digits, no nan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kit.case import Case
from kit.figure import Absent, Cards, Chart, Drawn, Table, Text
from kit.run import Run
from kit.words import UNITS, say, say_change
from tests.scenarios import EVERY
from ui.panels import in_words

NOT_FOR_PEOPLE = re.compile(
    r"(?<![#\w.])[\d.]+[eE][-+]?\d|0\.0000|\d\.\d{5}|\bnan\b|\binf\b|-0(\.0+)?(?![.\d])"
)


@pytest.mark.parametrize("unit", [*UNITS, ""])
@pytest.mark.parametrize("size", [0.0, 1e-30, 2.4e-5, 1.8e-5, 2.9e-4, 0.38, 7.0, 5.66, 1e5, 1e12])
def test_a_number_of_any_size_is_said_for_people(size: float, unit: str) -> None:
    for value in {size, -size}:
        for text in (say(value, unit), say_change(value, unit).lstrip("+-")):
            assert not NOT_FOR_PEOPLE.search(text), text


def words_of(drawn: Drawn) -> Iterator[str]:
    """Every text that a picture, a table or cards show."""
    if isinstance(drawn, Absent):
        yield drawn.reason
        return
    yield drawn.caption
    if isinstance(drawn, Table):
        yield from in_words(drawn).to_string(delimiter=" | ").splitlines()
    elif isinstance(drawn, Text):
        yield drawn.text
    elif isinstance(drawn, Cards):
        for card in (card for row in drawn.rows.values() for card in row):
            yield from (card.title, card.tag, *card.lines)
    elif isinstance(drawn, Chart):
        for column in drawn.data.select_dtypes(exclude="number"):
            yield from map(str, drawn.data[column].dropna().unique())


def said_on(run: Run) -> Iterator[tuple[str, str]]:
    """Where a text stands on the page, and the text."""
    for metric in run.case.metrics:
        reading = run.reading(metric.name)
        values = (reading.true, reading.seen, reading.low, reading.high, reading.ceiling)
        yield from ((metric.name, say(value, metric.unit)) for value in values if value == value)
    for panel in run.case.panels:
        names = list(panel.subjects(run))[:2] if panel.subjects else [""]
        for name in names:
            drawn = replace(panel, subject=name).of(run)
            yield from ((panel.name, text) for text in words_of(drawn))


def below_nothing(case: Case, run: Run) -> Iterator[str]:
    """Readings that are shares of something and whose intervals leave 0 to 1."""
    for metric in (metric for metric in case.metrics if metric.unit == "share"):
        reading = run.reading(metric.name)
        if 0 <= reading.true <= 1 and (reading.low < 0 or reading.high > 1):
            yield f"{metric.name}: {reading.low} to {reading.high}"


def params() -> list[Any]:
    """Every scenario; those of the list are slow."""
    return [
        pytest.param(
            slug,
            marks=() if slug == "lamps" else (pytest.mark.slow, pytest.mark.xdist_group(slug)),
        )
        for slug in EVERY.slugs
    ]


@pytest.mark.parametrize("slug", params())
def test_every_number_on_a_page_is_for_people(slug: str) -> None:
    case = EVERY.load(slug)
    run = case.run(case.design())
    found = [f"{where}: {text}" for where, text in said_on(run) if NOT_FOR_PEOPLE.search(text)]
    assert not [*dict.fromkeys(found), *below_nothing(case, run)]
