"""The ways to look at a case: the walkthrough's stops, the lab, the comparison."""

from __future__ import annotations

import streamlit as st

from ui.markdown import escape
from ui.session import Session

# Own rules only, nothing from data: the scoreboard sticks to the page, not to its own block.
STYLE = """
.st-key-board, div:has(> .st-key-board) { display: contents; }
.st-key-said { min-height: 3.2rem; }
[class*="st-key-panel-"] { min-height: 26rem; }
.st-key-stages { min-height: 3.4rem; }
.stMainBlockContainer { padding-bottom: 4rem; max-width: 1500px; }
@media (min-width: 768px) {
  .stApp:has([data-testid="stSidebar"][aria-expanded="true"]) .st-key-goals { display: none; }
}
@media (max-width: 640px) { .stMainBlockContainer { padding-left: 0.8rem; padding-right: 0.8rem; } }
"""


def style() -> None:
    """The few rules of our own."""
    st.html(f"<style>{STYLE}</style>")


def show_stops(session: Session) -> None:
    """The walkthrough's stops in order, then the lab and the comparison."""
    labels = {
        step.name: f"{at} {escape(step.title)}" for at, step in enumerate(session.case.steps, 1)
    }
    pinned = f" ({len(session.pins)})" if session.pins else ""
    labels |= {
        "lab": ":material/tune: Lab",
        "compare": f":material/compare_arrows: Compare{pinned}",
    }
    key = f"{session.case.slug}:show"
    wanted = session.show if session.show in labels else next(iter(labels))
    if st.session_state.get(key) != wanted:
        st.session_state[key] = wanted
    st.pills(
        "Ways to look at it",
        list(labels),
        key=key,
        required=True,
        wrap=True,
        format_func=labels.__getitem__,
        label_visibility="collapsed",
        on_change=_go,
        args=(session, key),
    )


def _go(session: Session, key: str) -> None:
    session.touched, session.show = True, st.session_state[key]
