"""The twists of an interview: what the next one does is seen before it is thrown."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from kit.case import Twist
from kit.choice import Refused
from kit.interview.plan import deck
from kit.run import Run
from kit.words import say, say_change
from ui.cache import cached, quietly
from ui.markdown import escape
from ui.room.bar import as_payload
from ui.room.keeping import Room
from ui.twists import ANNOUNCED, told


def left_over(room: Room) -> list[Twist]:
    """The twists not thrown yet, in the order in which they come."""
    thrown = {event.payload["name"] for event in room.state.twists}
    every = deck(room.case, room.state.plan, room.state.kept)
    return [twist for twist in every if twist.name not in thrown]


def show_twists(room: Room) -> None:
    """The next twist, or another one that is picked; what it would do; and the button."""
    rest = {twist.name: twist for twist in left_over(room)}
    if not rest:
        st.caption("There is no twist left.")
        return
    key = f"{room.seat.interview}:twist"
    name = st.selectbox(
        "The next twist; one comes by itself in the last third",
        list(rest),
        key=key,
        format_func=lambda name: rest[name].sentence,
    )
    twist = rest[name]
    st.markdown(f":gray[{ANNOUNCED[twist.kind]}] **{escape(twist.sentence)}**")
    st.markdown(escape(twist.question))
    if twist.needs:
        st.caption(f"Sets first: {escape(told(room.case, twist.needs))}")
    st.caption(f"Changes: {escape(told(room.case, twist.changes))}")
    st.button(
        "Throw it",
        key=f"{key}:throw",
        type="primary",
        icon=":material/bolt:",
        on_click=lambda: room.say("twist", **as_payload(twist)),
    )
    _effect(room, twist)


def _effect(room: Room, twist: Twist) -> None:
    """What it does to the headline readings of the candidate's design as it stands."""
    case = room.case
    try:
        start = case.change(case.design(room.state.design), twist.needs)
        after = case.change(start, twist.changes)
    except Refused as refusal:
        st.caption(escape(str(refusal)))
        return
    with st.spinner("Running it …"):
        table = cached(
            (case.slug, "effect", start, after),
            lambda: effect(case.run(start), case.run(after)),
            "The twist",
            quietly,
        )
    st.dataframe(table, hide_index=True)


def effect(before: Run, after: Run) -> pd.DataFrame:
    """The headline readings before and after, and the change; within noise it says so."""
    rows = []
    for metric in (metric for metric in before.case.metrics if metric.headline):
        change = after.against(before, metric.name)
        old, new = (run.reading(metric.name).true for run in (before, after))
        told = say_change(change.change, metric.unit) if change.real else "within noise"
        if not math.isfinite(change.change):
            told = "n/a"
        rows.append((metric.label, say(old, metric.unit), say(new, metric.unit), told))
    return pd.DataFrame(rows, columns=["Reading", "Now", "With it", "Change"])
