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
from ui.compare import lay_compare
from ui.follow import following, let_go, settle
from ui.header import show_header
from ui.kept import Tell
from ui.lab import lay_lab
from ui.prose import plain
from ui.rail import lay_rail
from ui.scoreboard import scoreboard
from ui.sitting import Sitting, sitting_of
from ui.strip import Strip
from ui.walkthrough import lay_step
from ui.ways import show_ways, style

# Notices shown at once; a hostile link can hold a thousand.
MOST_NOTICES = 4
BOARD_HEIGHT = 260

Fill = Callable[[Run, Tell], None]


def show(case: Case) -> None:
    """The whole page: everything that needs no run first, then the run, then what it says."""
    sitting, dial = sitting_of(case), f"{case.slug}-dial"
    address.follow(sitting)
    style()
    fill_header, fill_goals = show_header(sitting), lay_goals(sitting)
    _announce(sitting)
    waiting, board = st.empty(), st.container(key="board")
    if not sitting.shown:
        waiting.skeleton(BOARD_HEIGHT)
    progress = work.Progress()
    run = case.run(sitting.design, progress)
    strip, said = Strip(case, work.missing(run, case.final)), st.container(key="said")
    fill_body, fill_rail = _lay_body(sitting), lay_rail(sitting)
    address.write(sitting)

    if not _made(run, progress, strip):
        return
    sitting.shown = True
    waiting.empty()
    with board:
        heard = partial(let_go, sitting)
        scoreboard(case, run, pinned=_pinned(sitting, strip), key=dial, on_release=heard)
    with said:
        following(sitting, partial(_explain, sitting))
    for fill in (fill_header, fill_goals, fill_body, fill_rail):
        fill(run, strip.told)
    strip.done(run)


def _announce(sitting: Sitting) -> None:
    """What could not be done, and the twist that was thrown."""
    for notice in sitting.notices[:MOST_NOTICES]:
        st.warning(plain(notice), icon=":material/info:")
    if len(sitting.notices) > MOST_NOTICES:
        st.caption(f"And {len(sitting.notices) - MOST_NOTICES} more like these.")
    sitting.notices.clear()
    twist = sitting.open_twist
    if twist:
        st.info(f"**{plain(twist.sentence)}** {plain(twist.question)}", icon=":material/bolt:")


def _lay_body(sitting: Sitting) -> Fill:
    show_ways(sitting)
    if sitting.show == "lab":
        return lay_lab(sitting)
    if sitting.show == "compare":
        return lay_compare(sitting)
    steps = sitting.case.steps
    return lay_step(sitting, next((s for s in steps if s.name == sitting.show), steps[0]))


def _made(run: Run, progress: work.Progress, strip: Strip) -> bool:
    """Make the run's readings beside the page; False, and a sentence, when a stage failed."""
    try:
        if strip.todo:
            tell = partial(strip.working, progress)
            work.beside(lambda: work.make(run, progress), tell)
        return run.position >= 0
    except Exception as error:
        logging.exception("%s could not be run", run.case.slug)
        st.error(plain(f"This design could not be run: {type(error).__name__}."))
        return False
    finally:
        progress.stopped.set()


def _pinned(sitting: Sitting, strip: Strip) -> Run | None:
    """The run that readings are compared to."""
    if sitting.pinned is None:
        return None
    run = sitting.case.run(sitting.pinned)
    if work.missing(run, sitting.case.final):
        work.beside(lambda: run.readout, lambda seconds: strip.told("the pinned design", seconds))
    return run


def _explain(sitting: Sitting, run: Run) -> None:
    """What the last change did; only where the design before it is still in memory."""
    settle(sitting)
    before = sitting.case.run(sitting.before) if sitting.before else None
    if before is None or work.missing(before, sitting.case.final):
        st.caption("Change something: what it did is said here.")
        return
    brief = sitting.open_brief
    said = explain(sitting.case, before, run, brief.goals if brief else ())
    st.markdown(plain(said) or "\u00a0")
