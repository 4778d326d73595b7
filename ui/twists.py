"""Twists: changes announced mid-way, thrown at the design on the table and undone again."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from kit.case import Case, Twist
from kit.choice import Choice, Value
from ui.markdown import escape
from ui.session import Session

ANNOUNCED = {"world": "The situation changes.", "order": "You are told to do this."}


def show_twists(session: Session):
    """The twists to throw, each with what it sets first."""
    st.caption("One press changes the situation under the design on the table; it can be undone.")
    for twist in session.case.twists:
        with st.container(border=True):
            st.markdown(f":gray[{ANNOUNCED[twist.kind]}] {escape(twist.sentence)}")
            if twist.needs:
                st.caption(f"Sets first: {escape(told(session.case, twist.needs))}")
            st.button(
                "Throw",
                key=f"{session.case.slug}:twist:{twist.name}",
                icon=":material/bolt:",
                on_click=throw,
                args=(session, twist),
            )
    return lambda run, tell: None


def throw(session: Session, twist: Twist) -> None:
    """Set what a twist needs, pin that design, and change the situation under it."""
    take_back(session)
    case, found = session.case, session.design
    start = case.change(found, twist.needs)
    session.undo = {name: found[name] for name in (*twist.needs, *twist.changes)}
    session.pin(start)
    session.put(case.change(start, twist.changes))
    session.twist, session.deck = twist.name, ""


def take_back(session: Session) -> None:
    """Put what a twist changed back to what it found; what was answered since stays."""
    if session.twist:
        session.change(session.undo)
    session.twist, session.undo, session.touched = "", {}, True


def announce_twist(session: Session) -> None:
    """The twist that was thrown, its question, and the way back."""
    twist = session.open_twist
    if twist is None:
        return
    with st.container(key="twist", horizontal=True, vertical_alignment="center", border=True):
        sentence = f":material/bolt: **{ANNOUNCED[twist.kind]}** {escape(twist.sentence)}"
        needs = f" :gray[Set first: {escape(told(session.case, twist.needs))}]" * bool(twist.needs)
        st.markdown(f"{sentence}{needs}  \n{escape(twist.question)}", width="stretch")
        if session.room:
            return
        st.button(
            "Undo",
            key=f"{session.case.slug}:twist:undo",
            icon=":material/undo:",
            help="Puts back what the twist changed; your own changes since stay.",
            on_click=take_back,
            args=(session,),
        )


def told(case: Case, changes: Mapping[str, Value]) -> str:
    """Changes as words: each choice and its new value."""
    parts = []
    for name, value in changes.items():
        choice = case.choice(name)
        label = choice.label_of(value) if isinstance(choice, Choice) else str(value)
        parts.append(f"{choice.label}: {label}")
    return "; ".join(parts)
