"""Whose interviews these are: a token of this browser, kept in a cookie of it and nowhere else."""

from __future__ import annotations

import secrets

import streamlit as st

COOKIE = "sandtable_owner"
_KEY = "owner"

_KEEP = f"""
export default function ({{ data }}) {{
  document.cookie = `{COOKIE}=${{data.owner}}; path=/; max-age=31536000; samesite=lax`;
}}
"""
_keep = st.components.v2.component("sandtable_owner", js=_KEEP)


def owner() -> str:
    """The token of this browser: from its cookie, else a new one that is put there."""
    known = st.context.cookies.get(COOKIE) or st.session_state.get(_KEY)
    if known is None:
        known = secrets.token_urlsafe(24)
    st.session_state[_KEY] = known
    if COOKIE not in st.context.cookies:
        _keep(key="owner", data={"owner": known})
    return str(known)
