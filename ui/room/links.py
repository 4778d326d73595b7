"""Addresses to hand on: of a seat, and of the state an interview was in at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from kit.case import Case
from kit.choice import Refused, as_text
from kit.interview.events import Event
from kit.interview.state import fold
from kit.run import VERSION

SEAT = "seat"


def link_of(token: str) -> str:
    """The full link to a seat."""
    root = (st.context.url or "").partition("?")[0]
    return f"{root}?{urlencode({SEAT: token})}"


def linked(case: Case, log: Sequence[Event], number: int, text: str) -> str:
    """A text (markdown) as a link to the state at an event; plain where there is none."""
    place = next((at for at, event in enumerate(log, 1) if event.number == number), 0)
    link = link_at(case, log, place) if place else ""
    return f"[{text}]({link})" if link else text


def link_at(case: Case, log: Sequence[Event], number: int) -> str:
    """A link to the scenario's page as it stood at an event: the design, the stop and the brief.

    Empty where the scenario of today cannot be in that state any more.
    """
    state = fold(log[:number])
    try:
        design = case.design(state.open_design)
    except Refused:
        return ""
    chosen = {name: as_text(value) for name, value in design.chosen}
    beside = {"show": state.here, "brief": state.plan.brief}
    shown = {name: text for name, text in beside.items() if text}
    return f"{case.slug}?{urlencode({'v': f'{VERSION}.{case.slug}', **chosen, **shown})}"
