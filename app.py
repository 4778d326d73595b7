"""The server, `streamlit run app.py`: warm-up while nobody waits, the shell for every visit."""

import streamlit as st
from starlette.middleware import Middleware

from ui.warming import Expecting, warming

app = st.App("ui/shell.py", lifespan=warming, middleware=[Middleware(Expecting)])
