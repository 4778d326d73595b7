"""The sidebar, closed until asked for: lessons to be shown, or twists to be thrown."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kit.run import Run
from ui import address
from ui.cache import Tell
from ui.lessons import show_lessons
from ui.session import Session
from ui.twists import show_twists

Fill = Callable[[Run, Tell], None]
Deck = tuple[str, str, Callable[[Session], Fill]]


def decks(session: Session) -> dict[str, Deck]:
    """What the sidebar can hold: icon, help and what shows it; a candidate's link has none."""
    case = session.case
    if address.view() == "candidate":
        return {}
    offered: dict[str, Deck | None] = {
        "Lessons": (
            ":material/school:",
            "Sentences that are checked by running them.",
            show_lessons,
        )
        if case.lessons
        else None,
        "Twists": (
            ":material/bolt:",
            "Changes of the situation, announced mid-way.",
            show_twists,
        )
        if case.twists
        else None,
    }
    return {name: deck for name, deck in offered.items() if deck}


def lay_sidebar(session: Session) -> Fill:
    """The deck that was asked for; without one there is no sidebar."""
    deck = decks(session).get(session.deck)
    if deck is None:
        st.set_page_config(initial_sidebar_state="collapsed")
        return lambda run, tell: None
    st.set_page_config(initial_sidebar_state="expanded")
    with st.sidebar:
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            st.markdown(f"**{session.deck}**", width="content")
            st.button(
                "Close",
                key=f"{session.case.slug}:deck:close",
                icon=":material/close:",
                type="tertiary",
                on_click=_close,
                args=(session,),
            )
        return deck[2](session)


def _close(session: Session) -> None:
    session.deck, session.touched = "", True
