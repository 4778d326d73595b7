"""The landing page: what can be practised here, and what to do first."""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st

from kit.case import Case
from kit.listing import Listing
from kit.words import say
from ui import address
from ui.markdown import escape
from ui.navigation import style
from ui.session import Session
from ui.work import missing

# How often (seconds) the cards look whether their first numbers are there.
LOOK_AGAIN = 2
FIRST = (
    "**What to do first.** Take a case and *walk through it*: its stops, each a question, the "
    "choices that answer it and what they do. Or *take a brief*: a design that was shipped and "
    "fails, with goals to meet. Or *open the lab*: every choice and every picture at once."
)
_SAID: dict[Hashable, str] = {}
WAYS = {
    "Walk through it": (":material/directions_walk:", {}),
    "Take a brief": (":material/assignment:", {"show": "briefs"}),
    "Open the lab": (":material/tune:", {"show": "lab"}),
}


def show_home(listing: Listing) -> None:
    """A card for each case: what it is about, three ways in, and a first number once it is there.

    No case is imported for it.
    """
    st.session_state["at"] = ""
    style()
    st.title("Sandtable", anchor=False)
    st.markdown(
        "Practise ML system design on systems that run. Each case is a made-up world whose truth "
        "is known: every choice is measured against it, and against what the team would have seen."
    )
    st.markdown(FIRST)
    waiting = any(_number(listing, slug) == "" for slug in listing.slugs)
    st.fragment(_cards, run_every=LOOK_AGAIN if waiting else None)(listing, waiting)


def _cards(listing: Listing, waited: bool) -> None:
    numbers = {slug: _number(listing, slug) for slug in listing.slugs}
    if waited and all(numbers.values()):
        st.rerun()
    with st.grid(min_column_width=340, gap="medium"):
        for slug, number in numbers.items():
            with st.container(border=True, height="stretch"):
                _card(listing, slug, number)


def _card(listing: Listing, slug: str, number: str) -> None:
    title, about = listing.about(slug)
    st.markdown(f"## {escape(title)}")
    case = listing.loaded(slug)
    st.markdown(escape(case.situation if case else about))
    if case:
        st.caption(escape(case.tension))
        st.markdown(f":material/school: {escape(case.learn)}")
    st.caption(number or ":material/hourglass_top: The first run is being made.")
    pages, session = st.session_state.get("pages", {}), st.session_state.get(f"session:{slug}")
    if slug not in pages:
        return
    if isinstance(session, Session) and address.of(session):
        go_on = address.of(session)
        st.page_link(pages[slug], label="Go on", icon=":material/play_arrow:", query_params=go_on)
    with st.container(horizontal=True, gap="small"):
        for label, (icon, query) in WAYS.items():
            st.page_link(pages[slug], label=label, icon=icon, query_params=query or None)


def _number(listing: Listing, slug: str) -> str:
    """The first headline reading of the default design, once it is there; it is there for good."""
    case = listing.loaded(slug)
    if case is None:
        return ""
    run = case.run({})
    key = case.pipeline.key(case.final, run.settings)
    if key not in _SAID and not missing(run, case.final):
        _SAID[key] = _said(case)
    return _SAID.get(key, "")


def _said(case: Case) -> str:
    metric = next(item for item in case.metrics if item.headline)
    reading = case.run({}).reading(metric.name)
    parts = [f"{metric.label} by default: {say(reading.true, metric.unit)}"]
    if reading.seen == reading.seen:
        parts.append(f"the team sees {say(reading.seen, metric.unit)}")
    if reading.ceiling == reading.ceiling:
        parts.append(f"the ceiling is {say(reading.ceiling, metric.unit)}")
    return escape("; ".join(parts) + ".")
