"""The page of any case: composed from its declaration, laid out first, filled in by its run.

On the left a question and its choices, on the right what they do: tiles, dial and pictures.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from kit.case import Case
from kit.explain import explain
from kit.run import Run
from ui import address, work
from ui.board_page import show_board
from ui.briefs import lay_brief, lay_briefs
from ui.cache import Tell, quietly
from ui.compare import lay_compare
from ui.follow import following, let_go, settle
from ui.header import show_header
from ui.lab import lay_lab
from ui.markdown import escape
from ui.menu import reveal
from ui.navigation import show_stops, style
from ui.notices import announce
from ui.progress import StageLine
from ui.scoreboard import scoreboard
from ui.session import Session, session_of
from ui.sidebar import lay_sidebar
from ui.walkthrough import lay_step

BOARD_HEIGHT = 210
# A browser that has just opened the page draws its tiles in about so many seconds; pictures that
# come meanwhile would keep it from that for twice as long.
FIRST_SIGHT = 0.8

Fill = Callable[[Run, Tell], None]
BODIES: dict[str, Callable[[Session, Any, Any], Fill]] = {
    "lab": lay_lab,
    "compare": lay_compare,
    "briefs": lay_briefs,
}


def show(case: Case) -> None:
    """The page of a case by itself."""
    st.session_state.pop(address.SEATED, None)
    show_session(session_of(case))


def show_session(session: Session) -> None:
    """The whole page: everything that needs no run first, then the run, then what it says."""
    case = session.case
    address.follow(session)
    style()
    fill_header = show_header(session)
    show_stops(session)
    fill_notices = announce(session)
    if session.show == "board":
        address.write(session)
        show_board(case, session)
        return fill_header(case.run(session.design), quietly)
    with st.container(key="body"):
        columns = st.columns([5, 7], gap="medium")
    moved, session.drawn = session.drawn != session.show, session.show
    left, right = _place(columns[0], "asks", moved), columns[1].container(key="consequence")
    progress = work.Progress()
    run = case.run(session.design, progress)
    with right:
        if session.furniture:
            session.furniture.prediction()
        line = StageLine(session, work.missing(run, case.final))
        board, said = st.container(key="scoreboard"), st.container(key="said")
        fill_brief = lay_brief(session)
    pictures = _place(right, "pictures", moved)
    fill_body, fill_sidebar = _lay_body(session, left, pictures), lay_sidebar(session)
    address.write(session)
    opened = not session.shown
    if _made(session, run, progress, line, board):
        _fill_board(session, run, line, board)
        with said:
            following(session, partial(_explain, session))
        for fill in (fill_header, fill_notices, fill_brief):
            fill(run, line.told)
        if opened:  # beside the page, so that a press made meanwhile is heard at once
            work.beside(partial(time.sleep, FIRST_SIGHT), partial(line.told, "the pictures"))
        for fill in (fill_body, fill_sidebar):
            fill(run, line.told)
        line.done(run)


def _place(parent: Any, key: str, cleared: bool) -> Any:
    """A container; `cleared` of what stood there, which would else stay until the run is over."""
    return (parent.empty() if cleared else parent).container(key=key)


def _lay_body(session: Session, left: Any, right: Any) -> Fill:
    if session.show in BODIES:
        return BODIES[session.show](session, left, right)
    steps = session.case.steps
    step = next((s for s in steps if s.name == session.show), steps[0])
    return lay_step(session, step, left, right)


def _made(session: Session, run: Run, progress: work.Progress, line: StageLine, board: Any) -> bool:
    """Make the run's readings beside the page; False, and a sentence, when a stage failed."""
    waiting = board.empty()
    if not session.shown:
        waiting.skeleton(BOARD_HEIGHT)
    try:
        if line.todo:
            work.beside(lambda: work.make(run, progress), partial(line.working, progress))
        return run.position >= 0
    except Exception as error:
        logging.exception("%s could not be run", run.case.slug)
        st.error(escape(f"This design could not be run: {type(error).__name__}."))
        return False
    finally:
        progress.stopped.set()
        waiting.empty()


def _fill_board(session: Session, run: Run, line: StageLine, board: Any) -> None:
    """The tiles and the dial; and the way to what is true where that is withheld."""
    session.shown = True
    if session.hides:
        line.place.button(
            "Reveal",
            key=f"{run.case.slug}:reveal",
            icon=":material/visibility:",
            type="primary",
            help="Shows what is true of this design, until the next pick.",
            on_click=reveal,
            args=(session,),
        )
    with board:
        scoreboard(
            run.case,
            run,
            pinned=_pinned(session, line),
            key=f"{run.case.slug}-dial",
            hidden=session.hides,
            leaks=session.names_leaks,
            unfolded=session.show == "lab",
            on_release=partial(let_go, session),
        )


def _pinned(session: Session, line: StageLine) -> Run | None:
    """The run that readings are compared to."""
    if session.pinned is None:
        return None
    run = session.case.run(session.pinned)
    if work.missing(run, session.case.final):
        work.beside(lambda: run.readout, lambda seconds: line.told("the pinned design", seconds))
    return run


def _explain(session: Session, run: Run) -> None:
    """What the last change did; only where the design before it is still in memory."""
    settle(session)
    if session.room and session.furniture:
        session.room.ran(session, run)
        session.furniture.outcome()
    before = session.case.run(session.before) if session.before else None
    if session.hides:
        st.caption("What is true waits for Reveal; so does what your change did.")
    elif before is None or work.missing(before, session.case.final):
        st.caption("Change something: what it did is said here.")
    else:
        brief = session.open_brief
        goals = brief.goals if brief else ()
        said = explain(session.case, before, run, goals, leaks=session.names_leaks)
        st.markdown(escape(said) or "\u00a0")
