"""Warm-up: it begins with nobody there, and never while a first visitor waits for a page."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from kit.listing import Listing
from pipelines.engine import MEMO
from ui import warming
from ui.work import missing

DEFAULT = warming._default


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set once a default run is made; nobody has come, and nobody is waited for long."""
    done = threading.Event()
    monkeypatch.setattr(warming, "ARRIVED", threading.Event())
    monkeypatch.setattr(warming, "DRAWN", threading.Event())
    monkeypatch.setattr(warming, "ALONE", 0.05)
    monkeypatch.setattr(warming, "ALL", Listing(("tests.lamps",)))
    monkeypatch.setattr(warming.gc, "freeze", lambda: None)
    monkeypatch.setattr(warming, "_default", lambda slug, rank: done.set())
    return done


def _begun() -> threading.Thread:
    thread = threading.Thread(target=warming._warm_up, daemon=True)
    thread.start()
    return thread


def test_with_nobody_there_it_begins_by_itself(made: threading.Event) -> None:
    _begun().join(30)
    assert made.is_set()


def test_it_waits_for_the_page_of_a_visitor_who_has_come(made: threading.Event) -> None:
    warming.expect("", plain=True)
    thread = _begun()
    assert not made.wait(0.5)
    warming.DRAWN.set()
    thread.join(30)
    assert made.is_set()


def test_a_default_run_that_fails_is_said_and_stops_no_other(
    made: threading.Event, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    monkeypatch.setattr(warming, "ALL", Listing(("tests.no_such_case", "tests.lamps")))
    monkeypatch.setattr(warming, "_default", DEFAULT)
    MEMO.clear()
    _begun().join(30)
    assert "no_such_case could not be warmed up" in caplog.text
    case = warming.ALL.load("lamps")
    assert not missing(case.run(case.design()), case.final)


def test_a_setting_nobody_can_take_begins_nothing(
    made: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANDTABLE_MEMORY", "much")
    _begun().join(30)
    assert not made.is_set()


@pytest.mark.parametrize(
    ("slug", "plain", "begins"),
    [("lamps", True, True), ("lamps", False, False), ("favicon.png", True, False)],
)
def test_a_page_that_is_asked_for_is_begun(
    made: threading.Event, slug: str, plain: bool, begins: bool
) -> None:
    warming._begin.cache_clear()
    warming.expect(slug, plain=plain)
    assert made.wait(2.0 if begins else 0.2) == begins
    assert warming.ARRIVED.is_set() == (slug == "lamps")
