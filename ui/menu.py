"""The menu of a case: what is needed now and then, one press away."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kit.run import Run
from ui import share, welcome
from ui.controls import show_choice
from ui.glossary import show_terms
from ui.markdown import escape
from ui.session import Session
from ui.sidebar import decks

Fill = Callable[[Run], None]
SEEN_FIRST = (
    "Hides true values, ceilings and what is drawn from them until Reveal, after every pick: one "
    "decides by what a team would know."
)


def show_menu(session: Session) -> Fill:
    """Lessons and twists, presets, the seed, the way back, terms and files."""
    key = f"{session.case.slug}:menu"
    place = st.popover("Menu", icon=":material/menu:", key=key, on_change=session.touch)

    def fill(run: Run) -> None:
        if not place.open:
            return
        with place:
            _decks(session, key)
            _start(session)
            if session.room is None:
                _seen_first(session)
                welcome.offer_tour(session)
            with st.expander("Terms", icon=":material/dictionary:"):
                show_terms(session.case)
            with st.expander("Files", icon=":material/download:"):
                share.show_files(session, run)

    return fill


def _decks(session: Session, menu: str) -> None:
    """The buttons that open the sidebar."""
    with st.container(horizontal=True, gap="xsmall"):
        for deck, (icon, help, _) in decks(session).items():
            st.button(
                deck,
                key=f"{session.case.slug}:deck:{deck}",
                icon=icon,
                help=help,
                on_click=_open,
                args=(session, deck, menu),
            )


def _open(session: Session, deck: str, menu: str) -> None:
    session.deck, session.touched = deck, True
    st.session_state[menu] = False


def _start(session: Session) -> None:
    """Where to start from: a preset, another seed, or where it all began."""
    _presets(session)
    seed = next((choice for choice in session.case.choices if choice.name == "seed"), None)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if seed:
            with st.container(width=160):
                show_choice(session, seed, noted=False)
        st.button(
            "Reset",
            key=f"{session.case.slug}:reset",
            icon=":material/restart_alt:",
            help="Back to where this began: every choice and the dial.",
            on_click=_reset,
            args=(session,),
        )


def _presets(session: Session) -> None:
    presets = {preset.name: preset for preset in session.case.presets}
    if not presets or session.brief:
        return
    key = f"{session.case.slug}:preset"
    st.session_state[key] = None
    st.selectbox(
        "Start from a preset",
        list(presets),
        key=key,
        placeholder="A design by name",
        format_func=lambda name: presets[name].label,
        help=escape("; ".join(f"{preset.label}: {preset.help}" for preset in presets.values())),
        on_change=_preset,
        args=(session, key),
    )


def _preset(session: Session, key: str) -> None:
    session.touch()
    chosen = st.session_state[key]
    preset = next((item for item in session.case.presets if item.name == chosen), None)
    if preset:
        session.put(session.case.design(preset.changes))


def _reset(session: Session) -> None:
    session.put(session.base)
    session.lesson = session.twist = ""
    session.undo, session.aside = {}, None


def _seen_first(session: Session) -> None:
    key = f"{session.case.slug}:seen-first"
    st.session_state[key] = session.seen_first
    st.toggle(
        "Seen first, truth when asked",
        key=key,
        help=SEEN_FIRST,
        on_change=_switch,
        args=(session, key),
    )


def _switch(session: Session, key: str) -> None:
    session.touch()
    session.seen_first, session.revealed = st.session_state[key], None


def reveal(session: Session) -> None:
    """Show what is true of the design on the table, until the next pick."""
    session.touch()
    session.revealed = session.design
    if session.room:
        session.room.say("looked")
