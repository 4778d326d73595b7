"""Designs side by side: where they differ, and how their readings differ, paired."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

import pandas as pd
import streamlit as st

from kit.case import Case
from kit.choice import Choice, Design
from kit.run import Run
from kit.words import say, say_change
from ui.cache import Tell
from ui.follow import following
from ui.markdown import escape
from ui.session import Session
from ui.work import beside

CURRENT = "Current"
WORDS = {"true": "true values", "seen": "as the team sees it"}
# Colours that read on the ground of each theme: within noise, better, worse.
LOOKS = {
    "light": {"noise": "#666B73", "better": "#00694D", "worse": "#A84300"},
    "dark": {"noise": "#A4A9B2", "better": "#2CC89A", "worse": "#F59056"},
}


def lay_compare(session: Session, left: Any, right: Any) -> Callable[[Run, Tell], None]:
    """The pinned designs on the left, and on the right how they differ from the current one."""
    with left:
        st.markdown("## Which design would you take, and what does it cost you?")
        if not session.pins:
            st.info("Nothing is pinned yet: Pin keeps the current design to compare with.")
            return lambda run, tell: None
        _pins(session)
    place = right.container()

    def fill(run: Run, tell: Tell) -> None:
        runs = [session.case.run(design) for design in session.pins]
        beside(lambda: [pinned.readout for pinned in runs], lambda s: tell("pinned designs", s))
        with place:
            following(session, lambda now: _tables(session, [*runs, now]))

    return fill


def names(session: Session) -> list[str]:
    """A short name for each pinned design: what sets it apart from the default."""
    told = (name(session.case, design, session.unseen) for design in session.pins)
    return [f"{at}: {each}" for at, each in enumerate(told, 1)]


def name(case: Case, design: Design, unseen: Container[str] = ()) -> str:
    """A design in a few words: its first choices that differ from the default, and may be seen."""
    differs = design.differs_from(case.design())
    changed = [choice for choice in differs if choice not in unseen]
    parts = [_value(case, choice, design) for choice in changed if choice != case.dial.name]
    tail = f" and {len(parts) - 2} more" if len(parts) > 2 else ""
    dial = f"{case.dial.label} set" if case.dial.name in changed else ""
    return (", ".join(parts[:2]) + tail) or dial or "Default"


def _pins(session: Session) -> None:
    slug, labels = session.case.slug, names(session)
    for at, label in enumerate(labels):
        with st.container(border=True, gap="xsmall"):
            st.markdown(escape(label) + (" :gray[(compared with)]" * (at == session.reference)))
            with st.container(horizontal=True, gap="xsmall"):
                acts = (
                    ("Compare with", "ref", _refer, (session, at)),
                    ("Open", "open", session.put, (session.pins[at],)),
                    ("Unpin", "unpin", session.unpin, (at,)),
                )
                for text, key, act, args in acts:
                    st.button(text, key=f"{slug}:{key}:{at}", on_click=act, args=args)


def _refer(session: Session, at: int) -> None:
    session.reference, session.touched = at, True


def _tables(session: Session, runs: list[Run]) -> None:
    labels = [*names(session), CURRENT]
    choices = differing(session.case, dict(zip(labels, (run.design for run in runs), strict=True)))
    st.markdown("**Where they differ**")
    if choices.empty:
        st.caption("All of them make the same choices.")
    else:
        st.dataframe(choices, hide_index=True, height="content")
    part = "seen" if session.hides else "true"
    st.markdown(f"**What was measured ({WORDS[part]})**")
    against = runs[session.reference]
    shown, looks = readings(labels, runs, against, part)
    st.dataframe(shown.style.apply(lambda _: looks, axis=None), hide_index=True, height="content")
    if session.hides:
        return
    reference = escape(labels[session.reference])
    st.caption(
        f"In brackets: the change against {reference}, on the same rows and resamples where the "
        "two share them. Grey is within noise."
    )


def differing(case: Case, designs: dict[str, Design]) -> pd.DataFrame:
    """One row for each choice in which designs differ, one column a design."""
    some = list(designs.values())
    apart = [choice for choice in some[0] if len({design[choice] for design in some}) > 1]
    rows = [
        {"Choice": case.choice(choice).label}
        | {label: _value(case, choice, design, bare=True) for label, design in designs.items()}
        for choice in apart
    ]
    return pd.DataFrame(rows)


def _value(case: Case, choice: str, design: Design, *, bare: bool = False) -> str:
    declared, value = case.choice(choice), design[choice]
    if isinstance(declared, Choice):
        shown = declared.label_of(value)
    else:
        shown = value if isinstance(value, str) else say(value, case.dial.unit)
    return shown if bare or not isinstance(value, int | float) else f"{declared.label} {shown}"


def readings(
    labels: list[str], runs: list[Run], against: Run, part: str = "true"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Readings by design, and how each cell looks; true ones with the change against a design."""
    shown, looks = [], []
    for metric in runs[0].case.metrics:
        cells, styles = {"Reading": metric.label}, {"Reading": ""}
        for label, run in zip(labels, runs, strict=True):
            reading = run.reading(metric.name)
            cells[label], styles[label] = say(getattr(reading, part), metric.unit), ""
            if part == "true" and run is not against and run.design != against.design:
                difference = run.against(against, metric.name)
                cells[label] += f" ({say_change(difference.change, metric.unit)})"
                styles[label] = _look(metric.better, difference.change, difference.real)
        shown.append(cells)
        looks.append(styles)
    return pd.DataFrame(shown), pd.DataFrame(looks)


def _look(better: str, change: float, real: bool) -> str:
    looks = LOOKS["dark" if st.context.theme.type == "dark" else "light"]
    if not real:
        return f"color: {looks['noise']}"
    if better not in ("up", "down"):
        return ""
    way = "better" if (change > 0) == (better == "up") else "worse"
    return f"color: {looks[way]}; font-weight: 600"
