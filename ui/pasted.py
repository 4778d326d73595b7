"""A box for a person's own numbers, and what the case says of them."""

from __future__ import annotations

from functools import partial

import streamlit as st

from kit.choice import Refused
from kit.pasted import Pasted
from kit.run import Run
from ui.feasibility import given_in, lay_answer
from ui.follow import alone, settle
from ui.markdown import escape
from ui.session import Session


def lay_pasted(session: Session, pasted: Pasted) -> None:
    """The box as a part of its own: it answers without the rest of the page."""
    with st.container(border=True):
        alone(session, partial(_show, session, pasted))


def _show(session: Session, pasted: Pasted, run: Run) -> None:
    settle(session)
    st.markdown(f"**{escape(pasted.title)}**")
    text = st.text_area(
        escape(pasted.help),
        pasted.example,
        height=120,
        key=f"{session.case.slug}:pasted",
        on_change=session.touch,
    )
    given = given_in(session, pasted.asks)
    try:
        lay_answer(pasted.answer(text, given))
    except Refused as refused:
        st.error(escape(str(refused)))
