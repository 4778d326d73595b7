"""Before the clock runs: what the interview is about; and while it stands, that it does."""

from __future__ import annotations

import streamlit as st

from kit.interview.plan import PHASES
from ui.markdown import escape
from ui.room.keeping import Room
from ui.room.setup import asks


def show_lobby(room: Room) -> None:
    """The situation, the phases with their minutes, and the button that starts the clock."""
    plan = room.state.plan
    st.title(escape(plan.title), anchor=False)
    st.markdown(f"#### {escape(plan.situation)}")
    st.markdown(f"{plan.minutes} minutes, {plan.asks.label.lower()} level. {asks(plan.asks)}")
    minutes = " · ".join(f"{phase.name} {phase.time * plan.minutes:.0f} min" for phase in PHASES)
    st.caption(f"{minutes}. In the last third the situation changes.")
    st.markdown(
        "At each stop answer first and commit it. Before a change runs, say which way a reading "
        "will go. You may always go on without; it is noted. Ask for facts before you design."
    )
    st.button(
        "Start the clock",
        key=f"{room.seat.interview}:start",
        type="primary",
        icon=":material/play_arrow:",
        on_click=room.say,
        args=("started",),
    )


def show_pause(room: Room) -> None:
    """That the clock stands."""
    st.markdown("#### The clock is paused, and what is on the table waits.")
