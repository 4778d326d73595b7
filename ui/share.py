"""Taking a design away and bringing one back: a link, a command, a script, files."""

from __future__ import annotations

import json
from collections.abc import Callable

import pandas as pd
import streamlit as st

from kit.choice import Refused
from kit.record import command, record, script
from kit.run import Run
from ui import address
from ui.session import Session

Fill = Callable[[Run], None]


def show_share(session: Session) -> Fill:
    """Links that hold every choice, the dial and what is open, and the same run in a terminal."""
    key = f"{session.case.slug}:share"
    place = st.popover("Share", icon=":material/link:", key=key, on_change=session.touch)

    def fill(run: Run) -> None:
        if place.open:
            with place:
                for caption, text, language in _links(session, run):
                    st.caption(caption)
                    st.code(text, language=language, wrap_lines=True)

    return fill


def _links(session: Session, run: Run) -> list[tuple[str, str, str | None]]:
    """What can be copied: a caption, the text and its language; a candidate gets no other view."""
    link = address.link
    links = [
        (
            "A link that opens this page: every choice, the dial, the stop, brief, twist and pins.",
            link(session),
            None,
        )
    ]
    if address.view() != "candidate":
        links += [
            (
                "For a candidate: questions without answers, and truth when it is asked for.",
                link(session, "candidate", seen_first=True),
                None,
            ),
            ("With the interviewer's notes unfolded.", link(session, "interviewer"), None),
        ]
    return [
        *links,
        ("The same readings in a terminal.", command(run), "bash"),
        ("The same readings from Python.", script(run), "python"),
    ]


def show_files(session: Session, run: Run) -> None:
    """Readings, rows, design and script as files; and a saved design brought back."""
    if session.unseen:
        st.caption("Files would say what is hidden: they wait for the debrief.")
        return
    if session.hides:
        st.caption("Readings and rows hold what is true: they wait for Reveal.")
    else:
        _files(session, run)
    _bring_back(session)


def _files(session: Session, run: Run) -> None:
    case, slug = session.case, session.case.slug
    files = (
        ("Readings as CSV", "readings.csv", lambda: _readings(run).to_csv(index=False)),
        ("Readings as JSON", "readings.json", lambda: json.dumps(record(run), indent=2)),
        ("Rows as CSV", "rows.csv", lambda: case.export(run).to_csv(index=False)),
        ("Design as JSON", "design.json", lambda: case.to_json(run.design)),
        ("Python script", "run.py", lambda: script(run)),
    )
    for label, name, make in files:
        st.download_button(
            label,
            data=make,
            file_name=f"{slug}-{name}",
            key=f"{slug}:file:{name}",
            on_click="ignore",
            width="stretch",
        )


def _readings(run: Run) -> pd.DataFrame:
    """One row a metric, as in the record."""
    kept = record(run)["readings"]
    return pd.DataFrame([{"metric": name, **parts} for name, parts in kept.items()])


def _bring_back(session: Session) -> None:
    key = f"{session.case.slug}:upload"
    st.file_uploader(
        "Open a saved design",
        type="json",
        max_upload_size=1,
        key=key,
        on_change=_open,
        args=(session, key),
    )


def _open(session: Session, key: str) -> None:
    file = st.session_state[key]
    if file is not None:
        take(session, file.getvalue())


def take(session: Session, content: bytes) -> None:
    """Lay a saved design on the table, or say why it cannot be read."""
    session.touched = True
    try:
        session.put(session.case.from_json(content.decode("utf-8", "replace")))
    except Refused as refusal:
        session.notices.append(str(refusal))
