"""An interview in two browsers at once: what each sees, when, and what never reaches the other."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from kit.interview.plan import deck
from tests.lamps import CASE as LAMPS
from tests.rooms import (
    WAIT,
    Site,
    begin,
    bytes_of,
    pick,
    press,
    running,
    seats,
    settled,
    state_of,
    visitor,
    watch_connection,
)

STEP = LAMPS.steps[0]

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server, ended after the tests."""
    with running(tmp_path_factory.mktemp("room")) as made:
        yield made


def test_two_browsers_from_set_up_to_debrief(site: Site, browser: Any) -> None:
    with visitor(browser) as (leads, _), visitor(browser) as (sits, heard):
        leads.goto(f"{site.address}/room")
        leads.get_by_text("Led by an interviewer").click()
        press(leads, "button", "Set it up")
        link = leads.locator("code").first.inner_text()
        sits.goto(link)
        begin(sits)
        pick(sits, "The reading itself")
        press(sits, "radio", "rises")
        expect(sits.get_by_role("button", name="Lock and run")).to_be_enabled(timeout=WAIT)
        press(sits, "button", "Lock and run")
        expect(sits.get_by_text("You said, 70%")).to_be_visible(timeout=WAIT)
        expect(leads.locator(".st-key-last-change")).to_contain_text(
            "The reading itself", timeout=2_000
        )
        text = "<b>Order</b> by the *reading*, $1 & more"
        sits.get_by_label("Your answer in a few sentences").fill(text)
        press(sits, "button", "Commit")
        expect(leads.get_by_text(text, exact=True)).to_be_visible(timeout=WAIT)
        leads.get_by_placeholder("A private note").fill("a remark in private")
        leads.keyboard.press("Enter")
        expect(leads.get_by_text("Notes (1)")).to_be_visible(timeout=WAIT)
        settled(leads)
        leads.get_by_role("checkbox").first.check(force=True)
        press(leads, "button", "Give hint 1")
        expect(sits.get_by_text("Hint 1", exact=True)).to_be_visible(timeout=WAIT)
        _hidden_things_stay_hidden(site, link, heard)
        press(leads, "button", "Reveal the answer")
        expect(sits.get_by_text("A model answer")).to_be_visible(timeout=WAIT)
        assert b"the chance of a fault rises with it" in bytes_of(heard)
        press(leads, "button", "End")
        press(leads, "button", "End the interview")
        for page in (leads, sits):
            expect(page.get_by_text("Work on this first")).to_be_visible(timeout=WAIT)
        expect(leads.get_by_text("a remark in private").first).to_be_visible()
        assert b"a remark in private" not in bytes_of(heard)
        state = state_of(site, link)
        assert [event.payload["text"] for event in state.notes] == ["a remark in private"]
        assert state.guesses[0].outcome is not None


def _hidden_things_stay_hidden(site: Site, link: str, heard: list[Any]) -> None:
    """Neither answers nor notes, points, the rubric or a twist to come are among the bytes."""
    told = bytes_of(heard)
    assert STEP.question.encode() in told or b"order lamps by" in told
    made = state_of(site, link).plan
    hidden = [STEP.answer, STEP.asked[0][0], STEP.asked[0][1], *STEP.points, *STEP.hints[1:]]
    hidden += [text for area in LAMPS.rubric for text in (area.mid, area.senior, area.staff)]
    hidden += [twist.sentence for twist in deck(LAMPS, made)] + ["a remark in private"]
    hidden += [text for lesson in LAMPS.lessons for text in (lesson.sentence, lesson.source)]
    for text in hidden:
        longest = max(re.findall(r"[\w ]+", text), key=len).strip()
        assert len(longest) > 8 and longest.encode() not in told, text


def test_the_server_is_killed_in_the_middle_and_both_go_on(site: Site, browser: Any) -> None:
    links = seats(site, led=True)
    with visitor(browser) as (leads, _), visitor(browser) as (sits, _):
        leads.goto(links["interviewer"])
        sits.goto(links["candidate"])
        begin(sits)
        pick(sits, "The reading itself")
        press(sits, "button", "Just run")
        expect(leads.locator(".st-key-last-change")).to_contain_text(
            "The reading itself", timeout=WAIT
        )
        press(sits, "radio", "2 Judge")
        expect(leads.get_by_text("How would you know?").first).to_be_visible(timeout=WAIT)
        watch_connection(sits)
        site.kill()
        time.sleep(1)
        site.start()
        sits.wait_for_function("window.drawnAgain", timeout=2 * WAIT)
        for page in (leads, sits):
            settled(page)
        pick(sits, "Lamps learned from")
        press(sits, "button", "Just run")
        expect(leads.locator(".st-key-last-change")).to_contain_text(
            "Lamps learned from", timeout=WAIT
        )
        design = state_of(site, links["candidate"]).design
        assert design["method"] == "reading" and design["judged"] == "same"


def test_a_twist_that_is_thrown_arrives_and_who_joins_late_sees_it(
    site: Site, browser: Any
) -> None:
    links = seats(site, led=True)
    with visitor(browser) as (leads, _), visitor(browser) as (sits, _):
        leads.goto(links["interviewer"])
        press(leads, "button", "Start the clock")
        press(leads, "tab", "Twists")
        press(leads, "button", "Throw it")
        expect(leads.get_by_text("There is no twist left.")).to_be_visible(timeout=WAIT)
        press(leads, "tab", "Stop")
        leads.get_by_text("Bring to this stop").wait_for()
        sits.goto(links["candidate"])
        expect(sits.get_by_text("The sensor ages.")).to_be_visible(timeout=WAIT)
        assert state_of(site, links["candidate"]).design["noise"] == 1.5


@pytest.mark.parametrize("seat", ["guessed", "%00", "<script>alert(1)</script>"])
def test_a_guessed_token_is_refused_with_a_sentence(site: Site, browser: Any, seat: str) -> None:
    with visitor(browser) as (page, _):
        page.goto(f"{site.address}/room?seat={seat}")
        expect(page.get_by_text("This link opens no interview")).to_be_visible(timeout=WAIT)


def test_a_candidate_cannot_ask_the_address_for_more(site: Site, browser: Any) -> None:
    links = seats(site, led=True, brief="too_fine")
    with visitor(browser) as (page, heard):
        page.goto(f"{links['candidate']}&view=interviewer&show=briefs&noise=0&twist=worn")
        begin(page)
        page.wait_for_timeout(1_500)
        _hidden_things_stay_hidden(site, links["candidate"], heard)
        assert state_of(site, links["candidate"]).design.get("noise") is None


def test_alone_the_clock_pauses_and_the_twist_comes_by_itself(site: Site, browser: Any) -> None:
    links = seats(site, minutes=20)
    with visitor(browser) as (page, _):
        page.goto(links["candidate"])
        begin(page)
        press(page, "button", "Pause")
        expect(page.get_by_text("The clock is paused")).to_be_visible(timeout=WAIT)
        press(page, "button", "Go on")
        press(page, "button", "Open the model answer unanswered")
        expect(page.get_by_text("A model answer")).to_be_visible(timeout=WAIT)
        assert state_of(site, links["candidate"]).stop("model").open_unanswered
