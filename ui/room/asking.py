"""Asking before designing: a fact is told when it is asked for, and that it was is noted."""

from __future__ import annotations

import streamlit as st

from kit.run import Run
from ui.cache import cached, quietly
from ui.markdown import escape
from ui.room.keeping import Room


def show_asking(room: Room, run: Run) -> None:
    """What was asked and told, what may be asked, and a question in one's own words."""
    case = run.case
    told = cached((case.slug, case.facts, run.design), lambda: case.facts(run), "Facts", quietly)
    asked = {event.payload["about"] for event in room.state.asked}
    for event in room.state.asked:
        about, answer = event.payload["about"], event.payload["answer"]
        st.markdown(f":gray[{escape(about)}]  \n{escape(answer or 'Noted.')}")
    key = f"{room.seat.interview}:ask"
    st.caption("Ask about:")
    with st.container(horizontal=True, gap="xsmall"):
        for name, answer in told.items():
            if name not in asked:
                st.button(
                    escape(name), key=f"{key}:{name}", on_click=_ask, args=(room, name, answer)
                )
    st.text_input(
        "A question in your own words",
        key=key,
        placeholder="Noted; an interviewer answers it aloud",
        on_change=_own,
        args=(room, key),
    )


def _ask(room: Room, about: str, answer: str) -> None:
    room.say("asked", about=about, answer=answer)


def _own(room: Room, key: str) -> None:
    if st.session_state[key].strip():
        room.say("asked", about=st.session_state[key], answer="")
    st.session_state[key] = ""
