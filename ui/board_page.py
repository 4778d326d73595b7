"""The whiteboard of a case: draw the system, run it, throw faults, have it checked, use it."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import streamlit as st

from kit.board.declared import Board, differences
from kit.board.drawing import as_mermaid, as_svg
from kit.board.layout import tidy
from kit.board.reading import as_json, as_link, read_json, read_link
from kit.board.telling import line_of, summary
from kit.board.trial import Trial, trial_of
from kit.case import Case
from kit.choice import Refused
from kit.words import say
from ui import address
from ui.board_faults import lay_faults
from ui.canvas import canvas, drawn_on, hand_results
from ui.easel import EMPTY, Easel, easel_of, name_of
from ui.markdown import escape
from ui.session import Session

MARKS = {"passed": ":green[✓]", "failed": ":red[✗]", "open": ":gray[–]"}


def show_board(case: Case, session: Session) -> None:
    """The board of a case: its task, the canvas, and what is found out about what is drawn."""
    if case.board is None:
        st.info("This scenario has no board yet.")
        return
    _follow_link(case, session)
    st.markdown(f"#### {escape(case.board.task)}")
    _live(case, session)


def _follow_link(case: Case, session: Session) -> None:
    """Draw the board of the link by which the visitor came."""
    link, session.board = session.board, ""
    if not link:
        return
    easel = easel_of(case)
    try:
        easel.send(read_link(link))
    except Refused as refusal:
        easel.notice = str(refusal)


@st.fragment
def _live(case: Case, session: Session) -> None:
    board, easel, key = case.board, easel_of(case), f"{case.slug}-canvas"
    assert board is not None
    if session.room:
        session.room.drawn(easel.graph)
    heard = partial(_hear, case, session, key)
    canvas(key, easel.sent, easel.revision, tidy=partial(_tidy, case, session), changed=heard)
    trial = trial_of(easel.graph)
    hand_results(key, trial, name_of(as_link(easel.graph)))
    for remark in trial.remarks:
        st.caption(f":material/info: {escape(remark)}")
    if easel.notice:
        st.warning(escape(easel.notice))
        easel.notice = ""
    _at_once(trial)
    _buttons(case, session, easel)
    left, right = st.columns(2, gap="large")
    with left:
        _run(easel, trial)
        lay_faults(case, session, easel, trial)
    with right:
        _checks(board, easel)
        _reference(case, session, board, easel)


def _hear(case: Case, session: Session, key: str) -> None:
    """Take what the browser says is drawn."""
    session.touch()
    drawn = drawn_on(key)
    if drawn is None:
        easel_of(case).notice = "What is drawn could not be read."
        return
    easel_of(case).graph = drawn


def _tidy(case: Case, session: Session) -> None:
    session.touch()
    easel = easel_of(case)
    easel.send(tidy(easel.graph))


def _at_once(trial: Trial) -> None:
    """The line of estimates that follows every edit."""
    parts = [f"**{label}** {escape(text)}" for label, text in summary(trial)]
    st.markdown(" &nbsp; · &nbsp; ".join(parts) or "&nbsp;")


def _buttons(case: Case, session: Session, easel: Easel) -> None:
    def put(name: str) -> None:
        session.touch()
        setattr(easel, name, easel.graph)

    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        key = f"{case.slug}:board"
        st.button(
            "Run",
            key=f"{key}:run",
            icon=":material/play_arrow:",
            type="primary",
            help="Sends requests through what is drawn.",
            on_click=put,
            args=("ran",),
        )
        st.button(
            "Check",
            key=f"{key}:check",
            icon=":material/checklist:",
            help="Judges what is drawn.",
            on_click=put,
            args=("checked",),
        )
        st.button(
            "Use this board",
            key=f"{key}:use",
            icon=":material/login:",
            help="Sets the scenario's choices to what is drawn.",
            on_click=_use,
            args=(case, session),
        )
        files = st.popover(
            "Open or save",
            icon=":material/folder_open:",
            key=f"{key}:files",
            on_change=session.touch,
        )
        if files.open:
            with files:
                _files(case, session, easel)  # fmt: skip


def _use(case: Case, session: Session) -> None:
    """Make the scenario's design that of the board."""
    assert case.board is not None
    easel = easel_of(case)
    before = session.design
    sets = dict(case.board.sets(trial_of(easel.graph)))
    session.change(sets)
    if session.notices:
        easel.notice = " ".join(session.notices)
        session.notices.clear()
    elif session.design == before:
        easel.notice = "The scenario's choices are as the board says already."
    st.session_state[f"{case.slug}:used"] = sets


def _files(case: Case, session: Session, easel: Easel) -> None:
    trial = trial_of(easel.graph)
    told = json.dumps(as_json(easel.graph), indent=1)
    lines = {id: line_of(figure) for id, figure in trial.figures.items()}
    ignore: Any = "ignore"
    st.download_button("Board as JSON", told, "board.json", "application/json", on_click=ignore)
    st.download_button("Picture (SVG)", as_svg(easel.graph, lines), "board.svg", on_click=ignore)
    st.download_button("Mermaid", as_mermaid(easel.graph), "board.mmd", on_click=ignore)
    st.caption("A link to this board:")
    st.code(f"{case.slug}?show=board&board={as_link(easel.graph)}", language=None, wrap_lines=True)
    st.caption("Open a board from its JSON:")
    key = f"{case.slug}:board:file"
    st.text_area("Board", key=key, label_visibility="collapsed", height=90)
    st.button("Open", key=f"{key}:open", on_click=_open, args=(case, session, key))
    st.button("Begin anew", key=f"{key}:new", on_click=easel.send, args=(EMPTY,))


def _open(case: Case, session: Session, key: str) -> None:
    session.touch()
    easel = easel_of(case)
    try:
        easel.send(read_json(st.session_state[key]))
    except Refused as refusal:
        easel.notice = str(refusal)


def _run(easel: Easel, trial: Trial) -> None:
    """What a run measured, for as long as what is drawn is what was run."""
    if easel.ran is None:
        return
    st.markdown("##### Measured")
    if easel.ran != easel.graph:
        st.caption("The board has changed since it was run.")
    trial = trial_of(easel.ran)
    for full in trial.full(1.0):
        st.error(escape(f"{full}: there is no percentile."))
    spreads = {p: trial.percentile(p) for p in (50, 95, 99)}
    with st.container(horizontal=True):
        for percent, spread in spreads.items():
            if spread is not None:
                between = f"{say(spread.low, 'ms')} to {say(spread.high, 'ms')} over three seeds"
                st.metric(f"p{percent}", say(spread.value, "ms"), help=between)


def _checks(board: Board, easel: Easel) -> None:
    """The verdicts on what was checked last."""
    if easel.checked is None:
        return
    verdicts = board.judge(trial_of(easel.checked))
    passed = sum(each.passed for each in verdicts)
    st.markdown(f"##### Checks: {passed} of {len(verdicts)} passed")
    if easel.checked != easel.graph:
        st.caption("The board has changed since it was checked.")
    for each in sorted(verdicts, key=lambda v: (v.code not in board.weighted, v.passed)):
        weight = " :gray[(weighs most here)]" if each.code in board.weighted else ""
        st.markdown(f"{MARKS[each.verdict]} **{each.code}** {escape(each.title)}{weight}  \n"
                    f":gray[{escape(each.evidence)}. To see it: {escape(each.see)}]")  # fmt: skip


def _reference(case: Case, session: Session, board: Board, easel: Easel) -> None:
    """The reference, once one's own has been checked (or for the interviewer), as a difference."""
    mine = easel.checked is not None and bool(easel.checked.boxes)
    if address.view() == "candidate" or not (mine or address.view() == "interviewer"):
        return
    with st.expander("A reference, as a difference from yours", icon=":material/compare:"):
        st.caption("One design that passes every check: an example, not the answer key.")
        more, fewer = differences(easel.graph, board.reference)
        for title, lines in (("It also has", more), ("It does without", fewer)):
            if lines:
                st.markdown(f"**{title}**\n" + "\n".join(f"- {escape(line)}" for line in lines))
        key = f"{case.slug}:board:reference"
        st.button("Put it on the board", key=key, on_click=easel.send, args=(board.reference,),
                  help="Undo brings yours back.")  # fmt: skip
