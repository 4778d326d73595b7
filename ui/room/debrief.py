"""The debrief on the page: outcome and process apart, each loss one click from its state."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from kit.interview.debrief import Debrief, debrief
from kit.interview.drills import Drill, next_drill
from kit.interview.events import INTERVIEWER, Event
from kit.interview.files import WRITERS
from kit.interview.sides import seen_by
from kit.interview.telling import Row, sections
from ui import briefs, lessons
from ui.markdown import escape
from ui.navigation import style
from ui.room.bar import show_refused, watch
from ui.room.keeping import Room
from ui.room.links import linked
from ui.room.rubric import show_rubric
from ui.session import session_of

FILES = {".md": "Markdown", ".html": "A page to print", ".json": "The log as JSON"}


def show_debrief(room: Room) -> None:
    """What the log says of the interview: as much of it as this seat may see."""
    style()
    st.session_state["at"] = room.place
    room.refresh()
    watch(room)
    show_refused(room)
    log = seen_by(room.seat.side, room.leads, room.store.log(room.seat.interview))
    found = debrief(log)
    with st.container(key="debrief"):
        st.title(f"Debrief: {escape(room.state.plan.title)}", anchor=False)
        for heading, rows in sections(found):
            if heading:
                st.markdown(f"## {escape(heading)}")
            told = "\n".join(_row(room, log, row) for row in rows)
            st.markdown(told if heading else told.removeprefix("- "))
            if heading.startswith("Work on"):
                _drill(room, found)
    with st.container(key="debrief-more"):
        _judge(room)
        _files(room, log)


def _row(room: Room, log: Sequence[Event], row: Row) -> str:
    """One line as markdown; it, or each line below it, links to the state of its event."""
    head = f"**{escape(row.head)}** " if row.head else ""
    if row.events and not row.below:
        head = f"{linked(room.case, log, row.events[0], escape(row.head))} "
    lines = [f"- {head}{escape(row.text)}"]
    for at, text in enumerate(row.below):
        lines.append(f"  - {_linked(room, log, row.events[at], text)}")
    return "\n".join(lines)


def _linked(room: Room, log: Sequence[Event], number: int, text: str) -> str:
    """A line that begins with its clock, which is a link to the state at that event."""
    clock, rest = re.split(r"(?<=\))", text, maxsplit=1)
    return f"{linked(room.case, log, number, escape(clock))}{escape(rest)}"


def _drill(room: Room, found: Debrief) -> None:
    """The next drill, one press away."""
    drill = next_drill(room.case, found, room.listing.slugs)
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f":material/fitness_center: **Next drill** ({drill.kind}) {escape(drill.label)} "
            f":gray[{escape(drill.why)}]",
            width="stretch",
        )
        if st.button("Take it", key=f"{room.seat.interview}:drill", type="primary"):
            _take(room, drill)


def _take(room: Room, drill: Drill) -> None:
    """Lay a drill on the table of its scenario and go there; the candidate's is noted."""
    if room.seat.side != INTERVIEWER:
        room.say("drilled", kind=drill.kind, case=drill.case, name=drill.name)
    case = room.listing.load(drill.case)
    session = session_of(case)
    for lesson in case.lessons:
        if (drill.kind, drill.name) == ("lesson", lesson.name):
            lessons.show_me(session, lesson)
    for brief in case.briefs:
        if (drill.kind, drill.name) == ("brief", brief.name):
            briefs.start(session, brief)
    page = st.session_state.get("pages", {}).get(drill.case)
    if page is not None:
        st.switch_page(page)


def _judge(room: Room) -> None:
    """The rubric can still be filled in: by the interviewer, or by who practises alone."""
    if room.seat.side == INTERVIEWER or not room.leads:
        with st.expander("Rubric", icon=":material/grading:"):
            show_rubric(room)


def _files(room: Room, log: Sequence[Event]) -> None:
    with st.container(horizontal=True, gap="small"):
        for suffix, label in FILES.items():
            st.download_button(
                label,
                data=lambda suffix=suffix: WRITERS[suffix](log),
                file_name=f"interview-{room.seat.interview}{suffix}",
                key=f"{room.seat.interview}:file{suffix}",
                on_click="ignore",
            )
