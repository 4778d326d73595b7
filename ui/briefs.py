"""Briefs: a situation that fails as shipped, goals that turn green or red, and a verdict."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from kit.case import Brief, Case, Goal
from kit.run import Run
from kit.verdicts import BRIEF_SEEDS, Judgement, judge
from kit.words import say, say_change
from ui.follow import following
from ui.kept import Tell
from ui.prose import plain
from ui.sitting import Sitting
from ui.work import beside

Fill = Callable[[Run, Tell], None]


def show_briefs(sitting: Sitting) -> Fill:
    """The briefs to choose from or, inside one, its goals and the way to a verdict."""
    brief = sitting.open_brief
    if brief is None:
        for offered in sitting.case.briefs:
            _offer(sitting, offered)
        return lambda run, tell: None
    return _inside(sitting, brief)


def _offer(sitting: Sitting, brief: Brief) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(brief.title)}**")
        st.caption(plain(brief.situation))
        key = f"{sitting.case.slug}:brief:{brief.name}"
        help = "Sets the design that was shipped. The world is then fixed; the rest is yours."
        st.button("Start", key=key, help=help, on_click=start, args=(sitting, brief))


def start(sitting: Sitting, brief: Brief) -> None:
    """Put the shipped design on the table, and pin it to see what changes."""
    sitting.brief, sitting.lesson, sitting.twist = brief.name, "", ""
    sitting.judgement = None
    sitting.put(sitting.base)
    sitting.pins = []
    sitting.pin(sitting.base)


def leave(sitting: Sitting) -> None:
    """Leave the brief; the design stays."""
    sitting.brief, sitting.touched = "", True


def _inside(sitting: Sitting, brief: Brief) -> Fill:
    slug = sitting.case.slug
    st.markdown(f"**{plain(brief.title)}**")
    st.caption(plain(brief.situation))
    goals = st.container(border=True)
    with st.container(horizontal=True):
        asked = st.button(
            f"Judge over {len(BRIEF_SEEDS)} seeds",
            key=f"{slug}:judge",
            type="primary",
            on_click=sitting.touch,
            help="Runs this design on seeds of its own; four of five have to meet every goal.",
        )
        st.button("Leave", key=f"{slug}:leave", on_click=leave, args=(sitting,))
    outcome = st.container()

    def fill(run: Run, tell: Tell) -> None:
        with goals:
            following(sitting, partial(_goals, brief))
        with outcome:
            if asked:
                sitting.judgement = _judged(sitting, brief)
            _outcome(sitting, brief)

    return fill


def lay_goals(sitting: Sitting) -> Fill:
    """The brief that is on and its goals on the page itself, for when the rail is folded."""
    brief = sitting.open_brief
    if brief is None:
        return lambda run, tell: None
    place = st.container(border=True, key="goals")

    def fill(run: Run, tell: Tell) -> None:
        with place, st.container(horizontal=True, gap="medium"):
            st.markdown(f":material/assignment: **{plain(brief.title)}**", width="content")
            following(sitting, partial(_one_by_one, brief))

    return fill


def _one_by_one(brief: Brief, run: Run) -> None:
    for goal in brief.goals:
        st.markdown(said(goal, run), width="content")


def _goals(brief: Brief, run: Run) -> None:
    st.markdown("\n\n".join(said(goal, run) for goal in brief.goals))


def said(goal: Goal, run: Run) -> str:
    """A goal as one line: green when met, red when not, with the value it is judged by."""
    metric, unit = run.case.metric(goal.metric), unit_of(run.case, goal)
    met = goal.met(run)
    mark = ":green[:material/check_circle:]" if met else ":red[:material/cancel:]"
    which = {
        "seen": " (as seen)",
        "of_ceiling": " (of the ceiling)",
        "gap": " (promised too much)",
    }.get(goal.of, "")
    tell = say_change if goal.of == "gap" else say
    value = plain(tell(goal.value_in(run), unit))
    now = f":green[**{value}**]" if met else f":red[**{value}**]"
    target = plain(f"{metric.label}{which} {goal.bound} {tell(goal.value, unit)}")
    return f"{mark} {target}: {now}"


def unit_of(case: Case, goal: Goal) -> str:
    """The unit a goal is stated in."""
    return "share" if goal.of == "of_ceiling" else case.metric(goal.metric).unit


def _judged(sitting: Sitting, brief: Brief) -> Judgement:
    case, finished = sitting.case, []
    bar = st.progress(0.0, text="Judging …")

    def watch(stage: str, phase: str, seconds: float) -> None:
        if stage == case.final and phase != "start":
            finished.append(stage)

    def tell(seconds: float) -> None:
        seen = min(len(finished), len(BRIEF_SEEDS))
        bar.progress(seen / len(BRIEF_SEEDS), text=f"Judging: {seen} seeds done, {seconds:.0f} s")

    judgement = beside(lambda: judge(case, brief, sitting.design, watch=watch), tell)
    bar.empty()
    return judgement


def _outcome(sitting: Sitting, brief: Brief) -> None:
    judgement = sitting.judgement
    if judgement is None or judgement.design != sitting.design:
        return
    count = f"{judgement.good_seeds} of {len(judgement.seeds)} seeds meet every goal."
    if judgement.passes:
        st.success(f"Passed: {count}", icon=":material/verified:")
        st.markdown(f"**Debrief.** {plain(brief.debrief)}")
    else:
        st.error(f"Not passed: {count}", icon=":material/close:")
        _by_goal(sitting, brief, judgement)


def _by_goal(sitting: Sitting, brief: Brief, judgement: Judgement) -> None:
    for at, goal in enumerate(brief.goals):
        good = sum(row[at] for row in judgement.met)
        label = sitting.case.metric(goal.metric).label
        target = f"{label} {goal.bound} {say(goal.value, unit_of(sitting.case, goal))}"
        st.caption(plain(f"{target}: met on {good} of {len(judgement.seeds)} seeds."))
