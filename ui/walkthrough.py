"""The walkthrough: the stops of a system-design interview, each with its own choices and panels."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kit.case import Step
from kit.run import Run
from ui import address, panels
from ui.controls import show_choices
from ui.feasibility import lay_feasibility
from ui.kept import Tell
from ui.prose import plain
from ui.sitting import Sitting

Fill = Callable[[Run, Tell], None]


def lay_step(sitting: Sitting, step: Step) -> Fill:
    """One stop: its question, its choices, places for its panels, and what is folded away."""
    st.markdown(f"#### {plain(step.question)}")
    shown = [panel for panel in sitting.case.panels if panel.name in step.panels]
    left, right = st.columns([2, 3], gap="large") if shown else (st.container(), None)
    with left:
        show_choices(sitting, step.choices)
        check = st.container() if step.feasibility and sitting.case.feasibility else None
        _folded(step)
        _onward(sitting, step)
    with right or left:
        reserved = panels.places(sitting, shown)

    def fill(run: Run, tell: Tell) -> None:
        if check is not None:
            with check:
                lay_feasibility(sitting, run, tell)
        panels.fill(sitting, reserved, run, tell)

    return fill


def _folded(step: Step) -> None:
    if address.view() == "candidate":
        return
    unfolded = address.view() == "interviewer"
    if step.answer:
        with st.expander("A model answer", icon=":material/lightbulb:", expanded=unfolded):
            st.markdown(plain(step.answer))
    if step.followups:
        with st.expander("Follow-up questions", icon=":material/forum:", expanded=unfolded):
            st.markdown("\n".join(f"- {plain(question)}" for question in step.followups))


def _onward(sitting: Sitting, step: Step) -> None:
    steps = [item.name for item in sitting.case.steps]
    at = steps.index(step.name)
    with st.container(horizontal=True):
        for label, to, icon in (("Back", at - 1, "arrow_back"), ("Next", at + 1, "arrow_forward")):
            st.button(
                label,
                key=f"{sitting.case.slug}:{label}",
                icon=f":material/{icon}:",
                disabled=not 0 <= to < len(steps),
                on_click=go_to,
                args=(sitting, steps[to] if 0 <= to < len(steps) else step.name),
            )


def go_to(sitting: Sitting, place: str) -> None:
    """Look at another stop, the lab or the comparison."""
    sitting.touched = True
    sitting.show = place
