"""The candidate's answer to a stop: written, committed, and only then held beside the model's."""

from __future__ import annotations

import streamlit as st

from kit.case import Step
from ui.markdown import escape
from ui.room.hiding import show_opening
from ui.room.keeping import Room


def show_answer(room: Room, step: Step) -> None:
    """What was committed at a stop, what is being written, hints, and the answer once open."""
    stop, key = room.state.stop(step.name), f"{room.seat.interview}:{step.name}"
    with st.container(key="answer", gap="xsmall"):
        for _, text in stop.answers:
            st.caption(":material/lock: Committed")
            st.text(text)
        if not stop.revealed:
            _write(room, step, key)
        for number, hint in enumerate(stop.hints, 1):
            st.markdown(f":material/tips_and_updates: **Hint {number}** {escape(hint)}")
        with st.container(horizontal=True, gap="xsmall"):
            if not room.leads:
                _hint(room, step, key)
                _open(room, step, key)
        show_opening(room, step)
        if stop.revealed:
            show_model(step)
            if not room.leads and step.points:
                st.caption("Which of these did you say?")
                show_points(room, step)
        elif room.leads:
            st.caption("The interviewer opens the model answer.")


def show_model(step: Step) -> None:
    """The model answer, and the follow-ups with what a good answer says."""
    with st.expander("A model answer", icon=":material/lightbulb:", expanded=True):
        st.markdown(escape(step.answer))
        for question, answer in step.asked:
            st.markdown(f"**{escape(question)}**  \n{escape(answer)}")


def show_points(room: Room, step: Step) -> None:
    """What a good answer says, ticked where it was said."""
    said = room.state.stop(step.name).points
    for number, point in enumerate(step.points):
        key = f"{room.seat.interview}:{step.name}:point:{number}"
        st.session_state[key] = point in said
        st.checkbox(escape(point), key=key, on_change=_tick, args=(room, step, point, key))


def _tick(room: Room, step: Step, point: str, key: str) -> None:
    room.say("tick", stop=step.name, point=point, on=bool(st.session_state[key]))


def _write(room: Room, step: Step, key: str) -> None:
    st.text_area(
        "Your answer in a few sentences",
        key=f"{key}:text",
        height=96,
        placeholder="Say it aloud first. What is committed cannot be changed, only added to.",
    )
    st.button(
        "Commit",
        key=f"{key}:commit",
        icon=":material/lock:",
        on_click=_commit,
        args=(room, step, f"{key}:text"),
    )


def _commit(room: Room, step: Step, key: str) -> None:
    text = st.session_state[key]
    if not text.strip():
        room.refused.append("There is nothing to commit yet.")
    elif room.say("committed", stop=step.name, text=text):
        st.session_state[key] = ""


def _hint(room: Room, step: Step, key: str) -> None:
    given, may = len(room.state.stop(step.name).hints), room.state.plan.asks.hints
    if given < min(may, len(step.hints)):
        st.button(
            f"Hint {given + 1} of {min(may, len(step.hints))}",
            key=f"{key}:hint",
            icon=":material/tips_and_updates:",
            help="A nudge first, then a direction, then nearly the answer. It is noted.",
            on_click=lambda: room.say(
                "hint", stop=step.name, level=given + 1, text=step.hints[given]
            ),
        )


def _open(room: Room, step: Step, key: str) -> None:
    stop = room.state.stop(step.name)
    if stop.revealed or not step.answer:
        return
    st.button(
        "Compare with a model answer" if stop.answers else "Open the model answer unanswered",
        key=f"{key}:open",
        icon=":material/lightbulb:",
        help="One may always go on; that nothing was committed is noted.",
        on_click=lambda: room.say("revealed", stop=step.name),
    )
