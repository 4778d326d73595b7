"""The shell: configuration, navigation over the cases, and warm-up once a first page is drawn."""

import gc
import logging
import threading

import streamlit as st

from cases import ALL
from kit.choice import Refused
from kit.settings import settle
from pipelines.engine import AT_WORK
from pipelines.turns import AHEAD, asked
from ui.markdown import escape
from ui.site import pages


@st.cache_resource(show_spinner=False)
def warm() -> threading.Thread:
    """Make every case's default run once a process, once the first visitor has a page."""
    thread = threading.Thread(target=_warm, daemon=True, name="warm-up")
    thread.start()
    return thread


def _warm() -> None:
    """Nobody waits for it yet, so that whatever a visitor asks for goes first."""
    with asked(rank=AHEAD):
        for slug in ALL.slugs:
            try:
                with AT_WORK.turn():
                    case = ALL.load(slug)
                case.run(case.design()).readings()
            except Exception:
                logging.exception("%s could not be warmed up", slug)
    # What is imported stays: collecting through it after every run of a page costs 70 ms and more.
    gc.collect()
    gc.freeze()


st.set_page_config(page_title="Sandtable", page_icon="🏖️", layout="wide")
try:
    settle()
except Refused as refusal:
    st.error(escape(str(refusal)))
    st.stop()
try:
    st.navigation(pages(ALL), position="top").run()
finally:
    warm()
