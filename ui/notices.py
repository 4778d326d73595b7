"""What has to be said above a page: what could not be read, the lesson shown, the twist thrown."""

from __future__ import annotations

import streamlit as st

from ui.lessons import Fill, announce_lesson
from ui.markdown import escape
from ui.session import Session
from ui.twists import announce_twist
from ui.welcome import welcome

# Notices shown at once; a hostile link can hold a thousand.
MOST_NOTICES = 4


def announce(session: Session) -> Fill:
    """The notices, once each, and what is under way; hands back what fills in a verdict."""
    notices, session.notices = session.notices, []
    for notice in notices[:MOST_NOTICES]:
        st.warning(escape(notice), icon=":material/info:")
    if len(notices) > MOST_NOTICES:
        st.caption(f"And {len(notices) - MOST_NOTICES} more like these.")
    fill = announce_lesson(session)
    announce_twist(session)
    if session.room is None:
        welcome(session)
    return fill
