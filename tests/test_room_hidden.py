"""A round with something hidden: the interviewer's alone, until it is opened or all is over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from cases import ALL
from kit.choice import Refused
from kit.interview.debrief import debrief
from kit.interview.plan import deck, plan, sealing
from kit.interview.store import FILE, Store
from kit.interview.telling import as_markdown
from tests.lamps import CASE as LAMPS
from tests.rooms import WAIT, Site, bytes_of, press, running, seats, settled, state_of, visitor

CASE = ALL.load("irrelevant_items")
FAULT = "half_index"
assert CASE.hidden
LABELS = CASE.hidden.options
LED = plan(CASE, led=True, seed=3)


def test_most_scenarios_and_every_brief_hide_nothing() -> None:
    assert sealing(LAMPS, plan(LAMPS)) is None
    assert sealing(CASE, plan(CASE, brief=CASE.briefs[0].name)) is None
    with pytest.raises(Refused, match="hides no gremlins"):
        sealing(CASE, LED, "gremlins")


def test_a_twist_does_not_undo_what_is_hidden() -> None:
    sealed = sealing(CASE, LED, FAULT)
    assert sealed
    kept = deck(CASE, LED, sealed["changes"])
    assert 0 < len(kept) < len(deck(CASE, LED))
    assert not any("fault" in twist.changes for twist in kept)


@pytest.fixture
def store(tmp_path) -> Store:
    """A store of its own."""
    return Store(f"sqlite:///{tmp_path / FILE}")


@pytest.mark.parametrize(("answer", "right"), [(FAULT, True), ("stale", False), ("", False)])
def test_the_debrief_tells_what_it_was(store: Store, answer: str, right: bool) -> None:
    name = store.create(LED, sealing(CASE, LED, FAULT))["candidate"].interview
    store.append(name, "candidate", "started")
    if answer:
        change = {"changes": {"diagnosis": answer}, "said": f"Diagnosis: {answer}"}
        store.append(name, "candidate", "pick", change)
    store.append(name, "interviewer", "ended")
    check = debrief(store.log(name)).of("outcome")[0]
    assert check.label == "The hidden fault" and check.share == right
    assert bool(check.lost) != right
    assert LABELS[FAULT] in as_markdown(debrief(store.log(name)))


def test_what_is_answered_after_it_was_opened_does_not_count(store: Store) -> None:
    name = store.create(LED, sealing(CASE, LED, FAULT))["candidate"].interview
    store.append(name, "candidate", "started")
    with pytest.raises(Refused, match="not for the candidate"):
        store.append(name, "candidate", "unsealed")
    store.append(name, "interviewer", "unsealed")
    with pytest.raises(Refused, match="Nothing is hidden"):
        store.append(name, "interviewer", "unsealed")
    store.append(name, "candidate", "pick", {"changes": {"diagnosis": FAULT}, "said": ""})
    assert debrief(store.log(name)).of("outcome")[0].share == 0


playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server over the scenario, ended after the tests."""
    with running(tmp_path_factory.mktemp("hidden"), ("cases.irrelevant_items",)) as made:
        yield made


LONG = 3 * WAIT


@pytest.mark.browser
def test_the_hidden_fault_is_not_among_the_bytes(site: Site, browser: Any) -> None:
    """Neither its name nor its envelope's number; and its label no more often than any other."""
    links = seats(site, CASE, sealing(CASE, plan(CASE, seed=3), FAULT), led=True)
    number = state_of(site, links["candidate"]).design["envelope"]
    with visitor(browser) as (leads, _), visitor(browser) as (sits, heard):
        leads.goto(links["interviewer"])
        expect(leads.locator(".st-key-hidden")).to_contain_text(LABELS[FAULT], timeout=LONG)
        sits.goto(links["candidate"])
        press(sits, "button", "Start the clock")
        _walk_through(sits)
        press(sits, "button", "Menu")
        sits.get_by_text("Files", exact=True).click()
        expect(sits.get_by_text("they wait for the debrief")).to_be_visible(timeout=LONG)
        told = bytes_of(heard) + sits.url.encode()
        assert FAULT.encode() not in told
        assert f"{number}".encode() not in told
        counts = {name: told.count(label.encode()) for name, label in LABELS.items()}
        assert counts[FAULT] <= sorted(counts.values())[len(counts) // 2], counts
        press(leads, "button", "Open it")
        expect(leads.get_by_role("button", name="Opened")).to_be_visible(timeout=LONG)
        press(leads, "button", "End")
        press(leads, "button", "End the interview")
        expect(sits.get_by_text(f"It was: {LABELS[FAULT]}").first).to_be_visible(timeout=LONG)


def _walk_through(page: Any) -> None:
    """Look at every stop, the lab with all its choices, and the comparison with a pinned design."""
    for step in CASE.steps:
        expect(page.get_by_role("heading", name=step.question)).to_be_visible(timeout=LONG)
        expect(page.locator(".st-key-said")).to_be_visible(timeout=LONG)
        settled(page)
        if step is not CASE.steps[-1]:
            press(page, "button", "Next")
    press(page, "button", "Pin")
    for place, text in (("Compare", "Where they differ"), ("Lab", "Diagnosis of this round")):
        page.get_by_role("radio", name=place).click()
        expect(page.get_by_text(text).first).to_be_visible(timeout=LONG)
        settled(page)
