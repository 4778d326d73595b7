"""Briefs: a situation that fails as shipped, goals that turn green or red, and a verdict."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from kit.case import Brief, Goal
from kit.run import Run
from kit.verdicts import BRIEF_SEEDS, Judgement, judge
from ui.cache import Tell, cached
from ui.follow import following
from ui.markdown import escape
from ui.navigation import go_to
from ui.session import Session
from ui.work import beside

Fill = Callable[[Run, Tell], None]


def lay_briefs(session: Session, left: Any, right: Any) -> Fill:
    """The briefs to choose from, or the one that is on."""
    with left:
        st.markdown("## A design was shipped, and it fails. Which one would you repair?")
        for brief in session.case.briefs:
            _offer(session, brief)
    return lambda run, tell: None


def _offer(session: Session, brief: Brief) -> None:
    on = brief.name == session.brief
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{escape(brief.title)}**")
        st.markdown(escape(brief.situation))
        st.button(
            "Under way" if on else "Start",
            key=f"{session.case.slug}:brief:{brief.name}",
            disabled=on,
            help="Sets the design that was shipped. The world is then fixed; the rest is yours.",
            on_click=start,
            args=(session, brief),
        )


def start(session: Session, brief: Brief) -> None:
    """Put the shipped design on the table, and pin it to see what changes."""
    session.clear()
    session.brief = brief.name
    session.put(session.base)
    session.pin(session.base)
    go_to(session, session.case.steps[0].name)


def leave(session: Session) -> None:
    """Leave the brief; the design stays."""
    session.brief, session.judgement, session.passed = "", None, False
    session.touch()


def lay_brief(session: Session) -> Fill:
    """The brief that is on, its goals and the way to a verdict; nothing outside of one."""
    brief, declared = session.open_brief, session.declared_brief
    if brief is None or declared is None:
        return lambda run, tell: None
    with st.container(border=True, key="brief", gap="xsmall"):
        asked = _head(session, brief)
        goals, outcome = st.container(), st.container()

    def fill(run: Run, tell: Tell) -> None:
        with goals:
            following(session, partial(_goals, session, brief))
        with outcome:
            if asked:
                session.judgement = _judged(session, declared)
                session.passed = session.passed or session.judgement.passes
                _note(session, session.judgement)
                if session.judgement.passes:
                    st.rerun()
            _outcome(session, declared, tell)

    return fill


def _head(session: Session, brief: Brief) -> bool:
    """Title, situation and what can be done; whether a verdict was just asked for."""
    slug = session.case.slug
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(f":material/assignment: **{escape(brief.title)}**", width="stretch")
        asked = st.button(
            f"Judge over {len(BRIEF_SEEDS)} seeds",
            key=f"{slug}:judge",
            type="primary",
            on_click=session.touch,
            help="Runs this design on seeds of its own; four of five have to meet every goal"
            + (", as the brief sets it without the level." if session.goals else "."),
        )
        if session.room is None:
            st.button("Leave", key=f"{slug}:leave", on_click=leave, args=(session,))
    st.caption(escape(brief.situation))
    return asked


def _goals(session: Session, brief: Brief, run: Run) -> None:
    st.markdown("  \n".join(said(goal, run, hidden=session.hides) for goal in brief.goals))


def said(goal: Goal, run: Run, *, hidden: bool = False) -> str:
    """A goal as one line: green when met, red when not, with the value it is judged by.

    With `hidden`, only a goal on what the team sees says how it stands.
    """
    metric = run.case.metric(goal.metric)
    target = escape(goal.said(metric))
    if hidden and goal.of != "seen":
        return f":gray[:material/help:] {target}"
    colour, icon = ("green", "check_circle") if goal.met(run) else ("red", "cancel")
    value = escape(goal.said(metric, goal.value_in(run)))
    return f":{colour}[:material/{icon}:] {target}: :{colour}[**{value}**]"


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


def _note(session: Session, judgement: Judgement) -> None:
    if session.room:
        good, seeds = judgement.good_seeds, len(judgement.seeds)
        session.room.say("judged", good=good, of=seeds, passes=judgement.passes)


def _outcome(session: Session, brief: Brief, tell: Tell) -> None:
    judgement = session.judgement
    if judgement is None or judgement.design != session.design:
        return
    count = f"{judgement.good_seeds} of {len(judgement.seeds)} seeds meet every goal."
    if not judgement.passes:
        st.error(f"Not passed: {count}", icon=":material/close:")
        st.markdown(_misses(session, brief, judgement))
        return
    st.success(f"Passed: {count}", icon=":material/verified:")
    if session.room and session.room.leads:
        return
    st.markdown(f"**Debrief.** {escape(brief.debrief)}")
    _decoys(session, brief, tell)


def _misses(session: Session, brief: Brief, judgement: Judgement) -> str:
    """Where a design falls short: each goal it misses, on how many seeds, and by what value."""
    lines = []
    for goal, good, middle in judgement.missed(brief.goals):
        metric = session.case.metric(goal.metric)
        value = goal.said(metric, middle)
        lines.append(
            f"- {escape(goal.said(metric))}: met on {good} of {len(judgement.seeds)} seeds, "
            f"{escape(value)} on the middle one."
        )
    return "\n".join(lines)


def _decoys(session: Session, brief: Brief, tell: Tell) -> None:
    """Why each tempting fix fails, from its measured goals."""
    if not brief.decoys:
        return
    key = f"{session.case.slug}:decoys:{brief.name}"
    place = st.expander("Why the tempting fixes fail", key=key, on_change=session.touch)
    if not place.open:
        return
    with place:
        for name, changes in brief.decoys.items():
            judgement = _decoy(session, brief, name, changes, tell)
            st.markdown(f"**{escape(name.capitalize())}**")
            st.markdown(_misses(session, brief, judgement))


def _decoy(session: Session, brief: Brief, name: str, changes: Any, tell: Tell) -> Judgement:
    case = session.case
    design = case.change(case.design(brief.shipped), changes)
    key = (case.slug, "decoy", brief.name, name)
    return cached(
        key, lambda: judge(case, brief, design, kind="decoy", name=name), f"Judging {name}", tell
    )
