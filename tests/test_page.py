"""The page of every case, driven without a browser."""

from __future__ import annotations

import ast
import dataclasses
import json
import re
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from cases import ALL
from kit.checks import checked
from kit.choice import Range
from kit.compare import picture
from kit.run import VERSION
from kit.verdicts import judge
from kit.words import say, say_change
from tests.lamps import CASE as LAMPS
from ui import address, work
from ui.cache import quietly
from ui.markdown import escape
from ui.panels import fitted, made
from ui.session import MOST_PINS, Session

CASES = {case.slug: case for case in (LAMPS, *ALL)}
SECONDS = 120


def broad(slug: str, *parts: str, first: bool = False) -> object:
    """What is always tried of the toy, and of a real case if it comes first."""
    marks = [] if first or slug == LAMPS.slug else [pytest.mark.broad]
    return pytest.param(slug, *parts, marks=[*marks, pytest.mark.xdist_group(slug)])


WAYS = [
    broad(slug, way, first=i == 0)
    for slug, case in CASES.items()
    for i, way in enumerate(address.shown(case))
]


def script(slug: str) -> None:
    """The page, as streamlit runs it."""
    from tests.test_page import CASES
    from ui.page import show

    show(CASES[slug])


def opened(slug: str = "lamps", **query: str) -> AppTest:
    """The page of a case, opened at an address."""
    at = AppTest.from_function(script, kwargs={"slug": slug}, default_timeout=SECONDS)
    at.query_params.update(query)
    return at.run()


def session(at: AppTest, slug: str = "lamps") -> Session:
    """What is on the table of a page."""
    return at.session_state[f"session:{slug}"]


def said(at: AppTest) -> str:
    """Everything the page says as text."""
    kinds = (at.markdown, at.caption, at.warning, at.info, at.error, at.success)
    words = "\n".join(str(element.value) for kind in kinds for element in kind)
    return re.sub(r"\\([!-/:-@[-`{-~])", r"\1", words).replace("\u00a0", " ").replace("\u2060", "")


def menu(at: AppTest, slug: str = "lamps") -> AppTest:
    """Open the menu."""
    at.session_state[f"{slug}:menu"] = True
    return at.run()


def beside(at: AppTest, deck: str, slug: str = "lamps") -> AppTest:
    """Ask for lessons or twists in the sidebar."""
    return press(menu(at, slug), f"{slug}:deck:{deck}", slug)


def press(at: AppTest, key: str, slug: str = "lamps") -> AppTest:
    """Press a button by its key."""
    return at.button(key=key).click().run()


@pytest.mark.parametrize(("slug", "way"), WAYS)
def test_every_way_to_look_at_every_case_is_shown_whole(slug: str, way: str) -> None:
    at = opened(slug, show=way)
    assert not at.exception
    assert at.title[0].value == escape(CASES[slug].title)
    assert "could not be" not in said(at) and "In the link" not in said(at)


@pytest.mark.parametrize("slug", CASES)
def test_the_lab_has_a_control_for_every_choice(slug: str) -> None:
    at = menu(opened(slug, show="lab"), slug)
    for choice in CASES[slug].choices:
        assert at.get_by_key(f"{slug}.{choice.name}") is not None


@pytest.mark.parametrize("slug", [broad(slug) for slug in CASES])
def test_a_panel_that_never_asks_for_the_dial_is_the_same_wherever_it_stands(slug: str) -> None:
    case = CASES[slug]
    axis = case.run({}).readout.axis
    one, other = ({case.dial.name: float(axis[at])} for at in (len(axis) // 5, -2))
    still = 0
    for panel in case.panels:
        drawn, moves = made(panel, case.run(one), quietly)
        again = panel.of(case.run(other))
        if not moves:
            still += 1
            assert getattr(drawn, "caption", "") == getattr(again, "caption", ""), panel.name
            assert picture(drawn) == picture(again), panel.name
        else:
            at_other = made(panel, case.run(other), quietly)[0]
            assert getattr(at_other, "caption", "") == getattr(again, "caption", ""), panel.name
    assert still


@pytest.mark.parametrize(("kind", "name"), [("choices", "view"), ("steps", "lab")])
def test_names_that_an_address_keeps_for_itself_are_refused(kind: str, name: str) -> None:
    first, *others = getattr(LAMPS, kind)
    with pytest.raises(ValueError, match=f"may be called {name}"):
        checked(
            dataclasses.replace(LAMPS, **{kind: (dataclasses.replace(first, name=name), *others)})
        )


def test_a_pick_changes_the_design_and_the_address() -> None:
    at = opened()
    at.pills(key="lamps.method").set_value("reading").run()
    assert session(at).design["method"] == "reading"
    assert at.query_params == {"v": f"{VERSION}.lamps", "method": "reading"}


def test_an_older_address_is_a_step_back() -> None:
    at = opened()
    at.pills(key="lamps.method").set_value("reading").run()
    at.query_params.clear()
    at.run()
    assert session(at).design == LAMPS.design()
    assert at.pills(key="lamps.method").value == "bins"


@pytest.mark.parametrize("key", ["lamps:judge", "lamps:pin", "lamps:Next"])
def test_a_gesture_wins_over_an_address_that_is_still_on_its_way(key: str) -> None:
    at = press(opened(show="briefs"), "lamps:brief:too_fine")
    older = dict(at.query_params)
    at.pills(key="lamps.method").set_value("reading").run()
    at.query_params.clear()
    at.query_params.update(older)
    at = press(at, key)
    assert session(at).design["method"] == "reading"
    assert at.query_params["method"] == "reading"


WIDGETS = "button pills segmented_control number_input text_input selectbox slider menu_button tabs"


@pytest.mark.parametrize(
    "path", sorted(Path(address.__file__).parent.glob("*.py")), ids=lambda path: path.name
)
def test_every_widget_tells_the_page_that_it_was_touched(path: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr in WIDGETS.split():
            given = {keyword.arg for keyword in call.keywords}
            assert given & {"on_click", "on_change"}, f"line {call.lineno}"


def test_coming_back_without_an_address_loses_nothing() -> None:
    at = opened()
    at.pills(key="lamps.method").set_value("reading").run()
    at.session_state["at"] = "elsewhere"
    at.query_params.clear()
    at.run()
    assert session(at).design["method"] == "reading"
    assert at.query_params["method"] == "reading"
    at.query_params.clear()
    assert session(at.run()).design["method"] == "reading"
    assert session(press(menu(at), "lamps:reset")).design == LAMPS.design()
    assert at.query_params == {}


def test_a_full_link_opens_the_design_it_was_copied_from() -> None:
    design = LAMPS.design({"noise": 2.25, "bins": 7, "judged": "same", "share": 0.3})
    query = dict(pair.split("=") for pair in design.query(VERSION).split("&"))
    at = opened(**query)
    assert session(at).design == design
    assert not at.warning


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("method", "forest"),
        ("bins", "1e99"),
        ("bins", "nan"),
        ("bins", "2.5"),
        ("share", "-1"),
        ("nonsense", "<script>alert(1)</script>"),
        ("method", "$\\infty$ [x](javascript:1)"),
        ("seed", ""),
        ("v", "999"),
        ("v", "²"),
        ("view", "root"),
    ],
)
def test_what_a_link_cannot_mean_is_said_and_left_out(name: str, text: str) -> None:
    at = opened(**{name: text, "noise": "1.5"})
    assert not at.exception
    assert len(at.warning) == 1
    assert session(at).design == LAMPS.design({"noise": 1.5})


def test_a_link_with_a_thousand_faults_shows_a_few() -> None:
    at = opened(**{f"x{number}": "1" for number in range(1000)})
    assert 0 < len(at.warning) <= 5
    assert "And 996 more" in said(at)


def test_a_refusal_names_choice_value_and_what_is_allowed() -> None:
    warning = opened(method="forest").warning[0].value
    assert all(word in warning for word in ("method", "forest", "bins", "reading"))


def test_a_choice_without_effect_is_disabled_and_says_why() -> None:
    at = opened(method="reading")
    assert at.number_input(key="lamps.bins").disabled
    assert "Score is Fault share by bin" in said(at)


def test_an_unusual_value_is_allowed_with_a_warning() -> None:
    at = opened()
    assert "outside what is met" not in said(at)
    at.number_input(key="lamps.bins").set_value(900).run()
    assert session(at).design["bins"] == 900
    assert "outside what is met" in said(at)


def test_reset_goes_back_to_the_default() -> None:
    at = opened(method="reading", noise="2.0")
    at = press(menu(at), "lamps:reset")
    assert session(at).design == LAMPS.design()
    assert at.query_params == {}


def test_a_change_is_explained() -> None:
    at = opened()
    at.number_input(key="lamps.noise").set_value(3.0).run()
    assert "Sensor noise from 0.5 to 3" in said(at)


def test_the_stages_that_were_made_are_told() -> None:
    at = opened(seed="777", noise="0.61")
    assert "of 7 stages made" in said(at)
    at.run()
    assert "From memory" in said(at)


def test_pins_are_four_at_most() -> None:
    at = opened()
    for noise in (0.1, 0.2, 0.3, 0.4, 0.6):
        at.number_input(key="lamps.noise").set_value(noise).run()
        at = press(at, "lamps:pin")
    assert len(session(at).pins) == MOST_PINS
    assert "unpin one first" in said(at)


def test_compare_shows_where_designs_differ_and_paired_differences() -> None:
    at = press(opened(), "lamps:pin")
    at.number_input(key="lamps.noise").set_value(3.0).run()
    at.pills(key="lamps:show").set_value("compare").run()
    choices, readings = (table.value for table in at.dataframe)
    assert list(choices["Choice"]) == ["Sensor noise"]
    assert list(choices.iloc[0])[1:] == ["0.5", "3"]
    change = LAMPS.run({"noise": 3.0}).against(LAMPS.run({}), "recall").change
    assert f"({say_change(change, 'share')})" in readings.iloc[0]["Current"]


def test_a_candidate_sees_questions_and_neither_answers_nor_lessons_nor_another_view() -> None:
    at = opened(view="candidate")
    at.session_state["lamps:share"] = True
    at = menu(at)
    assert "A model answer" not in [box.label for box in at.expander]
    assert LAMPS.steps[0].asked[0][0] in said(at)
    assert LAMPS.steps[0].asked[0][1] not in said(at)
    assert not [button.key for button in at.button if "deck" in (button.key or "")]
    links = [code.value for code in at.code]
    assert links and not [link for link in links if "interviewer" in link]
    assert all("view=candidate" in link for link in links if link.startswith("?"))


def test_follow_ups_are_asked_with_their_answers_folded() -> None:
    question, answer = LAMPS.steps[0].asked[0]
    folded = next(box for box in opened().expander if box.label == escape(question))
    assert not folded.proto.expanded and folded.markdown[0].value == escape(answer)


def test_an_interviewer_sees_the_answers_at_once() -> None:
    answer = next(box for box in opened(view="interviewer").expander if "answer" in box.label)
    assert answer.proto.expanded
    answer = next(box for box in opened().expander if "answer" in box.label)
    assert not answer.proto.expanded


def test_show_me_runs_the_lesson_and_prints_what_it_measured() -> None:
    at = press(beside(opened(), "Lessons"), "lamps:lesson:by_heart")
    lesson = LAMPS.lessons[0]
    effect = lesson.measure(LAMPS.run({**lesson.designs["same"]}))
    assert session(at).design == LAMPS.design(lesson.designs["same"])
    assert "Holds" in said(at) and f"{100 * effect:.0f} %" in said(at)
    assert lesson.source in said(at)


def test_what_lay_on_the_table_before_a_lesson_can_be_brought_back() -> None:
    at = press(opened(show="briefs"), "lamps:brief:too_fine")
    at.pills(key="lamps.method").set_value("reading").run()
    mine = session(at).design
    at = press(press(beside(at, "Lessons"), "lamps:lesson:by_heart"), "lamps:bring-back")
    assert session(at).design == mine and session(at).brief == "too_fine"
    assert session(at).pins == [LAMPS.design(LAMPS.briefs[0].shipped)]
    assert not session(at).lesson


def test_a_brief_fails_as_shipped_locks_the_world_and_passes_when_fixed() -> None:
    at = press(opened(show="briefs"), "lamps:brief:too_fine")
    assert at.number_input(key="lamps.noise").disabled
    assert not at.pills(key="lamps.method").disabled
    at = press(at, "lamps:judge")
    assert "Not passed" in at.error[0].value and "Faults found at least 70 %: met on" in said(at)
    at.pills(key="lamps.method").set_value("reading").run()
    assert not at.error
    at = press(at, "lamps:judge")
    assert "Passed" in at.success[0].value and "Two lamps a bin" in said(at)
    at = press(at, "lamps:leave")
    assert not at.number_input(key="lamps.noise").disabled


def test_a_debrief_says_why_each_tempting_fix_fails() -> None:
    at = press(opened(show="briefs"), "lamps:brief:too_fine")
    at.pills(key="lamps.method").set_value("reading").run()
    at = press(at, "lamps:judge")
    at.session_state["lamps:decoys:too_fine"] = True
    at.run()
    brief = LAMPS.briefs[0]
    decoy = LAMPS.change(LAMPS.design(brief.shipped), brief.decoys["finer still"])
    goal, good, middle = judge(LAMPS, brief, decoy).missed(brief.goals)[0]
    assert "Finer still" in said(at)
    assert f"met on {good} of 5 seeds, {goal.said(LAMPS.metric(goal.metric), middle)}" in said(at)


def test_a_brief_names_no_leak_before_it_is_passed() -> None:
    leak = "The score has met the lamps it is judged on."
    at = press(opened(show="briefs"), "lamps:brief:too_fine")
    assert leak not in said(at) + sent(at)["readings"]
    at.pills(key="lamps.method").set_value("reading").run()
    assert leak not in said(at) + sent(at)["readings"]
    assert leak in sent(press(at, "lamps:judge"))["readings"]


def test_a_twist_changes_the_world_asks_its_question_and_can_be_undone() -> None:
    at = press(beside(opened(bins="9"), "Twists"), "lamps:twist:worn")
    found = LAMPS.design({"bins": 9})
    assert session(at).design == LAMPS.change(found, {"noise": 1.5})
    assert session(at).pins == [found]
    assert "The situation changes." in said(at) and "What do you notice first?" in said(at)
    at.number_input(key="lamps.bins").set_value(12).run()
    at = press(at, "lamps:twist:undo")
    assert session(at).design == LAMPS.design({"bins": 12}) and not session(at).twist


def test_a_twist_sets_what_it_needs_and_says_who_speaks() -> None:
    twist = dataclasses.replace(LAMPS.twists[0], needs={"method": "bins"}, kind="order")
    CASES["told"] = dataclasses.replace(LAMPS, slug="told", twists=(twist,))
    try:
        at = press(beside(opened("told", method="reading"), "Twists", "told"), "told:twist:worn")
    finally:
        del CASES["told"]
    assert session(at, "told").design["method"] == "bins"
    assert "You are told to do this." in said(at) and "Set first: Score: Fault share" in said(at)


def test_what_is_open_is_in_the_address_and_survives_a_reload() -> None:
    at = press(opened(show="briefs"), "lamps:brief:too_fine")
    at = press(beside(at, "Twists"), "lamps:twist:worn")
    at.pills(key="lamps:show").set_value("judge").run()
    again, before = session(opened(**at.query_params)), session(at)
    for part in ("design", "pins", "reference", "brief", "twist", "undo", "show"):
        assert getattr(again, part) == getattr(before, part), part


def test_an_address_of_another_case_says_nothing() -> None:
    at = opened(v=f"{VERSION}.bulbs", method="forest", show="judge")
    assert not at.warning and session(at).design == LAMPS.design()


def test_a_name_given_twice_is_said_and_the_last_one_counts() -> None:
    at = AppTest.from_function(script, kwargs={"slug": "lamps"}, default_timeout=SECONDS)
    at.query_params["noise"] = ["1.5", "2.0"]
    at.run()
    assert session(at).design["noise"] == 2.0
    assert "In the link: noise is given 2 times; the last one counts." in said(at)


@pytest.mark.parametrize(("version", "strange"), [("9.lamps", True), ("x", True), ("1", False)])
def test_a_link_of_a_later_version_says_so(version: str, strange: bool) -> None:
    at = opened(v=version, noise="2.0")
    assert session(at).design["noise"] == 2.0
    assert ("The link names version" in said(at)) is strange


def test_truth_is_not_sent_until_it_is_asked_for() -> None:
    at = opened(truth="asked", noise="1.5")
    run = LAMPS.run({"noise": 1.5})
    told = json.loads(sent(at)["readings"])
    assert told["hidden"] and not told["leaks"]
    for metric in told["metrics"]:
        assert metric["seen"] and not any(metric[part] for part in ("true", "low", "ceiling"))
    assert "of faults are found" not in said(at) and "waits for Reveal" in said(at)
    at = press(at, "lamps:reveal")
    recall = next(m for m in json.loads(sent(at)["readings"])["metrics"] if m["name"] == "recall")
    assert recall["true"][run.position] == pytest.approx(run.reading("recall").true, rel=1e-4)
    at.number_input(key="lamps.noise").set_value(3.0).run()
    assert json.loads(sent(at)["readings"])["hidden"]


def sent(at: AppTest, slug: str = "lamps") -> dict:
    """What the dial's component is given."""
    found = [part for part in at.get("bidi_component") if f"{slug}-dial" in part.proto.id]
    return json.loads(found[0].proto.json)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"case": "x", "choices": {}}', "\x00"])
def test_a_file_that_is_no_design_is_refused_in_a_sentence(text: str) -> None:
    from ui.share import take

    table = Session(LAMPS, LAMPS.design())
    take(table, text.encode())
    assert table.design == LAMPS.design() and len(table.notices) == 1


def test_a_saved_design_comes_back() -> None:
    from ui.share import take

    table, saved = Session(LAMPS, LAMPS.design()), LAMPS.design({"bins": 7, "share": 0.25})
    take(table, LAMPS.to_json(saved).encode())
    assert table.design == saved and not table.notices


def test_a_stage_that_fails_says_so_and_leaves_the_controls() -> None:
    def lamps(*, seed: int, noise: float) -> None:
        """Fail."""
        raise ZeroDivisionError("never shown")

    broken = [lamps, *(stage.function for stage in list(LAMPS.pipeline.stages.values())[1:])]
    pipeline = type(LAMPS.pipeline)(*broken)
    CASES["broken"] = dataclasses.replace(LAMPS, slug="broken", pipeline=pipeline)
    try:
        at = opened("broken")
    finally:
        del CASES["broken"]
    assert "could not be run" in at.error[0].value and not at.exception
    assert at.pills(key="broken.method").value == "bins"


def test_the_landing_page_has_a_card_and_a_number_for_each_case() -> None:
    def landing() -> None:
        from tests.scenarios import EVERY
        from ui.home import show_home

        show_home(EVERY)

    for case in CASES.values():
        assert case.run({}).readout.at >= 0
    at = AppTest.from_function(landing, default_timeout=SECONDS).run()
    assert not at.exception
    for case in CASES.values():
        metric = next(item for item in case.metrics if item.headline)
        number = say(case.run({}).reading(metric.name).true, metric.unit)
        assert f"{metric.label} by default: {number}" in said(at)


@given(st.text(max_size=30))
def test_escaped_text_keeps_every_letter(text: str) -> None:
    kept = escape(text).replace("\u2060", "").replace("\u00a0", " ").replace("  \n", "\n")
    wanted = text.replace("\u2060", "").replace("\u00a0", " ").replace("\r\n", "\n")
    assert re.sub(r"\\([!-/:-@[-`{-~])", r"\1", kept).split() == wanted.split()


@given(st.text(alphabet="$*_`[]()<>#-+=|~:.!1 \\ab\n&;@'", max_size=30))
def test_escaped_text_leaves_no_mark_bare(text: str) -> None:
    bare = re.sub(r"\\[!-/:-@[-`{-~]", "", escape(text))
    assert not re.search(r"[!-/:-@[-`{-~]", bare)


def test_what_is_no_letter_is_replaced_and_kills_no_page() -> None:
    assert escape("a\ud800b") == "a\ufffdb" and escape("\ud83d\ude00") == "\U0001f600"
    at = opened()
    session(at).notices.append("half a letter: \ud800")
    at.run()
    assert not at.exception and "half a letter" in said(at)


def test_long_upright_titles_are_broken_and_the_description_is_left_alone() -> None:
    title = "share of the money in fraud that was stopped"
    spec = {"layer": ({"encoding": {"x": {"title": title}, "y": {"title": title}}},), "height": 1}
    encoding = fitted(spec)["layer"][0]["encoding"]
    assert " ".join(encoding["y"]["title"]) == title and len(encoding["y"]["title"]) == 2
    assert encoding["x"]["title"] == title
    assert spec["layer"][0]["encoding"]["y"]["title"] == title


def test_a_lesson_can_be_found_by_its_words() -> None:
    several = [
        dataclasses.replace(LAMPS.lessons[0], name=f"l{i}", sentence=f"One {i}.") for i in range(9)
    ]
    CASES["many"] = dataclasses.replace(LAMPS, slug="many", lessons=tuple(several))
    try:
        at = beside(opened("many"), "Lessons", "many")
        assert sum("many:lesson:" in (button.key or "") for button in at.button) == 9
        at.text_input(key="many:find").set_value("one 7").run()
    finally:
        del CASES["many"]
    assert [b.key for b in at.button if "lesson" in (b.key or "")] == ["many:lesson:l7"]


def test_the_stage_that_is_waited_for_is_named() -> None:
    run, progress, named = LAMPS.run({"seed": 4323}), work.Progress(), []
    slow = dataclasses.replace(
        run, watch=lambda stage, phase, seconds: named.append(progress.stage)
    )
    work.make(slow, progress)
    assert set(named) == set(LAMPS.pipeline.stages)


def test_work_beside_the_page_hands_over_results_and_errors() -> None:
    held = threading.Event()
    told: list[float] = []

    def tell(seconds: float) -> None:
        told.append(seconds)
        held.set()

    assert work.beside(lambda: held.wait(30), tell) is True
    assert told
    with pytest.raises(ZeroDivisionError):
        work.beside(lambda: 1 / 0, tell)


def test_only_the_missing_stages_are_named() -> None:
    case = dataclasses.replace(LAMPS)
    run = case.run({"seed": 4321})
    assert work.missing(run, "readings") == tuple(case.pipeline.stages)
    run["learned"]
    assert work.missing(run, "readings") == (
        "scores",
        "judged",
        "believed",
        "attainable",
        "readings",
    )
    assert run.readout.at >= 0
    assert work.missing(run, "readings") == ()


def test_stopped_work_makes_no_further_stage() -> None:
    run, progress = LAMPS.run({"seed": 4322}), work.Progress()
    progress.stopped.set()
    work.make(run, progress)
    assert work.missing(run, "readings") == tuple(LAMPS.pipeline.stages)


def test_numbers_are_shown_with_the_decimals_they_have() -> None:
    at = opened(noise="0.123")
    box = at.number_input(key="lamps.noise")
    assert box.value == 0.123 and box.proto.format == "%.3f"
    for case in CASES.values():
        ranges = [choice.options for choice in case.choices if isinstance(choice.options, Range)]
        assert all(np.isfinite([within.low, within.high]).all() for within in ranges)
