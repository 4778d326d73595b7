"""An interview in two browsers at once: what each sees, when, and what never reaches the other."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kit.interview.plan import deck, plan
from kit.interview.store import FILE, Store
from tests.browsers import chromium
from tests.lamps import CASE as LAMPS

ROOT = Path(__file__).parent.parent
WAIT = 30_000  # milliseconds a page may take to show something on a busy machine
STEP = LAMPS.steps[0]

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

pytestmark = pytest.mark.browser

APP = f"""
import runpy, sys
sys.path.insert(0, {str(ROOT)!r})
import cases
from kit.listing import Listing
cases.ALL = Listing(("tests.lamps", "tests.bulbs"))
runpy.run_path({str(ROOT / "app.py")!r}, run_name="__main__")
"""


class Site:
    """The app over two toys, its interviews in a folder of their own; it can be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.script = folder, folder / "room_app.py"
        self.script.write_text(APP)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.store = Store(f"sqlite:///{folder / FILE}")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        words = ["server.address=127.0.0.1", f"server.port={self.port}", "server.headless=true"]
        words += ["server.fileWatcherType=none", "browser.gatherUsageStats=false"]
        command = [sys.executable, "-m", "streamlit", "run", str(self.script)]
        env = os.environ | {"SANDTABLE_DATA": str(self.folder), "PYTHONPATH": str(ROOT)}
        env.pop("SANDTABLE_DATABASE", None)
        self.process = subprocess.Popen(
            [*command, *(f"--{word}" for word in words)],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=2)
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """Kill the server as it stands."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server, ended after the tests."""
    made = Site(tmp_path_factory.mktemp("room"))
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests."""
    with chromium() as started:
        yield started


@contextmanager
def visitor(browser: Any) -> Iterator[tuple[Any, list[bytes]]]:
    """A browser of its own, and everything the server sends it: websocket and pages."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT)
    page, heard = context.new_page(), []
    page.on("websocket", lambda line: line.on("framereceived", lambda frame: heard.append(frame)))
    yield page, heard
    context.close()


def bytes_of(frames: list[Any]) -> bytes:
    """All that was heard, as bytes."""
    return b"".join(f if isinstance(f, bytes) else str(f).encode() for f in frames)


def seats(site: Site, **parts: Any) -> dict[str, str]:
    """An interview on the toy: the address of each seat."""
    made = site.store.create(plan(LAMPS, seed=3, **parts))
    return {side: f"{site.address}/room?seat={seat.token}" for side, seat in made.items()}


def state_of(site: Site, link: str) -> Any:
    """Where the interview of a link stands."""
    return site.store.state(site.store.seat(link.partition("seat=")[2]).interview)


def settled(page: Any) -> None:
    """Wait until the page hears its server and stands still."""
    still = "[data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
    expect(page.locator(f".stApp{still}")).to_have_count(1, timeout=WAIT)


def press(page: Any, role: str, name: str) -> None:
    """Press what is there once: while a page is drawn anew, what was there may stand beside it."""
    one = page.get_by_role(role, name=name, exact=True)
    expect(one).to_have_count(1, timeout=WAIT)
    one.click()


def pick(page: Any, label: str) -> None:
    """Press an option of a choice."""
    press(page, "radio", label)


def begin(page: Any) -> None:
    """Start the clock and wait for the scenario's page."""
    press(page, "button", "Start the clock")
    expect(page.get_by_role("slider", name="Share inspected")).to_be_visible(timeout=WAIT)


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
        site.kill()
        time.sleep(1)
        site.start()
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
