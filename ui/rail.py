"""The rail beside the page: lessons to be shown, briefs to be met, twists to be thrown."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kit.case import Twist
from kit.run import Run
from ui import address
from ui.briefs import show_briefs
from ui.kept import Tell
from ui.lessons import show_lessons
from ui.prose import plain
from ui.sitting import Sitting

Fill = Callable[[Run, Tell], None]


def lay_rail(sitting: Sitting) -> Fill:
    """One of the three decks, in the sidebar; a candidate's link has only the briefs."""
    decks = _decks(sitting)
    if not decks:
        return lambda run, tell: None
    key = f"{sitting.case.slug}:deck"
    with st.sidebar:
        if st.session_state.get(key) not in decks:
            st.session_state[key] = "Briefs" if sitting.brief else next(iter(decks))
        deck = st.segmented_control(
            "On the side",
            list(decks),
            key=key,
            required=True,
            label_visibility="collapsed",
            width="stretch",
            persist_state="session",
            on_change=sitting.touch,
        )
        return decks[str(deck)](sitting)


def _decks(sitting: Sitting) -> dict[str, Callable[[Sitting], Fill]]:
    case, candidate = sitting.case, address.view() == "candidate"
    offered = {
        "Lessons": show_lessons if case.lessons and not candidate else None,
        "Briefs": show_briefs if case.briefs else None,
        "Twists": _show_twists if case.twists and not candidate else None,
    }
    return {name: show for name, show in offered.items() if show}


def _show_twists(sitting: Sitting) -> Fill:
    st.caption("One click changes the world under the design on the table.")
    for twist in sitting.case.twists:
        with st.container(border=True):
            st.markdown(plain(twist.sentence))
            key = f"{sitting.case.slug}:twist:{twist.name}"
            st.button(
                "Throw", key=key, icon=":material/bolt:", on_click=throw, args=(sitting, twist)
            )
    return lambda run, tell: None


def throw(sitting: Sitting, twist: Twist) -> None:
    """Change the world by a twist; the design before it is pinned to see the effect."""
    sitting.pin(sitting.design)
    sitting.change(twist.changes)
    sitting.twist = twist.name
