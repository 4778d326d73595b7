"""My interviews: each with its debrief, and what they show together."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kit.choice import Refused
from kit.figure import Chart, lines
from kit.interview.checks import counted
from kit.interview.debrief import Debrief, debrief
from kit.interview.events import CANDIDATE
from kit.interview.history import History, history
from kit.interview.state import State
from kit.interview.store import Seat, Store, opened
from kit.interview.telling import minutes, when
from kit.words import say
from ui.markdown import escape
from ui.navigation import style
from ui.panels import show_drawn
from ui.room.owner import owner

ENOUGH = 5  # predictions from which a diagram says something


def show_past() -> None:
    """The interviews this browser took a seat in, the latest first."""
    style()
    st.session_state["at"] = ""
    st.title("My interviews", anchor=False)
    try:
        store = opened()
        held = _held(store)
    except Refused as refusal:
        st.error(escape(str(refusal)))
        return
    if not held:
        st.markdown("There is none yet. What you do in the practice room is kept here.")
        return
    over = [
        debrief(store.log(seat.interview))
        for seat, state in held
        if seat.side == CANDIDATE and state.phase == "over"
    ]
    if over:
        _together(history(over), over)
    st.markdown("## Each of them")
    for seat, state in held:
        _one(store, seat, state)


def _held(store: Store) -> list[tuple[Seat, State]]:
    """Each seat of this browser with the state of its interview; deleted ones are left out."""
    found = []
    for seat in store.seats_of(owner()):
        try:
            found.append((seat, store.state(seat.interview)))
        except Refused:
            continue
    return sorted(found, key=lambda each: -each[1].at)


def _one(store: Store, seat: Seat, state: State) -> None:
    plan = state.plan
    side = "alone" if not plan.led else f"as {seat.side}"
    words = f"{when(state.started or state.at)} · {plan.level}, {plan.minutes} minutes, {side}"
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{escape(plan.title)}**  \n{words}: {state.phase}", width="stretch")
        page = st.session_state.get("pages", {}).get("room")
        if page is not None:
            label = "Debrief" if state.phase == "over" else "Go on"
            st.page_link(page, label=label, query_params={"seat": seat.token})
        with st.popover("Delete", icon=":material/delete:", key=f"delete:{seat.token}"):
            st.caption("Deletes all that was said in it, for both sides. It cannot be undone.")
            st.button(
                "Delete it",
                key=f"delete:{seat.token}:yes",
                on_click=_delete,
                args=(store, seat),
            )


def _delete(store: Store, seat: Seat) -> None:
    try:
        store.delete(seat.interview)
    except Refused as refusal:
        st.toast(escape(str(refusal)))


def _together(found: History, over: list[Debrief]) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("## How sure, how right")
        _calibration(found)
    with right:
        st.markdown("## Weakest first")
        table = [(weak.label, say(weak.share, "share"), weak.count) for weak in found.weak]
        heads = ["What", "Points kept", "Interviews"]
        st.dataframe(pd.DataFrame(table, columns=heads), hide_index=True, height=248)
        spent = (
            f"{name} {minutes(took)} of {minutes(planned)}"
            for name, (took, planned) in found.phases.items()
        )
        st.caption(f"Time by phase: {'; '.join(spent)}.")
        taken = ", ".join(found.drills) or "none yet"
        st.caption(escape(f"Interviews over: {len(over)}. Drills taken: {taken}."))


def _calibration(found: History) -> None:
    """The reliability diagram, once there are a few predictions."""
    known = [each for each in found.predictions if each.hit is not None]
    if len(known) < ENOUGH:
        st.caption(f"{counted(len(known), 'prediction')} so far; from {ENOUGH} on they are drawn.")
        return
    score = "" if found.brier is None else f"Brier score {found.brier:.2f}. "
    show_drawn(reliability_chart(found, score), "past.reliability")


def reliability_chart(found: History, score: str) -> Chart:
    """How often one was right, by how sure one was; on the diagonal one is as sure as right."""
    rows = [(each.sure, each.right, "predictions") for each in found.reliability]
    rows += [(share, share, "as sure as right") for share in (0.0, 1.0)]
    data = pd.DataFrame(rows, columns=["sure", "right", "line"])
    counts = ", ".join(f"{each.sure:.0%} sure: {each.count}" for each in found.reliability)
    caption = f"{score}0 is perfect, 0.25 is a coin. Predictions: {counts}."
    return lines(
        data,
        x=("sure", "how sure one was"),
        y=("right", "share that was right"),
        y_range=(0.0, 1.0),
        by="line",
        colours={"predictions": "true", "as sure as right": "ceiling"},
        dashed=("as sure as right",),
        points=True,
        caption=caption,
    )
