"""Addresses of seats and of designs, as links to hand on."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st


def link_of(token: str) -> str:
    """The full link to a seat."""
    root = (st.context.url or "").partition("?")[0]
    return f"{root}?{urlencode({'seat': token})}"
