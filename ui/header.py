"""The top of a case's page in one line: what it is about, and what one may ask for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kit.run import Run
from ui import menu, share
from ui.cache import Tell, cached, quietly
from ui.follow import following
from ui.markdown import escape
from ui.session import Session

FACTS = "What an interviewer would tell when asked: traffic, rates, delays, deadlines, costs."


def show_header(session: Session) -> Callable[[Run, Tell], None]:
    """Title, situation and buttons; hands back what fills in the facts once a run is there."""
    case = session.case
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="header"):
        st.title(escape(case.title), anchor=False, width="content")
        with st.container(key="situation"):
            st.caption(escape(case.situation), width="stretch")
        facts = st.popover("Facts", icon=":material/quiz:", help=FACTS)
        _pin(session)
        fill_share = _nothing if session.room else share.show_share(session)
        fill_menu = menu.show_menu(session)

    def fill(run: Run, tell: Tell) -> None:
        with facts:
            if session.furniture:
                session.furniture.asking(run)
            else:
                following(session, _facts)
        fill_share(run)
        fill_menu(run)

    return fill


def _nothing(run: Run) -> None:
    """Links to a design are not given away in the middle of an interview."""


def _pin(session: Session) -> None:
    st.button(
        f"Pin ({len(session.pins)})" if session.pins else "Pin",
        key=f"{session.case.slug}:pin",
        icon=":material/keep:",
        help="Keep this design to compare with; readings then show their change against it.",
        on_click=lambda: session.pin(session.design),
    )


def _facts(run: Run) -> None:
    case = run.case
    told = cached((case.slug, case.facts, run.design), lambda: case.facts(run), "Facts", quietly)
    for name, text in told.items():
        st.markdown(f":gray[{escape(name)}]  \n{escape(text)}")
