"""The practice room by keyboard alone: an interviewer who never touches a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kit.interview.plan import deck
from tests.lamps import CASE as LAMPS
from tests.rooms import WAIT, Site, running, settled, state_of, visitor

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

pytestmark = pytest.mark.browser
NOTE = "A private note"
MOST_STOPS = 120  # presses of Tab after which something counts as out of reach
FOCUSED = """() => {
  const one = document.activeElement;
  const name = one.getAttribute('aria-label') || one.placeholder || one.innerText || '';
  return name.replaceAll('\\\\', '').trim();
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server over the toys, ended after the tests."""
    with running(tmp_path_factory.mktemp("keyboard")) as made:
        yield made


def focused(page: Any) -> list[str]:
    """The lines of what has the focus, icons among them; none for a whole part of the page."""
    lines = [line for line in page.evaluate(FOCUSED).splitlines() if line.strip()]
    return lines if len(lines) <= 3 else []


def tab_to(page: Any, name: str, then: str = "Enter") -> None:
    """Press Tab until what is called `name` has the focus, and a key on it."""
    settled(page)
    met: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        met += focused(page)
        if name in focused(page):
            settled(page)  # what is drawn anew just now would not hear the key
            if name in focused(page):
                return page.keyboard.press(then)
    raise AssertionError(f"Tab never reaches {name}: {met}")


def test_an_interviewer_needs_no_mouse(site: Site, browser: Any) -> None:
    with visitor(browser) as (leads, _), visitor(browser) as (sits, _):
        leads.goto(f"{site.address}/room")
        expect(leads.get_by_role("button", name="Set it up")).to_be_visible(timeout=WAIT)
        tab_to(leads, "Alone", "ArrowRight")
        leads.keyboard.press("Enter")
        tab_to(leads, "Set it up")
        link = leads.locator("code").first.inner_text()
        sits.goto(link)
        expect(leads.get_by_text("The candidate is here.")).to_be_visible(timeout=WAIT)
        tab_to(leads, "Start the clock")
        expect(sits.get_by_role("slider", name="Share inspected")).to_be_visible(timeout=WAIT)
        _lead(leads, sits, site, link)
        tab_to(leads, "End")
        tab_to(leads, "End the interview")
        for page in (leads, sits):
            expect(page.get_by_text("Work on this first")).to_be_visible(timeout=WAIT)
        state = state_of(site, link)
        assert [note.payload["text"] for note in state.notes] == ["Begins with the cost."]
        assert state.scores["understanding"].payload["level"] == "below"


def _lead(leads: Any, sits: Any, site: Site, link: str) -> None:
    """A note, a point, a hint, the answer, a twist and a verdict."""
    step, twist = LAMPS.steps[0], deck(LAMPS, state_of(site, link).plan)[0]
    tab_to(leads, NOTE, "B")
    leads.keyboard.type("egins with the cost.")
    leads.keyboard.press("Enter")
    tab_to(leads, "Give hint 1")
    expect(sits.get_by_text("Hint 1", exact=True)).to_be_visible(timeout=WAIT)
    tab_to(leads, "Reveal the answer")
    expect(sits.get_by_text("A model answer")).to_be_visible(timeout=WAIT)
    tab_to(leads, step.points[0], "Space")
    expect(leads.get_by_role("checkbox").first).to_be_checked(timeout=WAIT)
    tab_to(leads, "Stop", "ArrowRight")
    leads.keyboard.press("Enter")
    tab_to(leads, "Throw it")
    expect(sits.get_by_text(twist.sentence)).to_be_visible(timeout=WAIT)
    tab_to(leads, "Twists", "ArrowRight")
    leads.keyboard.press("Enter")
    tab_to(leads, "below")
