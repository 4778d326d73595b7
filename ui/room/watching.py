"""What an interviewer sees of the candidate: stop, answers, design, change, readings, board."""

from __future__ import annotations

import math
import time

import streamlit as st

from kit.board.drawing import as_svg
from kit.board.reading import read_link
from kit.case import Step
from kit.choice import Choice, Refused
from kit.interview.describing import described
from kit.interview.events import Event
from kit.words import say
from ui.markdown import escape
from ui.room.keeping import Room

LATEST = 12  # events of the log that are listed


def show_candidate_side(room: Room) -> None:
    """Everything the candidate does, as the log says."""
    state, step = room.state, stop_of(room, room.state.here)
    place = state.plan.stops.get(state.here, state.here.capitalize())
    st.markdown(f":gray[{escape(state.plan.title)} · the candidate is at] **{escape(place)}**")
    if step:
        st.markdown(f"## {escape(step.question)}")
    _answers(room)
    with st.container(key="last-change", gap="xsmall"):
        _change(room)
    _readings(room)
    _design(room)
    _drawn(room)
    with st.expander("What happened", icon=":material/history:"):
        for event in reversed(latest(room)):
            st.text(line(room, event))


def stop_of(room: Room, name: str) -> Step | None:
    """The stop of a name; None for the lab and other places."""
    return next((step for step in room.case.steps if step.name == name), None)


def latest(room: Room, count: int = LATEST) -> tuple[Event, ...]:
    """The last events that say something of the candidate."""
    quiet = ("ran", "note", "tick", "score", "joined", "dial", "measured")
    log = room.store.log(room.seat.interview)
    return tuple(event for event in log if event.kind not in quiet)[-count:]


def line(room: Room, event: Event) -> str:
    """An event with its time."""
    at = time.strftime("%H:%M:%S", time.localtime(event.at))
    return f"{at}  {event.who} {described(event, room.state.plan)}"


def _answers(room: Room) -> None:
    for _, text in room.state.stop(room.state.here).answers:
        with st.container(border=True, gap="xsmall"):
            st.caption(":material/lock: Committed")
            st.text(text)


def _change(room: Room) -> None:
    """The last change of the design, what it did, and what was predicted of it."""
    state = room.state
    if state.change is None:
        st.caption("The design has not been changed yet.")
        return
    ran = state.ran if state.ran and state.ran.number > state.change.number else None
    payload = state.change.payload
    what = payload.get("said") or payload.get("sentence", "")
    done = ran.payload["said"] if ran and ran.payload["said"] else f"{what}."
    st.markdown(f":gray[Last change] {escape(str(done))}")
    if state.guesses:
        guess = state.guesses[-1]
        marks = {True: ":green[right]", False: ":red[wrong]", None: "not measured yet"}
        label = state.plan.metrics.get(guess.said["metric"], {}).get("label", "")
        told = f"{label} {guess.said['way']}, {guess.said['sure']:.0%} sure"
        st.markdown(f":gray[Last prediction] {escape(told)}: {marks[guess.hit]}")


def _readings(room: Room) -> None:
    """The headline readings of the last run: what is true, and what the team sees."""
    if room.state.ran is None:
        return
    with st.container(horizontal=True, gap="small", key="watched"):
        for name, parts in room.state.ran.payload["readings"].items():
            metric = room.state.plan.metrics.get(name)
            if metric:
                seen, true = (_said(parts[part], metric["unit"]) for part in ("seen", "true"))
                st.metric(escape(metric["label"]), true, help=escape(f"The team sees {seen}."))
    leaks = room.state.ran.payload["leaks"]
    for leak in leaks:
        st.caption(f":orange[:material/warning:] {escape(leak)}")


def _said(value: float | None, unit: str) -> str:
    return say(math.nan if value is None else value, unit)


def _design(room: Room) -> None:
    """Where the candidate's design differs from the default."""
    case, told = room.case, []
    try:
        changed = case.design(room.state.design).differs_from(case.design())
    except Refused as refusal:
        st.caption(escape(str(refusal)))
        return
    for name, (_, value) in changed.items():
        choice = case.choice(name)
        label = choice.label_of(value) if isinstance(choice, Choice) else str(value)
        told.append(f"{choice.label}: {label}")
    st.caption(f"Differs from the default in: {escape('; '.join(told) or 'nothing')}.")


def _drawn(room: Room) -> None:
    """The candidate's whiteboard."""
    if not room.state.board:
        return
    with st.expander("The whiteboard", icon=":material/draw:", expanded=room.state.here == "board"):
        try:
            st.html(f'<div style="overflow-x:auto">{as_svg(read_link(room.state.board))}</div>')
        except Refused as refusal:
            st.caption(escape(str(refusal)))
