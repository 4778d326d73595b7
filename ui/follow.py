"""The parts of a page that follow the dial: a release makes them anew, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kit.run import Run
from ui import address
from ui.session import Session

# The name by which a release calls every part that follows the dial.
FOLLOWING = "follows-the-dial"


def following(session: Session, draw: Callable[[Run], None]) -> None:
    """Draw a part of the page here, now and whenever the dial is let go.

    `draw` gets the run of the design then on the table. It must hold no widget but such as change
    nothing beyond the part, and write nowhere else.
    """

    def part() -> None:
        draw(session.case.run(session.design))

    st.fragment(part, key=FOLLOWING)()


def alone(session: Session, draw: Callable[[Run], None]) -> None:
    """Draw a part whose own widgets concern it only: moving them makes nothing else anew."""

    def part() -> None:
        draw(session.case.run(session.design))

    st.fragment(part)()


def settle(session: Session) -> None:
    """Bring address and design together after a gesture that no whole page follows.

    A part that was still on its way when its page was left says nothing.
    """
    if not address.is_here(session):
        return
    address.follow(session)
    if session.room:
        session.room.keep(session, part=True)
    address.write(session)


def let_go(session: Session, value: float | str) -> None:
    """Take the position on which the dial was just let go; the parts that follow it do."""
    session.change({session.case.dial.name: value})
    st.rerun(FOLLOWING)
