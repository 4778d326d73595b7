"""The server, `streamlit run app.py`: warm-up while nobody waits, the shell for every visit."""

import streamlit as st

from ui.warming import warming

app = st.App("ui/shell.py", lifespan=warming)
