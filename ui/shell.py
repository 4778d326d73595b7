"""What every visit runs: configuration and navigation over the cases."""

import streamlit as st

from cases import ALL
from kit.choice import Refused
from kit.settings import settle
from ui.markdown import escape
from ui.site import pages
from ui.warming import DRAWN

st.set_page_config(page_title="Sandtable", page_icon="🏖️", layout="wide")
try:
    settle()
except Refused as refusal:
    st.error(escape(str(refusal)))
    st.stop()
try:
    st.navigation(pages(ALL), position="top").run()
finally:
    DRAWN.set()
