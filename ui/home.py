"""The landing page: what can be practised here, with a first number already computed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kit.case import Case
from kit.listing import Listing
from kit.words import say
from ui import address
from ui.markdown import escape
from ui.session import Session
from ui.work import missing

# How often (seconds) the cards look whether their first numbers are there.
LOOK_AGAIN = 2


def show_home(listing: Listing) -> None:
    """A card for each case: situation, tension, what one learns, a first number."""
    cases, broken = listing.sound()
    st.session_state["at"] = ""
    st.title("Sandtable", anchor=False)
    st.markdown(
        "Practise ML system design on systems that run. Each case is a made-up world whose truth "
        "is known: every choice is measured against it, and against what the team would have seen."
    )
    for sentence in broken:
        st.warning(escape(sentence))
    waiting = _waiting(cases)
    st.fragment(_cards, run_every=LOOK_AGAIN if waiting else None)(cases, waiting)


def _waiting(cases: Sequence[Case]) -> bool:
    return any(missing(case.run(case.design()), case.final) for case in cases)


def _cards(cases: Sequence[Case], waited: bool) -> None:
    if waited and not _waiting(cases):
        st.rerun()
    with st.grid(min_column_width=320, gap="medium"):
        for case in cases:
            with st.container(border=True, height="stretch"):
                _card(case)


def _card(case: Case) -> None:
    st.markdown(f"##### {escape(case.title)}")
    st.markdown(escape(case.situation))
    st.caption(escape(case.tension))
    st.markdown(f":material/school: {escape(case.learn)}")
    st.caption(_first_number(case))
    pages, session = st.session_state.get("pages", {}), st.session_state.get(f"session:{case.slug}")
    if case.slug in pages:
        label = "Go on" if isinstance(session, Session) else "Open"
        st.page_link(
            pages[case.slug],
            label=label,
            icon=":material/arrow_forward:",
            query_params=address.of(session) if session else None,
        )


def _first_number(case: Case) -> str:
    """The first headline reading of the default design, once the warm-up has it."""
    run = case.run(case.design())
    if missing(run, case.final):
        return ":material/hourglass_top: The first run is being made."
    metric = next(item for item in case.metrics if item.headline)
    reading = run.reading(metric.name)
    parts = [f"{metric.label} by default: {say(reading.true, metric.unit)}"]
    if reading.seen == reading.seen:
        parts.append(f"the team sees {say(reading.seen, metric.unit)}")
    if reading.ceiling == reading.ceiling:
        parts.append(f"the ceiling is {say(reading.ceiling, metric.unit)}")
    return escape("; ".join(parts) + ".")
