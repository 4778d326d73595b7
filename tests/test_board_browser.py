"""The whiteboard in a real browser: drawn by mouse, by touch and by keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browsers import chromium, served

pytestmark = pytest.mark.browser

PAGE = """
import sys
sys.path.insert(0, {house!r})
import streamlit as st
from cases import ALL
from kit.board.graph import box, drawn
from kit.board.layout import tidy
from ui.board_page import show_board
from ui.easel import easel_of
from ui.session import session_of

st.set_page_config(layout="wide")
case = ALL.load("fraud")
wanted = st.query_params.get("show")
if wanted and not easel_of(case).serial:
    many = {{f"m{{at}}": box("model", servers=40) for at in range(118)}}
    chain = " > ".join(["t", *many, "a"])
    boxes = {{"t": box("traffic", rate=10), **many, "a": box("answer")}}
    easel_of(case).send(case.board.reference if wanted == "ref" else tidy(drawn(boxes, call=chain)))
st.session_state.runs = st.session_state.get("runs", 0) + 1
show_board(case, session_of(case))
st.text(f"whole runs {{st.session_state.runs}}")
"""
DRAWN = ["Traffic", "Gateway", "Model server, CPU", "Rules or re-ranking", "Answer"]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("board")
    script = folder / "page.py"
    script.write_text(PAGE.format(house=str(Path(__file__).parent.parent)))
    with served(script, folder) as found:
        yield found


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


def opened(browser, address, query="", **look):
    """A page with the board on it; errors of the browser end the test."""
    look = {"viewport": {"width": 1280, "height": 1000}, **look}
    page = browser.new_context(**look).new_page()
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.goto(f"{address}/{query}")
    page.wait_for_selector(".board .sheet", timeout=60_000)
    page.wait_for_timeout(800)
    return page


def told(page, *words, timeout=20_000):
    """Wait until the server's line of estimates has all the words."""
    for word in words:
        page.get_by_text(re.compile(word)).first.wait_for(timeout=timeout)
    assert not page.wrong


def names(page):
    return page.eval_on_selector_all(".box .name", "(all) => all.map((each) => each.textContent)")


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def box_of(page, at):
    return page.locator(".box").nth(at).locator("rect.body").bounding_box()


def test_drawn_by_mouse_run_and_checked(browser, address):
    page = opened(browser, address)
    sheet = page.locator(".sheet").bounding_box()
    for at, name in enumerate(DRAWN):
        part = page.get_by_role("button", name=name, exact=True).first
        part.scroll_into_view_if_needed()
        page.mouse.move(*middle(part.bounding_box()))
        page.mouse.down()
        x, y = sheet["x"] + 90 + (at % 3) * 200, sheet["y"] + 90 + (at // 3) * 140
        page.mouse.move(x - 20, y - 5, steps=4)
        page.mouse.move(x, y, steps=3)
        page.mouse.up()
    assert names(page) == DRAWN
    for at in range(len(DRAWN) - 1):
        one, two = box_of(page, at), box_of(page, at + 1)
        page.mouse.move(*middle(one))
        page.mouse.move(one["x"] + one["width"], one["y"] + one["height"] / 2)
        page.mouse.down()
        page.mouse.move(*middle(two), steps=6)
        page.mouse.up()
    assert page.locator(".arrow").count() == len(DRAWN) - 1
    told(page, "Latency p50")
    page.get_by_role("button", name="Run", exact=True).click()
    told(page, "Measured")
    page.get_by_role("button", name="Check", exact=True).click()
    told(page, r"Checks: \d+ of \d+ passed")
    assert page.get_by_text("whole runs 1").count() == 1


def test_moved_chosen_deleted_undone_and_kept_through_a_reload(browser, address):
    page = opened(browser, address, "?show=ref")
    before = box_of(page, 1)
    page.mouse.move(*middle(before))
    page.mouse.down()
    page.mouse.move(before["x"] + 30, before["y"] - 60, steps=5)
    page.mouse.up()
    assert box_of(page, 1)["y"] < before["y"] - 30
    page.locator(".box").nth(1).focus()
    page.keyboard.press("Delete")
    assert page.locator(".box").count() == 19
    page.wait_for_timeout(1000)
    page.reload()
    page.wait_for_selector(".board .box")
    page.wait_for_timeout(800)
    assert page.locator(".box").count() == 19
    page.get_by_role("button", name="Undo").click()
    assert page.locator(".box").count() == 20
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Redo").click()
    assert page.locator(".box").count() == 20


def test_drawn_by_keyboard_alone(browser, address):
    page = opened(browser, address)
    for name in ("Traffic", "Model server, CPU", "Answer"):
        page.get_by_role("button", name=name, exact=True).first.focus()
        page.keyboard.press("Enter")
    for at in (0, 1):
        page.locator(".box").nth(at).focus()
        page.keyboard.press("k")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    assert page.locator(".arrow").count() == 2
    page.locator(".box").nth(1).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_label("Replicas").fill("3")
    page.keyboard.press("Enter")
    told(page, "Latency p50", r"A million answers")
    for key in ("c", "r"):
        page.locator(".box").nth(1).focus()
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    assert page.get_by_role("dialog").count() == 0
    assert page.get_by_text("whole runs 1").count() == 1
    page.keyboard.press("Control+z")
    assert page.get_by_label("Replicas").input_value() == "8"


def test_drawn_in_the_table_alone(browser, address):
    page = opened(browser, address)
    page.get_by_text("The same as a table").click()
    for kind in ("traffic", "gpu", "answer"):
        page.get_by_label("Kind of the new box").select_option(kind)
        page.get_by_role("button", name="Add box").click()
    for source, target in ((0, 1), (1, 2)):
        page.get_by_label("New arrow from").select_option(index=source)
        page.get_by_label("New arrow to").select_option(index=target)
        page.get_by_role("button", name="Add arrow").click()
    assert page.locator(".arrow").count() == 2
    told(page, "Latency p50")


def test_drawn_by_touch(browser, address):
    page = opened(
        browser, address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    for name in ("Traffic", "Model server, CPU", "Answer"):
        page.get_by_role("button", name=name, exact=True).first.tap()
    page.get_by_role("button", name="Connect: tap one box, then another").tap()
    for at in (0, 1, 1, 2):
        page.touchscreen.tap(*middle(box_of(page, at)))
    assert page.locator(".arrow").count() == 2
    told(page, "Latency p50")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def test_notes_and_the_pen(browser, address):
    page = opened(browser, address, "?show=ref")
    sheet = page.locator(".sheet").bounding_box()
    page.get_by_role("button", name="Draw freehand").click()
    page.mouse.move(sheet["x"] + 40, sheet["y"] + 30)
    page.mouse.down()
    page.mouse.move(sheet["x"] + 140, sheet["y"] + 60, steps=8)
    page.mouse.up()
    assert page.locator(".stroke").count() == 1
    page.get_by_role("button", name="Write a note").click()
    page.mouse.click(sheet["x"] + 60, sheet["y"] + 90)
    page.get_by_label("Note", exact=True).fill("<b>why here?</b>")
    page.keyboard.press("Tab")
    assert page.locator(".note").text_content() == "<b>why here?</b>"


def test_an_edit_of_a_large_board_is_answered_at_once_and_costs_little(browser, address):
    page = opened(browser, address, "?show=many")
    assert page.locator(".box").count() == 120
    sizes = []
    page.evaluate(
        """() => {
          const root = document.querySelector(".board") ?? [...document.querySelectorAll("*")]
            .map((each) => each.shadowRoot?.querySelector(".board")).find(Boolean);
          window.seen = [];
          new MutationObserver(() => window.seen.push(performance.now()))
            .observe(root, { attributes: true, attributeFilter: ["data-serial"] });
        }"""
    )
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.on(
        "Network.webSocketFrameReceived",
        lambda each: sizes.append(len(each["response"]["payloadData"])),
    )
    client.on(
        "Network.webSocketFrameSent",
        lambda each: sizes.append(len(each["response"]["payloadData"])),
    )
    took = []
    for _ in range(9):
        page.locator(".box").nth(5).focus()
        seen = page.evaluate("window.seen.length")
        began = page.evaluate("performance.now()")
        page.keyboard.press("ArrowDown")
        page.wait_for_function(f"window.seen.length > {seen}", timeout=15_000)
        took.append(page.evaluate("window.seen.at(-1)") - began)
    page.wait_for_timeout(300)
    print(f"ms: {sorted(round(each) for each in took)}; characters an edit: {sum(sizes) / 9:.0f}")
    assert sum(sizes) / 9 * 3 / 4 < 10_000
