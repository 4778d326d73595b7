"""The lab: all choices in their groups beside all panels, for people who know their way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from kit.run import Run
from ui import panels
from ui.cache import Tell
from ui.controls import show_choices
from ui.markdown import escape
from ui.session import Session


def lay_lab(session: Session, left: Any, right: Any) -> Callable[[Run, Tell], None]:
    """Every choice by group on the left, every panel by group on the right."""
    case = session.case
    with left:
        for at, (group, label) in enumerate(case.groups.items()):
            names = [c.name for c in case.choices if c.group == group and c.name != "seed"]
            if names:
                with st.expander(escape(label), expanded=at < 3, key=f"{case.slug}:group:{group}"):
                    show_choices(session, names)
    with right:
        reserved = _opened(session)
    return lambda run, tell: panels.fill(session, reserved, run, tell)


def _opened(session: Session) -> list:
    """Places for the panels of the group whose tab is open; the other groups are not drawn."""
    groups: dict[str, list] = {}
    for panel in session.case.panels:
        groups.setdefault(panel.group, []).append(panel)
    labels = [escape(group.replace("_", " ").capitalize()) for group in groups]
    tabs = st.tabs(labels, on_change=session.touch, key=f"{session.case.slug}:groups")
    for tab, shown in zip(tabs, groups.values(), strict=True):
        if tab.open:
            with tab:
                return panels.places(session, shown)
    return []
