"""The dial in a real browser: it answers by itself, sends on release, and fits the window."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from kit.case import Case
from kit.words import UNITS, say, say_change
from tests.browsers import served
from tests.lamps import CASE
from ui.scoreboard import _FOLDER, payload, read_script

pytestmark = pytest.mark.browser

PAGE = """
import streamlit as st
from dataclasses import replace
from tests.lamps import CASE
from ui.scoreboard import released, scoreboard

st.set_page_config(layout="wide")
case = replace(CASE, curves=(("recall", "Faults found"), ("cost", "Cost a lamp")))
moved = released("lamps")
if moved is not None:
    st.session_state.share = moved
if st.button("half"):
    st.session_state.share = 0.5
judged = st.radio("judged", ["later", "same"])
design = {"share": st.session_state.get("share", "auto"), "judged": judged}
run = case.run(design)
value = scoreboard(case, run, pinned=case.run({"bins": 5}), key="lamps")
st.session_state.runs = st.session_state.get("runs", 0) + 1
st.text(f"share {design['share']} released {value} runs {st.session_state.runs}")
st.write("Below. " * 4000)
"""

# Mounts the component without a server: `mount(data)` shows data, `sent` holds what it sends.
HARNESS = """async ([script, css]) => {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const module = await import(url);
  window.sent = [];
  window.host = document.body.appendChild(document.createElement("div"));
  host.style.cssText = "--st-text-color:#222;--st-background-color:#fff;--st-primary-color:#c33;"
    + "--st-secondary-background-color:#eee;--st-font:sans-serif";
  const open = () => {
    window.root = window.host.attachShadow({ mode: "open" });
    root.appendChild(document.createElement("style")).textContent = css;
  };
  open();
  const setTriggerValue = (name, value) => sent.push([name, value]);
  window.mount = (data) => {
    window.unmount = module.default({ data, parentElement: root, setTriggerValue });
  };
  window.remount = (data) => {
    unmount();
    const next = document.createElement("div");
    next.style.cssText = host.style.cssText;
    host.replaceWith(next);
    window.host = next;
    open();
    mount(data);
  };
  window.text = (selector, at = 0) => root.querySelectorAll(selector)[at].textContent;
  window.drag = (position) => {
    const slider = root.querySelector(".range");
    slider.value = position;
    slider.dispatchEvent(new Event("input"));
  };
  window.drop = () => root.querySelector(".range").dispatchEvent(new Event("change"));
}"""


@pytest.fixture
def bench(browser):
    """A blank page with the component's harness."""
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.set_content("<!doctype html><body></body>")
    page.evaluate(HARNESS, [read_script(), (_FOLDER / "dial.css").read_text("utf-8")])
    yield page
    page.close()


def data(
    design: dict | None = None,
    *,
    serial: str = "first",
    after: int = 0,
    case: Case = CASE,
    pinned: dict | None = None,
    **changed,
) -> dict:
    """What the component gets, with the order the design implies."""
    other = None if pinned is None else case.run(pinned)
    told = payload(case, case.run(design or {}), other) | changed
    order = {name: told.pop(name) for name in ("position", "auto")}
    order |= {"serial": serial, "after": after}
    return {"key": "toy", "order": order, "readings": json.dumps(told, allow_nan=False)}


def shown(page) -> str:
    return page.evaluate("text('.place')")


@pytest.mark.parametrize("unit", [*UNITS, ""])
def test_numbers_are_said_as_python_says_them(bench, unit):
    random = np.random.default_rng(3)
    sizes = 10.0 ** random.uniform(-9, 13, 4000)
    ties = random.integers(-4000, 4000, 3000) / 2.0 ** random.integers(0, 12, 3000)
    edges = [0.0, -0.0, 0.5, 1.5, 2.5, 0.125, 0.0625, 9.95, 0.95, 1e4, 1e6, 1e9, 1e22, np.nan]
    signed = sizes * random.choice([-1, 1], 4000)
    values = np.concatenate([signed, ties, ties / 100, edges, [np.inf, -np.inf]])
    code = (_FOLDER / "say.js").read_text("utf-8")
    told = [
        repr(value).replace("inf", "Infinity").replace("nan", "NaN") for value in values.tolist()
    ]
    said, changes = bench.evaluate(
        f"([values, unit]) => {{ {code}; const all = values.map(Number);"
        " return [all.map((v) => say(v, unit)), all.map((v) => sayChange(v, unit))]; }",
        [told, unit],
    )
    assert said == [say(value, unit) for value in values.tolist()]
    assert changes == [say_change(value, unit) for value in values.tolist()]


def test_a_drag_moves_tiles_table_and_curves_and_sends_nothing(bench):
    case = replace(CASE, curves=(("recall", "Faults found"),))
    bench.evaluate("(d) => mount(d)", data({"noise": 1.0}, case=case, pinned={}))
    bench.evaluate("root.querySelectorAll('details').forEach((part) => (part.open = true))")
    bench.wait_for_timeout(100)
    run = case.run({"noise": 1.0})
    for position in (3, 40, 77):
        bench.evaluate("(at) => drag(at)", position)
        reading = run.readings(position)["recall"]
        assert bench.evaluate("text('.tile .true')") == say(reading.true, "share")
        assert bench.evaluate("text('.tile .seen b')") == say(reading.seen, "share")
        assert bench.evaluate("text('td.true')") == say(reading.true, "share")
        assert bench.evaluate("text('.curve .now')").startswith(
            f"true {say(reading.true, 'share')}"
        )
        assert shown(bench) == say(position / 100, "share")
    assert bench.evaluate("sent") == []
    bench.evaluate("drop()")
    [[name, release]] = bench.evaluate("sent")
    assert (name, release["position"], release["auto"]) == ("dial", 77, False)
    assert "Share inspected 77 %" in bench.evaluate("text('.spoken')")


@pytest.mark.parametrize(
    ("unit", "axis", "said"),
    [
        ("share", [0.0, 0.0321], "3.2 %"),
        ("score", [0.5, 0.0078], "0.0078"),
        ("score", [0.0078, 0.5], "0.500"),
        ("week", [1, 12], "12 week"),
        ("h", [0.5, 0], "0 h"),
        ("", [10, 14000], "14,000"),
        ("money", [0, 14130], "$14.1k"),
    ],
)
def test_the_dial_says_its_value_for_people(bench, unit, axis, said):
    dial = {"name": "d", "label": "D", "help": "Help.", "unit": unit}
    told = data(axis=axis, dial=dial)
    bench.evaluate("(d) => mount(d)", told | {"order": told["order"] | {"position": 1}})
    assert shown(bench) == said
    assert bench.evaluate("root.querySelector('.range').ariaValueText") == said


def test_a_drag_keeps_every_node(bench):
    bench.evaluate("(d) => mount(d)", data(pinned={}))
    bench.evaluate("window.seen = [...root.querySelectorAll('*')]")
    bench.evaluate("drag(12)")
    bench.evaluate("(d) => mount(d)", data({"noise": 1.0}, pinned={}))
    assert bench.evaluate("seen.every((node) => node.isConnected)")
    assert bench.evaluate("root.querySelectorAll('*').length - seen.length") <= 0


def test_not_available_says_why(bench):
    headline = tuple(replace(metric, headline=True) for metric in CASE.metrics)
    bench.evaluate("(d) => mount(d)", data({"share": 0}, case=replace(CASE, metrics=headline)))
    assert bench.evaluate("text('.tile .true', 1)") == "n/a"
    assert "No lamp is inspected" in bench.evaluate("text('.tile .between', 1)")
    assert "NaN" not in bench.evaluate("root.querySelector('.board').textContent")


def test_changes_within_noise_are_told_apart(bench):
    case = CASE
    run, pinned = case.run({"bins": 10}), case.run({"bins": 20})
    bench.evaluate("(d) => mount(d)", data({"bins": 10}, pinned={"bins": 20}))
    kinds = set()
    for position in range(0, 101, 5):
        bench.evaluate("(at) => drag(at)", position)
        told = run.with_changes(share=position / 100).against(pinned, "recall")
        kind = bench.evaluate("root.querySelector('.tile .change').dataset.kind")
        assert kind == (("better" if told.change > 0 else "worse") if told.real else "noise")
        assert bench.evaluate("text('.tile .change')").startswith(say_change(told.change, "share"))
        kinds.add(kind)
    assert "noise" in kinds
    assert len(kinds) > 1


@pytest.mark.parametrize(("limit", "kind"), [(0.0, "met"), (1.1, "missed")])
def test_budgets_are_met_or_missed_in_words(bench, limit, kind):
    told = data()
    readings = json.loads(told["readings"])
    readings["metrics"][0]["budget"] = limit
    bench.evaluate("(d) => mount(d)", told | {"readings": json.dumps(readings)})
    assert bench.evaluate("root.querySelector('.tile .budget').dataset.kind") == kind
    assert kind in bench.evaluate("text('.tile .budget')")


def test_a_leak_is_told_once_above_the_tiles(bench):
    bench.evaluate("(d) => mount(d)", data({"judged": "same"}))
    height = bench.evaluate("root.querySelector('.board').offsetHeight")
    assert "The score has met the lamps" in bench.evaluate("text('.status')")
    assert bench.evaluate("root.querySelectorAll('.leak').length") == 1
    bench.keyboard.press("Tab")
    assert bench.evaluate("text('.tip')") == bench.evaluate("text('.status .term')") != ""
    bench.keyboard.press("Escape")
    bench.evaluate("(d) => mount(d)", data())
    assert bench.evaluate("root.querySelectorAll('.leak').length") == 0
    assert bench.evaluate("root.querySelector('.board').offsetHeight") == height


def test_marks_and_auto_go_to_their_place(bench):
    readout_at = CASE.run({}).readout.at
    bench.evaluate("(d) => mount(d)", data(marks=[["a tenth", 10], ["half", 50]]))
    bench.evaluate("root.querySelectorAll('.mark')[1].click()")
    spoken = bench.evaluate("root.querySelector('.range').ariaValueText")
    assert (shown(bench), spoken) == ("50 %", "50 %, half")
    bench.evaluate("root.querySelector('.auto').click()")
    assert bench.evaluate("root.querySelector('.auto').ariaPressed") == "true"
    releases = [release for _, release in bench.evaluate("sent")]
    assert [(r["position"], r["auto"]) for r in releases] == [(50, False), (readout_at, True)]


def test_an_order_moves_the_dial_but_not_under_a_hand(bench):
    bench.evaluate("(d) => mount(d)", data())
    bench.evaluate("(d) => mount(d)", data({"share": 0.2}, serial="second"))
    assert shown(bench) == "20 %"
    bench.evaluate("drag(60)")
    bench.evaluate("(d) => mount(d)", data({"share": 0.3, "noise": 1.0}, serial="third"))
    assert shown(bench) == "60 %"
    assert bench.evaluate("text('.tile .true')") == say(
        CASE.run({"noise": 1.0, "share": 0.6}).reading("recall").true, "share"
    )
    bench.evaluate("drop()")
    gesture = bench.evaluate("sent.at(-1)[1].gesture")
    bench.evaluate("(d) => mount(d)", data({"share": 0.4}, serial="late", after=gesture - 1))
    assert shown(bench) == "60 %"
    bench.evaluate("(d) => mount(d)", data({"share": 0.4}, serial="newer", after=gesture))
    assert shown(bench) == "40 %"


def test_the_place_outlives_new_data_a_new_axis_and_a_new_mount(bench):
    bench.evaluate("(d) => mount(d)", data())
    bench.evaluate("drag(30)")
    bench.evaluate("drop()")
    bench.evaluate("(d) => mount(d)", data({"noise": 1.0}))
    assert shown(bench) == "30 %"
    bench.evaluate("(d) => mount(d)", data(axis=np.linspace(0, 2, 101).tolist()))
    assert bench.evaluate("root.querySelector('.range').value") == "15"
    bench.evaluate("(d) => remount(d)", data())
    assert shown(bench) == "30 %"
    bench.evaluate("(d) => remount(d)", data({"share": 0.7}, serial="other"))
    assert shown(bench) == "70 %"


def test_words_from_data_are_never_markup(bench):
    evil = "<img src=x onerror='window.hacked=1'>"
    told = data(leaks=[evil], marks=[[evil, 3]], curves=[["recall", evil]], pinned={})
    readings = json.loads(told["readings"])
    for metric in readings["metrics"]:
        metric |= {"label": evil, "help": evil, "why": evil}
    readings["dial"] |= {"label": evil, "help": evil, "unit": evil}
    bench.evaluate("(d) => mount(d)", told | {"readings": json.dumps(readings)})
    bench.evaluate("root.querySelector('.term').focus()")
    assert bench.evaluate("root.querySelectorAll('img').length") == 0
    assert evil in bench.evaluate("text('.tip')")
    assert bench.evaluate("window.hacked") is None


def test_a_term_explains_itself_on_focus_and_escape_closes(bench):
    bench.evaluate("(d) => mount(d)", data(pinned={"bins": 5}))
    bench.keyboard.press("Tab")
    tip = bench.evaluate("text('.tip')")
    assert "Of all faults." in tip
    assert "Against the pinned design" in tip
    bench.keyboard.press("Escape")
    assert bench.evaluate("root.querySelector('.tip').hidden")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")
    script = folder / "page.py"
    script.write_text(PAGE)
    with served(script, folder) as found:
        yield found


@pytest.fixture
def frames() -> list:
    """What the page has sent over its websocket."""
    return []


@pytest.fixture
def page(browser, address, frames, request):
    width, height, touch = getattr(request, "param", (1280, 800, False))
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=touch, is_mobile=touch
    )
    made = context.new_page()

    def sent(frame):  # playwright marks what it is given, and a list's own append takes no mark
        frames.append(frame)

    made.on("websocket", lambda socket: socket.on("framesent", sent))
    made.goto(address)
    made.wait_for_selector("text=runs 1")
    made.wait_for_selector(".tile .true")
    yield made
    context.close()


def grip(page) -> tuple[float, float, float]:
    """The thumb's place, and how far one position is."""
    box = page.locator(".range").bounding_box()
    step = (box["width"] - 20) / 100
    at = int(page.locator(".range").input_value())
    return box["x"] + 10 + step * at, box["y"] + box["height"] / 2, step


def test_a_drag_is_answered_without_the_server_and_released_to_it(page, frames):
    x, y, step = grip(page)
    frames.clear()
    page.mouse.move(x, y)
    page.mouse.down()
    run, start = CASE.run({}), CASE.run({}).position
    for at in range(1, 21):
        page.mouse.move(x + step * at, y)
        reading = run.readings(start + at)["cost"]
        assert page.locator(".place").inner_text() == say((start + at) / 100, "share")
        assert page.locator(".tile .true").nth(1).inner_text() == say(reading.true, "money")
    assert frames == []
    place = page.locator(".place").inner_text()
    page.mouse.up()
    page.wait_for_selector("text=runs 2")
    assert len(frames) == 1
    value = float(page.locator("text=runs 2").inner_text().split()[1])
    assert say(value, "share") == place == page.locator(".place").inner_text()


def test_a_held_key_is_one_release(page, frames):
    page.locator(".range").focus()
    frames.clear()
    for _ in range(4):
        page.keyboard.down("ArrowRight")
    assert frames == []
    page.keyboard.up("ArrowRight")
    page.wait_for_selector("text=runs 2")
    assert len(frames) == 1


def test_shortcuts_of_the_page_stay_quiet(page, frames):
    page.locator(".range").focus()
    frames.clear()
    page.keyboard.press("c")
    page.keyboard.press("r")
    page.locator(".auto").focus()
    page.keyboard.press("c")
    page.keyboard.press("r")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert page.locator("[role=dialog]").count() == 0
    assert frames == []


def test_the_page_can_set_the_dial(page):
    page.get_by_role("button", name="half").click()
    page.wait_for_selector("text=runs 2")
    page.wait_for_function("document.body.innerText.includes('share 0.5')")
    assert page.locator(".place").inner_text() == "50 %"
    page.locator(".auto").click()
    page.wait_for_selector("text=share auto released auto runs 3")


@pytest.mark.parametrize(
    ("page", "across"),
    [((1720, 900, False), 2), ((1280, 800, False), 2), ((390, 844, True), 2)],
    indirect=["page"],
)
def test_everything_fits_and_stays_in_view(page, across):
    boxes = [tile.bounding_box() for tile in page.locator(".tile").all()]
    assert len({round(box["y"]) for box in boxes}) == len(boxes) // across
    parts = boxes + [page.locator(name).bounding_box() for name in (".track", ".along", ".all")]
    width = page.viewport_size["width"]
    for one in parts:
        assert one["x"] >= 0
        assert one["x"] + one["width"] <= width + 0.5
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart_x = (
                one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            )
            apart_y = (
                one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
            )
            assert apart_x or apart_y
    page.locator("[data-testid=stMain]").evaluate("(main) => main.scrollTo(0, 1500)")
    page.wait_for_timeout(100)
    board = page.locator(".board").bounding_box()
    assert 0 <= board["y"] <= 80
    assert page.locator(".all").bounding_box()["y"] < board["y"]
