"""The interviewer's room: what the candidate does as it happens, and what is private."""

from __future__ import annotations

import streamlit as st

from ui.markdown import escape
from ui.navigation import style
from ui.room.bar import show_bar
from ui.room.debrief import show_debrief
from ui.room.keeping import Room
from ui.room.links import link_of
from ui.room.private import show_private
from ui.room.watching import show_candidate_side


def show_interviewer(room: Room) -> None:
    """On the left the candidate, on the right what is private; the debrief once it is over."""
    st.session_state["at"] = room.place
    room.refresh()
    style()
    if room.state.phase == "over":
        return show_debrief(room)
    show_bar(room)
    with st.container():  # a place of its own: what is below stays where it is
        _invite(room)
    left, right = st.columns([6, 6], gap="medium")
    with left:
        show_candidate_side(room)
    with right:
        show_private(room)


def _invite(room: Room) -> None:
    """The candidate's link until the candidate is here, and the button that starts the clock."""
    state = room.state
    if "candidate" not in state.joined:
        seat = room.store.seats(room.seat.interview).get("candidate")
        st.caption("For the candidate. Your own link is in the address bar: keep it to yourself.")
        if seat:
            st.code(link_of(seat.token), language=None, wrap_lines=True)
    if state.phase == "waiting":
        here = "The candidate is here." if "candidate" in state.joined else "Nobody is here yet."
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                "Start the clock",
                key=f"{room.seat.interview}:start",
                type="primary",
                icon=":material/play_arrow:",
                on_click=room.say,
                args=("started",),
            )
            st.caption(f"{here} {escape(state.plan.situation)}")
