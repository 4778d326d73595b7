"""Every term of a case, with its one line: metrics, choices, the dial and the stages."""

from __future__ import annotations

import streamlit as st

from kit.case import Case
from ui.markdown import escape
from ui.progress import spoken
from ui.session import Session


def show_glossary(session: Session) -> None:
    """A list of what each reading and choice means, behind a button."""
    case, icon = session.case, ":material/dictionary:"
    terms = st.popover("Terms", icon=icon, key=f"{case.slug}:glossary", on_change=session.touch)
    if terms.open:
        with terms, st.container(height=420, border=False):
            st.markdown("\n".join(_lines(case)))


def _lines(case: Case) -> list[str]:
    readings = [(metric.label, metric.help) for metric in case.metrics]
    choices = [(choice.label, choice.help) for choice in case.choices]
    stages = case.pipeline.stages
    return [
        "**Readings**\n",
        *(f"- **{escape(label)}**: {escape(help)}" for label, help in readings),
        "\n**Choices**\n",
        *(f"- **{escape(label)}**: {escape(help)}" for label, help in choices),
        f"- **{escape(case.dial.label)}**: {escape(case.dial.help)}",
        "\n**Stages**\n",
        *(f"- **{spoken(name)}**: {escape(stage.summary)}" for name, stage in stages.items()),
    ]
