"""The top of a case's page: what it is about, where to start from, and what to take away."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kit.run import Run
from ui import share
from ui.cache import Tell, cached, quietly
from ui.controls import show_choice
from ui.follow import following
from ui.glossary import show_glossary
from ui.markdown import escape
from ui.session import Session

FACTS = "What an interviewer would tell when asked: traffic, rates, delays, deadlines, costs."


def show_header(session: Session) -> Callable[[Run, Tell], None]:
    """Title, situation and the buttons; hands back what fills in the facts once a run is there."""
    case = session.case
    st.title(escape(case.title), anchor=False)
    st.markdown(escape(case.situation))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="actions"):
        _presets(session)
        _seed(session)
        facts = st.popover("Facts", icon=":material/quiz:", help=FACTS)
        _start_and_pin(session)
        fill_share = share.show_share(session)
        fill_export = share.show_export(session)
        show_glossary(session)

    def fill(run: Run, tell: Tell) -> None:
        with facts:
            following(session, _facts)
        fill_share(run)
        fill_export(run)

    return fill


def _start_and_pin(session: Session) -> None:
    slug = session.case.slug
    st.button(
        "Reset",
        key=f"{slug}:reset",
        icon=":material/restart_alt:",
        help="Back to where this began: every choice and the dial.",
        on_click=_reset,
        args=(session,),
    )
    st.button(
        "Pin",
        key=f"{slug}:pin",
        icon=":material/keep:",
        help="Keep this design to compare with; readings then show their change against it.",
        on_click=lambda: session.pin(session.design),
    )


def _facts(run: Run) -> None:
    case = run.case
    told = cached((case.slug, case.facts, run.design), lambda: case.facts(run), "Facts", quietly)
    for name, text in told.items():
        st.markdown(f":gray[{escape(name)}]  \n{escape(text)}")


def _presets(session: Session) -> None:
    presets = {preset.name: preset for preset in session.case.presets}
    if not presets or session.brief:
        return
    key = f"{session.case.slug}:preset"
    st.menu_button(
        "Presets",
        list(presets),
        key=key,
        icon=":material/tune:",
        format_func=lambda name: escape(presets[name].label),
        help="Designs to start from: "
        + escape("; ".join(f"{preset.label}: {preset.help}" for preset in presets.values())),
        on_click=_preset,
        args=(session, key),
    )


def _preset(session: Session, key: str) -> None:
    chosen = st.session_state[key]
    preset = next((item for item in session.case.presets if item.name == chosen), None)
    if preset:
        session.put(session.case.design(preset.changes))


def _seed(session: Session) -> None:
    seed = next((choice for choice in session.case.choices if choice.name == "seed"), None)
    if seed:
        with st.container(width=130):
            show_choice(session, seed, noted=False)


def _reset(session: Session) -> None:
    session.put(session.base)
    session.lesson = session.twist = ""
