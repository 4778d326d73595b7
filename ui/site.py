"""The pages of the site: the landing page, and one for each case at its own path."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from kit.choice import Refused
from kit.listing import Listing
from ui.home import show_home
from ui.markdown import escape
from ui.page import show


def pages(listing: Listing) -> dict[str, list[Any]]:
    """The pages for `st.navigation` by section; kept in the session for links between them."""
    home = st.Page(_called("home", partial(show_home, listing)), title="Sandtable", default=True)
    each = {
        slug: st.Page(
            _called(slug, partial(_show, listing, slug)),
            title=escape(listing.about(slug)[0]),
            url_path=slug,
        )
        for slug in listing.slugs
    }
    room = st.Page(_called("room", partial(_room, listing)), title="Practice room", url_path="room")
    past = st.Page(_called("interviews", _past), title="My interviews", url_path="interviews")
    st.session_state["pages"] = {"": home, "room": room, **each}
    return {"": [home], "Cases": list(each.values()), "Practice": [room, past]}


def _show(listing: Listing, slug: str) -> None:
    try:
        case = listing.load(slug)
    except Refused as refusal:
        st.error(escape(str(refusal)))
        return
    show(case)


def _room(listing: Listing) -> None:
    # Databases are imported by whoever keeps an interview: the first page does not wait for them.
    from ui.room.page import show_room

    show_room(listing)


def _past() -> None:
    from ui.room.past import show_past

    show_past()


def _called(name: str, page: Callable[[], None]) -> Callable[[], None]:
    """A page under a name of its own, which streamlit asks of it."""
    page.__name__ = name  # type: ignore[attr-defined]
    return page
