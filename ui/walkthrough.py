"""The walkthrough: the stops of a system-design interview, each with its own choices and panels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from kit.case import Step
from kit.run import Run
from ui import address, panels
from ui.cache import Tell
from ui.controls import show_choices
from ui.feasibility import lay_feasibility
from ui.markdown import escape
from ui.navigation import go_to
from ui.progress import show_pipeline
from ui.session import Session

Fill = Callable[[Run, Tell], None]


def lay_step(session: Session, step: Step, left: Any, right: Any) -> Fill:
    """One stop: on the left its question, its choices and what is folded away; on the right its
    pictures."""
    named = {panel.name: panel for panel in session.case.panels}
    shown = [named[name] for name in step.panels if name in named]
    with left:
        with st.container(key="question"):
            st.markdown(f"## {escape(step.question)}")
            show_choices(session, step.choices)
        check = st.container() if step.feasibility and session.case.feasibility else None
        if session.furniture:
            session.furniture.answer(step)
        else:
            _folded(step)
        _onward(session, step)
    with right:
        reserved = panels.places(session, shown)
        drawn = step.name == "architecture" and st.expander(
            "The pipeline of this design, live", icon=":material/account_tree:"
        )

    def fill(run: Run, tell: Tell) -> None:
        if check is not None:
            with check:
                lay_feasibility(session, run, tell)
        panels.fill(session, reserved, run, tell)
        if drawn:
            with drawn:
                show_pipeline(run, "stop")

    return fill


def _folded(step: Step) -> None:
    """The model answer and the follow-ups: a candidate keeps the questions only."""
    candidate, unfolded = address.view() == "candidate", address.view() == "interviewer"
    if step.answer and not candidate:
        with st.expander("A model answer", icon=":material/lightbulb:", expanded=unfolded):
            st.markdown(escape(step.answer))
    if step.followups:
        with st.expander("Follow-up questions", icon=":material/forum:", expanded=unfolded):
            for question, answer in step.asked:
                if candidate or not answer:
                    st.markdown(escape(question))
                else:
                    with st.expander(escape(question), expanded=unfolded, type="compact"):
                        st.markdown(escape(answer))


def _onward(session: Session, step: Step) -> None:
    steps = [item.name for item in session.case.steps]
    at = steps.index(step.name)
    with st.container(horizontal=True):
        for label, to, icon in (("Back", at - 1, "arrow_back"), ("Next", at + 1, "arrow_forward")):
            st.button(
                label,
                key=f"{session.case.slug}:{label}",
                icon=f":material/{icon}:",
                disabled=not 0 <= to < len(steps),
                on_click=go_to,
                args=(session, steps[to] if 0 <= to < len(steps) else step.name),
            )
