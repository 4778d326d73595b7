"""Faults to throw at a board: which one, and what became of the requests."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kit.board.throwing import FAULTS, Fault, Thrown, throw
from kit.board.trial import Trial
from kit.case import Case
from ui.easel import Easel
from ui.markdown import escape
from ui.session import Session


def lay_faults(case: Case, session: Session, easel: Easel, trial: Trial) -> None:
    """Choose a fault, throw it, and read what it did."""
    st.markdown("##### Throw a fault")
    key = f"{case.slug}:fault"
    kind = st.selectbox("Fault", list(FAULTS), format_func=FAULTS.__getitem__, key=key,
                        on_change=session.touch)  # fmt: skip
    box, times = "", 3.0
    if kind in ("kill", "slow"):
        ids = list(trial.way.stations) if trial.way else []
        names = {id: trial.graph.by_id[id].name for id in ids}
        box = st.selectbox("Box", ids, format_func=lambda id: names.get(id, id), key=f"{key}:box",
                           on_change=session.touch) or ""  # fmt: skip
    if kind in ("slow", "traffic", "late_labels"):
        times = st.number_input("Times", 0.1, 100.0, 3.0, key=f"{key}:times",
                                on_change=session.touch)  # fmt: skip
    if st.button("Throw", key=f"{key}:throw", icon=":material/bolt:", on_click=session.touch):
        easel.fault = Fault(kind, box, times)
    if easel.fault is not None and (easel.fault.kind not in ("kill", "slow") or easel.fault.box):
        _thrown(trial, easel.fault)


def _thrown(trial: Trial, fault: Fault) -> None:
    """What a fault did, in a sentence, and second by second."""
    if fault.box and (trial.way is None or fault.box not in trial.way.stations):
        return
    thrown = throw(trial, fault)
    st.markdown(escape(thrown.sentence))
    if thrown.at_s:
        st.vega_lite_chart(_series(thrown), width="stretch")
        peaks = [f"{trial.graph.by_id[i.partition(' #')[0]].name} {n:,}" for i, n in thrown.peaks]
        st.caption(escape(f"Most that waited: {', '.join(peaks)}."))


def _series(thrown: Thrown) -> dict[str, Any]:
    """Shares of the requests over the seconds of a fault, which is shaded."""
    kinds = {"failed": thrown.failed, "degraded": thrown.degraded}
    rows = [
        {"second": at, "share": share, "of the requests": kind}
        for kind, shares in kinds.items()
        for at, share in zip(thrown.at_s, shares, strict=True)
    ]
    colours = {"domain": list(kinds), "range": ["#d55e00", "#0072b2"]}
    return {
        "height": 160,
        "layer": [
            {
                "data": {"values": [{"a": thrown.begins_s, "b": thrown.ends_s}]},
                "mark": {"type": "rect", "opacity": 0.12},
                "encoding": {"x": {"field": "a", "type": "quantitative"}, "x2": {"field": "b"}},
            },
            {
                "data": {"values": rows},
                "mark": {"type": "line", "interpolate": "step"},
                "encoding": {
                    "x": {"field": "second", "type": "quantitative", "title": "Seconds"},
                    "y": {
                        "field": "share",
                        "type": "quantitative",
                        "axis": {"format": "%"},
                        "title": "Share of requests",
                        "scale": {"domain": [0, 1]},
                    },
                    "color": {"field": "of the requests", "type": "nominal", "scale": colours},
                },
            },
        ],
    }
