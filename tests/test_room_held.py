"""Whole interviews: in every scenario, twenty at a time, by keyboard, asleep, and on a beamer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kit.interview.debrief import debrief
from kit.interview.plan import plan
from kit.interview.store import Store, opened
from kit.interview.telling import as_markdown
from tests.browsers import pressed
from tests.lamps import CASE as LAMPS
from tests.rooms import WAIT, Site, begin, pick, press, running, seats, settled, state_of, visitor
from tests.scenarios import EVERY
from ui.room.keeping import Room
from ui.session import Session

TWENTY = 20
SECONDS = 120


def script(slug: str, token: str) -> None:
    """The room at a seat, as streamlit runs it."""
    import streamlit as st

    from tests.scenarios import EVERY
    from ui.room.page import show_room

    st.query_params["seat"] = token
    show_room(EVERY)


def sit(slug: str, token: str) -> AppTest:
    """A seat of an interview, without a browser."""
    kwargs = {"slug": slug, "token": token}
    at = AppTest.from_function(script, kwargs=kwargs, default_timeout=SECONDS).run()
    assert not at.exception and not at.error
    return at


def click(at: AppTest, ends: str) -> None:
    """Press the button whose key ends so."""
    found = [button for button in at.button if (button.key or "").endswith(ends)]
    assert found, f"no button ends with {ends}: {[button.key for button in at.button]}"
    found[0].click().run()
    assert not at.exception, at.exception


@pytest.mark.parametrize("slug", EVERY.slugs)
def test_an_interview_is_played_from_end_to_end(
    slug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANDTABLE_DATABASE", f"sqlite:///{tmp_path}/interviews.db")
    case, store = EVERY.load(slug), opened()
    made = store.create(plan(case, led=True, level="staff", seed=5))
    interview, first = made["candidate"].interview, case.steps[0]
    leads, sits = (sit(slug, made[side].token) for side in ("interviewer", "candidate"))
    click(sits, ":start")
    sits.text_area[0].set_value("First I ask what an error costs.").run()
    click(sits, f"{first.name}:commit")
    if case.rubric:
        click(leads.run(), f"{first.name}:hint")
    click(leads.run(), f"{first.name}:reveal")
    leads.session_state[f"{interview}:private"] = "Twists"
    click(leads.run(), "twist:throw")
    click(sits.run(), ":Next")
    click(leads.run(), ":end")
    for at in (leads, sits):
        at.run()
        assert not at.exception and at.title[0].value.startswith("Debrief")
    log = store.log(interview)
    kinds = {event.kind for event in log}
    assert {"started", "committed", "revealed", "twist", "ran", "stop", "ended"} <= kinds
    assert case.title in as_markdown(debrief(log))


def test_what_happens_while_a_page_is_drawn_stays_news(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/interviews.db")
    seat = store.create(plan(LAMPS, led=True))["candidate"]
    room, session = Room.entered(store, seat, EVERY), Session(LAMPS, LAMPS.design())
    room.say("started")
    room.keep(session)
    store.append(seat.interview, "interviewer", "ended")
    room.keep(session, part=True)
    assert room.has_news()
    room.keep(session)
    assert not room.has_news() and room.state.phase == "over"


playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server over the toys, ended after the tests."""
    with running(tmp_path_factory.mktemp("held")) as made:
        yield made


@pytest.mark.browser
@pytest.mark.slow
def test_twenty_interviews_at_a_time_on_one_process(site: Site, browser: Any) -> None:
    """Twenty candidates in twenty browsers, twenty interviewers who write at the same time."""
    links = [seats(site, led=True) for _ in range(TWENTY)]
    started = time.monotonic()
    writers = [threading.Thread(target=_take_notes, args=(site, each)) for each in links]
    contexts = [browser.new_context() for _ in links]
    pages = [context.new_page() for context in contexts]
    for at, (page, each) in enumerate(zip(pages, links, strict=True)):
        page.set_default_timeout(4 * WAIT)
        page.goto(each["candidate"])
        begin(page)
        writers[at].start()
    for page in pages:
        pick(page, "The reading itself")
    for page in pages:
        press(page, "button", "Just run")
    for at, page in enumerate(pages):
        page.get_by_label("Your answer in a few sentences").fill(f"answer {at}")
        press(page, "button", "Commit")
    for writer in writers:
        writer.join()
    for at, (page, each) in enumerate(zip(pages, links, strict=True)):
        expect(page.get_by_text(f"answer {at}", exact=True)).to_be_visible(timeout=4 * WAIT)
        state = state_of(site, each["candidate"])
        assert state.design["method"] == "reading" and state.phase == "running"
        assert [text for _, text in state.stop("model").answers] == [f"answer {at}"]
        assert [note.payload["text"] for note in state.notes] == [f"note {n}" for n in range(20)]
    print(f"{TWENTY} interviews at a time: {time.monotonic() - started:.0f} s")
    for context in contexts:
        context.close()


def _take_notes(site: Site, links: dict[str, str]) -> None:
    interview = site.store.seat(links["interviewer"].partition("seat=")[2]).interview
    for number in range(20):
        site.store.append(interview, "interviewer", "note", {"text": f"note {number}"})
        time.sleep(0.1)


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_big_type_fits_a_shared_screen(site: Site, browser: Any, theme: str) -> None:
    with visitor(browser) as (page, _):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": 1280, "height": 720})
        page.goto(seats(site)["candidate"])
        begin(page)
        pressed(page.get_by_text("Big type"))
        expect(page.locator(".st-key-stops")).to_be_hidden(timeout=WAIT)
        settled(page)
        picture = page.locator(".st-key-pictures > *").first
        for part in (page.locator(".st-key-question h2"), page.get_by_role("slider"), picture):
            box = part.bounding_box()
            assert box and box["y"] >= 0 and box["y"] + box["height"] <= 720, box
            assert box["x"] >= 0 and box["x"] + box["width"] <= 1280, box
        size = picture.bounding_box()
        assert size and size["height"] > 200


@pytest.mark.browser
def test_a_candidate_needs_no_mouse(site: Site, browser: Any) -> None:
    links = seats(site, minutes=20)
    with visitor(browser) as (page, _):
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(links["candidate"])
        _by_key(page, "button", "Start the clock", "Enter")
        page.get_by_role("slider", name="Share inspected").wait_for(timeout=WAIT)
        settled(page)
        _by_key(page, "radio", "The reading itself", "Enter")
        _by_key(page, "button", "Just run", "Enter")
        page.get_by_label("Your answer in a few sentences").focus()
        page.keyboard.type("I order by the reading.")
        _by_key(page, "button", "Commit", "Enter")
        expect(page.get_by_text("I order by the reading.", exact=True)).to_be_visible(timeout=WAIT)
        state = state_of(site, links["candidate"])
        assert state.design["method"] == "reading"
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390


def _by_key(page: Any, role: str, name: str, key: str) -> None:
    """Focus what is there once, as Tab would reach it, and press a key on it."""
    one = page.get_by_role(role, name=name, exact=True)
    expect(one).to_have_count(1, timeout=WAIT)
    expect(one).to_be_enabled(timeout=WAIT)
    one.focus()
    expect(one).to_be_focused()
    page.keyboard.press(key)


@pytest.mark.browser
def test_a_laptop_that_sleeps_wakes_to_what_happened(site: Site, browser: Any) -> None:
    links = seats(site, led=True)
    interview = site.store.seat(links["candidate"].partition("seat=")[2]).interview
    with visitor(browser) as (page, _):
        page.goto(links["candidate"])
        begin(page)
        lid = page.context.new_cdp_session(page)
        lid.send("Page.setWebLifecycleState", {"state": "frozen"})
        hint = {"stop": "model", "level": 1, "text": LAMPS.steps[0].hints[0]}
        site.store.append(interview, "interviewer", "hint", hint)
        time.sleep(3)
        lid.send("Page.setWebLifecycleState", {"state": "active"})
        expect(page.get_by_text("Hint 1", exact=True)).to_be_visible(timeout=WAIT)
        left = state_of(site, links["candidate"]).elapsed(time.time())
        assert left > 3
        pick(page, "The reading itself")
        press(page, "button", "Just run")
        expect(page.locator(".st-key-said")).to_contain_text("The reading itself", timeout=WAIT)
