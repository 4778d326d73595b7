"""The debrief on the page: outcome and process apart."""

from __future__ import annotations

import streamlit as st

from kit.interview.debrief import debrief
from kit.interview.state import seen_by
from kit.interview.telling import as_markdown
from ui.markdown import escape
from ui.navigation import style
from ui.room.keeping import Room


def show_debrief(room: Room) -> None:
    """What the log says of the interview."""
    style()
    st.session_state["at"] = room.place
    log = seen_by(room.seat.side, room.leads, room.store.log(room.seat.interview))
    st.markdown(as_markdown(debrief(log), escape=escape))
