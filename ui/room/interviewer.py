"""The interviewer's room: what the candidate does as it happens, and what is private."""

from __future__ import annotations

import time

import streamlit as st

from kit.case import Step
from kit.interview.events import Event
from kit.words import say
from ui.markdown import escape
from ui.navigation import style
from ui.room.answers import show_model
from ui.room.bar import show_bar
from ui.room.debrief import show_debrief
from ui.room.keeping import Room
from ui.room.links import link_of


def show_interviewer(room: Room) -> None:
    """Left the candidate, right what is private."""
    st.session_state["at"] = room.place
    room.refresh()
    style()
    if room.state.phase == "over":
        return show_debrief(room)
    show_bar(room)
    st.markdown(f"### {escape(room.state.plan.title)}")
    if "candidate" not in room.state.joined:
        _invite(room)
    if room.state.phase == "waiting":
        st.button("Start the clock", key="room:start", type="primary", icon=":material/play_arrow:",
                  on_click=room.say, args=("started",))  # fmt: skip
    left, right = st.columns([6, 6], gap="medium")
    with left:
        _candidate(room)
    with right:
        _private(room)


def _invite(room: Room) -> None:
    seat = room.store.seats(room.seat.interview)["candidate"]
    st.caption("The candidate's link. Yours is in the address bar: keep it to yourself.")
    st.code(link_of(seat.token), language=None, wrap_lines=True)


def _candidate(room: Room) -> None:
    state = room.state
    step = _step(room)
    st.caption(f"The candidate is at {escape(state.plan.stops.get(state.here, state.here))}.")
    st.markdown(f"#### {escape(step.question)}" if step else "")
    for _, text in state.stop(state.here).answers:
        st.caption(":material/lock: Committed")
        st.text(text)
    if state.change:
        st.markdown(f"**Last change** {escape(said_of(state.change))}")
    _readings(room)


def said_of(change: Event) -> str:
    """What a change of the design was: a pick, the dial, or a twist."""
    return str(change.payload.get("said") or change.payload.get("sentence", ""))


def _readings(room: Room) -> None:
    if room.state.ran is None:
        return
    with st.container(horizontal=True):
        for name, parts in room.state.ran.payload["readings"].items():
            metric = room.case.metric(name)
            value = float("nan") if parts["true"] is None else parts["true"]
            st.metric(escape(metric.label), say(value, metric.unit))


def _step(room: Room) -> Step | None:
    return next((step for step in room.case.steps if step.name == room.state.here), None)


def _private(room: Room) -> None:
    step = _step(room)
    if step:
        show_model(step)
        if not room.state.stop(step.name).revealed:
            st.button(
                "Reveal to the candidate",
                key=f"reveal:{step.name}",
                on_click=lambda: room.say("revealed", stop=step.name),
            )
    _notes(room)


def _notes(room: Room) -> None:
    key = f"{room.seat.interview}:note"
    st.text_area("A private note", key=key, height=80)
    st.button("Keep it", key=f"{key}:keep", on_click=_note, args=(room, key))
    for note in reversed(room.state.notes):
        st.caption(time.strftime("%H:%M", time.localtime(note.at)))
        st.text(note.payload["text"])


def _note(room: Room, key: str) -> None:
    if st.session_state[key].strip() and room.say("note", text=st.session_state[key]):
        st.session_state[key] = ""
