"""Where one stands in a case: the walkthrough's stops in one line, then the lab and the rest."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.markdown import escape
from ui.session import Session

_FOLDER = Path(__file__).parent
STYLE = (_FOLDER / "page.css").read_text("utf-8")
ELSEWHERE = {
    "lab": ":material/tune: Lab",
    "compare": ":material/compare_arrows: Compare",
    "briefs": ":material/assignment: Briefs",
    "board": ":material/draw: Board",
}

# Shows the top of the page again whenever another stop is shown, and that stop in the line of all.
_TOP = """
let stood = null;
export default function ({ data }) {
  const main = document.querySelector('[data-testid="stMain"]');
  if (stood !== null && stood !== data.place) main?.scrollTo({ top: 0 });
  stood = data.place;
  setTimeout(() => {
    const chosen = document.querySelector('.st-key-stops [aria-checked="true"]');
    const line = chosen?.closest('[role="radiogroup"]');
    const room = line ? line.clientWidth - chosen.offsetWidth : 0;
    if (line) line.scrollLeft = chosen.offsetLeft - line.offsetLeft - room / 2;
  });
}
"""

# Asks for the page when the browser is connected again. A server that was restarted knows nothing
# of the page on the screen until it has drawn it, and would do nothing at the first press.
_AGAIN = """
let ask = null;
export default function ({ setTriggerValue }) {
  const first = ask === null;
  ask = () => setTriggerValue("connected", Date.now());
  if (!first) return;
  const app = document.querySelector('[data-testid="stApp"]');
  const state = () => app.dataset.testConnectionState;
  let before = state();
  new MutationObserver(() => {
    const now = state();
    if (now === "CONNECTED" && before !== now) ask();
    before = now;
  }).observe(app, { attributeFilter: ["data-test-connection-state"] });
}
"""
_top = st.components.v2.component("sandtable_top", js=_TOP)
_again = st.components.v2.component("sandtable_again", js=_AGAIN)


def style() -> None:
    """The few rules of our own: nothing in them comes from data."""
    st.html(f"<style>{STYLE}</style>")


def show_stops(session: Session) -> None:
    """The stops in order, then the lab and the comparison; another one begins at its top.

    The browser tells a pill by its label: one that changed would lose a press made meanwhile.
    """
    labels = {
        step.name: f"{at} {escape(step.title)}" for at, step in enumerate(session.case.steps, 1)
    }
    labels |= ELSEWHERE
    if session.room or not session.case.briefs:
        del labels["briefs"]
    if session.case.board is None:
        del labels["board"]
    key = f"{session.case.slug}:show"
    wanted = session.show if session.show in labels else next(iter(labels))
    if st.session_state.get(key) != wanted:
        st.session_state[key] = wanted
    with st.container(key="stops"):
        st.pills(
            "Stops",
            list(labels),
            key=key,
            required=True,
            format_func=labels.__getitem__,
            label_visibility="collapsed",
            on_change=_go,
            args=(session, key),
        )
        _top(key=f"{session.case.slug}-top", data={"place": f"{session.case.slug} {wanted}"})
        _again(key="again", on_connected_change=lambda: None)


def go_to(session: Session, place: str) -> None:
    """Look at another stop, the lab, the comparison or the briefs."""
    session.touched, session.show = True, place


def _go(session: Session, key: str) -> None:
    go_to(session, st.session_state[key])
