"""Panels on the page: charts, tables, and the reason where there is nothing to draw."""

from __future__ import annotations

import html
import logging
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from textwrap import wrap
from typing import Any

import streamlit as st
from pandas.io.formats.style import Styler
from streamlit.delta_generator import DeltaGenerator

from kit.case import Panel
from kit.choice import Value
from kit.colours import COLOURS
from kit.figure import Absent, Card, Cards, Chart, Drawn, Table, Text
from kit.run import Run
from kit.words import say
from ui import work
from ui.background import wait_for
from ui.cache import Tell, cached, known, quietly, still
from ui.follow import following
from ui.markdown import escape
from ui.session import Session

# Charts that stand open side by side; further panels wait behind a tab.
MOST_OPEN = 3
ROWS_SHOWN = 500
MOST_TYPED = 1_000_000
# Letters of a chart by the ground they stand on: Streamlit's own are too pale on a light one. Each
# is still seen on the other ground, where somebody turns the theme and the page does not run again.
INKS = {"light": "#5F636C", "dark": "#9DA1A9"}
GROUNDS = {"light": "#FCFBF8", "dark": "#14161A"}
# Pixels to the right of a picture, for the half of a number that stands beyond its axis.
BEYOND = 14
# Letters of a vertical title that fit beside the plot.
TITLE_LETTERS = 22

# The seconds each panel of a case took to draw last time.
_TOOK: dict[tuple[str, str], float] = {}


def places(session: Session, panels: Sequence[Panel]) -> list[tuple[DeltaGenerator, Panel]]:
    """A reserved place for each panel that stands open; the others behind tabs that open it."""
    waits = {panel.name: session.hides and not panel.seen_only for panel in panels}
    keys = {name: f"{'waiting' if waiting else 'panel'}-{name}" for name, waiting in waits.items()}
    reserved = [(st.container(key=keys[panel.name]), panel) for panel in panels[:MOST_OPEN]]
    rest = panels[MOST_OPEN:]
    if rest:
        key = "more." + ".".join(panel.name for panel in rest)
        labels = [escape(panel.title) for panel in rest]
        tabs = st.tabs(labels, on_change=session.touch, key=key)
        opened = zip(tabs, rest, strict=True)
        reserved += [(tab, panel) for tab, panel in opened if tab.open]
    return reserved


def fill(
    session: Session, reserved: list[tuple[DeltaGenerator, Panel]], run: Run, tell: Tell
) -> None:
    """Draw each panel in its place, the cheapest first; those that move with the dial follow it.

    While what is true is withheld, only panels that show nothing of it are drawn.
    """
    bodies = []
    for place, panel in reserved:
        with place:
            st.markdown(f"**{escape(panel.title)}**", help=escape(panel.help))
            bodies.append((st.container(), panel))
    for body, panel in sorted(bodies, key=lambda each: _cost(each[1], run)):
        with body:
            if session.hides and not panel.seen_only:
                st.caption("This picture shows what is true: it waits for Reveal.")
            elif panel.waits_for and work.missing(run, panel.waits_for):
                wait_for(run, panel.waits_for)
            else:
                _draw(session, panel, run, tell)


def _cost(panel: Panel, run: Run) -> float:
    """The seconds a panel is expected to take: none from memory, else what it took last time."""
    return 0.0 if known(_key(panel, run)) else _TOOK.get((run.case.slug, panel.name), 1.0)


def _draw(session: Session, panel: Panel, run: Run, tell: Tell) -> None:
    key = f"{run.case.slug}.panel.{panel.name}"
    if panel.subjects or panel.typed:
        part = _picked if panel.subjects else _typed
        following(session, partial(part, session, panel, key))
        return
    try:
        drawn, moves = made(panel, run, tell)
    except Exception as error:
        logging.exception("%s could not be drawn", panel.name)
        st.error(f"This could not be drawn: {type(error).__name__}.")
        return
    if moves:
        following(session, partial(_again, session, panel, key))
    else:
        show_drawn(drawn, key)


def made(panel: Panel, run: Run, tell: Tell) -> tuple[Drawn, bool]:
    """What a panel draws of a run, and whether that moves with the dial.

    A panel that never asks where the dial stands is drawn once for all its positions.
    """
    dial, what, key = run.case.dial.name, f"Drawing: {panel.title}", _key(panel, run)
    drawn, moves, at = cached(key, lambda: _first(panel, run), what, tell)
    if moves and at != run.design[dial]:
        drawn = cached((key, run.design[dial]), lambda: panel.of(run), what, tell)
    return drawn, moves


def _key(panel: Panel, run: Run) -> Hashable:
    return (run.case.slug, panel.name, panel.draw, panel.subject, still(run))


def _first(panel: Panel, run: Run) -> tuple[Drawn, bool, Value]:
    watched, began = run.case.run(run.design), time.perf_counter()
    drawn = panel.of(watched)
    _TOOK[run.case.slug, panel.name] = time.perf_counter() - began
    return drawn, bool(watched.asked), run.design[run.case.dial.name]


def _again(session: Session, panel: Panel, key: str, run: Run) -> None:
    if not session.hides or panel.seen_only:
        show_drawn(made(panel, run, quietly)[0], key)


def _picked(session: Session, panel: Panel, key: str, run: Run) -> None:
    """A panel about one of many: which one is picked beside it, and moves nothing else."""
    subjects = panel.subjects
    assert subjects is not None
    names = cached((*_key(panel, run), "subjects"), lambda: subjects(run), panel.title, quietly)
    picked = st.selectbox(
        f"Which one: {panel.title}",
        list(names),
        format_func=lambda name: names.get(name, name),
        key=f"{key}.subject",
        label_visibility="collapsed",
        on_change=session.touch,
    )
    _again(session, replace(panel, subject=picked or ""), key, run)


def _typed(session: Session, panel: Panel, key: str, run: Run) -> None:
    """A panel about a text of the reader's own, which moves nothing else."""
    text = st.text_area(
        f"Yours: {panel.title}",
        panel.typed,
        key=f"{key}.typed",
        height=170,
        max_chars=MOST_TYPED,
        label_visibility="collapsed",
        on_change=session.touch,
    )
    _again(session, replace(panel, subject=text or " "), key, run)


def show_drawn(what: Drawn, key: str) -> None:
    """A chart, table, cards, or the reason why there is none; with its caption."""
    if isinstance(what, Absent):
        st.info(escape(what.reason), icon=":material/block:")
        return
    if isinstance(what, Cards):
        st.html(cards(what))
    elif isinstance(what, Text):
        st.code(what.text, language=None, wrap_lines=True)
    elif isinstance(what, Chart):
        spec = {**fitted(what.spec), "config": letters(), "padding": {"right": BEYOND}}
        st.vega_lite_chart(what.data, spec, width="stretch", key=key, alt=what.alt)
    else:
        _table(what)
    if what.caption:
        st.caption(escape(what.caption))


def cards(what: Cards) -> str:
    """Rows of cards as HTML, every text of them escaped."""
    rows = (
        f'<section tabindex="0"><p class="cards-row">{html.escape(name)}</p>'
        f'<div class="cards">{"".join(map(_card, row))}</div></section>'
        for name, row in what.rows.items()
    )
    return f'<div class="{html.escape(what.shape)}">{"".join(rows)}</div>'


def _card(card: Card) -> str:
    colour = COLOURS[card.colour]
    tag = f'<span style="border-color:{colour}">{html.escape(card.tag)}</span>' if card.tag else ""
    lines = "".join(f"<small>{html.escape(line)}</small>" for line in card.lines)
    title = f"<b>{html.escape(card.title)}</b>"
    seen = f'<img src="{html.escape(card.picture)}" alt="">' if card.picture else ""
    return f'<div style="border-left-color:{colour}">{seen}{title}{tag}{lines}</div>'


def letters() -> dict[str, dict[str, Any]]:
    """How a chart's letters look: none under 12 pixels, each read on the ground of the page."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    ink, ground = INKS[theme], GROUNDS[theme]
    named = {"labelFontSize": 12, "labelColor": ink, "titleColor": ink}
    return {
        "axis": named | {"titleFontSize": 13},
        "legend": named | {"titleFontSize": 12, "symbolBaseFillColor": ink},
        "text": {"fontSize": 12, "color": ink},
        "style": {"rim": {"stroke": ground, "strokeWidth": 4, "strokeJoin": "round"}},
    }


def fitted(spec: Any) -> Any:
    """A chart description that fits: long upright titles stand in lines."""
    if isinstance(spec, list | tuple):
        return [fitted(part) for part in spec]
    if not isinstance(spec, Mapping):
        return spec
    kept = {name: fitted(part) for name, part in spec.items()}
    upright = kept.get("y")
    if isinstance(upright, dict) and isinstance(upright.get("title"), str):
        upright["title"] = wrap(upright["title"], TITLE_LETTERS) or ""
    return kept


def _table(table: Table) -> None:
    st.dataframe(in_words(table), hide_index=True, placeholder="", alt=table.caption)


def in_words(table: Table) -> Styler:
    """A table's rows, as many as are shown, with its numbers as people read them; columns of
    numbers without any are left out."""
    empty = [name for name in table.data.select_dtypes("number") if table.data[name].isna().all()]
    rows = table.data.drop(columns=empty if len(table.data) else []).head(ROWS_SHOWN)
    whole = [name for name in rows.select_dtypes("floating") if (rows[name] % 1 == 0).all()]
    formats: dict[Hashable, Any] = dict.fromkeys(whole, "{:,.0f}")
    formats |= {name: _in(unit) for name, unit in table.formats.items() if name in rows}
    return rows.style.format(formats, precision=3, thousands=",")


def _in(unit: str) -> Callable[[float], str]:
    return lambda value: say(float(value), unit)
