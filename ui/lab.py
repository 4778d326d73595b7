"""The lab: all choices in their groups beside all panels, for people who know their way."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kit.run import Run
from ui import panels
from ui.controls import show_choices
from ui.kept import Tell
from ui.prose import plain
from ui.sitting import Sitting


def lay_lab(sitting: Sitting) -> Callable[[Run, Tell], None]:
    """Every choice by group on the left, every panel by group on the right."""
    case = sitting.case
    left, right = st.columns([2, 3], gap="large")
    with left:
        for at, (group, label) in enumerate(case.groups.items()):
            names = [c.name for c in case.choices if c.group == group and c.name != "seed"]
            if names:
                with st.expander(plain(label), expanded=at < 3, key=f"{case.slug}:group:{group}"):
                    show_choices(sitting, names)
    with right:
        reserved = _opened(sitting)
    return lambda run, tell: panels.fill(sitting, reserved, run, tell)


def _opened(sitting: Sitting) -> list:
    """Places for the panels of the group whose tab is open; the other groups are not drawn."""
    groups: dict[str, list] = {}
    for panel in sitting.case.panels:
        groups.setdefault(panel.group, []).append(panel)
    labels = [plain(group.replace("_", " ").capitalize()) for group in groups]
    tabs = st.tabs(labels, on_change=sitting.touch, key=f"{sitting.case.slug}:groups")
    for tab, shown in zip(tabs, groups.values(), strict=True):
        if tab.open:
            with tab:
                return panels.places(sitting, shown)
    return []
