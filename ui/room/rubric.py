"""The rubric: what each level looks like in this scenario, a verdict, and its evidence."""

from __future__ import annotations

import streamlit as st

from kit.interview.rules import VERDICTS
from kit.rubric import AREAS, LEVELS, Area
from ui.markdown import escape
from ui.room.keeping import Room
from ui.room.watching import latest, line

EVIDENCE = 60  # events to choose evidence from


def show_rubric(room: Room) -> None:
    """Each area with its three levels; what was judged last is what counts."""
    areas = {area.name: area for area in room.case.rubric}
    events = {event.number: line(room, event) for event in latest(room, EVIDENCE)}
    for name in AREAS:
        _area(room, name, areas.get(name), events)


def _area(room: Room, name: str, area: Area | None, events: dict[int, str]) -> None:
    event = room.state.scores.get(name)
    level = event.payload["level"] if event else ""
    kept = [number for number in (event.payload["evidence"] if event else ()) if number in events]
    key = f"{room.seat.interview}:score:{name}"
    st.session_state[key], st.session_state[f"{key}:by"] = level or None, kept
    title = f"{name.capitalize()}{f': {level}' if level else ''}"
    with st.expander(title, expanded=not level and name == AREAS[0]):
        if area:
            told = (f"**{each.capitalize()}** {escape(area.at(each))}" for each in LEVELS)
            st.markdown("  \n".join(told))
        st.segmented_control(
            "Shown",
            VERDICTS[1:],
            key=key,
            label_visibility="collapsed",
            on_change=_score,
            args=(room, name, key),
        )
        st.multiselect(
            "Evidence",
            list(events),
            key=f"{key}:by",
            format_func=events.__getitem__,
            placeholder="Evidence from the log",
            label_visibility="collapsed",
            on_change=_score,
            args=(room, name, key),
        )


def _score(room: Room, name: str, key: str) -> None:
    evidence = list(st.session_state[f"{key}:by"])
    room.say("score", area=name, level=st.session_state[key] or "", evidence=evidence)
