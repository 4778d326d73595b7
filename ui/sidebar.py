"""The sidebar of the page: lessons to be shown, briefs to be met, twists to be thrown."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kit.case import Twist
from kit.run import Run
from ui import address
from ui.briefs import show_briefs
from ui.cache import Tell
from ui.lessons import show_lessons
from ui.markdown import escape
from ui.session import Session

Fill = Callable[[Run, Tell], None]


def lay_sidebar(session: Session) -> Fill:
    """One of the three decks, in the sidebar; a candidate's link has only the briefs."""
    decks = _decks(session)
    if not decks:
        return lambda run, tell: None
    key = f"{session.case.slug}:deck"
    with st.sidebar:
        if st.session_state.get(key) not in decks:
            st.session_state[key] = "Briefs" if session.brief else next(iter(decks))
        deck = st.segmented_control(
            "On the side",
            list(decks),
            key=key,
            required=True,
            label_visibility="collapsed",
            width="stretch",
            persist_state="session",
            on_change=session.touch,
        )
        return decks[str(deck)](session)


def _decks(session: Session) -> dict[str, Callable[[Session], Fill]]:
    case, candidate = session.case, address.view() == "candidate"
    offered = {
        "Lessons": show_lessons if case.lessons and not candidate else None,
        "Briefs": show_briefs if case.briefs else None,
        "Twists": _show_twists if case.twists and not candidate else None,
    }
    return {name: show for name, show in offered.items() if show}


def _show_twists(session: Session) -> Fill:
    st.caption("One click changes the world under the design on the table.")
    for twist in session.case.twists:
        with st.container(border=True):
            st.markdown(escape(twist.sentence))
            key = f"{session.case.slug}:twist:{twist.name}"
            st.button(
                "Throw", key=key, icon=":material/bolt:", on_click=throw, args=(session, twist)
            )
    return lambda run, tell: None


def throw(session: Session, twist: Twist) -> None:
    """Change the world by a twist; the design before it is pinned to see the effect."""
    session.pin(session.design)
    session.change(twist.changes)
    session.twist = twist.name
