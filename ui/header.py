"""The top of a case's page: what it is about, where to start from, and what to take away."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kit.run import Run
from ui import share
from ui.controls import show_choice
from ui.follow import following
from ui.glossary import show_glossary
from ui.kept import Tell, kept, quietly
from ui.prose import plain
from ui.sitting import Sitting

FACTS = "What an interviewer would tell when asked: traffic, rates, delays, deadlines, costs."


def show_header(sitting: Sitting) -> Callable[[Run, Tell], None]:
    """Title, situation and the buttons; hands back what fills in the facts once a run is there."""
    case = sitting.case
    st.title(plain(case.title), anchor=False)
    st.markdown(plain(case.situation))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="actions"):
        _presets(sitting)
        _seed(sitting)
        facts = st.popover("Facts", icon=":material/quiz:", help=FACTS)
        _start_and_pin(sitting)
        fill_share = share.show_share(sitting)
        fill_export = share.show_export(sitting)
        show_glossary(sitting)

    def fill(run: Run, tell: Tell) -> None:
        with facts:
            following(sitting, _facts)
        fill_share(run)
        fill_export(run)

    return fill


def _start_and_pin(sitting: Sitting) -> None:
    slug = sitting.case.slug
    st.button(
        "Reset",
        key=f"{slug}:reset",
        icon=":material/restart_alt:",
        help="Back to where this began: every choice and the dial.",
        on_click=_reset,
        args=(sitting,),
    )
    st.button(
        "Pin",
        key=f"{slug}:pin",
        icon=":material/keep:",
        help="Keep this design to compare with; readings then show their change against it.",
        on_click=lambda: sitting.pin(sitting.design),
    )


def _facts(run: Run) -> None:
    case = run.case
    told = kept((case.slug, case.facts, run.design), lambda: case.facts(run), "Facts", quietly)
    for name, text in told.items():
        st.markdown(f":gray[{plain(name)}]  \n{plain(text)}")


def _presets(sitting: Sitting) -> None:
    presets = {preset.name: preset for preset in sitting.case.presets}
    if not presets or sitting.brief:
        return
    key = f"{sitting.case.slug}:preset"
    st.menu_button(
        "Presets",
        list(presets),
        key=key,
        icon=":material/tune:",
        format_func=lambda name: plain(presets[name].label),
        help="Designs to start from: "
        + plain("; ".join(f"{preset.label}: {preset.help}" for preset in presets.values())),
        on_click=_preset,
        args=(sitting, key),
    )


def _preset(sitting: Sitting, key: str) -> None:
    chosen = st.session_state[key]
    preset = next((item for item in sitting.case.presets if item.name == chosen), None)
    if preset:
        sitting.put(sitting.case.design(preset.changes))


def _seed(sitting: Sitting) -> None:
    seed = next((choice for choice in sitting.case.choices if choice.name == "seed"), None)
    if seed:
        with st.container(width=130):
            show_choice(sitting, seed, noted=False)


def _reset(sitting: Sitting) -> None:
    sitting.put(sitting.base)
    sitting.lesson = sitting.twist = ""
