"""The candidate's room: a clock around the scenario's own page."""

from __future__ import annotations

from functools import partial

import streamlit as st

from kit.case import Goal
from ui.navigation import style
from ui.page import show_session
from ui.room.answers import show_answer
from ui.room.asking import show_asking
from ui.room.bar import show_bar
from ui.room.debrief import show_debrief
from ui.room.keeping import Room
from ui.room.lobby import show_lobby, show_pause
from ui.room.predicting import show_outcome, show_prediction
from ui.session import Furniture, Session


def show_candidate(room: Room) -> None:
    """The lobby, the scenario's page with the clock above it, or the debrief."""
    session = session_in(room)
    room.keep(session)
    phase = room.state.phase
    if phase == "over":
        return show_debrief(room)
    show_bar(room)
    if phase == "running":
        return show_session(session)
    style()
    st.session_state["at"] = room.place
    show_lobby(room) if phase == "waiting" else show_pause(room)


def session_in(room: Room) -> Session:
    """What the candidate has on the table; the first time, as the log says."""
    key = f"session:{room.place}"
    if key not in st.session_state:
        plan, case = room.state.plan, room.case
        st.session_state[key] = Session(
            case,
            case.design(plan.start),
            brief=plan.brief,
            board=room.state.board,
            seen_first=plan.asks.seen_first,
            room=room,
            goals=tuple(Goal(**goal) for goal in plan.goals),
        )
        st.session_state[key].furniture = _furniture(room, st.session_state[key])
    return st.session_state[key]


def _furniture(room: Room, session: Session) -> Furniture:
    return Furniture(
        asking=partial(show_asking, room),
        answer=partial(show_answer, room),
        prediction=partial(show_prediction, room, session),
        outcome=partial(show_outcome, room),
    )
