"""The page of the practice room: set one up, or take the seat that a link's token stands for."""

from __future__ import annotations

import streamlit as st

from kit.choice import Refused
from kit.interview.events import INTERVIEWER
from kit.interview.store import opened
from kit.listing import Listing
from ui import address
from ui.markdown import escape
from ui.navigation import style
from ui.room.candidate import show_candidate
from ui.room.interviewer import show_interviewer
from ui.room.keeping import Room
from ui.room.links import SEAT
from ui.room.owner import owner
from ui.room.setup import show_setup


def show_room(listing: Listing) -> None:
    """What belongs to the token in the address; without one, the way to set up an interview."""
    token = st.query_params.get(SEAT, "")
    st.session_state.pop(address.SEATED, None)
    try:
        if not token:
            return show_setup(listing)
        _enter(listing, token)
    except Refused as refusal:
        style()
        st.error(escape(str(refusal)), icon=":material/block:")


def _enter(listing: Listing, token: str) -> None:
    room = _room(listing, token)
    if room.seat.side == INTERVIEWER:
        st.session_state[address.SEATED] = "interviewer"
        return show_interviewer(room)
    st.session_state[address.SEATED] = "candidate"
    show_candidate(room)


def _room(listing: Listing, token: str) -> Room:
    """This tab's room at a seat, entered when it is first shown."""
    key = f"room:{token}"
    if key not in st.session_state:
        store = opened()
        seat = store.seat(token)
        store.claim(seat, owner())
        st.session_state[key] = Room.entered(store, seat, listing)
    return st.session_state[key]
