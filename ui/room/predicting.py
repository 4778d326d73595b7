"""Predict, then run: a change waits until one has said which way a reading will go."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kit.explain import leading, what_changed
from kit.interview.events import WAYS
from kit.interview.state import Guess
from kit.words import say_change
from ui.markdown import escape
from ui.room.keeping import Room
from ui.session import Session

SURE = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
TYPED = {"share": "points", "money": "$", "ratio": "times"}  # a size as it is typed
WENT = {"rises": "rose", "falls": "fell", "stays": "stayed within noise"}


def show_prediction(room: Room, session: Session) -> None:
    """The change that waits until something has been said of it."""
    if session.held is not None:
        with st.container(key="prediction", border=True, gap="xsmall"):
            _ask(room, session)


def show_outcome(room: Room) -> None:
    """What came of the last prediction, until the next change."""
    guess = room.state.guesses[-1] if room.state.guesses else None
    change = room.state.change
    if guess and guess.outcome and change and change.number <= guess.number + 1:
        _tell(room, guess)


def _ask(room: Room, session: Session) -> None:
    assert session.held is not None
    said = what_changed(session.case, session.design, session.held)
    st.markdown(f"**Before it runs.** {escape(said)}")
    key = f"{room.seat.interview}:guess"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        guess = _guess(session, key)
    guess |= {"of": "seen" if session.seen_first else "true", "said": said}
    with st.container(horizontal=True, gap="xsmall"):
        st.button(
            "Lock and run",
            key=f"{key}:lock",
            icon=":material/lock:",
            type="primary",
            disabled=guess["way"] is None,
            on_click=_lock,
            args=(room, session, guess),
        )
        st.button(
            "Just run",
            key=f"{key}:run",
            help="One may always go on; that nothing was predicted is noted.",
            on_click=_run,
            args=(room, session, said),
        )
        st.button("Take back", key=f"{key}:back", type="tertiary", on_click=_back, args=(session,))


def _guess(session: Session, key: str) -> dict[str, Any]:
    """What is said so far: reading, way, size (in the reading's unit, or None) and how sure."""
    heads = {metric.name: metric for metric in session.case.metrics if metric.headline}
    metric = st.selectbox(
        "Which reading",
        list(heads),
        index=list(heads).index(leading(session.case).name),
        key=f"{key}:metric",
        format_func=lambda name: heads[name].label,
        width=190,
    )
    way = st.segmented_control("goes which way", WAYS, key=f"{key}:way")
    unit = heads[metric].unit
    by = st.number_input(
        f"by about ({TYPED.get(unit, unit)})", value=None, min_value=0.0, key=f"{key}:by", width=140
    )
    sure = st.selectbox(
        "How sure", SURE, index=2, key=f"{key}:sure", format_func=lambda p: f"{p:.0%}", width=100
    )
    size = by / 100 if by is not None and unit == "share" else by
    return {"metric": metric, "way": way, "by": size, "sure": sure}


def _lock(room: Room, session: Session, guess: dict[str, Any]) -> None:
    room.say("predicted", **guess)
    _release(session)


def _run(room: Room, session: Session, said: str) -> None:
    room.say("waived", said=said)
    _release(session)


def _back(session: Session) -> None:
    session.touched, session.held = True, None


def _release(session: Session) -> None:
    """Lay the change that waited on the table."""
    if session.held is not None:
        session.before, session.design, session.held = session.design, session.held, None
    session.touched = True


def _tell(room: Room, guess: Guess) -> None:
    assert guess.outcome is not None
    said, outcome = guess.said, guess.outcome
    metric = room.case.metric(said["metric"])
    change = float("nan") if outcome["change"] is None else outcome["change"]
    measured = f"it {WENT[outcome['went']]} ({say_change(change, metric.unit)})"
    if outcome["went"] == "unknown":
        measured = "it is not available"
    mark = {True: ":green[:material/check: Right]", False: ":red[:material/close: Wrong]"}
    size = "" if said["by"] is None else f" by about {say_change(said['by'], metric.unit)[1:]}"
    whose = "what the team sees of " if said["of"] == "seen" else ""
    st.markdown(
        f"{mark.get(guess.hit, '')} You said, {said['sure']:.0%} sure: {whose}"
        f"{escape(metric.label)} {said['way']}{escape(size)}. Measured: {escape(measured)}."
    )
