"""Journeys through the page in the system's Chromium: what no test without a browser can see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.balancer import balanced
from tests.browsers import served
from tests.lamps import CASE as LAMPS

ROOT = Path(__file__).parent.parent
WAIT = 60_000  # milliseconds a page may take to show something on a busy machine

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect
expect.set_options(timeout=WAIT)

pytestmark = pytest.mark.browser

APP = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import cases
from kit.listing import Listing
cases.ALL = Listing(("tests.lamps", "tests.bulbs"))
import streamlit as st
from starlette.middleware import Middleware
from ui.warming import Expecting, warming
app = st.App({str(ROOT / "ui/shell.py")!r}, lifespan=warming, middleware=[Middleware(Expecting)])
"""


CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"
LOST = "getComputedStyle(document.querySelector('[data-testid=stApp]'), '::after').content"

PIN_THEN_COMPARE = """async (wait) => {
    const press = (what, text) => [...document.querySelectorAll(what)]
        .find((each) => each.textContent.includes(text)).click();
    press('[data-testid=stButton] button', 'Pin');
    await new Promise((later) => setTimeout(later, wait));
    press('.st-key-stops [role=radio]', 'Compare');
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app over two toy cases, on a free port of this machine."""
    folder = tmp_path_factory.mktemp("site")
    script = folder / "site_app.py"
    script.write_text(APP)
    with served(script, folder) as address:
        yield address


@pytest.fixture
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A visitor of their own; scripts that fail in their browser fail the test."""
    visitor = browser.new_context(viewport={"width": 1280, "height": 900})
    visitor.set_default_timeout(WAIT)
    opened, failures = visitor.new_page(), []
    opened.on("pageerror", lambda failure: failures.append(failure))
    yield opened
    visitor.close()
    assert not failures


def visit(page: Any, address: str) -> Any:
    """Open an address and wait for the scoreboard."""
    page.goto(address)
    expect(page.get_by_role("slider", name="Share inspected")).to_be_visible(timeout=WAIT)
    return page


def pick(page: Any, label: str) -> None:
    """Press an option of a choice."""
    page.get_by_role("radio", name=label, exact=True).click()


def pressed(page: Any, label: str) -> None:
    """Wait until an option of a choice is the one chosen."""
    option = page.get_by_role("radio", name=label, exact=True)
    expect(option).to_have_attribute("aria-checked", "true")


def test_from_the_landing_page_to_a_case_with_a_number_already_there(page: Any, site: str) -> None:
    page.goto(site)
    expect(page.get_by_role("heading", name="Lamps off the line")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Faults found by default: \d+\s%")).first).to_be_visible()
    page.get_by_role("link", name="Walk through it").first.click()
    expect(page.get_by_role("slider", name="Share inspected")).to_be_visible()
    assert page.url == f"{site}/lamps"


def test_back_undoes_a_pick_and_forward_redoes_it(page: Any, site: str) -> None:
    visit(page, f"{site}/lamps")
    pick(page, "The reading itself")
    page.wait_for_url(re.compile("method=reading"))
    page.go_back()
    pressed(page, "Fault share by bin")
    assert page.url == f"{site}/lamps"
    page.go_forward()
    pressed(page, "The reading itself")
    assert "method=reading" in page.url


def test_going_to_another_case_and_back_loses_nothing(page: Any, site: str) -> None:
    visit(page, f"{site}/lamps")
    pick(page, "The reading itself")
    page.wait_for_url(re.compile("method=reading"))
    for case, path in (("Bulbs off the line", "bulbs"), ("Lamps off the line", "lamps")):
        page.get_by_role("button", name="Cases").click()
        page.get_by_role("menuitem", name=case).click()
        page.wait_for_url(re.compile(path))
        expect(page.get_by_role("heading", name=case, level=1)).to_be_visible()
    pressed(page, "The reading itself")
    page.wait_for_url(re.compile("lamps.*method=reading"))


def test_a_shared_link_shows_somebody_else_the_same_numbers(
    page: Any, site: str, browser: Any
) -> None:
    visit(page, f"{site}/lamps?noise=1.25&bins=9&share=0.2")
    page.get_by_role("button", name="Share", exact=False).first.click()
    link = page.locator("code", has_text="noise=1.25").first
    expect(link).to_contain_text("seed=1")
    somebody = browser.new_context().new_page()
    visit(somebody, link.inner_text())
    tile = "[data-metric=recall], .tile"
    mine, theirs = page.locator(tile).first, somebody.locator(tile).first
    expect(theirs).to_have_text(mine.inner_text(), use_inner_text=True)
    somebody.context.close()


def test_a_hostile_link_is_refused_in_a_sentence(page: Any, site: str) -> None:
    visit(page, f"{site}/lamps?method=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&noise=2")
    expect(page.get_by_text("method cannot be <img src=x onerror=alert(1)>")).to_be_visible()
    assert page.locator("img[src='x']").count() == 0
    expect(page.get_by_label("Sensor noise", exact=True)).to_have_value("2.0")


HOSTILE = (
    "https://a.b/c www.x.org me@x.org ftp://x.y",
    ":smile: :material/home: :streamlit: :red[a] :blue-badge[b] :::note",
    "&amp; &#65; <b>x</b> <img src=x> ~~a~~ ~b~ *c* __d__ `e` [f](http://g) ![h](i)",
    "a -> b <- c <-> d -- e >= f <= g ~= h",
    "# h\n> q\n- l\n1. n\n2) m\n===\n| a | b |\n|---|---|\n    code",
    "$x$ $$y$$ \\\\(z\\\\) [^1] [ ] t x^2 'q' \"r\"",
    "->",
)
SHOWN = """
import streamlit as st
from tests.test_browser import HOSTILE
from ui.markdown import escape
for at, text in enumerate(HOSTILE):
    with st.container(key=f"shown{at}"):
        st.markdown(escape(text))
        st.warning(escape(text))
        st.button(escape(text), key=f"button{at}")
        st.expander(escape(text))
st.text("all shown")
"""


def test_text_is_shown_letter_for_letter(page: Any, tmp_path: Path) -> None:
    script = tmp_path / "shown.py"
    script.write_text(SHOWN)
    with served(script, tmp_path) as address:
        page.goto(address)
        page.get_by_text("all shown").wait_for()
        for at, text in enumerate(HOSTILE):
            place = page.locator(f".st-key-shown{at}")
            wanted = re.sub(r"\s", "", text)
            for _ in range(50):  # the last place may be drawn a moment later
                shown = re.sub(r"\s|\u2060", "", place.inner_text())
                if shown.count(wanted) == 4:
                    break
                page.wait_for_timeout(100)
            assert shown.count(wanted) == 4, text
            assert (
                place.locator("a, em, strong, del, code, h1, li, table, img, .katex").count() == 0
            )


def test_a_dial_released_by_key_is_in_the_address_and_resets(page: Any, site: str) -> None:
    visit(page, f"{site}/lamps")
    dial = page.get_by_role("slider", name="Share inspected")
    dial.focus()
    page.keyboard.press("Home")
    page.wait_for_url(re.compile("share=0"))
    page.get_by_test_id("stMainBlockContainer").get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Reset", exact=True).click()
    page.wait_for_url(f"{site}/lamps")


def test_what_follows_the_dial_follows_it_and_back_undoes_a_release(page: Any, site: str) -> None:
    visit(page, f"{site}/lamps?show=lab&share=0.5")
    page.get_by_role("slider", name="Share inspected").focus()
    page.keyboard.press("Home")
    page.wait_for_url(re.compile(r"share=0\.0"))
    expect(page.get_by_text("Only Share inspected moved")).to_be_visible()
    expect(page.get_by_text(re.compile("^0% of faults are found"))).to_be_visible()
    page.go_back()
    expect(page.get_by_text(re.compile("^0% of faults are found"))).to_have_count(0)
    expect(page.get_by_role("slider", name="Share inspected")).to_have_value("50")


def test_choices_answer_to_the_keyboard(page: Any, site: str) -> None:
    visit(page, f"{site}/lamps")
    page.get_by_role("radio", name="Fault share by bin").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("method=reading"))


def test_the_scoreboard_stays_in_view(page: Any, site: str) -> None:
    visit(page, f"{site}/lamps?show=lab")
    page.get_by_text("What was learned?").first.scroll_into_view_if_needed()
    page.mouse.move(900, 700)
    page.mouse.wheel(0, 5_000)
    expect(page.get_by_role("slider", name="Share inspected")).to_be_in_viewport()


@pytest.mark.parametrize("way", ["", "?show=lab", "?show=compare", "?view=interviewer"])
def test_a_phone_never_scrolls_sideways(page: Any, site: str, way: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, f"{site}/lamps{way}")
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= 390")


def test_a_brief_can_be_met_and_its_goals_follow(page: Any, site: str) -> None:
    visit(page, f"{site}/lamps?show=briefs")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url(re.compile("judged=same"))
    page.get_by_text("The brief fixes 1 of these choices").click()
    expect(page.get_by_label("Sensor noise", exact=True)).to_be_disabled()
    pick(page, "The reading itself")
    page.get_by_role("button", name="Judge over 5 seeds").click()
    expect(page.get_by_text("Passed: 5 of 5 seeds")).to_be_visible()


def test_on_a_first_visit_three_ways_are_offered_and_the_tour_does_not_return(
    page: Any, site: str
) -> None:
    visit(page, f"{site}/lamps")
    for way in ("Take a brief", "Open the lab", "Not now"):
        expect(page.get_by_role("button", name=way)).to_be_in_viewport()
    page.get_by_role("button", name="Walk through it").click()
    expect(page.get_by_text("1 of 4")).to_be_in_viewport()
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("2 of 4").wait_for()
    page.get_by_role("button", name="Skip").click()
    expect(page.get_by_text("2 of 4")).to_have_count(0)
    visit(page, f"{site}/lamps")
    expect(page.get_by_text("What would you order lamps by?")).to_be_visible()
    expect(page.get_by_role("button", name="Walk through it")).to_have_count(0)


def test_next_shows_the_next_question_at_the_top(page: Any, site: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    visit(page, f"{site}/lamps")
    page.get_by_role("button", name="Next").scroll_into_view_if_needed()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("How would you know?")).to_be_in_viewport()
    expect(page.get_by_role("slider", name="Share inspected")).to_be_in_viewport()


def test_a_press_made_while_another_is_carried_out_is_not_lost(page: Any, site: str) -> None:
    for wait in range(0, 60, 6):
        visit(page, f"{site}/lamps")
        page.evaluate(PIN_THEN_COMPARE, wait)
        expect(page.get_by_role("button", name="Pin (1)")).to_be_visible(timeout=WAIT)
        expect(page.get_by_role("radio", name="Compare")).to_be_checked(timeout=WAIT)


def test_a_reload_keeps_stop_pins_brief_and_twist(page: Any, site: str) -> None:
    visit(page, f"{site}/lamps?show=briefs")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url(re.compile("pin1"))
    page.get_by_role("button", name="Next").click()
    page.wait_for_url(re.compile("show=judge"))
    page.reload()
    expect(page.get_by_text("How would you know?")).to_be_visible()
    expect(page.get_by_text("Everything looked perfect")).to_be_visible()
    expect(page.get_by_text("change against the pinned design")).to_be_visible()


def test_back_never_carries_an_address_to_another_case(page: Any, site: str) -> None:
    visit(page, f"{site}/lamps?method=reading&bins=9")
    for case, path in (("Bulbs off the line", "bulbs"), ("Lamps off the line", "lamps")):
        page.get_by_role("button", name="Cases").click()
        page.get_by_role("menuitem", name=case).click()
        page.wait_for_url(re.compile(path))
    for _ in range(3):
        page.go_back()
    page.wait_for_timeout(1500)
    on_bulbs = "bulbs" in page.url
    assert not (on_bulbs and "method=reading" in page.url)
    expect(page.get_by_text("In the link")).to_have_count(0)


def test_truth_waits_and_is_not_on_the_wire(page: Any, site: str) -> None:
    frames: list[bytes] = []

    def took(frame: Any) -> None:
        frames.append(frame if isinstance(frame, bytes) else str(frame).encode())

    page.on("websocket", lambda socket: socket.on("framereceived", took))
    visit(page, f"{site}/lamps?truth=asked&noise=0.77")
    expect(page.get_by_text("hidden").first).to_be_visible()
    true = LAMPS.run({"noise": 0.77}).readout.tracks["cost"].true
    told = [f"{value:.5g}".encode() for value in true[20:60:7]]
    assert not [value for value in told for frame in frames if value in frame]
    page.get_by_role("button", name="Reveal").click()
    expect(page.get_by_role("button", name="Reveal")).to_have_count(0)
    expect(page.get_by_text(re.compile("of faults are found at the chosen share"))).to_be_visible()
    assert [value for value in told for frame in frames if value in frame]


def reconnected(page: Any) -> None:
    """Wait until a browser has found a server again, and its page is asked for and drawn."""
    expect(page.locator(CONNECTED)).to_have_count(1)
    page.wait_for_timeout(1_500)
    expect(page.locator(f"{CONNECTED}[data-test-script-state=notRunning]")).to_have_count(1)


def test_a_browser_goes_on_at_the_second_server_when_the_first_ends(
    page: Any, tmp_path: Path
) -> None:
    script = tmp_path / "site_app.py"
    script.write_text(APP)
    with ExitStack() as both:
        first = ExitStack()
        addresses = [home.enter_context(served(script, tmp_path)) for home in (first, both)]
        behind = [address.removeprefix("http://") for address in addresses]
        door = both.enter_context(balanced(behind))
        visit(page, f"http://{door}/lamps?show=briefs")
        page.get_by_role("button", name="Start").click()
        page.wait_for_url(re.compile("pin1"))
        pick(page, "The reading itself")
        page.wait_for_url(re.compile("method=reading"))
        first.close()
        page.wait_for_timeout(1_000)
        reconnected(page)
        page.get_by_role("button", name="Next").click()
        page.wait_for_url(re.compile("(?=.*show=judge)(?=.*brief=too_fine)(?=.*pin1)"))
        expect(page.get_by_text("change against the pinned design")).to_be_visible()


def test_a_browser_left_open_goes_on_after_the_server_was_restarted(
    page: Any, tmp_path: Path
) -> None:
    script = tmp_path / "site_app.py"
    script.write_text(APP)
    with served(script, tmp_path) as address:
        visit(page, f"{address}/lamps?show=briefs")
        page.get_by_role("button", name="Start").click()
        page.wait_for_url(re.compile("pin1"))
        pick(page, "The reading itself")
        page.wait_for_url(re.compile("method=reading"))
    expect(page.locator(CONNECTED)).to_have_count(0)
    assert "The connection is lost" in page.evaluate(LOST)
    with served(script, tmp_path, int(address.rpartition(":")[2])):
        reconnected(page)
        assert page.evaluate(LOST) == "none"
        expect(page.get_by_text("change against the pinned design")).to_be_visible()
        pressed(page, "The reading itself")
        page.get_by_role("button", name="Next").click()
        page.wait_for_url(re.compile("(?=.*show=judge)(?=.*brief=too_fine)"))
        expect(page.get_by_text("Everything looked perfect")).to_be_visible()
