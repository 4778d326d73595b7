"""Setting up an interview: scenario, level, time, seed, alone or led, a brief or open."""

from __future__ import annotations

import random
from typing import Any

import streamlit as st

from kit.case import Case
from kit.choice import Refused
from kit.interview.plan import LEVELS, MINUTES, Level, Plan, plan, sealing
from kit.interview.store import opened
from kit.listing import Listing
from ui.markdown import escape
from ui.navigation import style
from ui.room.hiding import choose_hidden

LED = {False: "Alone", True: "Led by an interviewer"}


def show_setup(listing: Listing) -> None:
    """The form, and the button that opens the room."""
    st.session_state["at"] = ""
    style()
    st.title("Practice room", anchor=False)
    st.markdown(
        "An interview with a clock: answers are committed before they are revealed, changes are "
        "predicted before they run, and what was done is kept and debriefed. Practise alone, or "
        "lead somebody who sits at another browser."
    )
    with st.container(border=True, key="setup"):
        left, right = st.columns(2, gap="large")
        with left:
            case = listing.load(_scenario(listing))
            brief = _brief(case)
        with right:
            level, minutes = _level(), _minutes()
            led, seed = _led(), _seed()
            hidden = choose_hidden(case, led, brief)
        if st.button("Set it up", type="primary", icon=":material/meeting_room:", key="room:make"):
            with st.spinner("Setting it up …"):
                made = plan(case, level=level, minutes=minutes, seed=seed, led=led, brief=brief)
            _make(made, sealing(case, made, hidden))


def _make(made: Plan, sealed: dict[str, Any] | None) -> None:
    try:
        seats = opened().create(made, sealed)
    except Refused as refusal:
        st.error(escape(str(refusal)))
        return
    st.query_params.from_dict({"seat": seats["interviewer" if made.led else "candidate"].token})
    st.rerun()


def _scenario(listing: Listing) -> str:
    return st.selectbox(
        "Scenario",
        listing.slugs,
        key="room:case",
        format_func=lambda slug: listing.about(slug)[0],
    )


def _brief(case: Case) -> str:
    titles = {"": "Open: design it from the start"}
    titles |= {brief.name: f"Brief: {brief.title}" for brief in case.briefs}
    chosen = st.selectbox("Task", list(titles), key=f"room:brief:{case.slug}",
                          format_func=titles.__getitem__)  # fmt: skip
    told = {brief.name: brief.situation for brief in case.briefs}
    st.caption(escape(told.get(chosen, case.situation)))
    return chosen


def _level() -> str:
    level = st.segmented_control(
        "Level",
        list(LEVELS),
        key="room:level",
        default="mid",
        required=True,
        format_func=lambda name: LEVELS[name].label,
    )
    st.caption(asks(LEVELS[level]))
    return level


def asks(level: Level) -> str:
    """What a level asks, as a sentence."""
    parts = [f"{level.hints} hint{'s' * (level.hints > 1)} a stop"]
    parts.append("one twist" if level.twists == 1 else "two twists, the second on top of the first")
    if level.seen_first:
        parts.append(f"truth only when asked for, {level.looks} times")
    if level.changes:
        parts.append(f"{level.changes} changes of the design")
    if level.tighter:
        parts.append(f"a brief's goals moved {level.tighter:.0%} of the way to what a fix reaches")
    return f"{', '.join(parts).capitalize()}."


def _minutes() -> int:
    return st.segmented_control("Minutes", MINUTES, key="room:minutes", default=45, required=True)


def _led() -> bool:
    return st.segmented_control(
        "Who leads",
        list(LED),
        key="room:led",
        default=False,
        required=True,
        format_func=LED.__getitem__,
    )


def _seed() -> int:
    if "room:seed" not in st.session_state:
        st.session_state["room:seed"] = random.SystemRandom().randint(1, 9999)
    return st.number_input(
        "Seed", 0, 1_000_000, key="room:seed", width=160,
        help="The same seed gives the same world and the same twists: to compare two candidates.",
    )  # fmt: skip
