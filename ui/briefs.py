"""Briefs: a situation that fails as shipped, goals that turn green or red, and a verdict."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from kit.case import Brief, Goal
from kit.run import Run
from kit.verdicts import BRIEF_SEEDS, Judgement, judge
from kit.words import say, say_change
from ui.cache import Tell
from ui.follow import following
from ui.markdown import escape
from ui.session import Session
from ui.work import beside

Fill = Callable[[Run, Tell], None]


def show_briefs(session: Session) -> Fill:
    """The briefs to choose from or, inside one, its goals and the way to a verdict."""
    brief = session.open_brief
    if brief is None:
        for offered in session.case.briefs:
            _offer(session, offered)
        return lambda run, tell: None
    return _inside(session, brief)


def _offer(session: Session, brief: Brief) -> None:
    with st.container(border=True):
        st.markdown(f"**{escape(brief.title)}**")
        st.caption(escape(brief.situation))
        key = f"{session.case.slug}:brief:{brief.name}"
        help = "Sets the design that was shipped. The world is then fixed; the rest is yours."
        st.button("Start", key=key, help=help, on_click=start, args=(session, brief))


def start(session: Session, brief: Brief) -> None:
    """Put the shipped design on the table, and pin it to see what changes."""
    session.brief, session.lesson, session.twist = brief.name, "", ""
    session.judgement = None
    session.put(session.base)
    session.pins = []
    session.pin(session.base)


def leave(session: Session) -> None:
    """Leave the brief; the design stays."""
    session.brief, session.touched = "", True


def _inside(session: Session, brief: Brief) -> Fill:
    slug = session.case.slug
    st.markdown(f"**{escape(brief.title)}**")
    st.caption(escape(brief.situation))
    goals = st.container(border=True)
    with st.container(horizontal=True):
        asked = st.button(
            f"Judge over {len(BRIEF_SEEDS)} seeds",
            key=f"{slug}:judge",
            type="primary",
            on_click=session.touch,
            help="Runs this design on seeds of its own; four of five have to meet every goal.",
        )
        st.button("Leave", key=f"{slug}:leave", on_click=leave, args=(session,))
    outcome = st.container()

    def fill(run: Run, tell: Tell) -> None:
        with goals:
            following(session, partial(_goals, brief))
        with outcome:
            if asked:
                session.judgement = _judged(session, brief)
            _outcome(session, brief)

    return fill


def lay_goals(session: Session) -> Fill:
    """The brief that is on and its goals on the page itself, for when the sidebar is folded."""
    brief = session.open_brief
    if brief is None:
        return lambda run, tell: None
    place = st.container(border=True, key="goals")

    def fill(run: Run, tell: Tell) -> None:
        with place, st.container(horizontal=True, gap="medium"):
            st.markdown(f":material/assignment: **{escape(brief.title)}**", width="content")
            following(session, partial(_one_by_one, brief))

    return fill


def _one_by_one(brief: Brief, run: Run) -> None:
    for goal in brief.goals:
        st.markdown(said(goal, run), width="content")


def _goals(brief: Brief, run: Run) -> None:
    st.markdown("\n\n".join(said(goal, run) for goal in brief.goals))


def said(goal: Goal, run: Run) -> str:
    """A goal as one line: green when met, red when not, with the value it is judged by."""
    metric = run.case.metric(goal.metric)
    unit = goal.unit(metric)
    met = goal.met(run)
    mark = ":green[:material/check_circle:]" if met else ":red[:material/cancel:]"
    which = {
        "seen": " (as seen)",
        "of_ceiling": " (of the ceiling)",
        "gap": " (promised too much)",
    }.get(goal.of, "")
    tell = say_change if goal.of == "gap" else say
    value = escape(tell(goal.value_in(run), unit))
    now = f":green[**{value}**]" if met else f":red[**{value}**]"
    target = escape(f"{metric.label}{which} {goal.bound} {tell(goal.value, unit)}")
    return f"{mark} {target}: {now}"


def _judged(session: Session, brief: Brief) -> Judgement:
    case, finished = session.case, []
    bar = st.progress(0.0, text="Judging …")

    def watch(stage: str, phase: str, seconds: float) -> None:
        if stage == case.final and phase != "start":
            finished.append(stage)

    def tell(seconds: float) -> None:
        seen = min(len(finished), len(BRIEF_SEEDS))
        bar.progress(seen / len(BRIEF_SEEDS), text=f"Judging: {seen} seeds done, {seconds:.0f} s")

    judgement = beside(lambda: judge(case, brief, session.design, watch=watch), tell)
    bar.empty()
    return judgement


def _outcome(session: Session, brief: Brief) -> None:
    judgement = session.judgement
    if judgement is None or judgement.design != session.design:
        return
    count = f"{judgement.good_seeds} of {len(judgement.seeds)} seeds meet every goal."
    if judgement.passes:
        st.success(f"Passed: {count}", icon=":material/verified:")
        st.markdown(f"**Debrief.** {escape(brief.debrief)}")
    else:
        st.error(f"Not passed: {count}", icon=":material/close:")
        _by_goal(session, brief, judgement)


def _by_goal(session: Session, brief: Brief, judgement: Judgement) -> None:
    for at, goal in enumerate(brief.goals):
        good = sum(row[at] for row in judgement.met)
        metric = session.case.metric(goal.metric)
        target = f"{metric.label} {goal.bound} {say(goal.value, goal.unit(metric))}"
        st.caption(escape(f"{target}: met on {good} of {len(judgement.seeds)} seeds."))
