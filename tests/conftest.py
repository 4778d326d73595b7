"""Where the time of a test run goes: seconds by scenario, beside what each may take."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from cases import ALL
from kit.settings import settle
from pipelines.engine import MEMO
from tests.browsers import chromium

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Tests that ask which stages were made anew share a process with the worlds of all scenarios.
os.environ.setdefault("SANDTABLE_MEMORY", "3000")
settle()

BUDGET = 240.0
"""Seconds a scenario's tests may take, all of them (slow ones too), on one core."""

WORLDS = {
    "payment": "fraud",
    "mail": "spam",
    "test_text": "spam",
    "test_stream": "spam",
    "subscription": "churn",
    "targeting": "churn",
    "monitor": "churn",
    "movie": "recommender",
    "generator": "recommender",
    "ads": "ads_funnel",
    "auction": "ads_funnel",
    "test_heads": "feed",
}
"""Words in the names of tests of worlds and machinery, and the scenario that needs them."""

SPENT: Counter[str] = Counter()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests of a module."""
    with chromium() as started:
        yield started


@pytest.fixture(autouse=True)
def no_browser_to_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is drawn for a test alone needs no pause before its pictures."""
    monkeypatch.setattr("ui.page.FIRST_SIGHT", 0.0)


@pytest.fixture
def nothing_kept() -> None:
    """Forget every result: readings may be kept longer than what they were made from."""
    MEMO.clear()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up what each phase of each test took."""
    SPENT[scenario_of(report.nodeid)] += report.duration


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the seconds by scenario, the most expensive first."""
    terminalreporter.section("seconds by scenario")
    for name, seconds in SPENT.most_common():
        over = "" if name not in ALL.slugs or seconds <= BUDGET else f", over its {BUDGET:.0f}"
        terminalreporter.write_line(f"{name:12} {seconds:7.0f} s{over}")


def scenario_of(nodeid: str) -> str:
    """The scenario a test is about; "house" for all others.

    >>> scenario_of("tests/test_contract.py::test_rule[fraud-panels_draw]")
    'fraud'
    >>> scenario_of("tests/test_engine.py::test_memo")
    'house'
    """
    for slug in ALL.slugs:
        if slug in nodeid:
            return slug
    return next((slug for word, slug in WORLDS.items() if word in nodeid), "house")
