"""What only an interviewer has: notes, the model answer and its points, hints, twists, a rubric."""

from __future__ import annotations

import streamlit as st

from kit.case import Step
from kit.interview.rules import MOST_HINTS
from kit.interview.telling import minutes
from kit.interview.trace import trace
from ui.markdown import escape
from ui.room.answers import show_model, show_points
from ui.room.hiding import show_hidden
from ui.room.keeping import Room
from ui.room.links import linked
from ui.room.rubric import show_rubric
from ui.room.throwing import show_twists
from ui.room.watching import stop_of


def show_private(room: Room) -> None:
    """Notes on top, always at hand; then the stop, the twists, the rubric."""
    with st.container():  # a place of its own: what is hidden or told moves no tab
        show_hidden(room)
        _notes(room)
    key = f"{room.seat.interview}:private"
    stop, twists, rubric = st.tabs(["Stop", "Twists", "Rubric"], key=key, on_change="rerun")
    if stop.open:
        with stop:
            _stop(room)
    if twists.open:
        with twists:
            show_twists(room)
    if rubric.open:
        with rubric:
            show_rubric(room)


def _notes(room: Room) -> None:
    key = f"{room.seat.interview}:note"
    st.text_input(
        "A private note",
        key=key,
        placeholder="A private note; Enter keeps it with its time and the state it was made at",
        label_visibility="collapsed",
        on_change=_note,
        args=(room, key),
    )
    notes = room.state.notes
    with st.expander(f"Notes ({len(notes)})", icon=":material/edit_note:", type="compact"):
        if not notes:
            st.caption("None yet.")
        log = room.store.log(room.seat.interview)
        read = trace(log)
        for note in reversed(notes):
            clock = linked(room.case, log, note.number, minutes(read.clock_of(note.number)))
            st.markdown(f"{clock} {escape(note.payload['text'])}")


def _note(room: Room, key: str) -> None:
    """Keep a note. A browser may send one text twice, at Enter and when the field is left."""
    text, last = st.session_state[key], room.state.notes[-1:]
    again = any(note.payload["text"] == text for note in last)
    if text.strip() and (again or room.say("note", text=text)):
        st.session_state[key] = ""


def _stop(room: Room) -> None:
    """One stop, by default the candidate's: bring them there, help them, tick, reveal."""
    names = list(room.state.plan.stops)
    key = f"{room.seat.interview}:looks-at"
    here = room.state.here if room.state.here in names else names[0]
    if st.session_state.get(f"{key}:here") != here:
        st.session_state[f"{key}:here"] = st.session_state[key] = here
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.selectbox("Stop", names, key=key, format_func=room.state.plan.stops.__getitem__,
                            label_visibility="collapsed")  # fmt: skip
        st.button(
            "Bring to this stop",
            key=f"{key}:bring",
            icon=":material/move_location:",
            disabled=name == room.state.here,
            on_click=lambda: room.say("stop", stop=name),
        )
    step = stop_of(room, name)
    if step:
        _help(room, step)
        show_points(room, step)
        show_model(step)


def _help(room: Room, step: Step) -> None:
    """The next hint, read before it is given, and the button that opens the model answer."""
    stop, key = room.state.stop(step.name), f"{room.seat.interview}:{step.name}"
    given = len(stop.hints)
    for number, hint in enumerate(step.hints[given:MOST_HINTS], given + 1):
        st.markdown(f":gray[Hint {number}] {escape(hint)}")
    with st.container(horizontal=True, gap="small"):
        if given < min(MOST_HINTS, len(step.hints)):
            st.button(
                f"Give hint {given + 1}",
                key=f"{key}:hint",
                icon=":material/tips_and_updates:",
                on_click=lambda: room.say(
                    "hint", stop=step.name, level=given + 1, text=step.hints[given]
                ),
            )
        st.button(
            "Answer revealed" if stop.revealed else "Reveal the answer",
            key=f"{key}:reveal",
            icon=":material/lightbulb:",
            disabled=bool(stop.revealed),
            help="Opens the model answer and the follow-ups on the candidate's screen.",
            on_click=lambda: room.say("revealed", stop=step.name),
        )
