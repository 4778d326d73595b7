"""The page of any case: composed from its declaration, laid out first, filled in by its run."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

import streamlit as st

from kit.case import Case
from kit.explain import explain
from kit.run import Run
from ui import address, work
from ui.briefs import lay_goals
from ui.cache import Tell
from ui.compare import lay_compare
from ui.follow import following, let_go, settle
from ui.header import show_header
from ui.lab import lay_lab
from ui.markdown import escape
from ui.navigation import show_stops, style
from ui.progress import StageLine
from ui.scoreboard import scoreboard
from ui.session import Session, session_of
from ui.sidebar import lay_sidebar
from ui.walkthrough import lay_step

# Notices shown at once; a hostile link can hold a thousand.
MOST_NOTICES = 4
BOARD_HEIGHT = 260

Fill = Callable[[Run, Tell], None]


def show(case: Case) -> None:
    """The whole page: everything that needs no run first, then the run, then what it says."""
    session, dial = session_of(case), f"{case.slug}-dial"
    address.follow(session)
    style()
    fill_header, fill_goals = show_header(session), lay_goals(session)
    _announce(session)
    waiting, board = st.empty(), st.container(key="board")
    if not session.shown:
        waiting.skeleton(BOARD_HEIGHT)
    progress = work.Progress()
    run = case.run(session.design, progress)
    line, said = StageLine(case, work.missing(run, case.final)), st.container(key="said")
    fill_body, fill_sidebar = _lay_body(session), lay_sidebar(session)
    address.write(session)

    if not _made(run, progress, line):
        return
    session.shown = True
    waiting.empty()
    with board:
        heard = partial(let_go, session)
        scoreboard(case, run, pinned=_pinned(session, line), key=dial, on_release=heard)
    with said:
        following(session, partial(_explain, session))
    for fill in (fill_header, fill_goals, fill_body, fill_sidebar):
        fill(run, line.told)
    line.done(run)


def _announce(session: Session) -> None:
    """What could not be done, and the twist that was thrown."""
    for notice in session.notices[:MOST_NOTICES]:
        st.warning(escape(notice), icon=":material/info:")
    if len(session.notices) > MOST_NOTICES:
        st.caption(f"And {len(session.notices) - MOST_NOTICES} more like these.")
    session.notices.clear()
    twist = session.open_twist
    if twist:
        st.info(f"**{escape(twist.sentence)}** {escape(twist.question)}", icon=":material/bolt:")


def _lay_body(session: Session) -> Fill:
    show_stops(session)
    if session.show == "lab":
        return lay_lab(session)
    if session.show == "compare":
        return lay_compare(session)
    steps = session.case.steps
    return lay_step(session, next((s for s in steps if s.name == session.show), steps[0]))


def _made(run: Run, progress: work.Progress, line: StageLine) -> bool:
    """Make the run's readings beside the page; False, and a sentence, when a stage failed."""
    try:
        if line.todo:
            tell = partial(line.working, progress)
            work.beside(lambda: work.make(run, progress), tell)
        return run.position >= 0
    except Exception as error:
        logging.exception("%s could not be run", run.case.slug)
        st.error(escape(f"This design could not be run: {type(error).__name__}."))
        return False
    finally:
        progress.stopped.set()


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
    before = session.case.run(session.before) if session.before else None
    if before is None or work.missing(before, session.case.final):
        st.caption("Change something: what it did is said here.")
        return
    brief = session.open_brief
    said = explain(session.case, before, run, brief.goals if brief else ())
    st.markdown(escape(said) or "\u00a0")
