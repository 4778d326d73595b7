"""The address follows the design and what is open beside it, and a link opens both again.

An address holds what differs from a case's opening page; a shared link holds every choice. Both
begin with `v`, the version and the case they are for: 1.fraud.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from kit.case import Case
from kit.checks import PINS, RESERVED
from kit.choice import Design, Refused, as_text
from kit.run import VERSION
from ui.session import Session

VIEWS = ("all", "candidate", "interviewer")
PLACES = RESERVED["step"]
SEEN_FIRST = "asked"
SEATED = "seated"


def follow(session: Session) -> None:
    """Take the table from the address where the visitor changed the address (a link, Back).

    In the practice room the log is followed, and the address names the seat alone.
    A gesture on the page wins over the address, which may still be on its way.
    """
    given = st.query_params.to_dict()
    _arrive(session)
    if session.room:
        return
    if _belongs_elsewhere(session.case, given):
        st.query_params.clear()
        given = {}
    here = bool(given) or session.bare
    if not session.touched and here and given != session.address:
        session.notices += [*_strange(given), *_repeated(st.query_params)]
        take(session, given)
    if not session.opened:
        session.opened, session.before = True, None
    session.address = given


def is_here(session: Session) -> bool:
    """Whether the visitor still stands on this case's page: what is late must not write there."""
    return st.session_state.get("at", session.place) == session.place


def _arrive(session: Session) -> None:
    """Coming from another page without an address loses nothing: a bare address then says nothing
    about the design, until the page itself stands at the default again."""
    if st.session_state.get("at") != session.place:
        st.session_state["at"] = session.place
        session.bare = not of(session)


def _belongs_elsewhere(case: Case, given: Mapping[str, str]) -> bool:
    """Whether an address was made for another case: a quick Back can carry one along."""
    return given.get("v", "").partition(".")[2] not in ("", case.slug)


def take(session: Session, given: Mapping[str, str]) -> None:
    """Lay what an address asks for on the table; what it cannot mean is said."""
    case = session.case
    design, refusals = read(case, _choices(given))
    judged = {session.brief: (session.judgement, session.passed)}
    session.clear()
    session.put(design)
    for text in (given[name] for name in PINS if name in given):
        pinned, refused = read(case, _choices(dict(parse_qsl(text))))
        refusals += refused
        session.pin(pinned)
    against = given.get("against", "1")
    session.reference = PINS.index(f"pin{against}") if against in _numbers(session) else 0
    session.brief = _known("brief", given, [brief.name for brief in case.briefs], refusals)
    session.twist = _known("twist", given, [twist.name for twist in case.twists], refusals)
    session.judgement, session.passed = judged.get(session.brief, (None, False))
    session.undo = _undo(session)
    session.seen_first = given.get("truth") == SEEN_FIRST
    session.show = given["show"] if given.get("show") in shown(case) else shown(case)[0]
    session.board = given.get("board", "")
    session.notices += refusals
    session.touched = False
    wanted = given.get("view", view())
    st.session_state["view"] = wanted if wanted in VIEWS else VIEWS[0]


def _choices(given: Mapping[str, str]) -> dict[str, str]:
    """The part of an address that is a design."""
    return {name: text for name, text in given.items() if name not in RESERVED["choice"]}


def _numbers(session: Session) -> list[str]:
    return [str(number) for number in range(1, len(session.pins) + 1)]


def _known(name: str, given: Mapping[str, str], there: list[str], refusals: list[str]) -> str:
    """A brief or twist an address names; empty, and a sentence, if there is none of that name."""
    wanted = given.get(name, "")
    if wanted and wanted not in there:
        refusals.append(f"In the link: there is no {name} called {wanted:.80}.")
    return wanted if wanted in there else ""


def _undo(session: Session) -> dict:
    """What a twist found when it was thrown: as in the design pinned then, else as at the start."""
    twist, start = session.open_twist, session.pinned or session.base
    return {name: start[name] for name in (*twist.needs, *twist.changes)} if twist else {}


def view() -> str:
    """How much of a case this visitor sees: all, candidate or interviewer.

    In the practice room the seat says so, whatever the address asks for.
    """
    return str(st.session_state.get(SEATED) or st.session_state.get("view", VIEWS[0]))


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
    """Bring the address in line with the table; each change is an entry for Back to undo."""
    wanted = of(session)
    if session.room is None and wanted != session.address and is_here(session):
        st.query_params.from_dict(wanted)
        session.address = wanted
    session.bare = session.bare or not wanted
    session.touched = False


def of(session: Session) -> dict[str, str]:
    """The address of a session: its design where it is not the default, and what is open."""
    case = session.case
    changed = session.design.differs_from(case.design())
    parts = {name: as_text(value) for name, (_, value) in changed.items()}
    pins = [_changed(case, design) for design in session.pins]
    parts |= _open(session, pins)
    return {"v": f"{VERSION}.{case.slug}", **parts} if parts else {}


def _changed(case: Case, design: Design) -> str:
    """A pinned design as one part of an address: where it differs from the default."""
    changed = design.differs_from(case.design())
    return urlencode(
        {"v": VERSION, **{name: as_text(value) for name, (_, value) in changed.items()}}
    )


def _open(session: Session, pins: Iterable[str]) -> dict[str, str]:
    """The parts of an address that say what is open beside the design, and how it is looked at."""
    usual = (shown(session.case)[0], "")
    found = {
        "view": view() if view() != VIEWS[0] else "",
        "truth": SEEN_FIRST if session.seen_first else "",
        "show": session.show if session.show not in usual else "",
        "brief": session.brief,
        "twist": session.twist,
        **{f"pin{number}": text for number, text in enumerate(pins, 1)},
        "against": str(session.reference + 1) if session.reference else "",
    }
    return {name: text for name, text in found.items() if text}


def shown(case: Case) -> tuple[str, ...]:
    """What can be looked at: a step of the walkthrough, the lab, or the comparison."""
    return (*(step.name for step in case.steps), *PLACES)


def link(session: Session, seen_as: str = "", *, seen_first: bool | None = None) -> str:
    """A full link: every choice, the dial and a version, so that it outlives changed defaults.

    `seen_as` is the view it opens (by default the visitor's own), and `seen_first` whether what is
    true waits to be asked for there.
    """
    root = (st.context.url or "").partition("?")[0]
    pins = [design.query(VERSION) for design in session.pins]
    parts = _open(session, pins)
    if seen_as:
        parts["view"] = seen_as
    if seen_first is not None:
        parts["truth"] = SEEN_FIRST if seen_first else ""
    parts = {name: text for name, text in parts.items() if text and (name, text) != ("view", "all")}
    chosen = {name: as_text(value) for name, value in session.design.chosen}
    return f"{root}?{urlencode({'v': f'{VERSION}.{session.case.slug}', **chosen, **parts})}"


def _strange(given: Mapping[str, str]) -> list[str]:
    """Sentences about the version and view an address names."""
    said = []
    version, view = given.get("v", str(VERSION)).partition(".")[0], given.get("view", VIEWS[0])
    if not (version.isascii() and version.isdecimal()) or int(version[:9]) > VERSION:
        said.append(
            f"The link names version {version:.20}; this is version {VERSION}, so some of it may "
            "not be read as it was meant."
        )
    if view not in VIEWS:
        said.append(f"In the link: view cannot be {view:.80}: it is one of {', '.join(VIEWS)}.")
    return said


def _repeated(params: st.query_params.__class__) -> list[str]:
    """A sentence for each name an address gives more than once."""
    return [
        f"In the link: {name:.80} is given {len(values)} times; the last one counts."
        for name in params
        if len(values := params.get_all(name)) > 1
    ]
