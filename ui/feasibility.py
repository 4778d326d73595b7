"""Is what somebody asked for possible? Boxes for the numbers, and the case's own answer."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import streamlit as st

from kit.feasibility import Answer, Ask, Feasibility
from kit.metric import Metric
from kit.run import Run
from kit.words import say
from ui.cache import Tell, cached, quietly, still
from ui.follow import alone, following, settle
from ui.markdown import escape
from ui.session import Session


def lay_feasibility(session: Session, run: Run, tell: Tell) -> None:
    """The check as a part of its own: its boxes answer without the rest of the page."""
    if session.hides:
        st.caption("Whether this is possible rests on the ceiling, which waits for Reveal.")
        return
    _ground(run, tell)
    latency = _latency_of(run)
    moves = latency is not None and run.readout.tracks[latency.name].moves
    with st.container(border=True):
        (following if moves else alone)(session, partial(_show, session))


def _show(session: Session, run: Run) -> None:
    settle(session)
    st.markdown("**Is what they ask for possible?**")
    check, ground = _check(run), _ground(run, quietly)
    given = _given(session, check.asks(ground))
    latency = _latency(session, run) if "deadline" not in given else ""
    _lay(check.answer(ground, given))
    if latency:
        st.caption(escape(latency))


def _check(run: Run) -> Feasibility:
    check = run.case.feasibility
    assert check is not None
    return check


def _ground(run: Run, tell: Tell) -> Any:
    """What the check knows of a run, worked out once for everybody."""
    check = _check(run)
    key = (run.case.slug, check, still(run))
    return cached(key, lambda: check.ground(run), "Feasibility", tell)


def _lay(answer: Answer) -> None:
    """What a requirement implies, and whether it can be met."""
    lines = (f"- {escape(label)}: **{escape(value)}**" for label, value in answer.implied.items())
    st.markdown("\n".join(lines))
    {"yes": st.success, "maybe": st.warning, "no": st.error}[answer.kind](escape(answer.sentence))


def _given(session: Session, asks: tuple[Ask, ...]) -> dict[str, float]:
    """What stands in the boxes, two in a row; shares are typed as per cent."""
    places = [place for _ in range(0, len(asks), 2) for place in st.columns(2)]
    return {ask.name: _box(session, ask, place) for ask, place in zip(asks, places, strict=False)}


def _box(session: Session, ask: Ask, place: Any) -> float:
    scale = 100.0 if ask.unit == "share" else 1.0
    unit = {"share": " (%)", "ms": " (ms)", "seconds": " (s)"}.get(ask.unit, "")
    low, high, start = (scale * value for value in (ask.low, ask.high, ask.start))
    start = min(max(start, low), high)
    given = place.number_input(
        ask.label + unit,
        low,
        high,
        start,
        format="%.0f" if start >= 100 else "%.2f" if start >= 0.1 else "%.4f",
        key=f"{session.case.slug}:asked:{ask.name}",
        on_change=session.touch,
    )
    return float(given) / scale


def _latency_of(run: Run) -> Metric | None:
    return next((metric for metric in run.case.metrics if metric.role == "latency"), None)


def _latency(session: Session, run: Run) -> str:
    """Whether the design keeps the time somebody asks for."""
    metric = _latency_of(run)
    if metric is None:
        return ""
    reading = run.reading(metric.name)
    start = reading.budget if reading.budget is not None else 100.0
    ask = Ask("latency", "Time asked for", metric.unit, float(start), 0.1, 1e6)
    budget = _box(session, ask, st)
    if math.isnan(reading.true):
        return f"{metric.label}: n/a. {reading.why}"
    kept = "keeps" if reading.true <= budget else "does not keep"
    took, asked = say(reading.true, metric.unit), say(budget, metric.unit)
    return f"{metric.label}: {took}, which {kept} {asked}."
