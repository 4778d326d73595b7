"""What is hidden from the candidate: chosen at set-up, seen by who leads, opened at the end."""

from __future__ import annotations

import streamlit as st

from kit.case import Case, Step
from ui.markdown import escape
from ui.room.keeping import Room

BY_CHANCE = "By chance, from the seed"


def choose_hidden(case: Case, led: bool, brief: str) -> str:
    """At set-up, what is to be hidden: its name, "" for what the seed draws."""
    if case.hidden is None or brief:
        return ""
    if not led:
        st.caption(f"{escape(case.hidden.label)} is drawn by the seed and told in the debrief.")
        return ""
    options = {"": BY_CHANCE, **case.hidden.options}
    return st.selectbox(
        escape(case.hidden.label),
        list(options),
        key=f"room:hidden:{case.slug}",
        format_func=options.__getitem__,
        help="Only you will see it. The candidate's pages hold it without naming it, until you "
        "open it or the interview is over.",
    )


def show_hidden(room: Room) -> None:
    """For the interviewer: what is hidden, and the button that opens it to the candidate."""
    sealed = room.state.sealed
    if sealed is None:
        return
    told = sealed.payload
    with st.container(key="hidden", horizontal=True, vertical_alignment="center", gap="small"):
        name = escape(told["options"].get(told["name"], told["name"]))
        st.markdown(
            f":material/visibility_off: :gray[{escape(told['title'])}] **{name}**", width="stretch"
        )
        _open(room, "Open it", "Shows the candidate what it is; the answer given by then counts.")


def show_opening(room: Room, step: Step) -> None:
    """At the stop that asks what is hidden: when it is opened, and alone the button that does."""
    sealed = room.state.sealed
    if sealed is None or not room.shut or sealed.payload["answer"] not in step.choices:
        return
    title = escape(sealed.payload["title"])
    if room.leads:
        st.caption(f"{title} is opened by the interviewer, or in the debrief.")
    else:
        st.caption(f"{title} is told in the debrief, or once you open it.")
        _open(room, "Open it now", "The answer given by then counts; that you opened it is noted.")


def _open(room: Room, label: str, help: str) -> None:
    st.button(
        label if room.shut else "Opened",
        key=f"{room.seat.interview}:unseal",
        icon=":material/drafts:",
        disabled=room.state.phase != "running" or not room.shut,
        help=help,
        on_click=room.say,
        args=("unsealed",),
    )
