"""Every term of a case, with its one line: metrics, choices, the dial and the stages."""

from __future__ import annotations

import streamlit as st

from kit.case import Case
from ui.markdown import escape
from ui.progress import spoken

# One word and one colour for one thing, on every page.
MEANINGS = {
    "True": "what is so: measured on fresh data with every label, which only a made-up world has.",
    "Team sees": "what the team's own evaluation would report, with its split and its labels.",
    "Ceiling": "the best that could be reached with all that a design could know (attainable).",
    "Clairvoyant ceiling": "the best for somebody who also knows what nobody can observe.",
    "Pinned": "the design that readings are compared to.",
}


def show_terms(case: Case) -> None:
    """A list of what each word, reading, choice and stage means."""
    with st.container(height=320, border=False):
        st.markdown("\n".join(_lines(case)))


def _lines(case: Case) -> list[str]:
    readings = [(metric.label, metric.help) for metric in case.metrics]
    choices = [(choice.label, choice.help) for choice in (*case.choices, case.dial)]
    stages = [(spoken(name), stage.summary) for name, stage in case.pipeline.stages.items()]
    parts = {
        "Words": MEANINGS.items(),
        "Readings": readings,
        "Choices": choices,
        "Stages": stages,
    }
    lines = []
    for heading, terms in parts.items():
        lines += [f"\n**{heading}**\n"]
        lines += [f"- **{escape(term)}**: {escape(help)}" for term, help in terms]
    return lines
