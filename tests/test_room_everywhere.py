"""Two browsers at once, from set-up to debrief, in every scenario."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cases import ALL
from kit.case import Case
from kit.choice import Choice, Range
from kit.interview.plan import deck
from tests.rooms import WAIT, Site, press, running, state_of, visitor
from ui.controls import WRAPPED

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ANSWER, NOTE = "First I ask what an error costs.", "Thinks before typing."
LONG = 3 * WAIT  # a world is drawn and its models are trained meanwhile


@pytest.fixture
def site(slug: str, tmp_path: Path) -> Iterator[Site]:
    """A server over one scenario, ended after its test."""
    with running(tmp_path, (f"cases.{slug}",)) as made:
        yield made


def is_pressed(choice: Choice) -> bool:
    """Whether a choice stands on the page as options to press, each in its own words."""
    if isinstance(choice.options, Range) or choice.world:
        return False
    labels = choice.options.values()
    return len(labels) <= 5 and sum(map(len, labels)) <= WRAPPED


def change_of(case: Case) -> tuple[int, str, str]:
    """A change any candidate could make: how many stops on, which choice, and its new value."""
    start = case.design()
    pressed = {choice.name: choice for choice in case.choices if is_pressed(choice)}
    for at, step in enumerate(case.steps):
        for name in step.choices:
            if name in pressed and case.applies(start, name):
                options = pressed[name].options
                assert isinstance(options, dict)
                return at, name, next(o for option, o in options.items() if option != start[name])
    raise AssertionError(f"{case.slug} has no choice to press")


@pytest.mark.parametrize("slug", ALL.slugs)
def test_two_browsers_from_set_up_to_debrief(slug: str, site: Site, browser: Any) -> None:
    case = ALL.load(slug)
    with visitor(browser) as (leads, _), visitor(browser) as (sits, _):
        for page in (leads, sits):
            page.set_default_timeout(LONG)
        link = _set_up(site, leads)
        sits.goto(link)
        press(sits, "button", "Start the clock")
        expect(sits.locator(".st-key-said")).to_be_visible(timeout=LONG)
        _answered(leads, sits)
        _predicted(case, leads, sits)
        _twisted(case, site, link, leads, sits)
        press(leads, "button", "End")
        press(leads, "button", "End the interview")
        for page in (leads, sits):
            expect(page.get_by_role("heading", name="Debrief: ")).to_be_visible(timeout=LONG)
            expect(page.get_by_text("Predicted before running")).to_be_visible(timeout=LONG)
        expect(leads.get_by_text(NOTE).first).to_be_visible(timeout=LONG)
        expect(sits.get_by_text(NOTE)).to_have_count(0)
    state = state_of(site, link)
    assert state.phase == "over" and state.guesses[0].outcome is not None


def _set_up(site: Site, leads: Any) -> str:
    """Set up an interview that is led, and take the interviewer's seat; the candidate's link."""
    leads.goto(f"{site.address}/room")
    leads.get_by_text("Led by an interviewer").click()
    press(leads, "button", "Set it up")
    link = leads.locator("code").first.inner_text()
    assert isinstance(link, str)
    return link


def _answered(leads: Any, sits: Any) -> None:
    """An answer that is committed, a note, a hint, and the model answer."""
    sits.get_by_label("Your answer in a few sentences").fill(ANSWER)
    press(sits, "button", "Commit")
    expect(leads.get_by_text(ANSWER, exact=True)).to_be_visible(timeout=LONG)
    leads.get_by_placeholder("A private note").fill(NOTE)
    leads.keyboard.press("Enter")
    press(leads, "button", "Give hint 1")
    expect(sits.get_by_text("Hint 1", exact=True)).to_be_visible(timeout=LONG)
    press(leads, "button", "Reveal the answer")
    expect(sits.get_by_text("A model answer")).to_be_visible(timeout=LONG)


def _predicted(case: Case, leads: Any, sits: Any) -> None:
    """A change that is predicted, locked and run."""
    stops, name, label = change_of(case)
    for step in case.steps[1 : stops + 1]:
        press(sits, "button", "Next")
        expect(sits.get_by_role("heading", name=step.question)).to_be_visible(timeout=LONG)
    control = sits.locator(f".st-key-{case.slug}-{name}")
    control.get_by_role("radio", name=label, exact=True).click()
    press(sits, "radio", "rises")
    lock = sits.get_by_role("button", name="Lock and run")
    expect(lock).to_be_enabled(timeout=LONG)
    lock.click()
    expect(sits.get_by_text("You said, 70%")).to_be_visible(timeout=LONG)
    expect(leads.locator(".st-key-last-change")).to_contain_text("Last prediction", timeout=LONG)


def _twisted(case: Case, site: Site, link: str, leads: Any, sits: Any) -> None:
    """The first twist of the deck, thrown and run."""
    twist = deck(case, state_of(site, link).plan)[0]
    press(leads, "tab", "Twists")
    press(leads, "button", "Throw it")
    expect(sits.locator(".st-key-twist")).to_contain_text(twist.sentence, timeout=LONG)
    expect(sits.locator(".stException")).to_have_count(0)
