"""The address follows the design, and a link opens it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from kit.case import Case
from kit.checks import RESERVED
from kit.choice import Design, Refused, as_text
from kit.run import VERSION
from ui.session import Session

VIEWS = ("all", "candidate", "interviewer")
PLACES = RESERVED["step"]


def follow(session: Session) -> None:
    """Take the design from the address where the visitor changed the address (a link, Back).

    A gesture on the page wins over the address, which may still be on its way.
    """
    given = st.query_params.to_dict()
    _arrive(session)
    here = bool(given) or session.bare
    if not session.touched and here and given != session.address:
        wanted = {name: text for name, text in given.items() if name not in RESERVED["choice"]}
        design, refusals = read(session.case, wanted)
        session.notices += [*_strange(given), *refusals]
        session.put(design)
        places = shown(session.case)
        session.show = given["show"] if given.get("show") in places else places[0]
        _view(given)
    if not session.opened:
        session.opened, session.before = True, None
    session.address = given


def _arrive(session: Session) -> None:
    """Coming from another page without an address loses nothing: a bare address then says nothing
    about the design, until the page itself stands at the default again."""
    if st.session_state.get("at") != session.case.slug:
        st.session_state["at"] = session.case.slug
        session.bare = not of(session)


def view() -> str:
    """How much of a case this visitor sees: all, candidate or interviewer."""
    return str(st.session_state.get("view", VIEWS[0]))


def _view(given: Mapping[str, str]) -> None:
    wanted = given.get("view", view())
    st.session_state["view"] = wanted if wanted in VIEWS else VIEWS[0]


def read(case: Case, wanted: Mapping[str, str]) -> tuple[Design, list[str]]:
    """The design an address asks for, and a sentence for each part of it that was refused."""
    design, refusals = case.design(), []
    for name, text in wanted.items():
        try:
            design = case.change(design, {name: text})
        except Refused as refusal:
            refusals.append(f"In the link: {refusal}")
    return design, refusals


def write(session: Session) -> None:
    """Bring the address in line with the design; each change is an entry for Back to undo."""
    wanted = of(session)
    if wanted != session.address:
        st.query_params.from_dict(wanted)
        session.address = wanted
    session.bare = session.bare or not wanted
    session.touched = False


def short(case: Case, design: Design) -> dict[str, str]:
    """The choices in which a design differs from the default, as they stand in the address."""
    changed = design.differs_from(case.design())
    parts = {name: as_text(value) for name, (_, value) in changed.items()}
    return {"v": str(VERSION), **parts} if parts else {}


def of(session: Session) -> dict[str, str]:
    """The address of a session: its design where it is not the default, and how it is looked at."""
    return short(session.case, session.design) | place(session)


def place(session: Session) -> dict[str, str]:
    """The parts of the address that say how a design is looked at."""
    parts = {"view": view()} if view() != VIEWS[0] else {}
    usual = shown(session.case)[0]
    return parts | ({"show": session.show} if session.show not in ("", usual) else {})


def shown(case: Case) -> tuple[str, ...]:
    """What can be looked at: a step of the walkthrough, the lab, or the comparison."""
    return (*(step.name for step in case.steps), *PLACES)


def link(session: Session, seen_as: str = VIEWS[0]) -> str:
    """A full link: every choice, the dial and a version, so that it outlives changed defaults."""
    root = (st.context.url or "").partition("?")[0]
    tail = "" if seen_as == VIEWS[0] else "&" + urlencode({"view": seen_as})
    return f"{root}?{session.design.query(VERSION)}{tail}"


def _strange(given: Mapping[str, str]) -> list[str]:
    """Sentences about the version and view an address names."""
    said = []
    version, view = given.get("v", str(VERSION)), given.get("view", "all")
    if not version.isdecimal() or int(version[:9]) > VERSION:
        said.append(
            f"The link names version {version:.20}; this is version {VERSION}, so some of it may "
            "not be read as it was meant."
        )
    if view not in VIEWS:
        said.append(f"In the link: view cannot be {view:.80}: it is one of {', '.join(VIEWS)}.")
    return said
