"""The whiteboard in a real browser: drawn by mouse, by touch and by keyboard alone."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cases.fraud.board import REFERENCE
from kit.board.palette import KINDS
from tests.browsers import pressed, served

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
    pressed(page.get_by_role("button", name="Run", exact=True))
    told(page, "Measured")
    pressed(page.get_by_role("button", name="Check", exact=True))
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


# The reference, drawn from an empty board


def drawn_in(page):
    """What the browser keeps for a reload: kinds of boxes, and arrows between kinds, counted."""
    page.wait_for_timeout(400)
    key = "Object.keys(sessionStorage).find((key) => key.startsWith('sandtable-board-'))"
    graph = json.loads(page.evaluate(f"sessionStorage.getItem({key})"))["graph"]
    kinds = {box["id"]: box["kind"] for box in graph["boxes"]}
    arrows = Counter((kinds[a], kinds[b], kind) for a, b, kind in graph["arrows"])
    return Counter(kinds.values()), arrows


def is_the_reference(page):
    """Whether as many boxes and arrows of each kind are drawn as the reference has."""
    kinds = {box.id: box.kind for box in REFERENCE.boxes}
    arrows = Counter((kinds[a.source], kinds[a.target], a.kind) for a in REFERENCE.arrows)
    return drawn_in(page) == (Counter(kinds.values()), arrows)


def arrows_by_kind():
    """The reference's arrows as places of boxes, those of one kind together."""
    at = {box.id: place for place, box in enumerate(REFERENCE.boxes)}
    found = [(each.kind, at[each.source], at[each.target]) for each in REFERENCE.arrows]
    return sorted(found)


def part(page, box):
    return page.get_by_role("button", name=KINDS[box.kind].label, exact=True).first


def runs_after_a_reload(page):
    """Undo and redo outlive a reload, and what is drawn runs."""
    page.reload()
    page.wait_for_selector(".board .box", timeout=60_000)
    page.wait_for_timeout(800)
    page.get_by_role("button", name="Undo").click()
    assert page.locator(".arrow").count() == len(REFERENCE.arrows) - 1
    page.get_by_role("button", name="Redo").click()
    assert is_the_reference(page)
    told(page, "Latency p50", "Labels after")


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_reference_is_drawn_by_mouse(browser, address, theme):
    page = opened(browser, address, color_scheme=theme)
    sheet = page.locator(".sheet").bounding_box()
    for at, box in enumerate(REFERENCE.boxes):
        button = part(page, box)
        button.scroll_into_view_if_needed()
        page.mouse.move(*middle(button.bounding_box()))
        page.mouse.down()
        x, y = sheet["x"] + 85 + (at % 4) * 195, sheet["y"] + 50 + (at // 4) * 110
        page.mouse.move(x - 20, y - 5, steps=3)
        page.mouse.move(x, y, steps=2)
        page.mouse.up()
    for kind, source, target in arrows_by_kind():
        page.get_by_label("Kind of the next arrow").select_option(kind)
        one = box_of(page, source)
        page.mouse.move(*middle(one))
        page.mouse.move(one["x"] + one["width"], one["y"] + one["height"] / 2)
        page.mouse.down()
        page.mouse.move(*middle(box_of(page, target)), steps=4)
        page.mouse.up()
    assert is_the_reference(page)
    runs_after_a_reload(page)


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_reference_is_drawn_by_touch_on_a_phone(browser, address, theme):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = opened(browser, address, color_scheme=theme, **phone)
    for box in REFERENCE.boxes:
        part(page, box).tap()
    page.get_by_role("button", name="Connect: tap one box, then another").tap()
    page.get_by_role("button", name="Show all").tap()
    assert min(box_of(page, at)["width"] for at in range(len(REFERENCE.boxes))) > 44
    for kind, source, target in arrows_by_kind():
        page.get_by_label("Kind of the next arrow").select_option(kind)
        for at in (source, target):
            page.touchscreen.tap(*middle(box_of(page, at)))
    assert is_the_reference(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    runs_after_a_reload(page)


@pytest.mark.slow
def test_the_reference_is_drawn_by_keyboard_alone(browser, address):
    page = opened(browser, address)
    for box in REFERENCE.boxes:
        part(page, box).focus()
        page.keyboard.press("Enter")
    held = ""
    for kind, source, target in arrows_by_kind():
        if kind != held:
            page.get_by_label("Kind of the next arrow").focus()
            page.keyboard.press(kind[0])
            held = kind
        page.locator(".box").nth(source).focus()
        page.keyboard.press("k")
        for _ in range(abs(target - source)):
            page.keyboard.press("Tab" if target > source else "Shift+Tab")
        page.keyboard.press("Enter")
    assert is_the_reference(page)
    runs_after_a_reload(page)


# The view, a choice of several, and files


def test_two_fingers_zoom_and_one_pans(browser, address):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = opened(browser, address, "?show=ref", **phone)
    sheet = page.locator(".sheet").bounding_box()
    x, y = sheet["x"] + sheet["width"] / 2, sheet["y"] + sheet["height"] / 2
    client = page.context.new_cdp_session(page)

    def touch(kind, *points):
        marks = [{"x": px, "y": py, "id": at} for at, (px, py) in enumerate(points)]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": marks})

    before = box_of(page, 0)
    touch("touchStart", (x - 30, y), (x + 30, y))
    for far in (50, 80, 110):
        touch("touchMove", (x - far, y), (x + far, y))
    touch("touchEnd")
    after = box_of(page, 0)
    assert after["width"] > 2.5 * before["width"]
    assert page.locator(".box").count() == len(REFERENCE.boxes)
    page.get_by_role("button", name="Show all").tap()
    assert box_of(page, 0)["width"] == pytest.approx(before["width"], rel=0.02)


def test_a_frame_chooses_several_and_tidy_can_be_undone(browser, address):
    page = opened(browser, address, "?show=ref")
    sheet = page.locator(".sheet").bounding_box()
    page.mouse.move(sheet["x"] + 3, sheet["y"] + 3)
    page.mouse.down()
    page.mouse.move(sheet["x"] + sheet["width"] / 2, sheet["y"] + sheet["height"] - 4, steps=6)
    page.mouse.up()
    chosen = page.locator(".box.chosen").count()
    assert 2 <= chosen < len(REFERENCE.boxes)
    before = box_of(page, 2)
    page.locator(".box.chosen").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Delete")
    left = len(REFERENCE.boxes) - chosen
    assert page.locator(".box").count() == left
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    assert box_of(page, 2) == pytest.approx(before, abs=3)
    for at in (1, 2, 3):
        one = box_of(page, at)
        page.mouse.move(*middle(one))
        page.mouse.down()
        page.mouse.move(*middle(box_of(page, 8)), steps=4)
        page.mouse.up()
    page.get_by_role("button", name="Tidy the layout").click()
    apart = """(all) => { const b = all.map((each) => each.getBoundingClientRect());
      return b.every((p, i) => b.every((q, j) => i >= j || p.right <= q.left + 1 ||
        q.right <= p.left + 1 || p.bottom <= q.top + 1 || q.bottom <= p.top + 1)); }"""
    page.wait_for_function(
        f"() => ({apart})([...document.querySelectorAll('*')].flatMap((each) => "
        "[...(each.shadowRoot?.querySelectorAll('rect.body') ?? [])]))"
    )
    page.get_by_role("button", name="Undo").click()
    assert not page.eval_on_selector_all("rect.body", apart)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_is_saved_as_svg_and_png(browser, address, tmp_path, theme):
    page = opened(browser, address, "?show=ref", color_scheme=theme)
    told(page, "Latency p50")
    page.wait_for_timeout(500)
    for kind in ("SVG", "PNG"):
        with page.expect_download() as saved:
            page.get_by_role("button", name=f"Save as {kind}").click()
        saved.value.save_as(tmp_path / kind)
    tree = ElementTree.parse(tmp_path / "SVG").getroot()
    words = " ".join(text for each in tree.iter() for text in each.itertext())
    assert all(box.name[:19] in words for box in REFERENCE.boxes) and "var(--st" not in words
    assert len(tree.findall(".//{*}marker")) == 6
    png = (tmp_path / "PNG").read_bytes()
    assert png.startswith(b"\x89PNG")
    wide, high = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    assert wide == 2 * round(float(tree.get("width"))) and high > 400
