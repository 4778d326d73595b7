"""What to do first, for somebody who has not been here: three ways, and a tour that may be skipped.

That somebody has been here is kept in a cookie of their browser, and nowhere else.
"""

from __future__ import annotations

import streamlit as st

from ui import address
from ui.navigation import go_to
from ui.session import Session

COOKIE = "sandtable_welcomed"
WELCOMED, TOUR = "welcomed", "tour"
WAYS = (
    "**New here?** *Walk through it*: its stops, each a question, its choices and what they do. "
    "*Take a brief*: a design that fails, and goals to meet. *Open the lab*: everything at once."
)
STOPS = (
    (
        "On the left: a question of the interview and the choices that answer it. Answer it aloud "
        "first, then choose. A model answer and follow-ups are folded below.",
        "question",
    ),
    (
        "On the right: the consequence. What is true, what the team sees, and how near that is to "
        "the ceiling. It stays in view while you choose.",
        "scoreboard",
    ),
    (
        "Drag the dial: it answers while you drag, since nothing is trained for it. "
        "A choice is computed anew, which takes about a second.",
        "scoreboard",
    ),
    (
        "Under the dial stands what your last change did, and what lies within noise. Pin a design "
        "to compare with it; Menu holds lessons, twists, presets and terms.",
        "said",
    ),
)

_REMEMBER = f"""
export default function () {{
  document.cookie = "{COOKIE}=yes; path=/; max-age=31536000; samesite=lax";
}}
"""
_remember = st.components.v2.component("sandtable_welcomed", js=_REMEMBER)


def welcome(session: Session) -> None:
    """The three ways on a first visit, or the stop of the tour one is at."""
    if st.session_state.get(TOUR) is not None:
        _tour(session, int(st.session_state[TOUR]))
    elif is_new():
        _ways(session)
    elif st.session_state.get(WELCOMED):
        _remember(key="remember")


def is_new() -> bool:
    """Whether this visitor has neither chosen a way nor been here before."""
    return not st.session_state.get(WELCOMED) and COOKIE not in st.context.cookies


def offer_tour(session: Session) -> None:
    """The tour again, for who asks for it."""
    st.button(
        "Tour",
        key=f"{session.case.slug}:tour",
        icon=":material/explore:",
        help="Four sentences on what is where.",
        on_click=_walk,
        args=(session,),
    )


def _ways(session: Session) -> None:
    slug, briefs = session.case.slug, bool(session.case.briefs)
    ways = [("Walk through it", "directions_walk", _walk, ())]
    if briefs:
        ways.append(("Take a brief", "assignment", _leave_for, ("briefs",)))
    ways.append(("Open the lab", "tune", _leave_for, ("lab",)))
    ways.append(("Not now", "close", _leave_for, ("",)))
    with st.container(key="welcome", border=True, gap="xsmall"):
        st.markdown(WAYS)
        with st.container(horizontal=True, gap="xsmall"):
            for label, icon, act, more in ways:
                st.button(
                    label,
                    key=f"{slug}:way:{label}",
                    icon=f":material/{icon}:",
                    type="tertiary" if label == "Not now" else "secondary",
                    on_click=act,
                    args=(session, *more),
                )


def _walk(session: Session) -> None:
    st.session_state[WELCOMED], st.session_state[TOUR] = True, 0
    if address.view() != "candidate" or not session.show:
        go_to(session, session.case.steps[0].name)
    session.touch()


def _leave_for(session: Session, place: str) -> None:
    st.session_state[WELCOMED] = True
    session.touch()
    if place:
        go_to(session, place)


def _tour(session: Session, at: int) -> None:
    words, where = STOPS[at]
    slug, last = session.case.slug, at + 1 == len(STOPS)
    with st.container(
        key="welcome", border=True, horizontal=True, vertical_alignment="center", gap="small"
    ):
        st.markdown(f"**{at + 1} of {len(STOPS)}** {words}", width="stretch")
        st.button(
            "Done" if last else "Go on",
            key=f"{slug}:tour:on",
            type="primary",
            on_click=_turn,
            args=(session, None if last else at + 1),
        )
        if not last:
            st.button(
                "Skip",
                key=f"{slug}:tour:skip",
                type="tertiary",
                on_click=_turn,
                args=(session, None),
            )
        _remember(key="remember")
    st.html(f"<style>{_pointed(where)}</style>")


def _pointed(where: str) -> str:
    """A ring around the part of the page a stop of the tour speaks of."""
    part = f".st-key-{where}" if where != "scoreboard" else ".st-key-consequence"
    return f"{part} {{ outline: 2px solid #E69F00; outline-offset: 4px; border-radius: 8px; }}"


def _turn(session: Session, to: int | None) -> None:
    session.touch()
    st.session_state[TOUR] = to
