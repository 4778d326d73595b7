"""The line above a room: the clock and its phase, and what one may do to the interview."""

from __future__ import annotations

import time
from pathlib import Path

import streamlit as st

from kit.choice import Refused
from kit.interview.events import CANDIDATE, ROOM
from kit.interview.plan import deck, phase_at
from kit.interview.state import State
from kit.interview.telling import minutes
from ui.markdown import escape
from ui.room.keeping import Room

PRESENTED = (Path(__file__).parent / "presented.css").read_text("utf-8")
BIG = "room:big"
LOOK_EVERY = 1.0  # seconds between two looks at the log


def show_bar(room: Room) -> None:
    """The clock, which looks by itself whether something happened, and the buttons beside it."""
    with st.container(key="room-bar", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="clock", width="stretch"):
            st.fragment(_watch, run_every=LOOK_EVERY)(room)
        _buttons(room)
    with st.container():  # a place of its own: what is below stays where it is
        if st.session_state.get(BIG):
            st.html(f"<style>{PRESENTED}</style>")
        show_refused(room)


def show_refused(room: Room) -> None:
    """What could not be done, once."""
    refused, room.refused = room.refused, []
    for sentence in refused:
        st.warning(escape(sentence), icon=":material/info:")


def watch(room: Room) -> None:
    """Look by itself whether something happened, and show nothing."""
    st.fragment(_look, run_every=LOOK_EVERY)(room)


def _watch(room: Room) -> None:
    _look(room)
    st.markdown(told(room.state, time.time()))


def _look(room: Room) -> None:
    try:
        _throw_what_is_due(room)
        if room.has_news():
            st.rerun()
    except Refused:
        st.rerun()


def _throw_what_is_due(room: Room) -> None:
    """Throw the twist that comes by the clock: whoever looks first does it."""
    state = room.state
    if not state.twist_due(time.time()):
        return
    thrown = {event.payload["name"] for event in state.twists}
    rest = [twist for twist in deck(room.case, state.plan, state.kept) if twist.name not in thrown]
    if rest:
        room.append(ROOM, "twist", as_payload(rest[0]))


def as_payload(twist) -> dict:
    """A twist as the payload of its event."""
    names = ("name", "kind", "sentence", "question")
    told = {name: getattr(twist, name) for name in names}
    return told | {"needs": dict(twist.needs), "changes": dict(twist.changes)}


def told(state: State, now: float) -> str:
    """The clock in words: what is left, the phase and when it ends."""
    plan = state.plan
    if state.phase == "waiting":
        return f"**{plan.minutes}:00** · not started"
    elapsed = state.elapsed(now)
    left = plan.seconds - elapsed
    clock = f"**{minutes(left)} left**" if left >= 0 else f":red[**{minutes(-left)} over**]"
    if state.phase == "over":
        return f"Over after {minutes(elapsed)}"
    phase, end = phase_at(plan, elapsed)
    paused = " · paused" if state.phase == "paused" else ""
    until = f" until {minutes(plan.seconds - end)} left" if end < plan.seconds else ""
    return f":material/timer: {clock} · {phase.name}{until}{paused}"


def _buttons(room: Room) -> None:
    key, phase = room.seat.interview, room.state.phase
    if room.seat.side == CANDIDATE:
        st.toggle(
            "Big type", key=BIG, help="For a shared screen: the question, tiles, one picture."
        )
    if not room.leads and phase in ("running", "paused"):
        kind, label, icon = (
            ("paused", "Pause", "pause")
            if phase == "running"
            else ("resumed", "Go on", "play_arrow")
        )
        st.button(
            label, key=f"{key}:{kind}", icon=f":material/{icon}:", on_click=room.say, args=(kind,)
        )
    if phase in ("running", "paused"):
        end = st.popover("End", icon=":material/flag:", key=f"{key}:ends")
        with end:
            st.caption("Ends the interview for both sides and opens the debrief.")
            st.button(
                "End the interview",
                key=f"{key}:end",
                type="primary",
                on_click=room.say,
                args=("ended",),
            )
